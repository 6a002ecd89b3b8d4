/**
 * Owns finding in a page the blocks of text that Readability kept. The two trees share no nodes, so blocks are told by
 * their text and by their order. Pure.
 */
import type { Block } from "./outline.ts";

/**
 * @param kept - Blocks of what was made of the page, in the page's order.
 * @param page - All blocks of the page.
 * @returns For each kept block its place in `page`, or -1 where it cannot be told: the text is not there (joined or
 *   rewritten), or stands there several times with nothing beside it that says which.
 */
export function alignBlocks(kept: readonly Block[], page: readonly Block[]): number[] {
  const places = placesOf(page);
  // A text that the page has once is where it is; the others must lie between their neighbours.
  const found = kept.map(({ key }) => {
    const at = places.get(key);
    return at?.length === 1 ? (at[0] ?? -1) : -1;
  });
  const next: number[] = new Array(kept.length).fill(page.length);
  for (let at = kept.length - 2; at >= 0; at -= 1) {
    const after = found[at + 1] ?? -1;
    next[at] = after === -1 ? (next[at + 1] ?? page.length) : after;
  }
  let last = -1;
  for (const [at, { key }] of kept.entries()) {
    if (found[at] === -1) found[at] = firstBetween(places.get(key) ?? [], last, next[at] ?? page.length);
    last = Math.max(last, found[at] ?? -1);
  }
  return found;
}

function placesOf(page: readonly Block[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, { key }] of page.entries()) {
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  return places;
}

/** The first of ascending numbers above `low`, if it is below `high`; found by halving. */
function firstBetween(ascending: readonly number[], low: number, high: number): number {
  let [start, end] = [0, ascending.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((ascending[middle] ?? 0) > low) end = middle;
    else start = middle + 1;
  }
  const found = ascending[start] ?? -1;
  return found < high ? found : -1;
}
