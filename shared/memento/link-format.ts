/**
 * Owns how links are written: in a `Link` header (RFC 8288) and in `application/link-format` (RFC 6690), which TimeMaps
 * are. Pure.
 */
import { toHttpDate } from "./timestamp.ts";

export const LINK_FORMAT_TYPE = "application/link-format";

export interface Link {
  readonly href: string;
  /** Several relations stand in one value: `first memento`. */
  readonly rel: string;
  readonly type?: string | undefined;
  /** Moments, ISO 8601: of a memento, and of the first and last memento that a TimeMap lists. */
  readonly datetime?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** What a memento turned out to be; an attribute of our own, which RFC 8288 allows (section 3.4.2). */
  readonly quality?: string | undefined;
}

/** One link. Every value is quoted: a bare `rel=memento` is read by some clients and not by others. */
export function formatLink({ href, rel, type, datetime, from, until, quality }: Link): string {
  const attributes = {
    rel,
    type,
    datetime: datetime && toHttpDate(datetime),
    from: from && toHttpDate(from),
    until: until && toHttpDate(until),
    quality,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) => (value ? [`; ${name}="${quote(value)}"`] : []));
  return `<${encodeReference(href)}>${written.join("")}`;
}

/** The value of a `Link` header. */
export const formatLinkHeader = (links: readonly Link[]): string => links.map(formatLink).join(", ");

/** A document in link format, one link a line. */
export const formatLinkDocument = (links: readonly Link[]): string => `${links.map(formatLink).join(",\n")}\n`;

const quote = (value: string): string => value.replace(/["\\]/g, "\\$&");

/** What would end the reference, or the line, is percent-encoded; a URL as the WHATWG writes it has none of it. */
const encodeReference = (href: string): string => href.replace(/[^!#-;=?-~]/gu, encodeURIComponent);
