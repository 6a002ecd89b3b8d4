/** Owns in which form an archived body is given out: as it came, as a page or stylesheet rewritten, or as a file. */

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { deliver, fitsAnswer } from "../../shared/api/deliver.ts";
import type { HttpResult } from "../../shared/api/http-handler.ts";
import { decodeHtml } from "../../shared/article/page/decode-html.ts";
import { charsetOf } from "../../shared/article/page/page-encoding.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { PermanentError } from "../../shared/errors.ts";
import { decodeContent } from "../../shared/fetch/decode-body.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import { sniffMediaType } from "../../shared/fetch/sniff-media-type.ts";
import type { Modifier } from "../../shared/memento/memento-urls.ts";
import { type ArchivedExchange, unreadable } from "./archived-exchange.ts";
import { sendable } from "./archived-headers.ts";
import { FILE_POLICY, mediaKindOf } from "./policy.ts";
import { rewriteCss } from "./rewrite-css.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** A decoded body: half as large again as the largest capture, which few that are not hostile reach. */
const MAX_DECODED_BYTES = 32 * 1024 * 1024;
/** Characters of a page or stylesheet that are rewritten: some seconds of work at the very most. */
const MAX_REWRITTEN_CHARS = 4 * 1024 * 1024;
/** Below it a cut page is not made shorter: what is left of one fits any answer. */
const MIN_CUT_CHARS = 512 * 1024;

const gzipAsync = promisify(gzip);

export interface ShowOptions {
  readonly captureId: string;
  readonly pageUrl: string;
  readonly timestamp: string;
  readonly modifier: Modifier | "";
  /** HTML of the banner, given what is to be noted; null for none. */
  banner(notes: readonly string[]): string | null;
  /** Policy of a page. */
  readonly pagePolicy: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly acceptsGzip: boolean;
}

/** `id_`: the payload as captured, under the media type and coding that it was sent with. */
export function showRaw(objects: ObjectStore, exchange: ArchivedExchange, options: ShowOptions): Promise<HttpResult> {
  const { payload, headers } = exchange;
  const contentType = sendable(headerList(headers, "content-type") ?? "");
  return deliver(objects, Buffer.from(payload), {
    statusCode: exchange.status,
    // Without one, API Gateway would write its own.
    mediaType: contentType === "" ? "application/octet-stream" : contentType,
    fileName: `${options.captureId}-as-captured`,
    headers: { ...options.headers, "Content-Security-Policy": FILE_POLICY },
    isText: false,
    contentEncoding: sendable(headerList(headers, "content-encoding") ?? "") || undefined,
  });
}

/** A body that a browser can show inside the archive. */
export async function showBody(
  objects: ObjectStore,
  exchange: ArchivedExchange,
  options: ShowOptions,
): Promise<HttpResult> {
  const body = await undoCodings(exchange);
  const declared = headerList(exchange.headers, "content-type");
  const mediaType = sniffMediaType(declared, body);
  const kind = mediaKindOf(mediaType, options.modifier);
  if (kind === "page") return showPage(objects, exchange, body, options);
  const shown = {
    statusCode: exchange.status,
    headers: { ...options.headers, "Content-Security-Policy": FILE_POLICY },
  };
  if (kind === "stylesheet") {
    const { html: css } = decodeHtml(body, charsetOf(declared) ? declared : cssTypeOf(body));
    const rewritten = Buffer.from(rewriteCss(css.slice(0, MAX_REWRITTEN_CHARS), options));
    const fileName = `${options.captureId}.css`;
    return deliver(objects, rewritten, { ...shown, mediaType: "text/css; charset=utf-8", fileName, isText: true });
  }
  const charset = charsetOf(declared);
  const isTextual = charset !== undefined && /^[\w-]+$/.test(charset) && declared?.toLowerCase().includes(mediaType);
  return deliver(objects, Buffer.from(body.buffer, body.byteOffset, body.byteLength), {
    ...shown,
    headers: {
      ...shown.headers,
      ...(kind === "file" && { "Content-Disposition": `attachment; filename="${fileNameOf(options.pageUrl)}"` }),
    },
    mediaType: isTextual ? `${mediaType}; charset=${charset}` : mediaType,
    fileName: `${options.captureId}-${fileNameOf(options.pageUrl)}`,
    isText: false,
  });
}

async function showPage(objects: ObjectStore, exchange: ArchivedExchange, body: Uint8Array, options: ShowOptions) {
  const { html } = decodeHtml(body, headerList(exchange.headers, "content-type"));
  const what = {
    statusCode: exchange.status,
    mediaType: "text/html; charset=utf-8",
    fileName: `${options.captureId}.html`,
    headers: { ...options.headers, "Content-Security-Policy": options.pagePolicy },
  };
  for (let chars = MAX_REWRITTEN_CHARS; ; chars /= 2) {
    const page = Buffer.from(rewritePage(html, chars, exchange, options));
    if (fitsAnswer(page, true)) return deliver(objects, page, { ...what, isText: true });
    const packed = options.acceptsGzip ? await gzipAsync(page) : undefined;
    if (packed && fitsAnswer(packed, false)) {
      return deliver(objects, packed, { ...what, isText: false, contentEncoding: "gzip" });
    }
    if (chars <= MIN_CUT_CHARS) return deliver(objects, page, { ...what, isText: true });
  }
}

function rewritePage(html: string, chars: number, { truncated }: ArchivedExchange, options: ShowOptions): string {
  const notes = [
    ...(truncated ? ["The capture was cut off: the page is longer than what was kept."] : []),
    ...(html.length > chars ? [`Only the first ${chars.toLocaleString("en")} characters of this page are shown.`] : []),
  ];
  const { pageUrl, timestamp, modifier } = options;
  const isFrame = modifier === "if_" || modifier === "fr_";
  return rewriteHtml(html.slice(0, chars), { pageUrl, timestamp, isFrame, banner: options.banner(notes) ?? undefined });
}

async function undoCodings({ payload, headers, truncated }: ArchivedExchange): Promise<Uint8Array> {
  try {
    return await decodeContent(payload, headerList(headers, "content-encoding"), MAX_DECODED_BYTES, {
      allowPartial: truncated !== undefined,
    });
  } catch (cause) {
    if (!(cause instanceof PermanentError)) throw cause;
    throw unreadable(`${cause.message}; the form id_ gives the bytes as they came`, cause);
  }
}

/** A stylesheet may name its own charset in its first bytes (CSS Syntax 3, section 3.2); else it is UTF-8, if it can be. */
function cssTypeOf(body: Uint8Array): string | null {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 100)).toString("latin1");
  const charset = /^@charset "([\w-]{1,40})";/.exec(start)?.[1];
  return charset ? `text/css; charset=${charset}` : null;
}

/** The last part of the path, as far as a file can be called so anywhere. */
function fileNameOf(url: string): string {
  const name = new URL(url).pathname.split("/").at(-1) ?? "";
  return name.replace(/[^\w.-]+/g, "_").slice(-100) || "file";
}
