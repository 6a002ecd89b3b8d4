/**
 * Owns finding what Readability kept too much: blocks before and behind the part of the page that holds its running
 * text, and next articles. Readability joins neighbours of what it chose by their commas and links, and takes bios,
 * teasers and date lines with it. Pure.
 */
import type { Part } from "./outline.ts";
import { counterOf, type PageMap, standingOf } from "./page-map.ts";
import { isCutOff, STANDING } from "./prose.ts";

/** Prose outside the root above this share of all says that the root is too narrow. */
const MAX_PROSE_OUTSIDE = 0.12;
/** So does other text outside, beside what is inside, */
const MAX_TEXT_OUTSIDE = 0.15;
/** unless that much of it is links, or lines that are cut off. */
const MIN_POINTING = 0.5;
/** A paragraph in front this long is a lead; shorter ones there are credits and dates. */
const MIN_LEAD = 120;
const MAX_LEAD_LINKED = 0.4;

/** What is summed up of blocks. */
interface Sums {
  size: number;
  prose: number;
  /** Of links, and of lines that are cut off. */
  pointing: number;
}

/**
 * @param kept - One byte for each block of the page: 1 if it was kept.
 * @param root - See find-root.ts.
 * @returns Places of the kept blocks that are not the article's.
 */
export function findOverhang(page: PageMap, kept: Uint8Array, root: Part): Set<number> {
  const inside: Sums = { size: 0, prose: 0, pointing: 0 };
  const outside: Sums = { size: 0, prose: 0, pointing: 0 };
  const places: number[] = [];
  for (const [at, block] of page.blocks.entries()) {
    // Captions are no text of an article anyway, and their pictures stay.
    if (kept[at] !== 1 || standingOf(page, block) === STANDING.beside) continue;
    const isOutside = (at < root.firstBlock || at >= root.endBlock) && !isLead(page, at, root);
    const sums = isOutside ? outside : inside;
    sums.size += block.size;
    sums.prose += page.prose[at] ?? 0;
    sums.pointing += isCutOff(block) ? block.size : block.linked;
    if (isOutside) places.push(at);
  }
  if (outside.prose > MAX_PROSE_OUTSIDE * (inside.prose + outside.prose)) return new Set();
  const isMuch = outside.size > MAX_TEXT_OUTSIDE * inside.size && outside.pointing < MIN_POINTING * outside.size;
  return new Set(isMuch ? [] : places);
}

/**
 * Pages that scroll on without end hold the next articles whole; Readability takes them for neighbours of the first.
 *
 * @returns Places of the kept blocks that are in an `article` with a first-level heading behind another such one.
 */
export function findNextArticles({ parts, blocks }: PageMap, kept: Uint8Array): Set<number> {
  const keptIn = counterOf(kept);
  const titlesIn = counterOf(blocks.map(({ part }) => (parts[part]?.node.tagName === "h1" ? 1 : 0)));
  const places = new Set<number>();
  let isFirst = true;
  for (let at = 0; at < parts.length; ) {
    const part = parts[at];
    if (part === undefined) break;
    at += 1;
    if (part.node.tagName !== "article" || titlesIn(part) === 0 || keptIn(part) === 0) continue;
    for (let place = part.firstBlock; !isFirst && place < part.endBlock; place += 1)
      if (kept[place] === 1) places.add(place);
    isFirst = false;
    at = part.end;
  }
  return places;
}

/** A first paragraph, or the heading of what begins there. */
function isLead({ blocks, parts }: PageMap, at: number, root: Part): boolean {
  const block = blocks[at];
  if (block === undefined || at >= root.firstBlock) return false;
  if (block.size >= MIN_LEAD && block.linked < MAX_LEAD_LINKED * block.size) return true;
  return at === root.firstBlock - 1 && /^h[2-6]$/.test(parts[block.part]?.node.tagName ?? "");
}
