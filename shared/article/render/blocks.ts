/** Owns what a piece of content is to its reader: blocks one below the other, lines of text in them. Types only. */
import type { Piece } from "./lines.ts";

export type Block =
  | { readonly kind: "paragraph" | "caption" | "term"; readonly line: readonly Piece[] }
  | { readonly kind: "heading"; readonly level: number; readonly line: readonly Piece[] }
  /** Without blank lines around it and blanks at line ends. */
  | { readonly kind: "code"; readonly text: string; readonly language: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly marker: ListMarker; readonly items: readonly Item[] }
  | { readonly kind: "table"; readonly rows: readonly Row[] }
  | { readonly kind: "rule" };

export type ListMarker = "bullet" | "number" | "letter" | "capital";

/** Never empty. */
export interface Item {
  readonly number: number;
  readonly blocks: readonly Block[];
}

export interface Row {
  readonly cells: readonly Cell[];
  /** In the table's head, or made of header cells only. */
  readonly isHead: boolean;
}

export interface Cell {
  readonly blocks: readonly Block[];
  readonly columnSpan: number;
  readonly rowSpan: number;
}
