/** Owns what the shape of a table says: its rows, its spans, and whether it holds data or only lays out a page. Pure. */
import type { Element } from "hast";
import type { Cell, Row } from "./blocks.ts";

const GROUPS = new Set(["thead", "tbody", "tfoot"]);

/** Rows in the order of the page; those of nested tables are their cells' own. */
export function rowsOf(parent: Element): ReadonlyArray<{ readonly row: Element; readonly isHead: boolean }> {
  return parent.children.flatMap((child) => {
    if (child.type !== "element") return [];
    if (child.tagName === "tr") return [{ row: child, isHead: parent.tagName === "thead" }];
    return GROUPS.has(child.tagName) ? rowsOf(child) : [];
  });
}

export function spanOf({ properties }: Element, name: "colSpan" | "rowSpan"): number {
  return Math.max(Number.parseInt(String(properties[name] ?? 1), 10) || 1, 1);
}

/** A cell of data is a line or two. */
const MAX_DATA_BLOCKS = 3;

/** Blocks that no cell of data holds beside others. */
const PARTS_OF_A_PAGE = new Set(["heading", "quote"]);

/**
 * True for a table that puts blocks beside each other, as pages and newsletters did before style sheets: it names no
 * columns, and is one cell wide or holds parts of a page.
 */
export function isLayout(rows: readonly Row[]): boolean {
  if (rows.some((row) => row.isHead)) return false;
  if (rows.every((row) => row.cells.filter((cell) => cell.blocks.length > 0).length <= 1)) return true;
  return rows.some((row) => row.cells.some(isPartOfPage));
}

function isPartOfPage({ blocks }: Cell): boolean {
  if (blocks.length > MAX_DATA_BLOCKS) return true;
  return blocks.some(({ kind }) => kind === "table" || (blocks.length > 1 && PARTS_OF_A_PAGE.has(kind)));
}
