/** Owns whether a response is an HTML document: by what the server says, and by how the body begins. */
import { decodeContent } from "./decode-body.ts";
import type { HeaderLines } from "./exchange.ts";
import { headerList, headerValues } from "./header-lines.ts";
import { sniffMediaType } from "./sniff-media-type.ts";

/** Media types that extract reads. */
const HTML_TYPES = ["text/html", "application/xhtml+xml"];

/** Bytes as captured that are looked at: decompressed, they hold the start that sniffing wants. */
const SNIFFED_CAPTURED_BYTES = 4096;

/** Deflate makes at most 1,032 bytes of one. */
const MAX_SNIFFED_BYTES = SNIFFED_CAPTURED_BYTES * 1100;

/** @param body - the whole body, or its first 4,096 bytes, content coding intact */
export async function isHtmlResponse(headers: HeaderLines, body: Uint8Array): Promise<boolean> {
  const declared = headerValues(headers, "content-type")[0] ?? null;
  const coding = headerList(headers, "content-encoding");
  const start = body.subarray(0, SNIFFED_CAPTURED_BYTES);
  const decoded = await decodeContent(start, coding, MAX_SNIFFED_BYTES, { allowPartial: true }).catch(() => undefined);
  // What cannot be decompressed cannot be extracted either, and extract says so: then its type counts as declared.
  const type = decoded ? sniffMediaType(declared, decoded) : (mediaTypeOf(headers) ?? "text/html");
  return HTML_TYPES.includes(type);
}

/** `text/html` of `text/html; charset=utf-8`, lower case; null where the server named none. */
export function mediaTypeOf(headers: HeaderLines): string | null {
  const type = headerValues(headers, "content-type")[0]?.split(";")[0]?.trim().toLowerCase();
  return type || null;
}
