/** WARC files written by hand, byte for byte, as various tools write them. The text is our own. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { v5 } from "uuid";

const NAMES = "6b1a1f6e-5a0c-4c51-9d0a-0c8f3a1f7d11";

/** The same UUID for the same name. */
export const idOf = (name: string): string => v5(name, NAMES);

export interface RecordParts {
  readonly type?: string;
  readonly id?: string;
  readonly url?: string;
  readonly date?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly block: string | Buffer;
  readonly version?: string;
  /** Instead of the block's own. */
  readonly length?: number;
}

export function record(parts: RecordParts): Buffer {
  const block = Buffer.from(parts.block);
  const { type = "response", id = idOf(`${parts.type} ${parts.url} ${parts.date}`) } = parts;
  const fields = {
    "WARC-Type": type,
    "WARC-Record-ID": `<urn:uuid:${id}>`,
    "WARC-Date": parts.date ?? "2026-03-14T08:15:00Z",
    ...(parts.url === undefined ? {} : { "WARC-Target-URI": parts.url }),
    "Content-Type": parts.contentType ?? `application/http; msgtype=${type === "request" ? "request" : "response"}`,
    ...parts.fields,
    "Content-Length": String(parts.length ?? block.length),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `WARC/${parts.version ?? "1.1"}\r\n${lines.join("")}\r\n`;
  return Buffer.concat([Buffer.from(head), block, Buffer.from("\r\n\r\n")]);
}

export const httpBlock = (body: string | Buffer, headers = "Content-Type: text/html\r\n", status = "200 OK"): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}\r\n`), Buffer.from(body)]);

export const pageOf = (title: string): string =>
  `<!doctype html><title>${title}</title><p>The harbour board met on Tuesday and heard of ${title}.</p>`;

/** A response with a page. */
export const response = (url: string, parts: Partial<RecordParts> = {}): Buffer =>
  record({ url, block: httpBlock(pageOf(url)), ...parts });

export const request = (url: string, parts: Partial<RecordParts> = {}): Buffer =>
  record({
    type: "request",
    url,
    block: `GET ${new URL(url).pathname} HTTP/1.1\r\nHost: quay.example\r\n\r\n`,
    ...parts,
  });

export const warcinfo = (): Buffer =>
  record({ type: "warcinfo", contentType: "application/warc-fields", block: "software: by hand\r\n" });

/** A member for each record. */
export const members = (...records: readonly Buffer[]): Buffer => Buffer.concat(records.map((each) => gzipSync(each)));

export const sha1Hex = (bytes: string | Buffer): string => `sha1:${createHash("sha1").update(bytes).digest("hex")}`;
export const sha256 = (bytes: string | Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
