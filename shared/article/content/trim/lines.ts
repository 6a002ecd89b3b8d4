/** Owns the lines of a content: its innermost blocks, in order, each with its text. Pure. */
import type { Element, ElementContent } from "hast";
import { MAX_LINE_CHARS, wordsOf } from "./letters.ts";
import { isBlock, isHeading, isProse, type Part } from "./parts.ts";

/** An innermost block with text in it: a paragraph, a heading, a list item, a cell. */
export interface Line {
  readonly part: Part;
  /** Place among all lines. */
  readonly index: number;
  readonly isProse: boolean;
  readonly isHeading: boolean;
  /** On one line, at most {@link MAX_LINE_CHARS}. */
  readonly text: string;
  /** Lower case. */
  readonly words: readonly string[];
  /** Within a quote, table, preformatted text or description list: what stands there is content, however short. */
  readonly isWithinContent: boolean;
  readonly isListItem: boolean;
}

const CONTENT = new Set(["blockquote", "table", "pre", "code", "dl", "q", "math"]);

export function linesOf(all: readonly Part[]): Line[] {
  const lines: Line[] = [];
  for (const part of all) {
    if (part.letters > 0 && !part.holdsBlocks && isBlock(part.element) && part.element.tagName !== "figcaption") {
      lines.push(new PartLine(part, lines.length));
    }
  }
  return lines;
}

/** A line of a part; what it says is read only when a rule asks. */
class PartLine implements Line {
  readonly part: Part;
  readonly index: number;
  readonly isProse: boolean;
  readonly isHeading: boolean;
  #text: string | undefined;
  #words: readonly string[] | undefined;
  #isWithinContent: boolean | undefined;

  constructor(part: Part, index: number) {
    this.part = part;
    this.index = index;
    this.isProse = isProse(part);
    this.isHeading = isHeading(part.element);
  }

  get text(): string {
    this.#text ??= textOf(this.part.element);
    return this.#text;
  }

  get words(): readonly string[] {
    this.#words ??= wordsOf(this.text);
    return this.#words;
  }

  get isWithinContent(): boolean {
    this.#isWithinContent ??= isWithin(this.part, CONTENT);
    return this.#isWithinContent;
  }

  get isListItem(): boolean {
    return isWithin(this.part, LIST_ITEMS);
  }
}

const LIST_ITEMS = new Set(["li"]);

/** Ancestors looked at: what a line is part of stands near. */
const MAX_ANCESTORS = 12;

export function isWithin(part: Part, names: ReadonlySet<string>): boolean {
  let around: Part | null = part;
  for (let level = 0; around !== null && level < MAX_ANCESTORS; level += 1) {
    if (names.has(around.element.tagName)) return true;
    around = around.parent;
  }
  return false;
}

const UNREAD = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "svg",
  "figcaption",
  "button",
  "select",
  "textarea",
]);
/** Nodes read of one line, once something was read: a line that seems to say nothing would pass for furniture. */
const MAX_NODES = 400;

/** An element's text on one line, cut at {@link MAX_LINE_CHARS}. */
export function textOf(element: Element): string {
  let text = "";
  let nodes = 0;
  const read = (children: readonly ElementContent[]): void => {
    for (const child of children) {
      nodes += 1;
      if (text.length > MAX_LINE_CHARS || (nodes > MAX_NODES && text !== "")) return;
      if (child.type === "text") {
        text += (text === "" ? child.value.trimStart() : child.value).slice(0, 4 * MAX_LINE_CHARS);
      } else if (child.type !== "element" || UNREAD.has(child.tagName)) continue;
      else {
        const gap = text !== "" && (child.tagName === "br" || isBlock(child)) ? " " : "";
        text += gap;
        read(child.children);
        text += gap;
      }
    }
  };
  read(element.children);
  return text.replace(/\s+/g, " ").trim().slice(0, MAX_LINE_CHARS);
}
