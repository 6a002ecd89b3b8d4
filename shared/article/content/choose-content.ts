/**
 * Owns the choice of a page's content among the parts that may be it. What of the chosen part is no text of the article
 * is trim-content.ts's to say. Pure.
 */
import type { Root } from "hast";
import type { PageFacts } from "../metadata/page-facts.ts";
import type { Metadata } from "../metadata/read-metadata.ts";
import { alignBlocks } from "./align-blocks.ts";
import { copyPart, findRoot } from "./find-root.ts";
import { findLostParts, type Kept } from "./lost-parts.ts";
import { mendContent } from "./mend-content.ts";
import { outlineOf } from "./outline.ts";
import { mapPage, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";
import { wholePage } from "./whole-page.ts";

/** What a page offers to choose from, and what is known of it. Trees keep classes, ids and roles; nothing is sanitised. */
export interface PageContent {
  /** The whole page, as it was parsed. Not to be changed. */
  readonly page: Root;
  /** What Readability made of it; null where it found nothing, or was not asked. */
  readonly readable: Root | null;
  readonly facts: PageFacts;
  readonly metadata: Metadata;
}

export interface ChosenContent {
  /** Not sanitised. */
  readonly root: Root;
  readonly from: "readability" | "densest-part" | "whole-page";
}

const MIN_BETTER = 2;

export function chooseContent({ page, readable }: PageContent): ChosenContent {
  const map = mapPage(page);
  const root = findRoot(map);
  if (readable === null) {
    if (root === null) return { root: wholePage(page), from: "whole-page" };
    return { root: copyPart(map, root), from: "densest-part" };
  }
  const outline = outlineOf(readable);
  const places = alignBlocks(outline.blocks, map.blocks);
  const kept: Kept = new Uint8Array(map.blocks.length);
  for (const place of places) if (place !== -1) kept[place] = 1;
  const lost = findLostParts(map, kept);
  let prose = 0;
  for (const { part } of lost) kept.fill(1, part.firstBlock, part.endBlock);
  for (const [at, size] of map.prose.entries()) {
    const block = map.blocks[at];
    if (kept[at] === 1 && block !== undefined && standingOf(map, block) !== STANDING.talk) prose += size;
  }
  if (root !== null) {
    let own = 0;
    for (let at = root.firstBlock; at < root.endBlock; at += 1) {
      const block = map.blocks[at];
      if (block !== undefined && standingOf(map, block) === STANDING.inside) own += map.prose[at] ?? 0;
    }
    if (own > MIN_BETTER * prose) return { root: copyPart(map, root), from: "densest-part" };
  }
  return { root: mendContent(readable, outline, places, lost), from: "readability" };
}
