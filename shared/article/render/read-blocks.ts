/**
 * Owns reading a sanitised tree as its reader does: blocks one below the other, lines of text in them. Plain text and
 * Markdown are both written from these blocks, so that they cannot disagree. Pure; one pass over the tree.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import type { Block, ListMarker, Row } from "./blocks.ts";
import { BLOCKS } from "./element-names.ts";
import { type Marks, type Piece, PLAIN, settleLines } from "./lines.ts";
import { isLayout, rowsOf, spanOf } from "./table-shape.ts";

type Children = ReadonlyArray<RootContent | ElementContent>;

/** Reads whatever stands in a tree; no block is empty. */
export function readBlocks(root: Root): readonly Block[] {
  return new BlockReader().read(root.children, PLAIN);
}

const CODE = { code: true, script: null };

/** Marks that an element lays over the text in it. */
const MARKS: Readonly<Record<string, Partial<Marks>>> = {
  ...{ b: { strong: true }, strong: { strong: true }, i: { emphasis: true }, em: { emphasis: true } },
  ...{ cite: { emphasis: true }, dfn: { emphasis: true }, var: { emphasis: true } },
  ...{ del: { deleted: true }, s: { deleted: true }, code: CODE, kbd: CODE, samp: CODE },
  ...{ sup: { script: "sup" }, sub: { script: "sub" } },
};

/** Readings above ruby text, and what stands around them where they cannot be above. */
const SILENT = new Set(["rp", "rt"]);

/** What a line is; a number is a heading's level. */
type LineKind = "paragraph" | "caption" | "term" | number;

class BlockReader {
  #blocks: Block[] = [];
  #line: Piece[] = [];
  #kind: LineKind = "paragraph";
  #quotes = 0;

  /** The blocks of one container, which neither joins what stands before it nor what follows. */
  read(children: Children, marks: Marks): readonly Block[] {
    const outer = { blocks: this.#blocks, line: this.#line, kind: this.#kind };
    this.#blocks = [];
    this.#line = [];
    this.#walk(children, marks);
    this.#endLine();
    const found = this.#blocks;
    this.#blocks = outer.blocks;
    this.#line = outer.line;
    this.#kind = outer.kind;
    return found;
  }

  #walk(children: Children, marks: Marks): void {
    for (const child of children) {
      if (child.type === "text") this.#line.push({ kind: "text", text: child.value, marks });
      else if (child.type !== "element" || SILENT.has(child.tagName)) continue;
      else if (!BLOCKS.has(child.tagName)) this.#walkInline(child, marks);
      else {
        this.#endLine();
        this.#walkBlock(child, marks);
        this.#endLine();
      }
    }
  }

