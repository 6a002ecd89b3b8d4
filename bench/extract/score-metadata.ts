/**
 * Owns scoring a page's title, author and date against its truth. A title is exact where both are the same words, and
 * loose where one holds the other. An author is found where one name holds the other or two of its words are the same. A
 * date is right where it is the same day. Recall is over pages that have one, precision over those that were given one.
 * Pure.
 */
import type { Truth } from "./corpus.ts";

export interface Metadata {
  readonly title?: string | null | undefined;
  readonly author?: string | null | undefined;
  readonly date?: string | null | undefined;
}

/** Shares; NaN where the set says nothing of it. */
export interface MetadataScore {
  readonly titleExact: number;
  readonly titleLoose: number;
  readonly authorRecall: number;
  readonly authorPrecision: number;
  readonly dateRecall: number;
  readonly datePrecision: number;
}

type Page = readonly [truth: Truth, found: Metadata];

export function scoreMetadata(pages: readonly Page[]): MetadataScore {
  const titled = pages.filter(([truth]) => truth.title);
  const signed = pages.filter(([truth]) => truth.author);
  const dated = pages.filter(([truth]) => truth.date);
  const authors = signed.filter(([truth, found]) => isSameAuthor(toWords(truth.author), toWords(found.author))).length;
  const days = dated.filter(([truth, found]) => isSameDay(truth.date, found.date)).length;
  return {
    titleExact: titled.filter(([truth, found]) => toWords(truth.title) === toWords(found.title)).length / titled.length,
    titleLoose:
      titled.filter(([truth, found]) => holds(toWords(truth.title), toWords(found.title))).length / titled.length,
    authorRecall: authors / signed.length,
    authorPrecision: authors / signed.filter(([, found]) => toWords(found.author) !== "").length,
    dateRecall: days / dated.length,
    datePrecision: days / dated.filter(([, found]) => toDay(found.date) !== null).length,
  };
}

/** Letters and digits alone, in one case. Upper case first, so that "ß" is "ss". */
export function toWords(text: string | null | undefined): string {
  const folded = (text ?? "").normalize("NFKC").toUpperCase().toLowerCase();
  return (folded.match(/[\p{L}\p{N}_]+/gu) ?? []).join(" ");
}

function holds(truth: string, found: string): boolean {
  return found !== "" && (found.includes(truth) || truth.includes(found));
}

function isSameAuthor(truth: string, found: string): boolean {
  const names = new Set(found.split(" "));
  return holds(truth, found) || (found !== "" && new Set(truth.split(" ").filter((word) => names.has(word))).size >= 2);
}

function isSameDay(truth: string | null | undefined, found: string | null | undefined): boolean {
  const day = toDay(found);
  return day !== null && day === toDay(truth);
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS = "january february march april may june july august september october november december".split(" ");

/** Ways to write a day, with the places of year, month and day among the groups. */
const FORMS: readonly (readonly [RegExp, readonly [number, number, number]])[] = [
  [/^([a-z]+) (\d{1,2}), ?(\d{4})$/i, [3, 1, 2]],
  [/^([a-z]+) (\d{1,2}) (\d{4})$/i, [3, 1, 2]],
  [/^(\d{1,2}) ([a-z]+) (\d{4})$/i, [3, 2, 1]],
  [/^[a-z]{3}, (\d{1,2}) ([a-z]{3}) (\d{4})$/i, [3, 2, 1]],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, [3, 1, 2]],
  [/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, [1, 2, 3]],
];

/** The calendar day that a date begins with, as written: zones are not reckoned with. Null for what is no date. */
export function toDay(text: string | null | undefined): string | null {
  const written = (text ?? "").trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(written);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const words = written.split(/\s+/);
  for (const [form, [year, month, day]] of FORMS) {
    for (const part of [
      written,
      written.split("T")[0] ?? "",
      words.slice(0, 3).join(" "),
      words.slice(0, 4).join(" "),
    ]) {
      const match = form.exec(part);
      const found = match && dayOf(match[year], match[month], match[day]);
      if (found) return found;
    }
  }
  // As JavaScript prints a date: "Sat Mar 14 2026 09:30:00 GMT+0000".
  const printed = /^\w{3} ([a-z]{3}) (\d{1,2}) (\d{4})/i.exec(written);
  return printed && dayOf(printed[3], printed[1], printed[2]);
}

function dayOf(year = "", month = "", day = ""): string | null {
  const name = month.toLowerCase();
  const number = /^\d/.test(month) ? Number(month) : Math.max(MONTHS.indexOf(name), LONG_MONTHS.indexOf(name)) + 1;
  const date = new Date(Date.UTC(Number(year), number - 1, Number(day)));
  const isReal = date.getUTCMonth() === number - 1 && date.getUTCDate() === Number(day);
  return isReal ? date.toISOString().slice(0, 10) : null;
}
