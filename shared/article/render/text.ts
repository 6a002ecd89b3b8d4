/**
 * Owns the plain text of an article as a person would read it. Captions, rules, pictures and footnote marks
 * are left out. Pure.
 */
import type { Block, Item, ListMarker, Row } from "./blocks.ts";
import type { Piece } from "./lines.ts";

/**
 * Renders what was read of a tree (read-blocks.ts) block by block: paragraphs parted by one blank line, list items as "- " or "1. ", quotes behind "> ",
 * table rows as cells between " | ", preformatted text as it is, `<br>` as a line break.
 */
export function renderText(blocks: readonly Block[]): string {
  return renderBlocks(blocks).join("\n\n").toWellFormed();
}

/** Each string is one paragraph, or one list, table or preformatted piece. */
function renderBlocks(blocks: readonly Block[]): string[] {
  const texts: string[] = [];
  for (const block of blocks) for (const text of renderBlock(block)) if (text !== "") texts.push(text);
  return texts;
}

function renderBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case "caption":
    case "rule":
      return [];
    case "code":
      return [block.text];
    case "quote":
      return renderBlocks(block.blocks).map((text) => prefixLines(text, "> ", "> "));
    case "list":
      return [renderList(block.items, block.marker)];
    case "table":
      return [
        block.rows
          .map(renderRow)
          .filter((row) => row !== "")
          .join("\n"),
      ];
    default:
      return [renderLine(block.line)];
  }
}

/** Items one to a line; an item of several paragraphs keeps them, indented. */
function renderList(items: readonly Item[], marker: ListMarker): string {
  const texts = items.map(({ number, blocks }) => {
    const first = `${writeMarker(number, marker)} `;
    const text = renderItem(blocks);
    return text === "" ? "" : prefixLines(text, first, " ".repeat(first.length));
  });
  return texts.filter((text) => text !== "").join("\n");
}

/** A nested list follows its item's text directly; real paragraphs keep their blank line. */
function renderItem(blocks: readonly Block[]): string {
  let text = "";
  for (const block of blocks) {
    const parts = renderBlocks([block]);
    if (parts.length === 0) continue;
    if (text !== "") text += block.kind === "list" ? "\n" : "\n\n";
    text += parts.join("\n\n");
  }
  return text;
}

function writeMarker(number: number, marker: ListMarker): string {
  if (marker === "bullet") return "-";
  if (marker === "number" || number < 1 || number > 26) return `${number}.`;
  return `${String.fromCharCode((marker === "letter" ? 96 : 64) + number)}.`;
}

function renderRow({ cells }: Row): string {
  const texts = cells.map(({ blocks }) => renderBlocks(blocks).join(" ").replace(/\s+/g, " "));
  return texts.some((text) => text !== "") ? texts.join(" | ") : "";
}

function renderLine(line: readonly Piece[]): string {
  const pieces = joinRaised(line);
  const shown: string[] = [];
  // Looking back into a text as it grows would copy it each time.
  let last = "";
  for (const [at, piece] of pieces.entries()) {
    const text = showPiece(piece, [pieces[at - 1], pieces[at + 1]], last);
    shown.push(text);
    if (text !== "") last = text.slice(-2);
  }
  return shown
    .join("")
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

/** @param before - The last one or two characters that show before it; empty at the start of the line. */
function showPiece(piece: Piece, [previous, next]: readonly [Piece?, Piece?], before: string): string {
  if (piece.kind === "break") return "\n";
  // A picture parts the words on both sides of it.
  if (piece.kind === "image") return /\S$/.test(before) && startsWithWord(next) ? " " : "";
  if (previous !== undefined && isTouching(previous, piece)) return piece.text;
  if (isFootnoteMark(piece, before)) return /\s$/.exec(piece.text)?.[0] ?? (startsWithWord(next) ? " " : "");
  return isRaised(piece) ? raise(piece.text, before) : piece.text;
}

/** Longer texts are neither marks nor exponents. */
const MAX_RAISED_CHARS = 16;

/** What is raised together is read together. */
function joinRaised(line: readonly Piece[]): readonly Piece[] {
  if (!line.some(({ marks }) => marks.script === "sup")) return line;
  const joined: Piece[] = [];
  for (const piece of line) {
    const last = joined.at(-1);
    if (last?.kind === "text" && piece.kind === "text" && isOneRaised(last, piece)) {
      const link = last.marks.link ?? piece.marks.link;
      joined[joined.length - 1] = { ...last, text: last.text + piece.text, marks: { ...last.marks, link } };
    } else joined.push(piece);
  }
  return joined;
}

function isOneRaised(before: Piece, after: Piece): boolean {
  return before.text.length <= MAX_RAISED_CHARS && isTouching(before, after);
}

function isTouching(before: Piece, after: Piece): boolean {
  return isRaised(before) && isRaised(after) && !/\s$/.test(before.text.slice(-1)) && !/^\s/.test(after.text);
}

function isRaised({ kind, marks }: Piece): boolean {
  return kind === "text" && marks.script === "sup";
}

function startsWithWord(piece: Piece | undefined): boolean {
  return piece?.kind === "text" && /^[\p{L}\p{N}]/u.test(piece.text);
}

/** Numbers, letters and signs that point to a note, in brackets or not. */
const MARK = /^\s?[[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})[\])]?\s?$/;

/**
 * A raised number or sign that points to a note: it is a link, or stands in brackets, or follows a sentence's end. The
 * number would be glued to a word.
 */
function isFootnoteMark({ text, marks }: Piece, before: string): boolean {
  // What begins a line numbers the note itself.
  if (marks.script !== "sup" || before === "" || !MARK.test(text)) return false;
  if (marks.link !== null && /\d/.test(text)) return true;
  if (/\s$/.test(before) || /^\s/.test(text)) return false;
  return marks.link !== null || /^[[(*†‡§¶]/.test(text) || (/^\d/.test(text) && SENTENCE_END.test(before));
}

const SENTENCE_END = /[.,;:!?"”’»)\]。、」]$/;

const RAISED: Readonly<Record<string, string>> = {
  ...{ 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" },
  ...{ "+": "⁺", "-": "⁻", "−": "⁻" },
};

/** An exponent stays one, so that 10⁶ is no 106; "1st" is read as it is written. */
function raise(text: string, before: string): string {
  if (!/^[+−-]?\d{1,4} ?$/.test(text) || !/[\p{L}\p{N})\]]$/u.test(before)) return text;
  return [...text].map((char) => RAISED[char] ?? char).join("");
}

function prefixLines(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, at) => (at === 0 ? first : line === "" ? rest.trimEnd() : rest) + line)
    .join("\n");
}
