/**
 * Owns looking at a page's tree: the few questions that metadata and quality ask of it. What no reader ever sees is not
 * shown to them (styles, programs, drawings, comments, overlong attributes), though it stays in the tree, where
 * Readability has to meet it.
 */
import { LightElement, type LightNode, LightText, NODE_TYPE } from "../../light-dom/nodes.ts";

export type PageNode = LightNode;
export type PageElement = LightElement;

/** Of 748 real pages none has over 46 attributes on one element. */
const SEEN = {
  /** Attributes of one element. */
  maxAttributes: 100,
  /** Longer attribute values are not seen: inline pictures and state blobs, never an address. */
  maxAttributeChars: 16_384,
  /** Nor are longer ones without a blank: some patterns cost the square of such a run. */
  maxAttributeRunChars: 2_048,
  /** Of a page's `<title>`. */
  maxTitleChars: 1_024,
} as const;

/** Elements without any text or metadata. `noscript` is seen: lazy pictures stand in it. So are frames, which are films. */
const UNSEEN = new Set(["style", "template", "svg", "canvas", "object", "embed", "applet", "frameset"]);

/** True for what is seen of a page. */
export function isSeen(node: PageNode): boolean {
  if (!isElement(node)) return node.nodeType !== NODE_TYPE.comment;
  const name = node.localName;
  return name === "script" ? isLinkedData(node) : !UNSEEN.has(name);
}

function isLinkedData(script: PageElement): boolean {
  return /^\s*application\/ld\+json\b/i.test((script.getAttribute("type") ?? "").slice(0, 1_000));
}

export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === NODE_TYPE.element;
}

/** The element's name, in lower case. */
export function nameOf(element: PageElement): string {
  return element.localName;
}

/** What is seen directly in a node, in order; nothing for texts, nor for a frame, which says what nobody sees. */
export function childrenOf(node: PageNode): readonly PageNode[] {
  if (isElement(node) && node.localName === "iframe") return [];
  const nodes = node.childNodes;
  for (const child of nodes) if (!isSeen(child)) return nodes.filter(isSeen);
  return nodes;
}

/** A text node's text; null for whatever is no text node. */
export function textOf(node: PageNode): string | null {
  if (!(node instanceof LightText)) return null;
  const { data, parentNode } = node;
  const isOverlongTitle =
    data.length > SEEN.maxTitleChars && parentNode instanceof LightElement && parentNode.localName === "title";
  return isOverlongTitle ? data.slice(0, SEEN.maxTitleChars) : data;
}

/** An attribute's value, or null without it. */
export function attributeOf(element: PageElement, name: string): string | null {
  const value = element.getAttribute(name);
  return value === null || value.length <= SEEN.maxAttributeRunChars ? value : seenValue(value);
}

/** The attributes that are seen of an element, by their names. */
export function attributesOf(element: PageElement): readonly (readonly [name: string, value: string])[] {
  const seen: [string, string][] = [];
  for (const { name, value } of element.attributes) {
    if (seen.length === SEEN.maxAttributes) break;
    if (name.startsWith("on")) continue;
    const shown = value.length <= SEEN.maxAttributeRunChars ? value : seenValue(value);
    if (shown !== null) seen.push([name, shown]);
  }
  return seen;
}

/** Runs of blanks cost as much as runs without any; they are one blank wherever an attribute's value has a meaning. */
function seenValue(value: string): string | null {
  if (value.length > SEEN.maxAttributeChars) return null;
  const runs = value.split(/\s+/);
  return runs.some((run) => run.length > SEEN.maxAttributeRunChars) ? null : runs.join(" ");
}

/** A class list that says something is short; every token is held against some twenty patterns. */
const MAX_TOKENS = 100;
const MAX_TOKEN_CHARS = 200;
const NO_TOKENS: readonly string[] = [];

/** A space-separated attribute's words, in lower case; of a long list the first 100, without overlong ones. */
export function tokensOf(element: PageElement, name: string): readonly string[] {
  const value = attributeOf(element, name);
  // Most elements have none, and are asked for several.
  if (value === null || value === "") return NO_TOKENS;
  return value
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
 * @param isSkipped - Elements within that are not read.
 */
export function lineOf(
  element: PageElement,
  gap: "" | " ",
  maxChars: number,
  isSkipped: (inner: PageElement) => boolean = () => false,
): string {
  let text = "";
  const read = (node: PageNode): void => {
    if (text.length > maxChars) return;
    const value = textOf(node);
    if (value !== null) text += value.slice(0, BLANKS_FACTOR * maxChars) + gap;
    else if (!isElement(node) || isSkipped(node)) return;
    else if (nameOf(node) !== "script") {
      if (BREAKS.has(nameOf(node))) text += " ";
      for (const child of childrenOf(node)) read(child);
    }
  };
  read(element);
  return text.replace(/\s+/g, " ").trim();
}