  #walkInline(element: Element, marks: Marks): void {
    const { tagName, properties, children } = element;
    if (tagName === "br") this.#line.push({ kind: "break", text: "", marks });
    else if (tagName === "img") this.#line.push({ kind: "image", marks, ...imageOf(element) });
    else if (tagName === "q") this.#walkQuotation(element, marks);
    else if (tagName === "a") this.#walk(children, { ...marks, link: text(properties.href) ?? marks.link });
    else {
      const added = MARKS[tagName];
      // Colours of code are no emphasis; nor can code be raised.
      this.#walk(children, added === undefined || marks.code ? marks : { ...marks, ...added });
    }
  }

  /** Browsers write the quotation marks of `<q>`; some pages write them too. */
  #walkQuotation({ children }: Element, marks: Marks): void {
    const [first] = children;
    const isMarked = first?.type === "text" && /^\s*\p{Pi}|^\s*["„]/u.test(first.value.slice(0, 20));
    const [open, close] = isMarked ? ["", ""] : this.#quotes % 2 === 0 ? ["“", "”"] : ["‘", "’"];
    this.#quotes += 1;
    this.#line.push({ kind: "text", text: open, marks });
    this.#walk(children, marks);
    this.#line.push({ kind: "text", text: close, marks });
    this.#quotes -= 1;
  }

  #walkBlock(element: Element, marks: Marks): void {
    const { tagName, children } = element;
    switch (tagName) {
      case "hr":
        this.#blocks.push({ kind: "rule" });
        return;
      case "pre":
        this.#addCode(element);
        return;
      case "blockquote": {
        const blocks = this.#readApart(children, marks);
        if (blocks.length > 0) this.#blocks.push({ kind: "quote", blocks });
        return;
      }
      case "ul":
      case "ol":
        this.#addList(element, marks);
        return;
      case "table":
        this.#addTable(element, marks);
        return;
      case "figcaption":
      case "caption":
        this.#walkAs("caption", children, marks);
        return;
      case "dt":
      case "summary":
        this.#walkAs("term", children, marks);
        return;
      default:
        if (/^h[1-6]$/.test(tagName)) this.#walkAs(Number(tagName.charAt(1)), children, marks);
        else this.#walk(children, marks);
    }
  }

  #walkAs(kind: LineKind, children: Children, marks: Marks): void {
    const outer = this.#kind;
    // A heading or a list inside a caption is part of it.
    if (outer !== "caption") this.#kind = kind;
    this.#walk(children, marks);
    this.#endLine();
    this.#kind = outer;
  }

  #readApart(children: Children, marks: Marks): readonly Block[] {
    const outer = this.#kind;
    if (outer !== "caption") this.#kind = "paragraph";
    const blocks = this.read(children, marks);
    this.#kind = outer;
    return blocks;
  }

  #endLine(): void {
    if (this.#line.length === 0) return;
    const kind = this.#kind;
    for (const line of settleLines(this.#line)) {
      this.#blocks.push(typeof kind === "number" ? { kind: "heading", level: kind, line } : { kind, line });
    }
    this.#line = [];
  }

  #addCode(element: Element): void {
    const lines = rawText(element)
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .map((line) => line.trimEnd());
    const first = lines.findIndex((line) => line !== "");
    const last = lines.findLastIndex((line) => line !== "");
    if (first === -1) return;
    const code = lines.slice(first, last + 1).join(this.#kind === "caption" ? " " : "\n");
    // Within a caption it is part of the caption, and leaves the plain text with it.
    if (this.#kind === "caption")
      this.#blocks.push({ kind: "caption", line: [{ kind: "text", text: code, marks: { ...PLAIN, code: true } }] });
    else this.#blocks.push({ kind: "code", text: code, language: languageOf(element) });
  }

  #addList(list: Element, marks: Marks): void {
    const items: Array<{ number: number; blocks: Block[] }> = [];
    const entries = list.children.filter((child) => child.type === "element" || child.type === "text");
    const step = list.properties.reversed === undefined || list.properties.reversed === false ? 1 : -1;
    const count = entries.filter((child) => child.type === "element" && child.tagName === "li").length;
    let number = whole(list.properties.start) ?? (step === 1 ? 1 : count);
    for (const child of entries) {
      const isItem = child.type === "element" && child.tagName === "li";
      const blocks = this.#readApart(isItem ? child.children : [child], marks);
      if (isItem) number = whole(child.properties.value) ?? number;
      const previous = items.at(-1);
      const [block] = blocks;
      if (blocks.length > 0) {
        // Lists right in lists, as many editors write them, belong to the item before.
        if (!isItem && previous !== undefined && block?.kind === "list") previous.blocks.push(block);
        else {
          items.push({ number, blocks: [...blocks] });
          if (!isItem) number += step;
        }
      }
      if (isItem) number += step;
    }
    if (items.length > 0) this.#blocks.push({ kind: "list", marker: markerOf(list), items });
  }

  #addTable(table: Element, marks: Marks): void {
    for (const child of table.children) {
      if (child.type === "element" && child.tagName === "caption") this.#walkBlock(child, marks);
    }
    const rows = rowsOf(table).map(({ row, isHead }): Row => {
      const cells = row.children.filter((child) => child.type === "element");
      return {
        isHead: isHead || (cells.length > 0 && cells.every((cell) => cell.tagName === "th")),
        cells: cells.map((cell) => ({
          blocks: this.#readApart(cell.children, marks),
          columnSpan: spanOf(cell, "colSpan"),
          rowSpan: spanOf(cell, "rowSpan"),
        })),
      };
    });
    const filled = rows.filter((row) => row.cells.some((cell) => cell.blocks.length > 0));
    if (!isLayout(filled)) this.#blocks.push({ kind: "table", rows: filled });
    else
      for (const { cells } of filled)
        for (const { blocks } of cells) for (const block of blocks) this.#blocks.push(block);
  }
}

function imageOf({ properties }: Element): { text: string; source: string; title: string | null } {
  return { text: text(properties.alt) ?? "", source: text(properties.src) ?? "", title: text(properties.title) };
}

function text(value: Element["properties"][string]): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function whole(value: Element["properties"][string]): number | null {
  const number = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function markerOf({ tagName, properties }: Element): ListMarker {
  if (tagName === "ul") return "bullet";
  return properties.type === "a" ? "letter" : properties.type === "A" ? "capital" : "number";
}

function rawText(element: Element): string {
  return element.children
    .map((child) => {
      if (child.type === "text") return child.value;
      if (child.type !== "element") return "";
      return child.tagName === "br" ? "\n" : rawText(child);
    })
    .join("");
}

function languageOf(pre: Element): string {
  const code = pre.children.find((child) => child.type === "element");
  const [name = ""] = Array.isArray(code?.properties.className) ? code.properties.className : [];
  return String(name).replace(/^lang(?:uage)?-/, "");
}
