/** Owns the bytes of archived HTTP header blocks: from an exchange, and back. One character is one byte (latin1). Pure. */
import type { Exchange, HeaderLines } from "../fetch/exchange.ts";
import { parseHeaderLines } from "../fetch/header-lines.ts";
import { requestTarget } from "../fetch/request-target.ts";

/**
 * The fetcher joins the chunks of a chunked body, so a block that still said `Transfer-Encoding: chunked` would send
 * readers looking for chunk sizes in the text. The line is kept under the name that web archives use for original
 * headers; everything else stays as it came.
 */
const TRANSFER_ENCODING = "transfer-encoding";
const ARCHIVED_TRANSFER_ENCODING = "X-Archive-Orig-Transfer-Encoding";

/** The request as it was sent: request line, header lines, empty line. */
export function requestBlock(exchange: Exchange): Uint8Array {
  return block(`${exchange.method} ${requestTarget(exchange.url)} HTTP/1.1`, exchange.requestHeaders);
}

/** The response's status line, header lines and empty line; the body follows it. */
export function responseHeaderBlock(exchange: Exchange): Uint8Array {
  const lines = exchange.responseHeaders.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === TRANSFER_ENCODING ? [ARCHIVED_TRANSFER_ENCODING, value] : [name, value],
  );
  return block(`${exchange.httpVersion} ${exchange.status} ${exchange.statusText}`, lines);
}

function block(startLine: string, headers: HeaderLines): Uint8Array {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${startLine}\r\n${lines.join("")}\r\n`, "latin1");
}

/** An archived response header block, and where the body begins. */
export interface ParsedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderLines;
  readonly bodyOffset: number;
}

/** Reads the header block at the start of `bytes`, or null where there is none. */
export function parseResponseHeaderBlock(bytes: Uint8Array): ParsedResponse | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { linesEnd, bodyOffset } = endOfHeaders(view);
  const text = `${view.toString("latin1", 0, linesEnd)}\n`.replace(/\r?\n/g, "\r\n");
  const match = /^HTTP\/\d(?:\.\d)? (\d{3})(?: ([^\r\n]*))?\r\n/.exec(text);
  if (!match) return null;
  const headers = parseHeaderLines(text.slice(match[0].length));
  return { status: Number(match[1]), statusText: match[2] ?? "", headers, bodyOffset };
}

/** Some servers end lines with a bare line feed, and wget archives what they sent (RFC 9112, section 2.2). */
function endOfHeaders(view: Buffer): { readonly linesEnd: number; readonly bodyOffset: number } {
  const [crlf, lf] = [view.indexOf("\r\n\r\n"), view.indexOf("\n\n")];
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { linesEnd: crlf, bodyOffset: crlf + 4 };
  return lf < 0 ? { linesEnd: view.length, bodyOffset: view.length } : { linesEnd: lf, bodyOffset: lf + 2 };
}
