/** Owns counting in the sanitised content what tells running text from lists of links. One walk; it decides nothing. */
import type { Element, Root } from "hast";

/** Letters are as {@link lettersIn} counts them. */
export interface ContentSignals {
  readonly letters: number;
  readonly linkedLetters: number;
  /** Unlinked letters of paragraphs of at least {@link MIN_PROSE_LETTERS} of them. */
  readonly proseLetters: number;
  readonly proseParagraphs: number;
  readonly headings: number;
}

/** Shorter paragraphs are labels, credits and lines of dialogue. */
export const MIN_PROSE_LETTERS = 100;

/** A word of Chinese, Japanese or Korean takes some two characters, where an English one with its blank takes six. */
const WIDE_FACTOR = 3;

/** How much a text says: its length without the blanks around it, in letters of alphabets. */
export function lettersIn(trimmed: string): number {
  const isWide = isWideCode(trimmed.charCodeAt(0)) || isWideCode(trimmed.charCodeAt(trimmed.length >> 1));
  return isWide ? trimmed.length * WIDE_FACTOR : trimmed.length;
}

/** From the radicals of Chinese to the end of Hangul; false for NaN, past the end of a text. */
function isWideCode(code: number): boolean {
  return code >= 0x2e80 && code <= 0xd7af;
}

type Counts = { -readonly [key in keyof ContentSignals]: number };

/** Counts what {@link ContentSignals} names. */
export function collectContentSignals(tree: Root): ContentSignals {
  const counts: Counts = { letters: 0, linkedLetters: 0, proseLetters: 0, proseParagraphs: 0, headings: 0 };
  count(tree, false, counts);
  return counts;
}

function count(parent: Root | Element, inLink: boolean, counts: Counts): void {
  const before = counts.letters - counts.linkedLetters;
  for (const child of parent.children) {
    if (child.type === "text") {
      const letters = lettersIn(child.value.trim());
      counts.letters += letters;
      if (inLink) counts.linkedLetters += letters;
    } else if (child.type === "element") {
      if (/^h[1-6]$/.test(child.tagName)) counts.headings += 1;
      count(child, inLink || child.tagName === "a", counts);
    }
  }
  if (parent.type !== "element" || parent.tagName !== "p") return;
  const own = counts.letters - counts.linkedLetters - before;
  if (own < MIN_PROSE_LETTERS) return;
  counts.proseParagraphs += 1;
  counts.proseLetters += own;
}
