/** Owns making figures: a picture with its caption, which the plain text leaves out. Pure; elements are copied. */
import type { Element, ElementContent } from "hast";
import { countLetters } from "./letters.ts";
import { isBlock, type Part } from "./parts.ts";

const PICTURES = new Set([
  "img",
  "picture",
  "video",
  "iframe",
  "svg",
  "figcaption",
  "amp-img",
  "noscript",
  "script",
  "style",
]);

/**
 * A figure in place of a part: what is picture stays, what is text becomes its caption. Within a figure already, and
 * without a picture, it is the caption alone.
 */
export function makeFigure(part: Part): Element {
  const { element } = part;
  if (element.tagName === "figure") return { ...element, children: captionTexts(element.children) };
  if (element.tagName === "blockquote") return figureOf(figcaption([element]));
  if (part.pictures > 0) return { ...element, tagName: "figure", children: captionTexts(element.children) };
  const caption: Element = { ...element, tagName: "figcaption" };
  return isInFigure(part) ? caption : figureOf(caption);
}

function figureOf(caption: Element): Element {
  return { type: "element", tagName: "figure", properties: {}, children: [caption] };
}

function figcaption(children: ElementContent[]): Element {
  return { type: "element", tagName: "figcaption", properties: {}, children };
}

function isInFigure({ parent }: Part): boolean {
  for (let around = parent, level = 0; around !== null && level < 6; around = around.parent, level += 1) {
    if (around.element.tagName === "figure") return true;
  }
  return false;
}

/** Runs of text become one caption each; elements that hold pictures keep them. */
function captionTexts(children: readonly ElementContent[]): ElementContent[] {
  const made: ElementContent[] = [];
  let run: ElementContent[] = [];
  const flush = () => {
    if (run.some(hasLetters)) made.push(figcaption(run));
    else made.push(...run);
    run = [];
  };
  for (const child of children) {
    if (child.type !== "element") run.push(child);
    else if (PICTURES.has(child.tagName)) {
      flush();
      made.push(child);
    } else if (holdsPicture(child)) {
      flush();
      const tagName = child.tagName === "p" || child.tagName === "span" ? "div" : child.tagName;
      made.push(hasLetters(child) ? { ...child, tagName, children: captionTexts(child.children) } : child);
    } else if (isBlock(child) && hasLetters(child)) {
      flush();
      made.push(figcaption([child]));
    } else run.push(child);
  }
  flush();
  return made;
}

function holdsPicture(element: Element): boolean {
  return element.children.some(
    (child) => child.type === "element" && (PICTURES.has(child.tagName) || holdsPicture(child)),
  );
}

function hasLetters(node: ElementContent): boolean {
  if (node.type === "text") return countLetters(node.value) > 0;
  return node.type === "element" && !PICTURES.has(node.tagName) && node.children.some(hasLetters);
}
