/** Owns the forms of a TimeMap: link format, MemGator's JSON, CDXJ, and pywb's lines of JSON. Pure. */
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { formatLinkDocument, LINK_FORMAT_TYPE, type Link } from "../../shared/memento/link-format.ts";
import { mementoUrl, type TimeMapFormat, timeGateUrl, timeMapUrl } from "../../shared/memento/memento-urls.ts";
import { CDXJ_FIELDS, type CdxRow, fieldOf } from "./cdx-fields.ts";
import type { Span, TimeMap } from "./load-timemap.ts";
import { toCdxjLine } from "./write-rows.ts";

export const TIMEMAP_TYPES: Readonly<Record<TimeMapFormat, string>> = {
  link: LINK_FORMAT_TYPE,
  json: "application/json",
  cdxj: "text/x-cdxj; charset=utf-8",
  ndjson: "application/x-ndjson",
};

export function writeTimeMap(timeMap: TimeMap, format: TimeMapFormat, baseUrl: string): string {
  switch (format) {
    case "link":
      return formatLinkDocument(toLinks(timeMap, baseUrl));
    case "json":
      return `${JSON.stringify(toMemGatorJson(timeMap, baseUrl))}\n`;
    case "cdxj":
      return timeMap.mementos.map((row) => `${toCdxjLine(row, TIMEMAP_FIELDS)}\n`).join("");
    case "ndjson":
      return timeMap.mementos.map((row) => `${JSON.stringify(toPywbObject(row))}\n`).join("");
  }
}

const TIMEMAP_FIELDS = [...CDXJ_FIELDS, "quality"] as const;

/** RFC 7089, section 5: the original, the TimeMap itself with its span, the TimeGate, further pages, the mementos. */
function toLinks({ url, span, mementos, first, last, pages }: TimeMap, baseUrl: string): Link[] {
  const pageLink = (rel: string, page: Span | undefined, { from, until }: Span): Link => ({
    href: timeMapUrl(baseUrl, "link", url, page),
    rel,
    type: LINK_FORMAT_TYPE,
    from,
    until,
  });
  const whole = { from: first.capturedAt, until: last.capturedAt };
  return [
    { href: url, rel: "original" },
    pageLink("self", span, listedSpan(mementos)),
    ...(span ? [pageLink("timemap", undefined, whole)] : []),
    { href: timeGateUrl(baseUrl, url), rel: "timegate" },
    ...pages.map((page) => pageLink("timemap", page, page)),
    ...mementos.map((row) => ({
      href: mementoUrl(baseUrl, row.capture),
      rel: relOf(row.capture, first, last),
      datetime: row.capture.capturedAt,
      quality: qualityOf(row),
    })),
  ];
}

function relOf({ id }: CaptureRow, first: CaptureRow, last: CaptureRow): string {
  return `${id === first.id ? "first " : ""}${id === last.id ? "last " : ""}memento`;
}

function listedSpan(mementos: readonly CdxRow[]): Span {
  const [first, last] = [mementos[0], mementos.at(-1)];
  return { from: first?.capture.capturedAt ?? "", until: last?.capture.capturedAt ?? "" };
}

function toMemGatorJson({ url, span, mementos, first, last, pages }: TimeMap, baseUrl: string) {
  const ofFormat = (format: TimeMapFormat, page?: Span) => timeMapUrl(baseUrl, format, url, page);
  const toMemento = (capture: CaptureRow) => ({
    datetime: toSecond(capture.capturedAt),
    uri: mementoUrl(baseUrl, capture),
  });
  return {
    original_uri: url,
    self: ofFormat("json", span),
    mementos: {
      list: mementos.map((row) => ({ ...toMemento(row.capture), quality: qualityOf(row) })),
      first: toMemento(first),
      last: toMemento(last),
    },
    // MemGator has no pages; the name is that of LANL's aggregator.
    ...(pages.length > 0 && {
      timemap_index: pages.map((page) => ({
        from: toSecond(page.from),
        until: toSecond(page.until),
        uri: ofFormat("json", page),
      })),
    }),
    timemap_uri: { link_format: ofFormat("link"), json_format: ofFormat("json"), cdxj_format: ofFormat("cdxj") },
    timegate_uri: timeGateUrl(baseUrl, url),
  };
}

/** A line of pywb's `output=json`, with its names. */
function toPywbObject(row: CdxRow) {
  const quality = qualityOf(row);
  return {
    urlkey: fieldOf(row, "urlkey"),
    timestamp: fieldOf(row, "timestamp"),
    url: row.capture.url,
    mime: fieldOf(row, "mimetype"),
    status: String(row.capture.httpStatus),
    digest: fieldOf(row, "digest"),
    length: fieldOf(row, "length"),
    offset: fieldOf(row, "offset"),
    filename: fieldOf(row, "filename"),
    ...(quality && { quality }),
  };
}

function qualityOf(row: CdxRow): string | undefined {
  const quality = fieldOf(row, "quality");
  return quality === "-" ? undefined : quality;
}

/** `2026-03-14T09:30:00Z`: RFC 3339 to the second, as a memento's address is. */
const toSecond = (iso: string): string => new Date(iso).toISOString().replace(/\.\d+Z$/, "Z");
