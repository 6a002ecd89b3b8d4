/**
 * Owns reading a date as pages write it. It never invents: a date alone stays a date, a time without a zone stays
 * without, and what could be two different days is no date. Pure.
 */
import { type Day, toGregorian, withCommonYear, withEuropeanDigits } from "./calendars.ts";
import { monthNumber } from "./month-names.ts";

/** What 3/4/2024 means on a page; "unknown" where its language does not say. */
export type DateOrder = "day-first" | "month-first" | "unknown";

/** Before this, no page's publication date is meant; 1 January 1970 and the year 1 are unset fields of databases. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2100;
const UNSET = new Set(["1970-01-01", "1900-01-01"]);

/** Dates stand at the start of what is read; the rest of a longer line is not looked at. */
export const MAX_DATE_CHARS = 120;

/** Zones that RFC 5322, section 4.3 gives a meaning; other abbreviations (`IST`, `BST`, `ET`) mean several. */
const ZONES: Readonly<Record<string, string>> = {
  z: "Z",
  ut: "Z",
  utc: "Z",
  gmt: "Z",
  est: "-05:00",
  edt: "-04:00",
  cst: "-06:00",
  cdt: "-05:00",
  mst: "-07:00",
  mdt: "-06:00",
  pst: "-08:00",
  pdt: "-07:00",
};

/**
 * Reads a date: ISO 8601 and its common variants, RFC 5322 (RFC 2822), JavaScript's `Date` text, Unix time, and
 * written-out dates ("March 5, 2024", "5 mars 2024", "2024年3月5日"), also within a short line of other words.
 *
 * Days of the Thai, the Persian and the Japanese calendar are converted.
 *
 * @param order - Which of day and month stands first in 3/4/2024; by default such a date is none.
 * @returns `YYYY-MM-DD`, or with a time `YYYY-MM-DDTHH:MM[:SS[.fff]]` followed by `Z`, `±HH:MM`, or nothing where the
 *   zone is not known. Null for what is not certainly one date.
 */
export function parseDate(value: string | null | undefined, order: DateOrder = "unknown"): string | null {
  const line = (value ?? "")
    .slice(0, MAX_DATE_CHARS)
    .replace(/[\s\u200e\u200f]+/g, " ")
    .trim();
  if (line === "") return null;
  const text = withCommonYear(withEuropeanDigits(line));
  return fromUnixTime(text) ?? fromIso(text) ?? fromWritten(text, order);
}

function fromUnixTime(text: string): string | null {
  if (!/^1\d{9}(?:\d{3})?$/.test(text)) return null;
  const instant = new Date(text.length === 13 ? Number(text) : Number(text) * 1000).toISOString();
  return instant.replace(".000Z", "Z");
}

const ISO = /^(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)/;
const LOOSE_ISO = /^(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)/;

function fromIso(text: string): string | null {
  const match = ISO.exec(text) ?? LOOSE_ISO.exec(text);
  if (match === null) return null;
  const day = isoDay({ year: Number(match[1]), month: Number(match[3]), day: Number(match[4]) }, text);
  return day === null ? null : withTime(day, text.slice(match[0].length).replace(/^T(?=\d)/i, " "));
}

