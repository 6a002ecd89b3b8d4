/** Owns reading one record back from its slice of a WARC file. It must not decode the payload: that is fetch/'s. Pure. */
import { PermanentError } from "../errors.ts";
import type { HeaderLines } from "../fetch/exchange.ts";
import { headerValues } from "../fetch/header-lines.ts";
import { gunzip, OutputTooLargeError } from "../fetch/inflate.ts";
import { joinChunks } from "./chunked-body.ts";
import { parseResponseHeaderBlock } from "./http-block.ts";
import { bareUri, findHeaderEnd, parseNamedHeaders } from "./named-headers.ts";

/** One record, its block taken apart. */
export interface ReadRecord {
  /** `WARC-Type`. */
  readonly type: string;
  /** Named WARC headers, by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * Status and header lines of an archived HTTP response or revisit, as they are in the record; null for others. A
   * `resource` of the web, which has none, reads as what a server would have said of it: 200, and its type.
   */
  readonly http: { readonly status: number; readonly statusText: string; readonly headers: HeaderLines } | null;
  /**
   * What follows the HTTP header block; the whole block where `http` is null. Content codings are not undone; the chunked
   * transfer coding is, where the record was imported from a tool that keeps it.
   */
  readonly payload: Uint8Array;
}

/** Room for the largest capture, and for an article made of it; a slice that unpacks to more was not written by us. */
const MAX_RECORD_BYTES = 128 * 1024 * 1024;

/** `WARC/`: a record that is not compressed. */
const PLAIN_START = Buffer.from("WARC/");

/**
 * Reads the record that starts `slice`, as the index points to it: a gzip member, or plain bytes of a file that others
 * made.
 *
 * @param maxBytes bytes of the unpacked record above which reading stops. @default 128 MiB
 * @throws PermanentError `bad-message` where the slice is not a whole WARC record, `content-too-large` past `maxBytes`
 */
export async function readRecord(slice: Uint8Array, maxBytes = MAX_RECORD_BYTES): Promise<ReadRecord> {
  const record = await unpack(slice, maxBytes);
  const end = findHeaderEnd(record);
  if (!end) throw notARecord("it has no header block");
  const headers = parseNamedHeaders(record.subarray(0, end.length))?.fields;
  if (!headers) throw notARecord("it does not begin with a WARC version");
  const type = headers.get("warc-type");
  const lengthText = headers.get("content-length") ?? "";
  if (!type || !/^\d+$/.test(lengthText)) throw notARecord("it has no WARC-Type or no Content-Length");

  const block = record.subarray(end.length, end.length + Number(lengthText));
  if (block.length !== Number(lengthText)) throw notARecord("its block is shorter than Content-Length");
  return { type, headers, ...takeApart(type, headers, block) };
}

function takeApart(
  type: string,
  headers: ReadonlyMap<string, string>,
  block: Uint8Array,
): Pick<ReadRecord, "http" | "payload"> {
  if (type === "resource" && /^https?:/i.test(bareUri(headers.get("warc-target-uri") ?? ""))) {
    const contentType = headers.get("content-type");
    const lines: HeaderLines = contentType === undefined ? [] : [["Content-Type", contentType]];
    return { http: { status: 200, statusText: "OK", headers: lines }, payload: block };
  }
  const hasHttp = type === "response" || type === "revisit";
  const http = hasHttp && isHttp(headers) ? parseResponseHeaderBlock(block) : null;
  if (!http) return { http: null, payload: block };
  const { status, statusText, headers: lines, bodyOffset } = http;
  const body = block.subarray(bodyOffset);
  const isChunked = headerValues(lines, "transfer-encoding").some((value) => /\bchunked\b/i.test(value));
  return { http: { status, statusText, headers: lines }, payload: (isChunked ? joinChunks(body) : null) ?? body };
}

async function unpack(slice: Uint8Array, maxBytes: number): Promise<Buffer> {
  if (PLAIN_START.equals(slice.subarray(0, PLAIN_START.length))) {
    if (slice.length > maxBytes) throw tooLarge(maxBytes);
    return Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength);
  }
  try {
    const bytes = await gunzip(slice, { maxBytes, allowPartial: false });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    if (cause instanceof OutputTooLargeError) throw tooLarge(maxBytes);
    throw notARecord("it is not a gzip member", cause);
  }
}

function isHttp(headers: ReadonlyMap<string, string>): boolean {
  return /^application\/http\b/i.test(headers.get("content-type") ?? "");
}

function tooLarge(maxBytes: number): PermanentError {
  return new PermanentError("content-too-large", `warc: the record is larger than ${maxBytes} bytes`);
}

function notARecord(why: string, cause?: unknown): PermanentError {
  return new PermanentError("bad-message", `warc: the slice is not a WARC record: ${why}`, { cause });
}
