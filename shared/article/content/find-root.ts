/**
 * Owns finding the part of a page that holds its running text, by statistics of its blocks alone: no commas are
 * counted, so that it works in every script. Pure.
 */
import type { Element, ElementContent, Root } from "hast";
import type { Part } from "./outline.ts";
import { counterOf, type PageMap, standingOf } from "./page-map.ts";
import { STANDING } from "./prose.ts";

/** What a letter outside of prose takes away. With .3 roots were too wide, with 1 lists were cut off; .6 was best. */
const OTHER_WEIGHT = 0.6;

/**
 * The part with the greatest sum of
 *
 *     size of its prose − .6 × size of its other text
 *
 * over all blocks that do not stand apart; of equals the innermost. Null where no part's sum is above 0.
 */
export function findRoot(page: PageMap): Part | null {
  const worth = page.blocks.map((block, at) => {
    if (standingOf(page, block) !== STANDING.inside) return 0;
    return page.prose[at] || -OTHER_WEIGHT * block.size;
  });
  const worthOf = counterOf(worth);
  let best: Part | null = null;
  let bestWorth = 0;
  for (const part of page.parts) {
    if (page.standings[part.at] !== STANDING.inside) continue;
    const own = worthOf(part);
    if (own > 0 && own >= bestWorth) [best, bestWorth] = [part, own];
  }
  return best;
}

/** A copy of a part without what stands apart in it. */
export function copyPart(page: PageMap, part: Part): Root {
  const standings = new Map<ElementContent, number>();
  for (let at = part.at; at < part.end; at += 1) {
    const inner = page.parts[at];
    if (inner !== undefined) standings.set(inner.node, page.standings[at] ?? STANDING.inside);
  }
  const copy = (node: Element): Element => ({ ...node, children: node.children.flatMap(copyChild) });
  const copyChild = (child: ElementContent): ElementContent[] => {
    if (child.type !== "element") return [child];
    return (standings.get(child) ?? STANDING.inside) >= STANDING.apart ? [] : [copy(child)];
  };
  const { node } = part;
  // Of a page's own frame only what is in it.
  const isFrame = ["html", "body"].includes(node.tagName);
  const own = { ...copy(node), properties: visible(node) };
  return { type: "root", children: isFrame ? own.children : [own] };
}

/** Streamed parts lose what hid them. */
function visible({ properties }: Element): Element["properties"] {
  const { hidden, style, ariaHidden, ...shown } = properties;
  return shown;
}
