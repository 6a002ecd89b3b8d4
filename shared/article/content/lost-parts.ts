/**
 * Owns finding what Readability lost around and between the blocks that it kept: paragraphs before an advertisement,
 * headings whose class looked like a page header, lists, whole sections beside the chosen one. It never takes what
 * stands apart (see prose.ts). Pure.
 */
import type { Element } from "hast";
import type { Block, Part } from "./outline.ts";
import { counterOf, type PageMap, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";

/** A part of the page none of whose blocks was kept, with what it is taken for. */
export interface LostPart {
  readonly part: Part;
  readonly kind: Kind;
}
type Kind = "prose" | "heading" | "list" | "table" | "code";

/** Judged as one; everything else is looked into. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...(["p", "blockquote"] as const).map((name) => [name, "prose"] as const),
  ...(["h2", "h3", "h4", "h5", "h6"] as const).map((name) => [name, "heading"] as const),
  ...(["ul", "ol", "dl", "li"] as const).map((name) => [name, "list"] as const),
  ["table", "table"],
  ["pre", "code"],
]);

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
/** in paragraphs of this size in the mean: those of teasers have about 100 letters. */
const MIN_MEAN_SIZE = 150;

/**
 * Looks inside the part that Readability chose, and then in wider and wider ones as far as they pay.
 *
 * @returns In the page's order.
 */
export function findLostParts(page: PageMap, kept: Kept): LostPart[] {
  const size = counterOf(page.blocks.map((block, at) => (kept.blocks[at] === 1 ? block.size : 0)));
  const base = findBase(page, size);
  if (base === null) return [];
  const signatures = signaturesOf(page, kept);
  const found = search(page, kept, base, null);
  let have = size(base) + sizeOfAll(page, found);
  let inner = base;
  let isOutside = false;
  for (let around = page.parts[base.parent]; around !== undefined; around = page.parts[around.parent]) {
    if (around.firstBlock === inner.firstBlock && around.endBlock === inner.endBlock) continue;
    isOutside ||= ["article", "main"].includes(inner.node.tagName) || inner.node.properties.role === "main";
    const more = search(page, kept, around, inner);
    inner = around;
    if (!pays(page, more, have, signatures, isOutside)) continue;
    have += sizeOfAll(page, more);
    found.push(...more);
  }
  return found.sort((one, other) => one.part.at - other.part.at);
}

function findBase({ parts }: PageMap, size: (part: Part) => number): Part | null {
  let base: Part | null = null;
  let least = 0;
  for (const part of parts) {
    const own = size(part);
    if (part.parent === -1) least = BASE_SHARE * own;
    if (own > 0 && own >= least) base = part;
  }
  return base;
}

function pays(
  page: PageMap,
  more: readonly LostPart[],
  have: number,
  signatures: ReadonlySet<string>,
  isOutside: boolean,
): boolean {
  const texts = more.filter(({ kind }) => kind !== "heading");
  const gain = sizeOfAll(page, texts);
  const alike = sizeOfAll(
    page,
    texts.filter(({ part }) => signatures.has(signatureOf(page, page.blocks[part.firstBlock]))),
  );
  if (alike >= MIN_GAIN * have) return true;
  return gain >= (isOutside ? MIN_OUTSIDE_GAIN : MIN_OTHER_GAIN) * have && gain >= MIN_MEAN_SIZE * texts.length;
}

/** Lost parts of `scope`, but for what is in `done`. */
function search(page: PageMap, kept: Kept, scope: Part, done: Part | null): LostPart[] {
  const keptIn = counterOf(kept.blocks);
  const found: LostPart[] = [];
  for (let at = scope.at; at < scope.end; ) {
    const part = page.parts[at];
    if (part === undefined) break;
    at = part.end;
    if (part === done || part.endBlock === part.firstBlock) continue;
    if (keptIn(part) > 0 || part === scope) {
      at = part.at + 1;
      continue;
    }
    if (page.standings[part.at] !== STANDING.inside || isOther(page, part)) continue;
    const kind = kindOf(part);
    if (kind === null) at = part.at + 1;
    else if (!isKnown(page, part, kept) && isText(page, part, kind)) found.push({ part, kind });
  }
  return dropIdleHeadings(found, kept.blocks);
}

function isKnown({ blocks }: PageMap, { firstBlock }: Part, { openings }: Kept): boolean {
  const first = blocks[firstBlock];
  return first !== undefined && openings.has(openingOf(first));
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

function kindOf(part: Part): Kind | null {
  return KINDS.get(part.node.tagName) ?? (part.endBlock - part.firstBlock === 1 ? "prose" : null);
}

function isText(page: PageMap, part: Part, kind: Kind): boolean {
  const own = page.blocks
    .slice(part.firstBlock, part.endBlock)
    .filter((block) => standingOf(page, block) === STANDING.inside);
  if (own.length === 0) return false;
  const size = own.reduce((sum, block) => sum + block.size, 0);
  const linked = own.reduce((sum, block) => sum + block.linked, 0);
  switch (kind) {
    case "heading":
      return size <= 200;
    case "prose":
      return page.proseIn(part) >= 0.7 * size;
    case "list":
      return linked <= 0.3 * size && size >= 15 * own.length;
    case "table":
      return linked <= 0.3 * size;
    case "code":
      return true;
  }
}

/** A heading stays where the next block after it does, itself or over further headings. */
function dropIdleHeadings(found: readonly LostPart[], kept: Uint8Array): LostPart[] {
  const stays: LostPart[] = [];
  for (let at = found.length - 1; at >= 0; at -= 1) {
    const lost = found[at];
    if (lost === undefined) continue;
    const next = lost.part.endBlock;
    if (lost.kind !== "heading" || kept[next] === 1 || stays.at(-1)?.part.firstBlock === next) stays.push(lost);
  }
  return stays.reverse();
}

function signaturesOf(page: PageMap, kept: Kept): Set<string> {
  return new Set(page.blocks.filter((_, at) => kept.blocks[at] === 1).map((block) => signatureOf(page, block)));
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
