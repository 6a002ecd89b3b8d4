/**
 * Owns scoring texts as published tables do (zyte's article-extraction-benchmark): by shingles of four words, so that
 * order counts and a word alone does not.
 *
 * Words are `\w+` as Python has it. A page's shingles are counted on both sides; with the true positives, false positives
 * and false negatives of a page as shares of their sum, its precision is tp / (tp + fp) and its recall tp / (tp + fn). A
 * set's precision is the mean over the pages that have any true or false positives, its recall the mean over those that
 * have any true positives or false negatives, and its F1 the harmonic mean of the two. Pure.
 */

const WORD = /[\p{L}\p{N}_]+/gu;
const SHINGLE_WORDS = 4;

/** Of one page; together 1, or all 0 where both texts are empty. */
export interface Overlap {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

export interface TextScore {
  readonly pages: number;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Share of pages whose words are exactly the truth's. */
  readonly exact: number;
  /** Pages without any text. */
  readonly empty: number;
}

export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** @param optional - Passages whose shingles are no false positives. */
export function measureOverlap(truth: string, found: string, optional: readonly string[] = []): Overlap {
  const [wanted, got] = [countShingles([truth]), countShingles([found])];
  const tolerated = countShingles(optional);
  let [tp, fp, fn] = [0, 0, 0];
  for (const shingle of new Set([...wanted.keys(), ...got.keys()])) {
    const [want, have] = [wanted.get(shingle) ?? 0, got.get(shingle) ?? 0];
    tp += Math.min(want, have);
    fp += Math.max(0, have - want - (tolerated.get(shingle) ?? 0));
    fn += Math.max(0, want - have);
  }
  const sum = tp + fp + fn || 1;
  return { truePositive: tp / sum, falsePositive: fp / sum, falseNegative: fn / sum };
}

/** Texts of fewer than four words are one shingle. */
function countShingles(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const words = wordsOf(text);
    const last = Math.max(words.length - SHINGLE_WORDS, 0);
    for (let at = 0; at <= last && words.length > 0; at += 1) {
      const shingle = words.slice(at, at + SHINGLE_WORDS).join(" ");
      counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
    }
  }
  return counts;
}

export interface ScoredText {
  readonly truth: string;
  readonly found: string;
  readonly optional?: readonly string[] | undefined;
}

export function scoreTexts(pages: readonly ScoredText[]): TextScore {
  const overlaps = pages.map(({ truth, found, optional }) => measureOverlap(truth, found, optional));
  const isExact = ({ truth, found }: ScoredText) => wordsOf(truth).join(" ") === wordsOf(found).join(" ");
  return {
    ...summariseOverlaps(overlaps),
    pages: pages.length,
    exact: pages.filter(isExact).length / pages.length,
    empty: pages.filter(({ found }) => found.trim() === "").length,
  };
}

export function summariseOverlaps(overlaps: readonly Overlap[]): Pick<TextScore, "f1" | "precision" | "recall"> {
  const precisions = overlaps.flatMap(({ truePositive: tp, falsePositive: fp }) =>
    tp + fp > 0 ? [tp / (tp + fp)] : [],
  );
  const recalls = overlaps.flatMap(({ truePositive: tp, falseNegative: fn }) => (tp + fn > 0 ? [tp / (tp + fn)] : []));
  const [precision, recall] = [mean(precisions), mean(recalls)];
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { f1, precision, recall };
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Snippets that pages must have, or must not: how many, and how many of them were found. Case and spaces do not count. */
export function countSnippets(snippets: readonly string[], found: string): { all: number; found: number } {
  const normal = (text: string) => text.split(/\s+/).filter(Boolean).join(" ").toLowerCase();
  const text = normal(found);
  return { all: snippets.length, found: snippets.filter((snippet) => text.includes(normal(snippet))).length };
}
