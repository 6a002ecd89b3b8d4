/**
 * Owns the space between inline elements that touch in the source and stand apart on screen: two links, a label and what
 * it labels. In running text elements that touch are one word, as drop caps and half-bold words are. Pure.
 */
import type { Element, ElementContent } from "hast";
import { names } from "./element-names.ts";
import { holdsBlocks } from "./line-breaks.ts";

/** Lines of text, in which only what is said of the elements themselves parts them. */
const RUNNING_TEXT = names("p h1 h2 h3 h4 h5 h6 b strong i em u s del ins mark small sub sup q cite abbr dfn var font");

type Side = "start" | "end";

/** Never set apart by what their text looks like. */
const CLOSE = names("br img sup sub code kbd samp");

/** Inside code nothing may be added. */
const VERBATIM = names("pre code kbd samp ruby");

const SET_APART = /(?:^|;)\s*display\s*:\s*(?:block|inline-block|flex|inline-flex|grid|inline-grid|table|list-item)/i;

/** Settled children of an element, with a space between those that only look parted. */
export function openGaps(parent: string, children: readonly ElementContent[]): ElementContent[] {
  if (VERBATIM.has(parent) || children.length < 2) return [...children];
  const isRunning =
    RUNNING_TEXT.has(parent) || children.some((child) => child.type === "text" && /\S/.test(child.value));
  const opened: ElementContent[] = [];
  for (const child of children) {
    const before = opened.at(-1);
    if (before !== undefined && isApart(before, child, isRunning)) opened.push({ type: "text", value: " " });
    opened.push(child);
  }
  return opened;
}

function isApart(before: ElementContent, after: ElementContent, isRunning: boolean): boolean {
  if (before.type !== "element" || after.type !== "element") return isBeside(before, after) || isBeside(after, before);
  if (holdsBlocks(before) || holdsBlocks(after)) return false;
  const tagNames = [before.tagName, after.tagName];
  const links = [linkAt(before, "end"), linkAt(after, "start")];
  if (links.every((link) => link !== null)) return links[0] !== links[1];
  if (tagNames.includes("time") || isSetApart(before) || isSetApart(after)) return true;
  if (isRunning || tagNames.some((name) => CLOSE.has(name))) return false;
  const [end, start] = [edgeText(before, "end"), edgeText(after, "start")];
  return (
    /[\p{L}\p{N}][\p{Ll}\p{N}.!?:;,)”]$/u.test(end) &&
    /^[\p{Lu}\p{N}“(][\p{L}\p{N}]/u.test(start) &&
    !isNumber(end, start)
  );
}

/** The address of the link that an element begins or ends with. */
function linkAt(element: Element, side: Side): string | null {
  let node: ElementContent | undefined = element;
  while (node?.type === "element" && node.tagName !== "a")
    node = side === "start" ? node.children[0] : node.children.at(-1);
  const href = node?.type === "element" ? String(node.properties.href ?? "") : "";
  return /^https?:/.test(href) ? href : null;
}

/** A text beside an element that its style sets apart. */
function isBeside(text: ElementContent, element: ElementContent): boolean {
  return text.type === "text" && element.type === "element" && !holdsBlocks(element) && isSetApart(element);
}

function isSetApart({ properties }: Element): boolean {
  return typeof properties.style === "string" && SET_APART.test(properties.style.slice(0, 2_048));
}

/** Digits of one number may be in several elements, as in counters. */
function isNumber(end: string, start: string): boolean {
  return /[\d.,]$/.test(end) && /^\d/.test(start);
}

/** At most two characters at one end of an element. */
function edgeText(element: Element, side: Side): string {
  let node: ElementContent | undefined = element;
  while (node?.type === "element") node = side === "start" ? node.children[0] : node.children.at(-1);
  if (node?.type !== "text") return "";
  return side === "start" ? node.value.slice(0, 2) : node.value.slice(-2);
}
