/**
 * Owns how much of one page's metadata is looked at. A page may repeat a `<meta>` thousands of times and put megabytes
 * into each; every rule after this one may therefore cost a little more than linear time. Pure.
 */
import { MAX_URL_LENGTH } from "../../url/check-url.ts";
import type { Found, PageFacts } from "./page-facts.ts";

/** Everything found in one place; several where the place is repeatable, such as `article:tag`. */
export type Source<F = PageFacts> = (facts: F) => readonly Found[];

/** How much is read of a field's values, and what becomes of longer ones. */
interface ValueLimit {
  /** UTF-16 units of one value. */
  readonly maxChars: number;
  /** Values of one source. */
  readonly maxValues: number;
  /** Half an address is another address; half a description still describes. */
  readonly whenLonger: "cut" | "drop";
}

/** The limits by the kind of what a field holds. */
export const VALUE_LIMITS = {
  /** Titles, names, dates, languages: the longest title of 474 real articles has 208 characters. */
  line: { maxChars: 1_024, maxValues: 20, whenLonger: "cut" },
  /** Abstracts of journals reach 3,000. */
  description: { maxChars: 4_096, maxValues: 20, whenLonger: "cut" },
  /** One to a value (`article:tag`), or all in one; 50 are kept. */
  keywords: { maxChars: 4_096, maxValues: 50, whenLonger: "cut" },
  url: { maxChars: MAX_URL_LENGTH, maxValues: 20, whenLonger: "drop" },
} as const satisfies Record<string, ValueLimit>;

/** The same sources, none of which gives more than its field's limit allows. */
export function limited<F = PageFacts>(
  kind: keyof typeof VALUE_LIMITS,
  sources: ReadonlyArray<Source<F>>,
): ReadonlyArray<Source<F>> {
  const { maxChars, maxValues, whenLonger }: ValueLimit = VALUE_LIMITS[kind];
  return sources.map((source) => (facts) => {
    const found = source(facts).slice(0, maxValues);
    if (found.every(({ raw }) => raw.length <= maxChars)) return found;
    if (whenLonger === "drop") return found.filter(({ raw }) => raw.length <= maxChars);
    return found.map((one) => ({ ...one, raw: one.raw.slice(0, maxChars) }));
  });
}
