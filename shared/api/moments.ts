/** Owns what requests say about times and hosts: how they are written, and what is meant. Pure. */
import * as z from "zod";
import { toListHost } from "../url/urlkey.ts";
import { badRequestOf } from "./problems.ts";

const DAY_MS = 86_400_000;
/** Keys and ISO 8601 write a year with four digits; `to=9999-12-31` is how people say "without end". */
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

export const momentSchema = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: "is not an ISO 8601 date, or date and time with a zone",
  })
  .meta({ description: "ISO 8601 date (UTC) or date and time with a zone" });

/** The moment of `from`. */
export const startOf = (from: string): string => toIso(Date.parse(from));

/** The first moment after `to`: a date counts whole, a moment to its millisecond. */
export function endOf(to: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(to);
  return toIso(Date.parse(to) + (isDate ? DAY_MS : 1));
}

const toIso = (ms: number): string => new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString();

/** `www.Example.com:8080` as the index names it. @throws ProblemError `bad-request` for what is more than a host */
export function normaliseHost(host: string): string {
  const url = URL.parse(`http://${host}/`);
  // The origin has no path, query or credentials: what differs from it is more than a host.
  if (url?.href !== `${url?.origin}/`) throw badRequestOf("host: is not a host name");
  return toListHost(url.href);
}
