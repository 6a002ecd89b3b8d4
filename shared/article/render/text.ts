/**
 * Owns the plain text of an article as a person would read it, and what is counted and cut from it. It works on the
 * sanitised tree; captions, rules and pictures are left out.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";

/** Begin and end a paragraph of their own. */
const BLOCKS = new Set([
  ...["address", "article", "aside", "blockquote", "details", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2"],
  ...["h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul"],
  // Only where they stand outside their table, which malformed pages bring about.
  ...["caption", "tbody", "td", "tfoot", "th", "thead", "tr"],
]);

/** Not part of the running text. */
const SILENT = new Set(["figcaption", "img", "hr", "rp", "rt", "colgroup"]);

/** A non-breaking space is a space to a reader and to a search; a soft hyphen is nothing. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;

/**
 * Renders a tree block by block: paragraphs parted by one blank line, list items as "- " or "1. ", quotes behind "> ",
 * table rows as cells between " | ", preformatted text as it is, `<br>` as a line break.
 */
export function renderText(root: Root): string {
  return renderBlocks(root.children).join("\n\n").toWellFormed();
}

/** Each string is one paragraph, or one list, table or preformatted piece. */
function renderBlocks(children: ReadonlyArray<RootContent | ElementContent>): string[] {
  const blocks: string[] = [];
  let inline = "";
  const flush = () => {
    const text = settleInline(inline);
    if (text !== "") blocks.push(text);
    inline = "";
  };
  for (const child of children) {
    if (child.type === "text") inline += child.value.replace(/\s+/g, " ");
    else if (child.type !== "element" || SILENT.has(child.tagName)) continue;
    else if (child.tagName === "br") inline += "\n";
    else if (holdsBlocks(child)) {
      flush();
      for (const block of renderBlock(child)) blocks.push(block);
    } else inline += renderInline(child);
  }
  flush();
  return blocks;
}

function holdsBlocks(element: Element): boolean {
  return (
    BLOCKS.has(element.tagName) || element.children.some((child) => child.type === "element" && holdsBlocks(child))
  );
}

function renderInline(element: Element): string {
  let text = "";
  for (const child of element.children) {
    if (child.type === "text") text += child.value.replace(/\s+/g, " ");
    else if (child.type !== "element" || SILENT.has(child.tagName)) continue;
    else text += child.tagName === "br" ? "\n" : renderInline(child);
  }
  return text;
}

/** Collapses the whitespace that collapses on screen; a run of line breaks is one paragraph's end. */
function settleInline(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{2,}/g, "\n\n")
    .trim();
}

function renderBlock(element: Element): string[] {
  switch (element.tagName) {
    case "pre":
      return renderPreformatted(element);
    case "ul":
    case "ol":
      return renderList(element);
    case "table":
      return renderTable(element);
    case "blockquote":
      return renderBlocks(element.children).map((block) => prefixLines(block, "> ", "> "));
    default:
      return renderBlocks(element.children);
  }
}

/** As it is, but for blank lines around it and blanks at line ends. No regular expression: those go quadratic here. */
function renderPreformatted(element: Element): string[] {
  const lines = rawText(element)
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return first === -1 ? [] : [lines.slice(first, last + 1).join("\n")];
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

/** Items one to a line; an item of several paragraphs keeps them, indented. */
function renderList(list: Element): string[] {
  let number = Number(list.properties.start ?? 1);
  if (!Number.isInteger(number)) number = 1;
  const items: string[] = [];
  for (const child of list.children) {
    if (child.type !== "element") continue;
    const isItem = child.tagName === "li";
    const blocks = isItem ? renderBlocks(child.children) : renderBlocks([child]);
    const marker = list.tagName === "ol" ? `${number}. ` : "- ";
    if (isItem) number += 1;
    if (blocks.length === 0) continue;
    const isNested = !isItem && (child.tagName === "ul" || child.tagName === "ol");
    const first = isNested ? "  " : marker;
    items.push(prefixLines(joinItem(blocks), first, " ".repeat(first.length)));
  }
  return items.length === 0 ? [] : [items.join("\n")];
}

/** A nested list follows its item's text directly; real paragraphs keep their blank line. */
function joinItem(blocks: readonly string[]): string {
  return blocks.reduce((text, block) => text + (/^(?:- |\d+\. )/.test(block) ? "\n" : "\n\n") + block);
}

function renderTable(table: Element): string[] {
  const rows: string[] = [];
  const cellsOf = (row: Element) => row.children.filter((child) => child.type === "element");
  for (const row of rowsOf(table)) {
    const cells = cellsOf(row).map((cell) => renderBlocks(cell.children));
    // A table for layout: one cell to a row, holding paragraphs. Those are paragraphs of the article.
    const [only = []] = cells;
    if (cells.length === 1 && only.length > 1) rows.push(only.join("\n\n"));
    else rows.push(cells.map((blocks) => blocks.join(" ").replace(/\s+/g, " ")).join(" | "));
  }
  const text = rows.filter((row) => /[^\s|]/.test(row)).join("\n");
  return text === "" ? [] : [text];
}

function rowsOf(parent: Element): Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== "element") return [];
    if (child.tagName === "tr") return [child];
    return ["thead", "tbody", "tfoot"].includes(child.tagName) ? rowsOf(child) : [];
  });
}

function prefixLines(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, at) => (at === 0 ? first : line === "" ? rest.trimEnd() : rest) + line)
    .join("\n");
}

/**
 * Counts words as the text's language has them: Chinese, Japanese and Thai are segmented by dictionary.
 *
 * @param language - BCP 47 tag, or null where unknown.
 */
export function countWords(text: string, language: string | null): number {
  const segmenter = new Intl.Segmenter(language ?? undefined, { granularity: "word" });
  let words = 0;
  for (const piece of piecesOf(text)) {
    for (const { isWordLike } of segmenter.segment(piece)) if (isWordLike) words += 1;
  }
  return words;
}

/** The segmenter copies what it is given, and takes microseconds to start: a page may be one line, or a million. */
const PIECE_CHARS = 4_096;

/** Cuts a text at line breaks, which no word crosses, into pieces of at least {@link PIECE_CHARS}. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf("\n", start + PIECE_CHARS);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    yield text.slice(start, end);
    start = end;
  }
}

/** Length limit of {@link makeExcerpt} in UTF-16 units, the ellipsis included. */
const MAX_EXCERPT_CHARS = 300;

/** The first words of a text on one line, cut between words, with "…" where it goes on. */
export function makeExcerpt(text: string, language: string | null): string {
  const line = text
    .slice(0, 4 * MAX_EXCERPT_CHARS)
    .replace(/^(?:> |\s*- )+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= MAX_EXCERPT_CHARS) return line.toWellFormed();
  const segmenter = new Intl.Segmenter(language ?? undefined, { granularity: "word" });
  let end = 0;
  for (const { index, segment } of segmenter.segment(line)) {
    if (index + segment.length >= MAX_EXCERPT_CHARS) break;
    end = index + segment.length;
  }
  const cut = line.slice(0, end > 0 ? end : MAX_EXCERPT_CHARS - 1).replace(/[\s,;:–—-]+$/u, "");
  return `${cut}…`.toWellFormed();
}
