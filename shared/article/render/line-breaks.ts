/**
 * Owns line breaks that mean paragraphs: `<br><br>`, as old editors write them, and line feeds where a style keeps them.
 * Pure.
 */
import type { Element, ElementContent } from "hast";
import { BLOCKS, names } from "./element-names.ts";

/** Elements to which a broken line may still add some; a page of nothing but breaks would become millions. */
export interface Allowance {
  elements: number;
}

/** What the style of an element says of line feeds in it; null where it says nothing. */
export function keepsLines(style: string): boolean | null {
  const [, value] = /white-space(?:-collapse)?\s*:\s*([a-z-]{1,20})/i.exec(style) ?? [];
  return value === undefined ? null : /^(?:pre|pre-wrap|pre-line|break-spaces|preserve|preserve-breaks)$/i.test(value);
}

/** A text with its line feeds as `br`. */
export function breakLines(value: string, allowance: Allowance): ElementContent[] {
  const lines = value.split(/\r\n?|\n/);
  if (lines.length === 1 || lines.length > allowance.elements) return [{ type: "text", value }];
  allowance.elements -= lines.length;
  return lines.flatMap((line, at): ElementContent[] => {
    const text: ElementContent[] = line === "" ? [] : [{ type: "text", value: line }];
    return at === 0 ? text : [{ type: "element", tagName: "br", properties: {}, children: [] }, ...text];
  });
}

/** Hold paragraphs beside other blocks. */
const FLOW = names("div section article main header footer aside blockquote td th li dd details address");

function isBreak(node: ElementContent | undefined): boolean {
  return node?.type === "element" && node.tagName === "br";
}

function isBlank(node: ElementContent): boolean {
  return node.type === "comment" || (node.type === "text" && /^[\t-\r \u00a0]*$/.test(node.value));
}

/** Children parted where two or more breaks follow each other; the breaks are gone. Null where none do. */
function partAtBreaks(children: readonly ElementContent[]): ElementContent[][] | null {
  const parts: ElementContent[][] = [[]];
  for (let at = 0; at < children.length; ) {
    let [end, breaks] = [at, 0];
    for (let next = at; next < children.length; next += 1) {
      const node = children[next];
      if (node === undefined || !(isBreak(node) || (breaks > 0 && isBlank(node)))) break;
      if (isBreak(node)) [end, breaks] = [next + 1, breaks + 1];
    }
    if (breaks > 1) parts.push([]);
    else {
      end = at + 1;
      const node = children[at];
      if (node !== undefined) parts.at(-1)?.push(node);
    }
    at = end;
  }
  return parts.length === 1 ? null : parts;
}

/**
 * An element whose children are settled, with paragraphs instead of double breaks in it.
 *
 * @returns Several elements where it was a paragraph, or stands within one and must be parted with it.
 */
export function partParagraphs(element: Element, allowance: Allowance): ElementContent[] {
  const { tagName, children } = element;
  if (children.length < 3 || !children.some(isBreak)) return [element];
  if (FLOW.has(tagName)) return [{ ...element, children: paragraphsIn(children) }];
  const isInline = !BLOCKS.has(tagName);
  if (tagName !== "p" && !isInline) return [element];
  const parts = partAtBreaks(children);
  if (parts === null || parts.length > allowance.elements) return [element];
  allowance.elements -= parts.length;
  const elements = parts
    .filter((part) => !part.every(isBlank))
    .map((part) => noteBlocks({ ...element, children: part }));
  return isInline ? elements.flatMap((part, at) => (at === 0 ? [part] : [makeBreak(), makeBreak(), part])) : elements;
}

function makeBreak(): Element {
  return { type: "element", tagName: "br", properties: {}, children: [] };
}

/** Lines between blocks become paragraphs where double breaks part them; other lines stay as they are. */
function paragraphsIn(children: readonly ElementContent[]): ElementContent[] {
  const settled: ElementContent[] = [];
  let line: ElementContent[] = [];
  const end = () => {
    const parts = partAtBreaks(line);
    if (parts === null) for (const node of line) settled.push(node);
    else {
      for (const part of parts) {
        if (!part.every(isBlank)) settled.push({ type: "element", tagName: "p", properties: {}, children: part });
      }
    }
    line = [];
  };
  for (const child of children) {
    if (child.type !== "element" || !holdsBlocks(child)) line.push(child);
    else {
      end();
      settled.push(child);
    }
  }
  end();
  return settled;
}

/** Elements that hold blocks, though they are none; noted once, from the inside out. */
const holders = new WeakSet<Element>();

export function holdsBlocks(element: Element): boolean {
  return BLOCKS.has(element.tagName) || holders.has(element);
}

/** To be called when an element's children are settled. */
export function noteBlocks(element: Element): Element {
  if (element.children.some((child) => child.type === "element" && holdsBlocks(child))) holders.add(element);
  return element;
}
