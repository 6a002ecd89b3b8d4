/** Owns taking a part out of a page: a copy without what stands apart in it, and shown as it was judged. Pure. */
import type { Element, ElementContent } from "hast";
import type { Part } from "./outline.ts";
import type { PageMap } from "./page-map.ts";
import { STANDING } from "./prose.ts";

export function copyPart({ parts, standings }: PageMap, part: Part): Element {
  const apart = new Set<ElementContent>();
  for (let at = part.at + 1; at < part.end; at += 1) {
    const inner = parts[at];
    if (inner !== undefined && (standings[at] ?? STANDING.inside) >= STANDING.apart) apart.add(inner.node);
  }
  return copyElement(part.node, apart);
}

/** What was read on purpose, though the page hides it, must not be taken for hidden again. */
function copyElement({ tagName, properties, children }: Element, apart: ReadonlySet<ElementContent>): Element {
  const { hidden, style, ariaHidden, ...shown } = properties;
  return {
    type: "element",
    tagName: tagName === "noscript" ? "div" : tagName,
    properties: shown,
    children: children.flatMap((child): ElementContent[] => {
      if (child.type !== "element") return [child];
      return apart.has(child) ? [] : [copyElement(child, apart)];
    }),
  };
}
