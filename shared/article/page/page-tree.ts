/**
 * Owns reading parse5's tree: the few questions that metadata and quality ask of elements. Only for trees that
 * parse-html.ts has bounded in depth.
 */
import type { DefaultTreeAdapterTypes } from "parse5";

export type PageNode = DefaultTreeAdapterTypes.Node;
export type PageElement = DefaultTreeAdapterTypes.Element;

export function isElement(node: PageNode): node is PageElement {
  return "tagName" in node;
}

/** The element's name, in lower case. */
export function nameOf(element: PageElement): string {
  return element.tagName;
}

/** What stands directly in a node, in order; nothing for texts and comments. */
export function childrenOf(node: PageNode): readonly PageNode[] {
  return "childNodes" in node ? node.childNodes : [];
}

/** A text node's text; null for whatever is no text node. */
export function textOf(node: PageNode): string | null {
  return "value" in node ? node.value : null;
}

/** An attribute's value, or null without it. */
export function attributeOf(element: PageElement, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
}

/** A class list that says something is short; every token is held against some twenty patterns. */
const MAX_TOKENS = 100;
const MAX_TOKEN_CHARS = 200;

/** A space-separated attribute's words, in lower case; of a long list the first 100, without overlong ones. */
export function tokensOf(element: PageElement, name: string): readonly string[] {
  return (attributeOf(element, name) ?? "")
    .toLowerCase()
    .split(/\s+/, MAX_TOKENS)
    .filter((token) => token !== "" && token.length <= MAX_TOKEN_CHARS);
}

/**
 * True where the page itself says that an element is not shown. A part that React streams in (`<div hidden id="S:0">`)
 * is put in its place by a script as soon as it has come.
 */
export function isHidden(element: PageElement): boolean {
  const isHeldBack = attributeOf(element, "hidden") !== null && !/^S:\d/.test(attributeOf(element, "id") ?? "");
  return isHeldBack || /display\s*:\s*none/i.test(attributeOf(element, "style") ?? "");
}

const BREAKS = new Set(["br", "div", "p"]);

/** Of one text node so many times the limit is read, so that indentation does not pass for text. */
const BLANKS_FACTOR = 4;

/**
 * An element's text on one line.
 *
 * @param gap - What stands between two pieces of text: a space for lines of parts, so that `<b>Jo</b><i>Editor</i>` is
 *   not one word; nothing for headlines, which colour single letters.
 * @param maxChars - Reading stops there.
 */
export function lineOf(element: PageElement, gap: "" | " ", maxChars: number): string {
  let text = "";
  const read = (node: PageNode): void => {
    if (text.length > maxChars) return;
    const value = textOf(node);
    if (value !== null) text += value.slice(0, BLANKS_FACTOR * maxChars) + gap;
    else if (!isElement(node)) return;
    else if (nameOf(node) !== "script") {
      if (BREAKS.has(nameOf(node))) text += " ";
      for (const child of childrenOf(node)) read(child);
    }
  };
  read(element);
  return text.replace(/\s+/g, " ").trim();
}
