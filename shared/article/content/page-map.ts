/**
 * Owns what is known of each part of a page: how much running text it holds, and whether it stands apart from any
 * article. Everything is counted once; later questions are two look-ups. Pure.
 */
import type { Root } from "hast";
import { type Block, type Outline, outlineOf, type Part } from "./outline.ts";
import { further, isHidden, isProse, makeStandingJudge, STANDING, type Standing } from "./prose.ts";

export interface PageMap extends Outline {
  /** Of each part, as its element says and as what is around it says. */
  readonly standings: readonly Standing[];
  /** Size of each block if it is prose, else 0. */
  readonly prose: readonly number[];
  /** Size of the prose in a part, whatever it stands apart from. */
  readonly proseIn: (part: Part) => number;
}

export interface MapOptions {
  /** How much of a block's text is known to be the article's, 0 to 1: what is hidden of that is read all the same. */
  readonly witness?: (block: Block) => number;
  /** Read what is shown only where no scripts run. */
  readonly readsNoscript?: boolean;
}

/** A part that holds this much of a page's text is not beside it, whatever its class says: classes name layouts too. */
const MAX_APART_SHARE = 0.5;
/** Of a hidden part's text, so much must be confirmed. */
const MIN_CONFIRMED = 0.6;

export function mapPage(page: Root, { witness, readsNoscript = false }: MapOptions = {}): PageMap {
  const outline = outlineOf(page, readsNoscript);
  const prose = outline.blocks.map((block) => (isProse(block) ? block.size : 0));
  const proseIn = counterOf(prose);
  const confirmedIn =
    witness && counterOf(outline.blocks.map((block, at) => (prose[at] ? witness(block) * block.size : 0)));
  const all = prose.reduce((sum, size) => sum + size, 0);
  const judge = makeStandingJudge();
  const standings: Standing[] = [];
  for (const part of outline.parts) {
    const around = standings[part.parent] ?? STANDING.inside;
    let own = around === STANDING.talk ? around : judge(part.node);
    const isShown = confirmedIn && confirmedIn(part) > MIN_CONFIRMED * proseIn(part);
    if (isHidden(part.node)) own = isShown ? STANDING.inside : STANDING.apart;
    else if (own !== STANDING.talk && proseIn(part) > MAX_APART_SHARE * all) own = STANDING.inside;
    standings.push(further(own, around));
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
