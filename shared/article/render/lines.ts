/**
 * Owns lines of text as they show on screen: which whitespace is left, what is invisible, where a line is two paragraphs.
 * Pure; linear in the text.
 */

import { trimChars } from "../metadata/plain-text.ts";

/** What lies over a piece of text. Pieces under the same element share one object. */
export interface Marks {
  readonly strong: boolean;
  readonly emphasis: boolean;
  readonly deleted: boolean;
  readonly code: boolean;
  readonly script: "sup" | "sub" | null;
  /** Absolute address. */
  readonly link: string | null;
}

export const PLAIN: Marks = {
  ...{ strong: false, emphasis: false, deleted: false, code: false },
  ...{ script: null, link: null },
};

export type Piece =
  | { readonly kind: "text"; readonly text: string; readonly marks: Marks }
  | { readonly kind: "break"; readonly text: ""; readonly marks: Marks }
  | {
      readonly kind: "image";
      /** Says what the picture shows; may be empty. */
      readonly text: string;
      readonly source: string;
      readonly title: string | null;
      readonly marks: Marks;
    };

/**
 * Soft hyphens, zero-width spaces, word joiners, byte order marks, object replacement characters and controls show
 * nothing. The joiners U+200C and U+200D do: they shape Persian letters and emoji.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it is about
const INVISIBLE = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufffc]+/g;

/**
 * Whitespace, a non-breaking or thin space among it: to a reader and to a search each is a space. Not U+3000, which has
 * the width of a letter and parts names and sentences in Chinese and Japanese.
 */
const SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+/g;
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]/;

/** Needs {@link SPACES} to be looked for: anything but single spaces. */
const UNEVEN = /[\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]| {2}/;

/**
 * East Asian wide characters that are no Hangul: a line break of the source between two of them shows nothing (CSS Text
 * 3, section 4.1.3), as these languages put no spaces between words.
 */
const WIDE =
  /[\u2e80-\u2fdf\u3000-\u312f\u3190-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uff61-\uff9f\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;

/**
 * Settles what stands between two block boundaries: runs of whitespace become one space, also across elements; blanks
 * around line breaks go; two line breaks in a row end a paragraph.
 *
 * @returns The paragraphs; none is empty.
 */
export function settleLines(pieces: readonly Piece[]): ReadonlyArray<readonly Piece[]> {
  const lines = new LineWriter();
  for (const piece of pieces) {
    if (piece.kind === "text") lines.addText(piece.text.replace(INVISIBLE, ""), piece.marks);
    else if (piece.kind === "break") lines.addBreak(piece);
    else lines.addImage(piece);
  }
  return lines.end();
}

class LineWriter {
  readonly #paragraphs: Array<readonly Piece[]> = [];
  #line: Piece[] = [];
  /** Blanks and line breaks are kept back until something follows that shows. */
  #blanks: "none" | "space" | "source-line-break" = "none";
  /** What lies over the first of them. */
  #blankMarks = PLAIN;
  #breaks: Piece[] = [];
  /** The last character written to the line. */
  #last = "";

  addText(shown: string, marks: Marks): void {
    const [start, end] = trimmedRange(shown);
    this.#keepBack(shown.slice(0, start), marks);
    if (start === end) return;
    const text = collapse(shown.slice(start, end));
    this.#open(firstOf(text));
    this.#line.push({ kind: "text", text, marks });
    this.#last = lastOf(text);
    this.#keepBack(shown.slice(end), marks);
  }

  addBreak(piece: Piece): void {
    this.#breaks.push(piece);
  }

  addImage(piece: Piece): void {
    this.#open("");
    this.#line.push(piece);
    this.#last = "";
  }

  end(): ReadonlyArray<readonly Piece[]> {
    this.#endParagraph();
    return this.#paragraphs;
  }

  #keepBack(blanks: string, marks: Marks): void {
    if (blanks === "") return;
    if (this.#blanks === "none") this.#blankMarks = marks;
    if (/[\n\r]/.test(blanks)) this.#blanks = "source-line-break";
    else if (this.#blanks === "none") this.#blanks = "space";
  }

  #open(first: string): void {
    if (this.#breaks.length > 1) this.#endParagraph();
    const before = this.#line.at(-1);
    const [lineBreak] = this.#breaks;
    if (before !== undefined && lineBreak !== undefined) this.#line.push(lineBreak);
    else if (before !== undefined && this.#blanks !== "none" && !this.#joins(first)) {
      const isIn = before.kind === "text" && before.marks === this.#blankMarks;
      if (isIn) this.#line[this.#line.length - 1] = { ...before, text: `${before.text} ` };
      else this.#line.push({ kind: "text", text: " ", marks: this.#blankMarks });
    }
    this.#blanks = "none";
    this.#breaks = [];
  }

  #joins(first: string): boolean {
    return this.#blanks === "source-line-break" && WIDE.test(this.#last) && WIDE.test(first);
  }

  #endParagraph(): void {
    const line = withoutIndent(this.#line);
    if (line.length > 0) this.#paragraphs.push(line);
    this.#line = [];
    this.#last = "";
  }
}

/** Without the ideographic spaces that indent a paragraph, or end it. */
function withoutIndent(line: readonly Piece[]): readonly Piece[] {
  const trimmed = line.map((piece, at): Piece => {
    if (piece.kind !== "text" || (at > 0 && at < line.length - 1)) return piece;
    let text = piece.text;
    if (at === 0) text = trimChars(text, "\u3000 ", "");
    if (at === line.length - 1) text = trimChars(text, "", "\u3000 ");
    return { ...piece, text };
  });
  const shown = trimmed.filter((piece) => piece.kind !== "text" || piece.text !== "");
  const isShown = ({ kind }: Piece) => kind !== "break";
  return shown.slice(Math.max(shown.findIndex(isShown), 0), shown.findLastIndex(isShown) + 1);
}

/** Where a text without the whitespace around it begins and ends. */
function trimmedRange(text: string): [number, number] {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text.charAt(start))) start += 1;
  while (end > start && SPACE.test(text.charAt(end - 1))) end -= 1;
  return [start, end];
}

function collapse(text: string): string {
  if (!UNEVEN.test(text)) return text;
  return text.replace(SPACES, (blanks: string, at: number) => {
    if (!/[\n\r]/.test(blanks)) return " ";
    const [before, after] = [
      lastOf(text.slice(Math.max(at - 2, 0), at)),
      firstOf(text.slice(at + blanks.length, at + blanks.length + 2)),
    ];
    return WIDE.test(before) && WIDE.test(after) ? "" : " ";
  });
}

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 32);
}

function lastOf(text: string): string {
  const low = text.charCodeAt(text.length - 1);
  return low >= 0xdc00 && low <= 0xdfff ? text.slice(-2) : text.slice(-1);
}
