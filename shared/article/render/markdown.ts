/** Owns turning the sanitised tree into Markdown (GFM: tables and strikethrough besides CommonMark). Pure. */
import type { Element, ElementContent, Root } from "hast";
import { defaultHandlers, type Handle, toMdast } from "hast-util-to-mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";

/**
 * Cells of one Markdown table. Every row is filled up to the widest, spans included, so that 300 KB of HTML could become
 * 400 million cells; tables over the limit are written as plain blocks.
 */
const MAX_TABLE_CELLS = 100_000;

/** Markdown with ATX headings, fenced code, "-" bullets and one blank line between blocks; ends with a line break. */
export function renderMarkdown(root: Root): string {
  return toMarkdown(toMdast(root, { newlines: false, handlers: { table: renderTable } }), {
    bullet: "-",
    emphasis: "*",
    fences: true,
    listItemIndent: "one",
    resourceLink: true,
    rule: "-",
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  }).toWellFormed();
}

const renderTable: Handle = (state, table: Element) =>
  countCells(table) <= MAX_TABLE_CELLS ? defaultHandlers.table(state, table) : state.toFlow(state.all(asBlocks(table)));

/** At most so many cells the table has once all rows are as wide as the widest. */
function countCells(table: Element): number {
  const rows = rowsOf(table).map((row) => row.children.filter((child) => child.type === "element"));
  const cells = rows.flat();
  // A cell that reaches into later rows may widen any of them.
  const hanging = cells.filter((cell) => spanOf(cell, "rowSpan") > 1);
  const widest = rows.reduce((most, row) => Math.max(most, widthOf(row)), 1);
  return rows.length * (widest + widthOf(hanging));
}

function widthOf(cells: readonly Element[]): number {
  return cells.reduce((sum, cell) => sum + spanOf(cell, "colSpan"), 0);
}

function spanOf({ properties }: Element, name: "colSpan" | "rowSpan"): number {
  return Math.max(Number.parseInt(String(properties[name] ?? 1), 10) || 1, 1);
}

const GROUPS = new Set(["thead", "tbody", "tfoot"]);
const PARTS = new Set([...GROUPS, "caption", "tr", "td", "th"]);

function rowsOf(parent: Element): Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return child.tagName === "tr" ? [child] : GROUPS.has(child.tagName) ? rowsOf(child) : [];
  });
}

function asBlocks(table: Element): Element {
  const children = table.children.map(
    (child): ElementContent => (child.type === "element" && PARTS.has(child.tagName) ? asBlocks(child) : child),
  );
  return { ...table, tagName: "div", properties: {}, children };
}
