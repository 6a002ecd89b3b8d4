/**
 * Owns the outline of a tree: its elements and its blocks of text in document order, each with what is counted of it,
 * from one walk. Whatever compares parts of a page asks the outline and does not walk again. It judges no text. Pure.
 */
import type { Element, Root, RootContent } from "hast";

/** One element. Ranges are half-open, so that "inside" is a comparison of numbers. */
export interface Part {
  readonly node: Element;
  /** Its own place in {@link Outline.parts}. */
  readonly at: number;
  /** Place of the element around it; -1 at the top. */
  readonly parent: number;
  /** First place after its last descendant. */
  end: number;
  /** Its blocks are `blocks.slice(firstBlock, endBlock)`. */
  readonly firstBlock: number;
  endBlock: number;
}

/** A run of text between two ends of a line: a paragraph, a heading, an item, a piece between two `<br>`. */
export interface Block {
  /** Without any blanks: what two spellings of one text share. */
  readonly key: string;
  /** Length of the text; see {@link sizeOf}. */
  readonly size: number;
  /** The same of what is inside links. */
  readonly linked: number;
  /** The nearest element around it that makes a line of its own. */
  readonly part: number;
}

export interface Outline {
  readonly parts: readonly Part[];
  readonly blocks: readonly Block[];
}

/** Elements that begin and end a line. */
const LINES = new Set([
  ...["address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "div"],
  ...["dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"],
  ...["hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody"],
  ...["td", "textarea", "tfoot", "th", "thead", "tr", "ul"],
]);

/** Hold no text of a page, or such as is not shown where scripts run. */
const SILENT = new Set(["head", "script", "style", "noscript", "template", "svg", "iframe", "math"]);

interface OpenBlock {
  text: string;
  linkedText: string;
  readonly part: number;
}

/**
 * @param root - Bounded in depth by parse-html.ts.
 * @param readsNoscript - True to read what is shown only where no scripts run.
 */
export function outlineOf(root: Root, readsNoscript = false): Outline {
  const parts: Part[] = [];
  const blocks: Block[] = [];
  let open: OpenBlock | null = null;
  const close = () => {
    const block = open === null ? null : settle(open);
    if (block !== null) blocks.push(block);
    open = null;
  };
  const walk = (children: readonly RootContent[], parent: number, line: number, inLink: boolean): void => {
    for (const child of children) {
      if (child.type === "text") {
        open ??= { text: "", linkedText: "", part: line };
        open.text += child.value;
        if (inLink) open.linkedText += child.value;
      } else if (
        child.type === "element" &&
        (!SILENT.has(child.tagName) || (readsNoscript && child.tagName === "noscript"))
      ) {
        const isLine = LINES.has(child.tagName);
        if (isLine) close();
        const at = parts.length;
        const part: Part = { node: child, at, parent, end: at + 1, firstBlock: blocks.length, endBlock: blocks.length };
        parts.push(part);
        walk(child.children, at, isLine ? at : line, inLink || child.tagName === "a");
        if (isLine) close();
        part.end = parts.length;
        part.endBlock = blocks.length;
      }
    }
  };
  walk(root.children, -1, -1, false);
  close();
  return { parts, blocks };
}

function settle({ text, linkedText, part }: OpenBlock): Block | null {
  const key = text.replace(/\s+/g, "");
  if (key === "") return null;
  return { key, size: sizeOf(key), linked: linkedText === "" ? 0 : sizeOf(linkedText.replace(/\s+/g, "")), part };
}

const WIDE = /[\u1100-\u11ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/g;
const MAYBE_WIDE = /[\u1100-\uffff]/;

/**
 * How much a text says, in letters of a European language: a Chinese or Japanese character or a Korean syllable
 * counts as 2.5 (a page's text has 2 to 3 times fewer characters in these than in English).
 */
export function sizeOf(text: string): number {
  return MAYBE_WIDE.test(text) ? text.length + 1.5 * (text.match(WIDE)?.length ?? 0) : text.length;
}
