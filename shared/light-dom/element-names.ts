/** Owns how the names of elements are written. Pure but for what it remembers. */

/** ASCII letters alone change, as the standard has it. */
export function inCapitals(name: string): string {
  let capitals = CAPITALS.get(name);
  if (capitals === undefined) {
    capitals = name.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    if (CAPITALS.size < MAX_KNOWN_NAMES) CAPITALS.set(name, capitals);
  }
  return capitals;
}

const CAPITALS = new Map<string, string>();
/** There are some 140 elements; the names that pages make up must not fill the memory of a process. */
const MAX_KNOWN_NAMES = 1_000;
