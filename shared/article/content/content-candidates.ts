/**
 * Owns the candidates for a page's content: how much running text each has, and how it is built. Which one is taken is
 * choose-content.ts's to say. Pure.
 */
import type { Root } from "hast";
import { alignBlocks } from "./align-blocks.ts";
import { copyPart } from "./copy-part.ts";
import { findRoot } from "./find-root.ts";
import { type LinkedBody, renderLinkedBody } from "./linked-body.ts";
import { findLostParts, openingOf } from "./lost-parts.ts";
import { mendContent } from "./mend-content.ts";
import { outlineOf, type Part } from "./outline.ts";
import { findNextArticles, findOverhang } from "./overhang.ts";
import { type PageMap, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";

export interface Candidate {
  readonly from: "readability" | "densest-part" | "linked-data";
  /** Size of its prose outside of readers' comments, see `sizeOf`. */
  readonly prose: number;
  /** Size of that part of it which Readability had lost. */
  readonly lostProse: number;
  /** Only called for the one that is taken. */
  readonly build: () => Root;
}

/** A page with less running text in its densest part has no text worth a guess. */
const MIN_PROSE = 250;

/** What was made of a page, and the page's densest part; neither, one or both. */
export function findCandidates(page: PageMap, readable: Root | null): Candidate[] {
  const root = findRoot(page);
  return [...(readable === null ? [] : [ofReadable(page, readable, root)]), ...ofDensest(page, root)];
}

/** The densest part of a page, or nothing. */
export function ofDensest(page: PageMap, root = findRoot(page)): Candidate[] {
  if (root === null) return [];
  let prose = 0;
  for (let at = root.firstBlock; at < root.endBlock; at += 1) {
    const block = page.blocks[at];
    if (block !== undefined && standingOf(page, block) === STANDING.inside) prose += page.prose[at] ?? 0;
  }
  const build = (): Root => {
    const copy = copyPart(page, root);
    // Of the page's own frame only what is in it.
    return { type: "root", children: ["html", "body"].includes(copy.tagName) ? copy.children : [copy] };
  };
  return prose < MIN_PROSE ? [] : [{ from: "densest-part", prose, lostProse: 0, build }];
}

/** Readability's result, mended. */
function ofReadable(page: PageMap, readable: Root, root: Part | null): Candidate {
  const outline = outlineOf(readable);
  const places = alignBlocks(outline.blocks, page.blocks);
  const blocks = new Uint8Array(page.blocks.length);
  const openings = new Set<string>();
  for (const [at, block] of outline.blocks.entries()) {
    const place = places[at] ?? -1;
    if (place === -1) openings.add(openingOf(block));
    else blocks[place] = 1;
  }
  const found = findLostParts(page, { blocks, openings });
  const ownProse = proseOf(page, blocks);
  for (const { part } of found) blocks.fill(1, part.firstBlock, part.endBlock);
  const prose = proseOf(page, blocks);
  const over = findNextArticles(page, blocks);
  if (root !== null) for (const place of findOverhang(page, blocks, root)) over.add(place);
  // Something must be left for lost parts to stand beside.
  const overhang = places.some((place) => place !== -1 && !over.has(place)) ? over : new Set<number>();
  const lost = found.filter(({ part }) => !overhang.has(part.firstBlock));
  return {
    from: "readability",
    prose,
    lostProse: prose - ownProse,
    build: () => mendContent({ content: readable, outline, places, page, lost, overhang }),
  };
}

function proseOf(page: PageMap, kept: Uint8Array): number {
  let prose = 0;
  for (const [at, block] of page.blocks.entries()) {
    if (kept[at] === 1 && standingOf(page, block) !== STANDING.talk) prose += page.prose[at] ?? 0;
  }
  return prose;
}

export function ofLinkedBody(body: LinkedBody): Candidate {
  return { from: "linked-data", prose: body.size, lostProse: 0, build: () => renderLinkedBody(body) };
}
