/**
 * Owns changing what Readability made of a page: blocks that do not belong there go, and lost parts of the page come
 * back, each between the blocks that it stood between. Pure: both trees stay as they are.
 */
import type { Element, Root, RootContent } from "hast";
import { copyPart } from "./copy-part.ts";
import type { LostPart } from "./lost-part-kinds.ts";
import type { Outline, Part } from "./outline.ts";
import { counterOf, type PageMap } from "./page-map.ts";

export interface Mending {
  /** What Readability made, and its outline. */
  readonly content: Root;
  readonly outline: Outline;
  /** For each block of `outline` its place in the page, or -1. */
  readonly places: readonly number[];
  readonly page: PageMap;
  /** Parts of the page to put in, in the page's order. */
  readonly lost: readonly LostPart[];
  /** Blocks to take out, by their place in the page. */
  readonly overhang: ReadonlySet<number>;
}

/** Parts of the page to put before and behind a node. */
interface Additions {
  readonly before: Element[];
  readonly after: Element[];
}

interface Changes {
  readonly gone: ReadonlySet<RootContent>;
  readonly additions: ReadonlyMap<RootContent, Additions>;
}

export function mendContent(mending: Mending): Root {
  const { content, lost, overhang } = mending;
  if (lost.length === 0 && overhang.size === 0) return content;
  const changes: Changes = { gone: findGone(mending), additions: placeLost(mending) };
  return { ...content, children: rebuild(content.children, changes) };
}

/** The outermost elements that hold nothing but overhang; in front of the text not those with a picture, which stays. */
function findGone({ outline: { parts, blocks }, places, overhang }: Mending): Set<RootContent> {
  const gone = new Set<RootContent>();
  if (overhang.size === 0) return gone;
  const isOver = (at: number) => overhang.has(places[at] ?? -1);
  const overIn = counterOf(blocks.map((_, at) => (isOver(at) ? 1 : 0)));
  const imagesIn = counterOfParts(parts, ({ node }) => node.tagName === "img");
  const lastKept = blocks.findLastIndex((_, at) => !isOver(at));
  for (let at = 0; at < parts.length; ) {
    const part = parts[at];
    if (part === undefined) break;
    at += 1;
    const count = part.endBlock - part.firstBlock;
    if (count === 0 || overIn(part) < count || (part.firstBlock < lastKept && imagesIn(part) > 0)) continue;
    gone.add(part.node);
    at = part.end;
  }
  return gone;
}

function counterOfParts(parts: readonly Part[], isCounted: (part: Part) => boolean): (part: Part) => number {
  const before = [0];
  for (const part of parts) before.push((before.at(-1) ?? 0) + (isCounted(part) ? 1 : 0));
  return ({ at, end }) => (before[end] ?? 0) - (before[at] ?? 0);
}

/** Finds the nodes beside which lost parts come to stand. */
function placeLost({ outline, places, page, lost, overhang }: Mending): Map<RootContent, Additions> {
  const anchors = places.flatMap((place, block) => (place === -1 || overhang.has(place) ? [] : [{ place, block }]));
  anchors.sort((one, other) => one.place - other.place);
  const additions = new Map<RootContent, Additions>();
  let next = 0;
  for (const { part } of lost) {
    while (next < anchors.length && (anchors[next]?.place ?? 0) < part.firstBlock) next += 1;
    const before = partOf(outline, (anchors[next - 1] ?? anchors[0])?.block);
    const behind = partOf(outline, (anchors[next] ?? anchors.at(-1))?.block);
    if (before === undefined || behind === undefined) continue;
    const isLast = next === anchors.length;
    const node = childOf(outline, findAround(outline, before, behind), isLast ? before : behind);
    const there = additions.get(node) ?? { before: [], after: [] };
    additions.set(node, there);
    there[isLast ? "after" : "before"].push(copyPart(page, part));
  }
  return additions;
}

function partOf({ parts, blocks }: Outline, block: number | undefined): Part | undefined {
  return parts[blocks[block ?? -1]?.part ?? -1];
}

/** The innermost part around two. */
function findAround({ parts }: Outline, one: Part, other: Part): Part | undefined {
  let around = parts[one.parent];
  while (around !== undefined && !(around.at < other.at && other.end <= around.end)) around = parts[around.parent];
  return around;
}

/** The node directly in `around` that holds a part. */
function childOf({ parts }: Outline, around: Part | undefined, part: Part): Element {
  let child = part;
  for (let up = parts[part.parent]; up !== undefined && up !== around; up = parts[up.parent]) child = up;
  return child.node;
}

function rebuild<T extends RootContent>(children: readonly T[], changes: Changes): T[] {
  return children.flatMap((child) => {
    const { before = [], after = [] } = changes.additions.get(child) ?? {};
    const own = child.type === "element" ? { ...child, children: rebuild(child.children, changes) } : child;
    return [...before, ...(changes.gone.has(child) ? [] : [own]), ...after] as T[];
  });
}