/** One order of writing a day: groups named `y`, `m` (name or number) and `d`. */
const WRITTEN: readonly RegExp[] = [
  // 5 March 2024, 5. März 2024, 1er mars 2024, 5 de marzo de 2024, Tue, 05 Mar 2024, ٥ مارس ٢٠٢٤
  /(?<!\d)(?<d>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]+(?:de\s|d['’]|of\s)?(?<m>[\p{L}\p{M}]{3,14})\.?(?:\/[\p{L}\p{M}]{3,14})?[,،]?[\s-]+(?:de\s|del\s)?(?<y>\d{4})(?!\d)/iu,
  // March 5, 2024, Mar. 5th 2024, Tue Mar 05 2024
  /(?<m>[\p{L}\p{M}]{3,14})\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>\d{4})(?!\d)/iu,
  // 2024年3月5日, 2024년 3월 5일
  /(?<y>\d{4})\s?[年년]\s?(?<m>\d{1,2})\s?[月월]\s?(?<d>\d{1,2})\s?[日일号號]/u,
  // 5 มี.ค. 2567: Thai shortens to letters with dots
  /(?<!\d)(?<d>\d{1,2})\s+(?<m>[\p{Script=Thai}.]{3,14})\s+(?:พ\.ศ\.\s?)?(?<y>\d{4})(?!\d)/u,
  // 5 tháng 3, 2024, ngày 5 tháng 3 năm 2024
  /(?<!\d)(?<d>\d{1,2})\s+tháng\s+(?<m>\d{1,2}),?\s+(?:năm\s+)?(?<y>\d{4})(?!\d)/iu,
  // 2024. március 5., 2024 m. kovo 5 d.
  /(?<!\d)(?<y>\d{4})\.?\s+(?:m\.\s|gada\s)?(?<m>[\p{L}\p{M}]{3,14})\.?\s+(?<d>\d{1,2})(?!\d)/iu,
  // 2024-03-05 or 2024/3/5 behind other words, 2024. 3. 5.
  /(?<!\d)(?<y>\d{4})(?<s>[-/.])\s?(?<m>\d{1,2})\k<s>\s?(?<d>\d{1,2})(?!\d)/u,
  // 5.3.2024: with dots the day stands first everywhere
  /(?<![\d.])(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<y>\d{4})(?!\d)/u,
];

/** 03/14/2024 or 14/03/2024; 03/04/2024 would be two different days, so only a number over 12 or the page's language decides. */
const SLASHED = /(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/;

function fromWritten(text: string, order: DateOrder): string | null {
  for (const pattern of WRITTEN) {
    const match = pattern.exec(text);
    const { y, m, d } = match?.groups ?? {};
    if (match === null || y === undefined || m === undefined || d === undefined) continue;
    const month = /^\d/.test(m) ? Number(m) : monthNumber(m);
    const day = month === null ? null : isoDay({ year: Number(y), month, day: Number(d) }, text);
    if (day !== null) return withTime(day, text.slice(match.index + match[0].length));
  }
  return fromSlashed(text, order);
}

function fromSlashed(text: string, order: DateOrder): string | null {
  const match = SLASHED.exec(text);
  if (match === null) return null;
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const isUnclear = first <= 12 && second <= 12 && first !== second;
  if (isUnclear && order === "unknown") return null;
  const isDayFirst = isUnclear ? order === "day-first" : first > 12;
  const day = isDayFirst ? { year, month: second, day: first } : { year, month: first, day: second };
  const iso = isoDay(day, text);
  return iso === null ? null : withTime(iso, text.slice(match.index + match[0].length));
}

function isoDay(written: Day, text: string): string | null {
  const gregorian = toGregorian(written, text);
  if (gregorian === null) return null;
  const { year, month, day } = gregorian;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < FIRST_YEAR || year > LAST_YEAR) return null;
  const iso = date.toISOString().slice(0, 10);
  return UNSET.has(iso) ? null : iso;
}

const TIME =
  /^(?:[\s,|–·-]|г\.|at\b|um\b|à\b|GMT\+0000)*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})([.,]\d{1,9})?)?\s*(?:([ap])\.?(?:m\.?)?(?![a-z]))?\s*(.*)$/iu;
/** Basic ISO format: the colons left out. */
const COMPACT_TIME = /^\s(\d{2})(\d{2})(\d{2})()()(.*)$/;

function withTime(day: string, rest: string): string {
  const match = TIME.exec(rest) ?? COMPACT_TIME.exec(rest);
  if (match === null) return day;
  const [, hours = "", minutes = "", seconds, fraction = "", half, zone = ""] = match;
  const hour = hourOf(Number(hours), half);
  if (hour === null || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return day;
  const time = `${String(hour).padStart(2, "0")}:${minutes}${seconds === undefined ? "" : `:${seconds}`}`;
  const parts = seconds === undefined ? "" : fraction.replace(",", ".").slice(0, 4).replace(/\.0+$/, "");
  return `${day}T${time}${parts}${zoneOf(zone)}`;
}

function hourOf(hours: number, half: string | undefined): number | null {
  if (half === undefined || half === "") return hours < 24 ? hours : null;
  if (hours < 1 || hours > 12) return null;
  return (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

function zoneOf(text: string): string {
  const offset = /^\(?(?:GMT|UTC)?\s?([+-])(\d{2}):?(\d{2})?(?!\d)/i.exec(text);
  if (offset !== null) {
    const [, sign = "+", hours = "00", minutes = "00"] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return "";
    return hours === "00" && minutes === "00" ? "Z" : `${sign}${hours}:${minutes}`;
  }
  const name = /^\(?([a-z]{1,4})(?![a-z])/i.exec(text)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(ZONES, name) ? (ZONES[name] ?? "") : "";
}
