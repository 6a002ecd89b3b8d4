/** Owns counting letters so that scripts compare: how much is said, not how many characters it takes. Pure. */

/** A Chinese, Japanese or Korean character says about as much as three Latin letters. */
const DENSE_WEIGHT = 3;

/**
 * Letters and digits of a text; Han, kana and Hangul count three each. A table look-up a character: a regular expression
 * with `\p{L}` took eight times as long.
 */
export function countLetters(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters += weightOf(text.charCodeAt(at));
  return letters;
}

function weightOf(code: number): number {
  if (code < 0x80) return ASCII_WEIGHTS[code] ?? 0;
  if (code < 0xc0 || (code >= 0x2000 && code < 0x2e80)) return 0;
  if (code < 0x2e80) return 1;
  // CJK punctuation, private use and half of a surrogate pair.
  if (code < 0x3040) return 0;
  return code < 0xd7b0 ? DENSE_WEIGHT : 1;
}

const ASCII_WEIGHTS = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Longer lines are no labels, names or dates. */
export const MAX_LINE_CHARS = 1_200;

/** Scripts that part no words by blanks: two characters of Han or kana, or four of Thai, are about a word. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,2}|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]{1,4}|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+/gv;

/** Words and numbers of a line, in lower case; for scripts without blanks, pieces of about a word. */
export function wordsOf(line: string): string[] {
  return line.normalize("NFKC").toLowerCase().slice(0, MAX_LINE_CHARS).match(WORD) ?? [];
}
