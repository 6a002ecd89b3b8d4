/**
 * Owns putting lost parts of a page back into what Readability made of it, each between the blocks that it stood
 * between. Pure: both trees stay as they are, the result shares nodes with Readability's.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import type { LostPart } from "./lost-parts.ts";
import type { Outline, Part } from "./outline.ts";

/** Parts to put before and behind a node. */
interface Additions {
  readonly before: Element[];
  readonly after: Element[];
}

/**
 * @param content - What Readability made; `outline` is its outline.
 * @param places - For each block of `outline` its place in the page, or -1.
 * @param lost - In the page's order.
 */
export function mendContent(content: Root, outline: Outline, places: readonly number[], lost: readonly LostPart[]): Root {
  if (lost.length === 0) return content;
  const ordered = places.flatMap((place, block) => (place === -1 ? [] : [{ place, block }]));
  ordered.sort((one, other) => one.place - other.place);
  const additions = new Map<RootContent, Additions>();
  let next = 0;
  for (const { part } of lost) {
    while (next < ordered.length && (ordered[next]?.place ?? 0) < part.firstBlock) next += 1;
    const before = partOf(outline, ordered[next - 1]?.block ?? ordered[0]?.block);
    const behind = partOf(outline, ordered[next]?.block ?? ordered.at(-1)?.block);
    if (before === undefined || behind === undefined) continue;
    const isLast = next === ordered.length;
    const around = common(outline, before, behind);
    add(additions, childOf(outline, around, isLast ? before : behind), part.node, isLast);
  }
  return { ...content, children: rebuild(content.children, additions) };
}

function partOf({ parts, blocks }: Outline, block: number | undefined): Part | undefined {
  return parts[blocks[block ?? -1]?.part ?? -1];
}

/** The innermost part around two, not one of themselves unless it is the other's. */
function common({ parts }: Outline, one: Part, other: Part): Part | undefined {
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

function add(additions: Map<RootContent, Additions>, node: Element, lost: Element, isLast: boolean): void {
  const known = additions.get(node) ?? { before: [], after: [] };
  additions.set(node, known);
  known[isLast ? "after" : "before"].push(lost);
}

function rebuild<T extends RootContent>(children: readonly T[], additions: ReadonlyMap<RootContent, Additions>): T[] {
  return children.flatMap((child) => {
    const own = child.type === "element" ? { ...child, children: rebuild(child.children, additions) } : child;
    const { before = [], after = [] } = additions.get(child) ?? {};
    return [...copies(before), own, ...copies(after)] as T[];
  });
}

function copies(lost: readonly Element[]): ElementContent[] {
  return lost.map((node) => structuredClone(node));
}
