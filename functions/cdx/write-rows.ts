/** Owns how a CDX answer is written: as text, as JSON, as CDXJ; with counters and a resume key. Pure. */
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { type CdxField, type CdxRow, fieldOf } from "./cdx-fields.ts";
import type { Counts } from "./collect-rows.ts";
import type { CdxQuery, Output } from "./read-query.ts";

export const MEDIA_TYPES: Readonly<Record<Output, string>> = {
  text: "text/plain; charset=utf-8",
  json: "application/json",
  cdxj: "text/x-cdxj; charset=utf-8",
};

export interface RowWriter {
  readonly line: (row: CdxRow, counts: Counts) => string;
  /** The whole answer. */
  document(lines: readonly string[], resumeKey: string | undefined): string;
}

export function createRowWriter(query: CdxQuery): RowWriter {
  const columns = toColumns(query);
  const valuesOf = (row: CdxRow, counts: Counts) => [
    ...query.fields.map((field) => fieldOf(row, field)),
    ...columns.map((name) => String(counts[name])),
  ];
  if (query.output === "cdxj") return { line: (row) => toCdxjLine(row, query.fields), document: toTextDocument };
  if (query.output === "text") return { line: (...row) => valuesOf(...row).join(" "), document: toTextDocument };
  return {
    line: (...row) => JSON.stringify(valuesOf(...row)),
    document(lines, resumeKey) {
      // Nothing found is an empty array, without a header: what clients of the Wayback server look for.
      if (lines.length === 0 && resumeKey === undefined) return "[]\n";
      const end = resumeKey === undefined ? [] : ["[]", JSON.stringify([resumeKey])];
      return `[${[JSON.stringify([...query.fields, ...columns]), ...lines, ...end].join(",\n ")}]\n`;
    },
  };
}

/** The number of pages alone: `3`, or in JSON what the Internet Archive answers. */
export function writeNumPages(pages: number, output: Output): string {
  return output === "json" ? `${JSON.stringify([["numpages"], [String(pages)]])}\n` : `${pages}\n`;
}

function toColumns({ showDupeCount, showSkipCount, lastSkipTimestamp }: CdxQuery): (keyof Counts)[] {
  return [
    ...(showDupeCount ? (["dupecount"] as const) : []),
    ...(showSkipCount ? (["skipcount"] as const) : []),
    ...(lastSkipTimestamp ? (["endtimestamp"] as const) : []),
  ];
}

/** The resume key stands after one blank line. */
function toTextDocument(lines: readonly string[], resumeKey: string | undefined): string {
  const end = resumeKey === undefined ? [] : ["", resumeKey];
  return [...lines, ...end].map((line) => `${line}\n`).join("");
}

/** Names that CDXJ has for fields of CDX. */
const CDXJ_NAMES: Readonly<Partial<Record<CdxField, string>>> = {
  original: "url",
  mimetype: "mime",
  statuscode: "status",
};

/** `<urlkey> <14 digits> {json}`. As in an index of WARC files, digests name their algorithm, and revisits have a status. */
export function toCdxjLine(row: CdxRow, fields: readonly CdxField[]): string {
  const json: Record<string, string> = {};
  for (const field of fields) {
    if (field === "urlkey" || field === "timestamp") continue;
    const value = cdxjValue(row, field, row.capture);
    if (value !== "-") json[CDXJ_NAMES[field] ?? field] = value;
  }
  return `${fieldOf(row, "urlkey")} ${fieldOf(row, "timestamp")} ${JSON.stringify(json)}`;
}

function cdxjValue(row: CdxRow, field: CdxField, capture: CaptureRow): string {
  if (field === "digest") return capture.payloadSha1;
  return field === "statuscode" ? String(capture.httpStatus) : fieldOf(row, field);
}
