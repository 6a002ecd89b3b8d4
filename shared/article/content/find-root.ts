/**
 * Owns finding the part of a page that holds its running text, by statistics of its blocks alone: no commas are
 * counted, so that it works in every script. Pure.
 */
import type { Part } from "./outline.ts";
import { counterOf, type PageMap, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";

/** What a letter outside of prose takes away. With .3 roots were too wide, with 1 lists were cut off; .6 was best. */
const OTHER_WEIGHT = 0.6;

/**
 * The part with the greatest sum of
 *
 *     size of its prose − .6 × size of its other text
 *
 * over all blocks that do not stand apart; of equals the innermost. Null where no part's sum is above 0.
 */
export function findRoot(page: PageMap): Part | null {
  const worth = page.blocks.map((block, at) => {
    if (standingOf(page, block) !== STANDING.inside) return 0;
    return page.prose[at] || -OTHER_WEIGHT * block.size;
  });
  const worthOf = counterOf(worth);
  let best: Part | null = null;
  let bestWorth = 0;
  for (const part of page.parts) {
    if (page.standings[part.at] !== STANDING.inside) continue;
    const own = worthOf(part);
    if (own > 0 && own >= bestWorth) [best, bestWorth] = [part, own];
  }
  return best;
}
