/** Owns making paragraphs of text that stands loose between blocks, so that every line of a page is one block. Pure. */
import type { Element, ElementContent, Root, RootContent } from "hast";
import { countLetters } from "./letters.ts";
import { isBlock } from "./parts.ts";

/** Hold nothing but parts of their own kind. */
const STRICT = new Set([
  "ul",
  "ol",
  "dl",
  "table",
  "thead",
  "tbody",
  "tfoot",
  "tr",
  "colgroup",
  "select",
  "ruby",
  "picture",
]);

interface Made<T> {
  readonly node: T;
  readonly holdsBlocks: boolean;
}

/** A tree in which text beside blocks is wrapped in `<p>`. What needs no change is not copied. */
export function wrapLooseText(root: Root): Root {
  const children = root.children.filter((child): child is ElementContent => child.type !== "doctype");
  return { type: "root", children: wrapChildren(children, true).children };
}

interface Wrapped {
  readonly children: ElementContent[];
  readonly holdsBlocks: boolean;
  readonly isChanged: boolean;
}

function wrapElement(element: Element): Made<Element> {
  const { children, holdsBlocks, isChanged } = wrapChildren(element.children, !STRICT.has(element.tagName));
  return { node: isChanged ? { ...element, children } : element, holdsBlocks: holdsBlocks || isBlock(element) };
}

function wrapChildren(all: readonly ElementContent[], mayWrap: boolean): Wrapped {
  let isChanged = false;
  const inner = all.map((child): Made<ElementContent> => {
    if (child.type !== "element") return { node: child, holdsBlocks: false };
    const made = wrapElement(child);
    isChanged ||= made.node !== child;
    return made;
  });
  const holdsBlocks = inner.some((made) => made.holdsBlocks);
  if (!mayWrap || !holdsBlocks) return { children: inner.map(({ node }) => node), holdsBlocks, isChanged };
  const children: ElementContent[] = [];
  let run: ElementContent[] = [];
  const flush = () => {
    if (run.some(isText)) {
      isChanged = true;
      children.push({ type: "element", tagName: "p", properties: {}, children: run });
    } else children.push(...run);
    run = [];
  };
  for (const made of inner) {
    if (made.holdsBlocks) {
      flush();
      children.push(made.node);
    } else run.push(made.node);
  }
  flush();
  return { children, holdsBlocks, isChanged };
}

const UNREAD = new Set(["script", "style", "template", "noscript", "svg", "iframe"]);

function isText(node: RootContent): boolean {
  if (node.type === "text") return countLetters(node.value) > 0;
  return node.type === "element" && !UNREAD.has(node.tagName) && node.children.some(isText);
}
