/** Owns lines of text in columns, for a person to read on a terminal. Pure. */

const GAP = "  ";

/** Rows in columns; the first row is the heading. Lines end without spaces. */
export function toTable(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => toLine(String(cell))));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? "")].length)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => pad(cell, widths[column] ?? 0))
          .join(GAP)
          .trimEnd()}\n`,
    )
    .join("");
}

/** What moves the cursor, ends the line, or turns the direction of what comes after it. */
const UNRULY = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** One line of text from elsewhere: titles and names are what others wrote. */
export function toLine(text: string): string {
  return text.replace(UNRULY, " ").trim();
}

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - [...text].length));
