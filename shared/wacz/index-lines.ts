/**
 * Owns the two lists inside a WACZ: a line of CDXJ for each record that can be replayed, a line of pages.jsonl for each
 * page. Pure.
 */
import { getSurt } from "warcio/utils";

export interface IndexedRecord {
  readonly url: string;
  /** ISO 8601. */
  readonly capturedAt: string;
  /** `warc/revisit` for a revisit, as clients know it by. */
  readonly mime: string;
  readonly httpStatus: number;
  /** `sha1:` and base32. */
  readonly payloadDigest: string;
  /** Name of the WARC file within `archive/`. */
  readonly filename: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * A line of CDXJ, without its line end: SURT, 14 digits, JSON. All values are strings, as cdxj-indexer writes them and
 * pywb reads them. The SURT is whole, unlike the index's own key: a client computes it anew from a URL. There is no
 * `recordDigest`: wabac 2.27.1 files its comparison under the wrong name and then reports every record as not valid.
 */
export function cdxjLine(record: IndexedRecord): string {
  const time = record.capturedAt.replace(/\D/g, "").slice(0, 14);
  const fields = {
    url: record.url,
    mime: record.mime,
    status: String(record.httpStatus),
    digest: record.payloadDigest,
    length: String(record.length),
    offset: String(record.offset),
    filename: record.filename,
  };
  return `${getSurt(record.url)} ${time} ${JSON.stringify(fields)}`;
}

/** Sorts lines by their bytes, as readers that search by halves expect, and ends each. */
export function joinSorted(lines: readonly string[]): Uint8Array {
  const sorted = lines.map((line) => Buffer.from(`${line}\n`)).sort(Buffer.compare);
  return Buffer.concat(sorted);
}

export interface ListedPage {
  readonly id: string;
  readonly url: string;
  /** ISO 8601. */
  readonly capturedAt: string;
  readonly title: string;
  /** What the page says, for clients to search. */
  readonly text?: string | undefined;
}

/** A line of pages.jsonl, without its line end. */
export function pageLine({ id, url, capturedAt, title, text }: ListedPage): string {
  return JSON.stringify({ id, url, ts: capturedAt, title, ...(text ? { text } : {}) });
}

/** The list's first line. @param hasText - whether any page carries its text */
export function pagesHeader(hasText: boolean): string {
  return JSON.stringify({ format: "json-pages-1.0", id: "pages", title: "All Pages", hasText });
}
