/** Owns how a `Retry-After` header is read. Pure. */

/** RFC 9110, section 5.6.7: the date of today's HTTP, then the two obsolete ones that must still be read. */
const HTTP_DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/**
 * Longest wait that a server's word is taken for, in seconds. A day is what a site may mean; "in ten years" is a mistake
 * or malice, and asking again after a day harms nobody.
 */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

/**
 * Whole seconds to wait, of delay-seconds or an HTTP date (RFC 9110, section 10.2.3), at most
 * {@link MAX_RETRY_AFTER_SECONDS}; 0 for a date that is past. Undefined when it is neither, or absent.
 */
export function parseRetryAfter(value: string | null | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), MAX_RETRY_AFTER_SECONDS);
  if (!HTTP_DATES.some((date) => date.test(text))) return undefined;
  // The form without a zone is in UTC too, which Date.parse must be told.
  const at = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(0, Math.ceil((at - now.getTime()) / 1000)), MAX_RETRY_AFTER_SECONDS);
}
