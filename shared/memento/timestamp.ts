/**
 * Owns the moments of web archives: timestamps of up to 14 digits (`YYYYMMDDhhmmss`, UTC) and the dates of HTTP and
 * Memento. Pure.
 */
import { toKeyTime } from "../time.ts";

/** Digits of each field, with its least and greatest value. Days are 28 to 31: {@link fieldsOf} looks at the month. */
const FIELDS = [
  { digits: 4, least: 0, greatest: 9999 },
  { digits: 2, least: 1, greatest: 12 },
  { digits: 2, least: 1, greatest: 31 },
  { digits: 2, least: 0, greatest: 23 },
  { digits: 2, least: 0, greatest: 59 },
  { digits: 2, least: 0, greatest: 59 },
] as const;

/** 14 digits, `YYYYMMDDhhmmss` in UTC. */
export const toTimestamp = (iso: string): string => toKeyTime(iso).slice(0, 14);

/**
 * The first moment that a timestamp of 1 to 14 digits can mean: what is missing is filled up with the least that there
 * is, as the Wayback CDX server does for `from`. Undefined for what means no moment (`202613`).
 */
export const firstMoment = (timestamp: string): Date | undefined => momentOf(timestamp, "least");

/** The last moment, to the millisecond, that a timestamp of 1 to 14 digits can mean, as for the CDX server's `to`. */
export const lastMoment = (timestamp: string): Date | undefined => momentOf(timestamp, "greatest");

function momentOf(timestamp: string, end: "least" | "greatest"): Date | undefined {
  const fields = /^\d{1,14}$/.test(timestamp) ? fieldsOf(timestamp, end) : undefined;
  if (!fields) return undefined;
  const [year, month, day, hour, minute, second] = fields.map((value) => String(value).padStart(2, "0"));
  const millisecond = end === "least" ? "000" : "999";
  return new Date(`${year?.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
}

function fieldsOf(timestamp: string, end: "least" | "greatest"): number[] | undefined {
  const values: number[] = [];
  let left = timestamp;
  for (const { digits, least, greatest } of FIELDS) {
    const given = left.slice(0, digits);
    left = left.slice(digits);
    const most = values.length === 2 ? daysOf(values) : greatest;
    // `20261` is October to December: of a field begun, its value lies between the digits with noughts and with nines.
    const low = Math.max(least, Number(given.padEnd(digits, "0")));
    const high = Math.min(most, Number(given.padEnd(digits, "9")));
    if (low > high) return undefined;
    values.push(end === "least" ? low : high);
  }
  return values;
}

function daysOf([year = 0, month = 1]: readonly number[]): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `Sat, 14 Mar 2026 09:30:00 GMT`: how Memento writes every moment (RFC 7089, section 2.1.1, after RFC 1123). */
export const toHttpDate = (iso: string): string => new Date(iso).toUTCString();

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Reads a date of that form, and no other: RFC 7089 allows none. A weekday that does not go with its date is let pass.
 * Undefined for what is no such date.
 */
export function parseHttpDate(text: string): Date | undefined {
  const [found, day, monthName = "", year, time = ""] = HTTP_DATE.exec(text.trim()) ?? [];
  const month = String(MONTHS.indexOf(monthName) + 1).padStart(2, "0");
  return found === undefined ? undefined : firstMoment(`${year}${month}${day}${time.replaceAll(":", "")}`);
}
