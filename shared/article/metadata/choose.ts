/** Owns the rule that all fields share: the first place of the field's table whose value can be believed. Pure. */
import type { Source } from "./limits.ts";
import type { Found } from "./page-facts.ts";

/** A field's value with where it came from. */
export interface Chosen<T> extends Found {
  readonly value: T;
}

/**
 * Takes the first value that can be believed.
 *
 * @param read - What a text says; null where it says nothing that the field may hold.
 */
export function choose<T, F>(
  facts: F,
  sources: ReadonlyArray<Source<F>>,
  read: (raw: string) => T | null,
): Chosen<T> | null {
  for (const source of sources) {
    for (const found of source(facts)) {
      const value = read(found.raw);
      if (value !== null) return { ...found, value };
    }
  }
  return null;
}
