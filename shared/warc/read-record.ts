/** Owns reading one record back from its slice of a WARC file. It must not decode the payload: that is fetch/'s. Pure. */
import { PermanentError } from "../errors.ts";
import type { HeaderLines } from "../fetch/exchange.ts";
import { parseHeaderLines } from "../fetch/header-lines.ts";
import { gunzip, OutputTooLargeError } from "../fetch/inflate.ts";
import { parseResponseHeaderBlock } from "./http-block.ts";

/** One record, its block taken apart. */
export interface ReadRecord {
  /** `WARC-Type`. */
  readonly type: string;
  /** Named WARC headers, by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Status and header lines of an archived HTTP response or revisit, as they are in the record; null for others. */
  readonly http: { readonly status: number; readonly statusText: string; readonly headers: HeaderLines } | null;
  /** What follows the HTTP header block; the whole block where `http` is null. Not decoded. */
  readonly payload: Uint8Array;
}

/** Room for the largest capture, and for an article made of it; a slice that unpacks to more was not written by us. */
const MAX_RECORD_BYTES = 128 * 1024 * 1024;

const END_OF_HEADERS = "\r\n\r\n";

/**
 * Reads the record that starts `slice`, which is one gzip member as the index points to it.
 *
 * @param maxBytes bytes of the unpacked record above which reading stops. @default 128 MiB
 * @throws PermanentError `bad-message` where the slice is not a whole WARC record, `content-too-large` past `maxBytes`
 */
export async function readRecord(slice: Uint8Array, maxBytes = MAX_RECORD_BYTES): Promise<ReadRecord> {
  const record = await unpack(slice, maxBytes);
  const headersEnd = record.indexOf(END_OF_HEADERS);
  if (headersEnd < 0) throw notARecord("it has no header block");
  const headers = readNamedHeaders(record.subarray(0, headersEnd + END_OF_HEADERS.length));
  const type = headers.get("warc-type");
  const lengthText = headers.get("content-length") ?? "";
  if (!type || !/^\d+$/.test(lengthText)) throw notARecord("it has no WARC-Type or no Content-Length");

  const start = headersEnd + END_OF_HEADERS.length;
  const block = record.subarray(start, start + Number(lengthText));
  if (block.length !== Number(lengthText)) throw notARecord("its block is shorter than Content-Length");
  const hasHttp = type === "response" || type === "revisit";
  const http = hasHttp && isHttp(headers) ? parseResponseHeaderBlock(block) : null;
  if (!http) return { type, headers, http: null, payload: block };
  const { status, statusText, headers: lines, bodyOffset } = http;
  return { type, headers, http: { status, statusText, headers: lines }, payload: block.subarray(bodyOffset) };
}

async function unpack(slice: Uint8Array, maxBytes: number): Promise<Buffer> {
  try {
    const bytes = await gunzip(slice, { maxBytes, allowPartial: false });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    if (cause instanceof OutputTooLargeError) {
      throw new PermanentError("content-too-large", `warc: the record is larger than ${maxBytes} bytes`);
    }
    throw notARecord("it is not a gzip member", cause);
  }
}

/** They are UTF-8 (WARC 1.1, section 4). Of one that is repeated the values are joined, as HTTP's are. */
function readNamedHeaders(block: Buffer): ReadonlyMap<string, string> {
  const [version = "", ...lines] = block.toString().split("\r\n");
  if (!/^WARC\/\d+\.\d+$/.test(version)) throw notARecord("it does not begin with a WARC version");
  const headers = new Map<string, string>();
  for (const [name, value] of parseHeaderLines(lines.join("\r\n"))) {
    const [key, before] = [name.toLowerCase(), headers.get(name.toLowerCase())];
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function isHttp(headers: ReadonlyMap<string, string>): boolean {
  return /^application\/http\b/i.test(headers.get("content-type") ?? "");
}

function notARecord(why: string, cause?: unknown): PermanentError {
  return new PermanentError("bad-message", `warc: the slice is not a WARC record: ${why}`, { cause });
}
