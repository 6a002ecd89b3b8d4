/**
 * Owns dates as feeds and sitemaps write them: what RFC 822, RFC 2822, RFC 3339 and W3C-DTF say, and what is written in
 * their place. The reading of the date itself is shared/article's. It never invents a time or a zone. Pure.
 */
import { parseDate } from "../article/metadata/parse-date.ts";

/**
 * Zone abbreviations that mean one offset wherever feeds use them: more than RFC 5322's, and two of its own that would
 * be taken for "p.m." otherwise. `BST`, `IST` and the like mean
 * several, and RFC 5322, section 4.3 has the military letters mean nothing.
 */
const ZONE_OFFSETS: Readonly<Record<string, string>> = {
  pst: "-08:00",
  pdt: "-07:00",
  wet: "+00:00",
  west: "+01:00",
  cet: "+01:00",
  cest: "+02:00",
  mez: "+01:00",
  mesz: "+02:00",
  eet: "+02:00",
  eest: "+03:00",
  msk: "+03:00",
  jst: "+09:00",
  kst: "+09:00",
  hkt: "+08:00",
  aest: "+10:00",
  aedt: "+11:00",
  nzst: "+12:00",
  nzdt: "+13:00",
  akst: "-09:00",
  akdt: "-08:00",
  hst: "-10:00",
};

/** `Tue, 05 Mar 24 08:15`: RFC 822's year of two digits. */
const SHORT_YEAR = /^((?:\p{L}{2,12}\.?,?\s+)?\d{1,2}[\s-]\p{L}{3,12}\.?[\s-])(\d{2})(?=[\s,]|$)/u;
/** `Tue Mar  5 08:15:00 CET 2024`: C's ctime and Java's Date, where the year stands last. */
const YEAR_LAST =
  /^\p{L}{2,12}\.?,?\s+(\p{L}{3,12})\.?\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s+(?:(\S{1,9})\s+)?(\d{4})$/u;
const ZONE_NAME = /\s\(?([a-z]{3,4})\)?$/i;
/** `+1`, `GMT+1`, `UTC-5:30` behind a time. */
const SHORT_OFFSET = /(:\d{2}(?:\.\d+)?\s*)(?:GMT|UTC)?\s?([+-])(\d)(?::?(\d{2}))?$/i;

/**
 * Reads a date of a feed or sitemap.
 *
 * @returns An instant as `YYYY-MM-DDThh:mm:ss[.fff]Z`; only the day as written, `YYYY-MM-DD`, where there is no time or
 *   it has no zone that is known; null for what is not certainly one date.
 */
export function parseFeedDate(value: string | null): string | null {
  const found = parseDate(normalise(value ?? ""));
  if (found === null || found.length <= 10) return found;
  if (!/(?:Z|[+-]\d{2}:\d{2})$/.test(found)) return found.slice(0, 10);
  // A leap second is a valid time that JavaScript's calendar does not have.
  const instant = new Date(found.replace(/^(.{16}):60/, "$1:59").replace(/^(.{13}:\d{2})(?=[Z+-])/, "$1:00"));
  return Number.isNaN(instant.getTime()) ? found.slice(0, 10) : instant.toISOString().replace(".000Z", "Z");
}

function normalise(text: string): string {
  return text
    .trim()
    .replace(YEAR_LAST, (_, month, day, time, zone, year) => `${day} ${month} ${year} ${time} ${zone ?? ""}`.trim())
    .replace(SHORT_YEAR, (_, before: string, year: string) => before + fullYear(Number(year)))
    .replace(ZONE_NAME, (match, name: string) => offsetOf(name) ?? match)
    .replace(SHORT_OFFSET, (_, time, sign, hours, minutes) => `${time}${sign}0${hours}:${minutes ?? "00"}`);
}

/** RFC 2822, section 4.3: 00 to 49 are this century. */
function fullYear(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year;
}

function offsetOf(name: string): string | null {
  const key = name.toLowerCase();
  return Object.hasOwn(ZONE_OFFSETS, key) ? ` ${ZONE_OFFSETS[key] ?? ""}` : null;
}
