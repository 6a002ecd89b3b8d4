/**
 * Owns writing one line of text as Markdown (CommonMark 0.31 with GFM's strikethrough and tables): what is escaped, and
 * where marks may stand. Parsed again it gives the same text; emphasis that Markdown cannot express is made smaller or
 * left out, never the text. Pure; linear in the text.
 */
import { type Marks, type Piece, PLAIN } from "./lines.ts";
import { type Atom, isUnmarked } from "./markdown-atoms.ts";
import { settleMarks } from "./markdown-marks.ts";

/** Where a line stands decides what is special in it. */
export type Place = "paragraph" | "heading" | "cell";

const BREAKS: Readonly<Record<Place, string>> = { paragraph: "\\\n", heading: " ", cell: "<br>" };

export function writeLine(line: readonly Piece[], place: Place): string {
  const atoms = settleMarks(line, place === "heading");
  const written = new LineWriter(atoms, place).write(0, atoms.length, PLAIN);
  if (place === "heading") return written.replace(/(?<=^| )#(?=#*$)/, "\\#");
  return place === "cell" ? written : escapeLineStarts(written);
}

/** Marks that contain others, the outermost first where both cover the same. */
const NESTED = ["link", "deleted", "emphasis", "strong"] as const;
type Nested = (typeof NESTED)[number];

class LineWriter {
  readonly #atoms: readonly Atom[];
  readonly #place: Place;

  constructor(atoms: readonly Atom[], place: Place) {
    this.#atoms = atoms;
    this.#place = place;
  }

  /** Writes atoms from `start` to `end`, all of them under the marks in `open`. */
  write(start: number, end: number, open: Marks): string {
    let text = "";
    for (let at = start; at < end; ) {
      const { mark, to } = this.#longestMark(at, end, open);
      if (mark === null) {
        text += this.#writeAtom(at, open.link !== null);
        at += 1;
      } else {
        const { marks } = this.#atoms[at] ?? { marks: PLAIN };
        const inside = this.write(at, to, { ...open, [mark]: marks[mark] });
        text += mark === "link" ? writeLink(inside, marks.link ?? "") : this.#delimit(mark, inside, at);
        at = to;
      }
    }
    return text;
  }

  #longestMark(at: number, end: number, open: Marks): { mark: Nested | null; to: number } {
    let [longest, to]: [Nested | null, number] = [null, at];
    const marks = this.#atoms[at]?.marks ?? PLAIN;
    for (const mark of NESTED) {
      if (!marks[mark] || marks[mark] === open[mark]) continue;
      let reach = at + 1;
      while (reach < end && this.#atoms[reach]?.marks[mark] === marks[mark]) reach += 1;
      if (reach > to) [longest, to] = [mark, reach];
    }
    return { mark: longest, to };
  }

  #delimit(mark: Nested, inside: string, at: number): string {
    if (mark === "deleted") return `~~${inside}~~`;
    if (mark === "strong") return `**${inside}**`;
    const sign = this.#atoms[at]?.usesUnderscore ? "_" : "*";
    return sign + inside + sign;
  }

  #writeAtom(at: number, isInLink: boolean): string {
    const atom = this.#atoms[at];
    if (atom === undefined) return "";
    if (atom.kind === "break") return BREAKS[this.#place];
    if (atom.kind === "image") return this.#writeImage(atom);
    if (atom.marks.code) return writeCode(atom.text, this.#place);
    const next = this.#atoms[at + 1];
    const isLast = next === undefined && isUnmarked(atom.marks);
    const text = escapeText(atom.text, { isInLink, isInCell: this.#place === "cell", isLast });
    return atom.marks.script === null ? text : `<${atom.marks.script}>${text}</${atom.marks.script}>`;
  }

  #writeImage({ text, source, title }: Atom & { kind: "image" }): string {
    const isInCell = this.#place === "cell";
    const alt = escapeText(oneLine(text), { isInLink: true, isInCell, isLast: false });
    // Of a title, only the quotation marks could end it.
    const note = title === null || title === text ? "" : ` "${escapeTitle(oneLine(title), isInCell)}"`;
    return `![${alt}](${writeAddress(source)}${note})`;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function escapeTitle(title: string, isInCell: boolean): string {
  return title.replace(/["\\]|&(?=#|\w)/g, "\\$&").replaceAll("|", isInCell ? "\\|" : "|");
}

function writeLink(text: string, address: string): string {
  return `[${text}](${writeAddress(address)})`;
}

/** An address between parentheses: its own are escaped; what the URL standard leaves and Markdown does not, is encoded. */
function writeAddress(address: string): string {
  return address.replace(/[\s<>`|]/g, (char) => encodeURIComponent(char)).replace(/[()\\]|&(?=#?\w{1,32};)/g, "\\$&");
}

/** Between more backticks than the code has in a row. */
function writeCode(code: string, place: Place): string {
  const fence = "`".repeat(longestRun(code) + 1);
  const pad = code.startsWith("`") || code.endsWith("`") || (/^ .* $/.test(code) && code.trim() !== "") ? " " : "";
  return fence + pad + (place === "cell" ? code.replaceAll("|", "\\|") : code) + pad + fence;
}

/** Length of the longest run of backticks. */
export function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

interface Surroundings {
  readonly isInLink: boolean;
  readonly isInCell: boolean;
  /** Nothing follows in the line, so its last character meets none. */
  readonly isLast: boolean;
}

/** What is special anywhere in a line. */
const SPECIAL = /[\\`*_[\]<&~!|]/;
const SPECIALS = /[\\`*_[\]<&~!|]/g;

function escapeText(text: string, around: Surroundings): string {
  if (!SPECIAL.test(text)) return text;
  const escaped = text.replace(SPECIALS, (char, at: number) =>
    isSpecial(char, text, at, around) ? `\\${char}` : char,
  );
  // GFM makes links of plain addresses, with every backslash in them.
  return escaped.includes("://") || escaped.includes("www.") ? breakAddresses(escaped) : escaped;
}

function isSpecial(char: string, text: string, at: number, { isInLink, isInCell, isLast }: Surroundings): boolean {
  const next = text.charAt(at + 1);
  const meetsOther = next === "" && !isLast;
  switch (char) {
    case "_":
      // Within a word it is no emphasis.
      return !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) || !/[\p{L}\p{N}]/u.test(next);
    case "]":
      return isInLink;
    case "\\":
      return meetsOther || /[!-/:-@[-`{-~]/.test(next);
    case "<":
      return meetsOther || /[a-z/!?]/i.test(next);
    case "&":
      return meetsOther || /^&#?\w{1,32}(?:;|$)/.test(text.slice(at, at + 35));
    case "!":
      return meetsOther || next === "[";
    case "|":
      return isInCell;
    default:
      return true;
  }
}

function breakAddresses(text: string): string {
  return text
    .split(" ")
    .map((word) => (word.includes("\\") ? word.replaceAll("://", "\\://").replaceAll("www.", "www\\.") : word))
    .join(" ");
}

/** What would begin a heading, quote, list, rule, table or underline is text. */
function escapeLineStarts(text: string): string {
  return text.replace(/^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|>|[-+](?:[\s\-:|]|$)|[=|]|:-))/gm, "$1\\");
}
