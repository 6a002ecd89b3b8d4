/** Owns what a part of a page is taken for that Readability did not keep, by its element and its blocks. Pure. */
import type { Part } from "./outline.ts";
import { type PageMap, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";

export interface LostPart {
  readonly part: Part;
  readonly kind: Kind;
}

type Kind = "prose" | "heading" | "list" | "table" | "code";

/** Judged as one; other elements are, where nothing in them makes a line of its own. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...["p", "blockquote"].map((name) => [name, "prose"] as const),
  ...["h2", "h3", "h4", "h5", "h6"].map((name) => [name, "heading"] as const),
  ...["ul", "ol", "dl", "li"].map((name) => [name, "list"] as const),
  ["table", "table"],
  ["pre", "code"],
]);

/** Longer ones are no headings. */
const MAX_HEADING = 200;
/** Of a paragraph's text, so much must be prose. */
const MIN_PROSE_SHARE = 0.7;
/** Lists and tables with more of their text in links lead elsewhere. */
const MAX_LINKED = 0.3;
/** Items of menus and tag lists are shorter in the mean. */
const MIN_ITEM = 15;

/** @returns "mixed" where the parts inside are to be judged one by one; null for what is no text of an article. */
export function kindOf(page: PageMap, part: Part): Kind | "mixed" | null {
  const kind = KINDS.get(part.node.tagName) ?? (isLeaf(page, part) ? "prose" : null);
  if (kind === null) return "mixed";
  return isText(page, part, kind) ? kind : null;
}

/** The title is known, and put above the text by whoever shows it. */
function isLeaf({ blocks }: PageMap, { at, node, firstBlock, endBlock }: Part): boolean {
  if (node.tagName === "h1") return false;
  if (endBlock - firstBlock === 1) return true;
  for (let block = firstBlock; block < endBlock; block += 1) if (blocks[block]?.part !== at) return false;
  return true;
}

function isText(page: PageMap, part: Part, kind: Kind): boolean {
  let [size, linked, prose, count, headings] = [0, 0, 0, 0, 0];
  for (let at = part.firstBlock; at < part.endBlock; at += 1) {
    const block = page.blocks[at];
    if (block === undefined || standingOf(page, block) !== STANDING.inside) continue;
    size += block.size;
    linked += block.linked;
    prose += page.prose[at] ?? 0;
    count += 1;
    if (/^h[1-6]$/.test(page.parts[block.part]?.node.tagName ?? "")) headings += 1;
  }
  if (count === 0) return false;
  switch (kind) {
    case "heading":
      return size <= MAX_HEADING;
    case "prose":
      return prose >= MIN_PROSE_SHARE * size;
    case "list":
      // Items with headings and links are cards of other pages.
      return linked <= MAX_LINKED * size && size >= MIN_ITEM * count && (headings === 0 || linked === 0);
    case "table":
      return linked <= MAX_LINKED * size;
    case "code":
      return true;
  }
}
