/**
 * Owns the fields of a CDX row: their names, and what each is of a capture. Names and values are those of the Wayback
 * CDX server; what it does not have has names of our own. Pure.
 */
import type { Quality } from "../../shared/article/quality/quality-names.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { toTimestamp } from "../../shared/memento/timestamp.ts";
import { toUrlkey } from "../../shared/url/urlkey.ts";

/** What is written where nothing is known. */
const NONE = "-";

/** Media type of a revisit, whose payload is another capture's. */
export const REVISIT_TYPE = "warc/revisit";

/** What a revisit stands for, as far as it was looked up. */
export interface PayloadHolder {
  readonly quality?: Quality | undefined;
  readonly contentType: string | null;
  readonly httpStatus: number;
  readonly warc: CaptureRow["warc"];
  readonly responseLength: number;
}

/** A capture with what its fields are read from. */
export interface CdxRow {
  readonly capture: CaptureRow;
  /** Present for a revisit whose payload's capture was looked up and found. */
  readonly holder: PayloadHolder | undefined;
  /** Whether a revisit is shown with its payload's media type and status. */
  readonly resolved: boolean;
}

const FIELDS = {
  urlkey: ({ capture }) => toUrlkey(capture.url),
  timestamp: ({ capture }) => toTimestamp(capture.capturedAt),
  original: ({ capture }) => capture.url,
  mimetype: ({ capture, holder, resolved }) => {
    if (capture.kind !== "revisit") return capture.contentType ?? "unk";
    return resolved && holder ? (holder.contentType ?? "unk") : REVISIT_TYPE;
  },
  statuscode: ({ capture, holder, resolved }) => {
    if (capture.kind !== "revisit") return String(capture.httpStatus);
    return resolved && holder ? String(holder.httpStatus) : NONE;
  },
  digest: ({ capture }) => capture.payloadSha1.replace(/^sha1:/, ""),
  length: ({ capture }) => String(capture.responseLength),
  /** `A`: the page asks not to be archived. */
  robotflags: ({ capture }) => (capture.noarchive ? "A" : NONE),
  redirect: ({ capture }) => capture.redirectTo ?? NONE,
  offset: ({ capture }) => String(capture.warc.offset),
  filename: ({ capture }) => capture.warc.key,
  "orig.length": ({ holder }) => (holder ? String(holder.responseLength) : NONE),
  "orig.offset": ({ holder }) => (holder ? String(holder.warc.offset) : NONE),
  "orig.filename": ({ holder }) => holder?.warc.key ?? NONE,
  quality: ({ capture, holder }) => capture.quality ?? holder?.quality ?? NONE,
  captureId: ({ capture }) => capture.id,
  sourceId: ({ capture }) => capture.sourceId ?? NONE,
  sha256: ({ capture }) => capture.payloadSha256.replace(/^sha256:/, ""),
} as const satisfies Record<string, (row: CdxRow) => string>;

export type CdxField = keyof typeof FIELDS;

/** What a query has when it names no fields. */
export const DEFAULT_FIELDS = [
  "urlkey",
  "timestamp",
  "original",
  "mimetype",
  "statuscode",
  "digest",
  "length",
] as const satisfies readonly CdxField[];

/** What a CDXJ line has when no fields are named: all that a client needs to fetch the record. */
export const CDXJ_FIELDS = [...DEFAULT_FIELDS, "offset", "filename"] as const satisfies readonly CdxField[];

/** Fields that are read from the capture of a revisit's payload. */
export const HOLDER_FIELDS: readonly CdxField[] = ["orig.length", "orig.offset", "orig.filename", "quality"];

/** Names that pywb's clients use. */
const ALIASES: Readonly<Record<string, CdxField>> = { url: "original", mime: "mimetype", status: "statuscode" };

/** A field by its name, by its other name, or by its place among the default ones; undefined where there is none. */
export function findField(name: string): CdxField | undefined {
  if (/^\d$/.test(name)) return DEFAULT_FIELDS[Number(name)];
  return ALIASES[name] ?? (Object.keys(FIELDS) as CdxField[]).find((field) => field === name);
}

/** Fields are parted by spaces, so a value has none: a media type or a Location can hold anything. */
export const fieldOf = (row: CdxRow, field: CdxField): string => FIELDS[field](row).replace(/\s/g, "%20") || NONE;

/** The line that a filter without a field is held against. */
export const lineOf = (row: CdxRow): string => DEFAULT_FIELDS.map((field) => fieldOf(row, field)).join(" ");
