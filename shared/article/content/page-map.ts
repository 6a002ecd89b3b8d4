/**
 * Owns what is known of each part of a page: how much running text it holds, and whether it stands apart from any
 * article. Everything is counted once; later questions are two look-ups. Pure.
 */
import type { Root } from "hast";
import { type Block, type Outline, outlineOf, type Part } from "./outline.ts";
import { isProse, makeStandingJudge, STANDING, type Standing } from "./prose.ts";

export interface PageMap extends Outline {
  /** Of each part, as its element says and as what is around it says. */
  readonly standings: readonly Standing[];
  /** Size of each block if it is prose, else 0. */
  readonly prose: readonly number[];
  /** Size of the prose in a part, whatever it stands apart from. */
  readonly proseIn: (part: Part) => number;
}

/** A part that holds this much of a page's text is not beside it, whatever its class says: classes name layouts too. */
const MAX_APART_SHARE = 0.5;

export function mapPage(page: Root): PageMap {
  const outline = outlineOf(page);
  const prose = outline.blocks.map((block) => (isProse(block) ? block.size : 0));
  const proseIn = counterOf(prose);
  const all = prose.reduce((sum, size) => sum + size, 0);
  const judge = makeStandingJudge();
  const standings: Standing[] = [];
  for (const part of outline.parts) {
    const around = standings[part.parent] ?? STANDING.inside;
    let own = around === STANDING.talk ? around : judge(part.node);
    if (own !== STANDING.inside && own !== STANDING.talk && proseIn(part) > MAX_APART_SHARE * all) own = STANDING.inside;
    standings.push(own > around ? own : around);
  }
  return { ...outline, standings, prose, proseIn };
}

/** @returns A function that sums the values of a part's blocks. */
export function counterOf(values: ArrayLike<number>): (part: Part) => number {
  const before = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at += 1) before[at + 1] = (before[at] ?? 0) + (values[at] ?? 0);
  return ({ firstBlock, endBlock }) => (before[endBlock] ?? 0) - (before[firstBlock] ?? 0);
}

/** How a block's part stands; text outside of any element stands inside. */
export function standingOf({ standings }: PageMap, { part }: Block): Standing {
  return standings[part] ?? STANDING.inside;
}
