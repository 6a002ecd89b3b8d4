/**
 * Owns turning named headers and a block into one gzip member that is one WARC/1.1 record (ISO 28500). What the headers
 * say is its callers' concern. Pure: ids and dates are given to it.
 */
import { createGzip } from "node:zlib";
import { sha1Base32 } from "./digests.ts";

/** One record, compressed, ready to be appended to a WARC file. */
export interface WarcMember {
  readonly type: WarcType;
  /** The record's UUID, without `urn:uuid:`. */
  readonly id: string;
  /** One gzip member: a valid WARC file by itself. */
  readonly bytes: Uint8Array;
}

/** The record types that this archive writes. */
export type WarcType = "warcinfo" | "request" | "response" | "revisit" | "metadata" | "conversion" | "resource";

export interface RecordContent {
  readonly type: WarcType;
  /** UUID of the record. */
  readonly id: string;
  /** When what the record holds was made; milliseconds are kept (WARC 1.1, section 5.4). */
  readonly date: Date;
  readonly contentType: string;
  /** Named headers besides type, id, date, digest of the block, Content-Type and Content-Length. Null leaves one out. */
  readonly headers: Readonly<Record<string, string | null>>;
  /** The block, in pieces that are written one after the other. */
  readonly block: readonly Uint8Array[];
}

/** `<urn:uuid:…>`, as record ids are written. */
export function recordUri(id: string): string {
  return `<urn:uuid:${id}>`;
}

/**
 * Makes the record as one gzip member. Compression is zlib's, on its thread: of 20 MiB neither a second copy nor a pause
 * of the event loop is needed.
 */
export async function writeRecord(content: RecordContent): Promise<WarcMember> {
  return { type: content.type, id: content.id, bytes: await gzipMember(piecesOf(content)) };
}

/** Makes the record as it stands in a file that is not compressed. */
export function writePlainRecord(content: RecordContent): Uint8Array {
  return Buffer.concat(piecesOf(content));
}

/**
 * The format is a few lines, and they are written here: warcio would write HTTP headers as UTF-8, join repeated ones, and
 * bring 100 KB of hashing and packing of its own. The tests read what is written with warcio's parser.
 */
function piecesOf(content: RecordContent): readonly Uint8Array[] {
  const length = content.block.reduce((sum, part) => sum + part.byteLength, 0);
  const named: [string, string | null][] = [
    ["WARC-Type", content.type],
    ["WARC-Record-ID", recordUri(content.id)],
    ["WARC-Date", content.date.toISOString()],
    ...Object.entries(content.headers),
    ["WARC-Block-Digest", sha1Base32(...content.block)],
    ["Content-Type", content.contentType],
    ["Content-Length", String(length)],
  ];
  const lines = named.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${singleLine(value)}\r\n`]));
  const head = Buffer.from(`WARC/1.1\r\n${lines.join("")}\r\n`);
  return [head, ...content.block, END_OF_RECORD];
}

/** Two empty lines end a record (WARC 1.1, section 4). */
const END_OF_RECORD = Buffer.from("\r\n\r\n");

/** A line end in a value would start a header of its own. */
function singleLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return value.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
}

async function gzipMember(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const gzip = createGzip();
  for (const piece of pieces) gzip.write(piece);
  gzip.end();
  const out: Uint8Array[] = [];
  for await (const chunk of gzip as AsyncIterable<Uint8Array>) out.push(chunk);
  return Buffer.concat(out);
}
