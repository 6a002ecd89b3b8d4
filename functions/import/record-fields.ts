/** Owns reading single named fields of records that others made: URLs, dates, ids. Pure. */
import * as z from "zod";
import { bareUri } from "../../shared/warc/named-headers.ts";

/** Longer ones were captured by nobody; what submit takes is shorter, but crawlers archive long addresses of trackers. */
const MAX_URL_CHARS = 16_384;

/** A URL as captures have it: no fragment, no credentials; undefined for what is none. */
export function readTargetUrl(value: string): string | undefined {
  const text = bareUri(value);
  const url = text.length <= MAX_URL_CHARS ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  return url.href.length <= MAX_URL_CHARS ? url.href : undefined;
}

/** WARC 1.1, section 5.4: W3C's date and time in UTC, which may break off behind any part. */
const WARC_DATE = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?$/;

/** Clocks of others may be ahead of ours by so much. */
const AHEAD_MS = 86_400_000;

/** The moment, to the millisecond; or what is wrong with it. */
export function readWarcDate(
  text: string | undefined,
  now: Date,
): string | { readonly code: "bad-date" | "date-in-future" } {
  const ms = text && WARC_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) return { code: "bad-date" };
  return ms > now.getTime() + AHEAD_MS ? { code: "date-in-future" } : new Date(ms).toISOString();
}

const uuidSchema = z.uuid();

/** The UUID of `<urn:uuid:…>`; undefined for ids of another kind. */
export function uuidOf(recordId: string | undefined): string | undefined {
  const text = /^urn:uuid:(.+)$/i.exec(bareUri(recordId ?? ""))?.[1]?.toLowerCase();
  return uuidSchema.safeParse(text).data;
}
