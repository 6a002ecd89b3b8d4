/**
 * Owns finding what Readability lost around and between the blocks that it kept: paragraphs before an advertisement,
 * headings whose class looked like a page header, lists, whole sections beside the chosen one. What a single part is
 * taken for is lost-part-kinds.ts's to say. Pure.
 */
import type { Element } from "hast";
import { kindOf, type LostPart } from "./lost-part-kinds.ts";
import type { Block, Part } from "./outline.ts";
import { counterOf, type PageMap } from "./page-map.ts";
import { STANDING } from "./prose.ts";

/** What is known to be in the content already. */
export interface Kept {
  /** One byte for each of the page's blocks: 1 if it was kept. */
  readonly blocks: Uint8Array;
  /** How texts begin that were kept, but not as the page has them: with a linked name left out, or two joined. */
  readonly openings: ReadonlySet<string>;
}

const OPENING_CHARS = 24;

export function openingOf({ key }: Block): string {
  return key.slice(0, OPENING_CHARS);
}

/** The innermost part with nearly all of what was kept; a stray line elsewhere must not widen it to the whole page. */
const BASE_SHARE = 0.95;

/** To look into a wider part, it must bring this share of what is kept already, */
const MIN_GAIN = 0.08;
/** and be made like what was kept, or else bring this share */
const MIN_OTHER_GAIN = 0.1;
/** (out of an article or a page's main part, as much again) */
const MIN_OUTSIDE_GAIN = 1;
/** in blocks of this size in the mean: those of teasers have about 100 letters. */
const MIN_MEAN_SIZE = 140;
/** A shorter paragraph that is not made like what was kept is a call to act. */
const MIN_OTHER_SIZE = 80;

interface Search {
  readonly page: PageMap;
  readonly kept: Kept;
  /** Number of kept blocks in a part. */
  readonly keptIn: (part: Part) => number;
  /** How the kept blocks are made, see {@link signatureOf}. */
  readonly signatures: ReadonlySet<string>;
}

/**
 * Looks inside the part that Readability chose, and then in wider and wider ones as far as they pay.
 *
 * @returns In the page's order.
 */
export function findLostParts(page: PageMap, kept: Kept): LostPart[] {
  const sizeIn = counterOf(page.blocks.map((block, at) => (kept.blocks[at] === 1 ? block.size : 0)));
  const base = findBase(page, sizeIn);
  if (base === null) return [];
  const keptBlocks = page.blocks.filter((_, at) => kept.blocks[at] === 1);
  const signatures = new Set(keptBlocks.map((block) => signatureOf(page, block)));
  const search: Search = { page, kept, keptIn: counterOf(kept.blocks), signatures };
  const found = lookInto(search, base, null);
  let have = sizeIn(base) + sizeOfAll(page, found);
  let inner = base;
  let isOutside = false;
  for (let around = page.parts[base.parent]; around !== undefined; around = page.parts[around.parent]) {
    if (around.firstBlock === inner.firstBlock && around.endBlock === inner.endBlock) continue;
    isOutside ||= ["article", "main"].includes(inner.node.tagName) || inner.node.properties.role === "main";
    const more = lookInto(search, around, inner);
    inner = around;
    if (!pays(search, more, have, isOutside)) continue;
    have += sizeOfAll(page, more);
    found.push(...more);
  }
  return found.sort((one, other) => one.part.at - other.part.at);
}

function findBase({ parts }: PageMap, sizeIn: (part: Part) => number): Part | null {
  let base: Part | null = null;
  let least = 0;
  for (const part of parts) {
    const own = sizeIn(part);
    if (part.parent === -1) least = BASE_SHARE * own;
    if (own > 0 && own >= least) base = part;
  }
  return base;
}

function pays(search: Search, more: readonly LostPart[], have: number, isOutside: boolean): boolean {
  const texts = more.filter(({ kind }) => kind !== "heading");
  const gain = sizeOfAll(search.page, texts);
  const alike = sizeOfAll(
    search.page,
    texts.filter((lost) => isAlike(search, lost)),
  );
  if (alike >= MIN_GAIN * have) return true;
  const blocks = texts.reduce((count, { part }) => count + part.endBlock - part.firstBlock, 0);
  return gain >= (isOutside ? MIN_OUTSIDE_GAIN : MIN_OTHER_GAIN) * have && gain >= MIN_MEAN_SIZE * blocks;
}

/** Lost parts of `scope`, but for what is in `done`. */
function lookInto(search: Search, scope: Part, done: Part | null): LostPart[] {
  const { page, keptIn } = search;
  const found: LostPart[] = [];
  for (let at = scope.at; at < scope.end; ) {
    const part = page.parts[at];
    if (part === undefined) break;
    at = part.end;
    if (part === done || part.endBlock === part.firstBlock) continue;
    const isLost = part !== scope && keptIn(part) === 0;
    if (isLost && (page.standings[part.at] !== STANDING.inside || isOther(page, part))) continue;
    const kind = isLost ? kindOf(page, part) : "mixed";
    if (kind === "mixed") at = part.at + 1;
    else if (kind !== null && isWanted(search, { part, kind })) found.push({ part, kind });
  }
  return dropIdleHeadings(found, search.kept.blocks);
}

/** Another article: with a first-level heading of its own, or one that leads to it. */
function isOther({ parts, blocks }: PageMap, part: Part): boolean {
  if (part.node.tagName !== "article") return false;
  for (let at = part.at + 1; at < part.end; at += 1) {
    const inner = parts[at];
    if (inner === undefined || !/^h[1-6]$/.test(inner.node.tagName)) continue;
    const heading = blocks[inner.firstBlock];
    return inner.node.tagName === "h1" || (heading !== undefined && heading.linked > 0.9 * heading.size);
  }
  return false;
}

function isWanted(search: Search, lost: LostPart): boolean {
  const first = search.page.blocks[lost.part.firstBlock];
  if (first === undefined || search.kept.openings.has(openingOf(first))) return false;
  return lost.kind !== "prose" || sizeOfAll(search.page, [lost]) >= MIN_OTHER_SIZE || isAlike(search, lost);
}

/** A heading stays where the next block after it does, itself or over further headings. */
function dropIdleHeadings(found: readonly LostPart[], kept: Uint8Array): LostPart[] {
  const stays: LostPart[] = [];
  for (const lost of found.toReversed()) {
    const next = lost.part.endBlock;
    if (lost.kind !== "heading" || kept[next] === 1 || stays.at(-1)?.part.firstBlock === next) stays.push(lost);
  }
  return stays.reverse();
}

function isAlike({ page, signatures }: Search, { part }: LostPart): boolean {
  return signatures.has(signatureOf(page, page.blocks[part.firstBlock]));
}

/** How a block is made: its element's name and classes, and those of the one around it. */
function signatureOf({ parts }: PageMap, block: Block | undefined): string {
  const part = parts[block?.part ?? -1];
  return `${nameOf(part?.node)}<${nameOf(parts[part?.parent ?? -1]?.node)}`;
}

function nameOf(node: Element | undefined): string {
  return node === undefined ? "" : `${node.tagName}.${String(node.properties.className ?? "")}`;
}

function sizeOfAll({ blocks }: PageMap, lost: readonly LostPart[]): number {
  let size = 0;
  for (const { part } of lost) {
    for (let at = part.firstBlock; at < part.endBlock; at += 1) size += blocks[at]?.size ?? 0;
  }
  return size;
}
