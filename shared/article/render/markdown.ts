/**
 * Owns the article as Markdown (CommonMark, with GFM's tables and strikethrough): ATX headings, fenced code, "-" bullets,
 * one blank line between blocks. A picture's caption follows it as a paragraph in emphasis; raised and lowered text stands
 * in `<sup>` and `<sub>`. Pure.
 */
import type { Block, Cell, Item, ListMarker, Row } from "./blocks.ts";
import { type Piece, PLAIN } from "./lines.ts";
import { longestRun, writeLine } from "./markdown-line.ts";

/** Ends with a line break; without blocks it is empty. */
export function renderMarkdown(blocks: readonly Block[]): string {
  const text = writeBlocks(blocks);
  return text === "" ? "" : `${text}\n`.toWellFormed();
}

function writeBlocks(blocks: readonly Block[], gap = "\n\n"): string {
  let previous: Block | undefined;
  let isOther = false;
  const texts: string[] = [];
  for (const block of blocks) {
    // Two lists in a row are one, unless their signs differ.
    isOther = isSameList(previous, block) && !isOther;
    const text = writeBlock(block, isOther);
    if (text === "") continue;
    texts.push(text);
    previous = block;
  }
  return texts.join(gap);
}

function isSameList(previous: Block | undefined, block: Block): boolean {
  if (previous?.kind !== "list" || block.kind !== "list") return false;
  return (previous.marker === "bullet") === (block.marker === "bullet");
}

function writeBlock(block: Block, isOther: boolean): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${writeLine(block.line, "heading")}`;
    case "caption":
      return writeLine(overlay(block.line, "emphasis"), "paragraph");
    case "term":
      return writeLine(overlay(block.line, "strong"), "paragraph");
    case "code":
      return writeCode(block.text, block.language);
    case "quote":
      return prefixLines(writeBlocks(block.blocks), "> ", "> ");
    case "list":
      return writeList(block.items, block.marker, isOther);
    case "table":
      return writeTable(block.rows);
    case "rule":
      return "---";
    default:
      return writeLine(block.line, "paragraph");
  }
}

/** The line with one mark over all of its text. */
function overlay(line: readonly Piece[], mark: "emphasis" | "strong"): readonly Piece[] {
  return line.map((piece) => (piece.kind === "image" ? piece : { ...piece, marks: { ...piece.marks, [mark]: true } }));
}

function writeCode(code: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Markdown counts from 0 to 999,999,999. */
const MAX_NUMBER = 999_999_999;

function writeList(items: readonly Item[], marker: ListMarker, isOther: boolean): string {
  const isTight = items.every(({ blocks }) => blocks.slice(1).every((block) => block.kind === "list"));
  const texts = items.map(({ number, blocks }) => {
    const counted = `${Math.min(Math.max(number, 0), MAX_NUMBER)}${isOther ? ")" : "."} `;
    const first = marker === "bullet" ? (isOther ? "* " : "- ") : counted;
    // A rule that begins an item would be read as one of the list's own signs.
    const written = writeBlocks(withoutRules(blocks), isTight ? "\n" : "\n\n");
    return written === "" ? "" : prefixLines(written, first, " ".repeat(first.length));
  });
  return texts.filter((text) => text !== "").join(isTight ? "\n" : "\n\n");
}

function withoutRules(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block) => block.kind !== "rule");
}

/**
 * Cells of one Markdown table. Every row is filled up to the widest, spans included, so that 300 KB of HTML could become
 * 400 million cells; tables over the limit are written as plain blocks.
 */
const MAX_TABLE_CELLS = 100_000;

function writeTable(rows: readonly Row[]): string {
  if (countCells(rows) > MAX_TABLE_CELLS) {
    return writeBlocks(rows.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks)));
  }
  const grid = layOut(rows);
  const columns = grid.reduce((most, row) => Math.max(most, row.length), 1);
  const [first] = rows;
  const hasHead = first !== undefined && (first.isHead || first.cells.every(isBold));
  // A table in Markdown has a head; an empty one where the page names no columns.
  const lines = (hasHead ? grid : [[], ...grid]).map((row) => writeRow(row, columns));
  lines.splice(1, 0, `|${" - |".repeat(columns)}`);
  return lines.join("\n");
}

function isBold({ blocks }: Cell): boolean {
  return blocks.every((block) => "line" in block && block.line.every(({ marks }) => marks.strong));
}

/** At most so many cells the table has once all rows are as wide as the widest. */
function countCells(rows: readonly Row[]): number {
  const widthOf = (cells: readonly Cell[]) => cells.reduce((sum, cell) => sum + cell.columnSpan, 0);
  const widest = rows.reduce((most, { cells }) => Math.max(most, widthOf(cells)), 1);
  // A cell that reaches into later rows may widen any of them.
  const hanging = rows.flatMap(({ cells }) => cells.filter(({ rowSpan }) => rowSpan > 1));
  return rows.length * (widest + widthOf(hanging));
}

/** Texts by row and column; a cell that spans several is written in the first. */
function layOut(rows: readonly Row[]): readonly string[][] {
  const grid: string[][] = rows.map(() => []);
  for (const [at, { cells }] of rows.entries()) {
    let column = 0;
    for (const { blocks, columnSpan, rowSpan } of cells) {
      while (grid[at]?.[column] !== undefined) column += 1;
      const text = writeCell(blocks);
      for (let row = at; row < Math.min(at + rowSpan, rows.length); row += 1) {
        for (let to = column; to < column + columnSpan; to += 1)
          setCell(grid[row], to, row === at && to === column ? text : "");
      }
      column += columnSpan;
    }
  }
  return grid;
}

function setCell(row: string[] | undefined, column: number, text: string): void {
  if (row !== undefined) row[column] = text;
}

function writeRow(row: readonly string[], columns: number): string {
  return `|${Array.from({ length: columns }, (_, column) => ` ${row[column] ? `${row[column]} ` : ""}|`).join("")}`;
}

/** A cell is one line; lines of its own are parted by `<br>`. */
function writeCell(blocks: readonly Block[]): string {
  return linesOf(blocks)
    .map((line) => writeLine(line, "cell"))
    .join("<br>");
}

function linesOf(blocks: readonly Block[]): ReadonlyArray<readonly Piece[]> {
  return blocks.flatMap((block): ReadonlyArray<readonly Piece[]> => {
    if ("line" in block) return [block.line];
    if (block.kind === "code") return block.text.split("\n").map((text) => [codePiece(text)]);
    if (block.kind === "quote") return linesOf(block.blocks);
    if (block.kind === "list") return block.items.flatMap((item) => linesOf(item.blocks));
    return block.kind === "table"
      ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => linesOf(cell.blocks)))
      : [];
  });
}

function codePiece(text: string): Piece {
  return { kind: "text", text, marks: { ...PLAIN, code: true } };
}

function prefixLines(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, at) => (at === 0 ? first : line === "" ? rest.trimEnd() : rest) + line)
    .join("\n");
}
