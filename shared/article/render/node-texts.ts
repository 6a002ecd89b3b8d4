/** Owns what the rendering asks of the text in a tree of content. Pure; each reads a node once, and no further than it must. */
import type { ElementContent } from "hast";

/** True where a node shows neither text nor pictures. */
export function isEmpty(node: ElementContent): boolean {
  if (node.type !== "element") return node.type !== "text" || /^\s*$/.test(node.value);
  return node.tagName !== "img" && node.children.every(isEmpty);
}

/** True where all text in a node is of one kind; reads no further than the first that is not. */
export function isAll(node: ElementContent, kind: RegExp): boolean {
  if (node.type === "text") return kind.test(node.value);
  return node.type !== "element" || node.children.every((child) => isAll(child, kind));
}

/** The texts in a node, without elements. */
export function textsOf(node: ElementContent): ElementContent[] {
  if (node.type === "text") return [node];
  return node.type === "element" ? node.children.flatMap(textsOf) : [];
}

/** One text for those that stand beside each other. */
export function mergeTexts(children: readonly ElementContent[]): ElementContent[] {
  const merged: ElementContent[] = [];
  let texts: string[] = [];
  const end = () => {
    if (texts.length > 0) merged.push({ type: "text", value: texts.join("") });
    texts = [];
  };
  for (const child of children) {
    if (child.type === "text") texts.push(child.value);
    else {
      end();
      merged.push(child);
    }
  }
  end();
  return merged;
}
