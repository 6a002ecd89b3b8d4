/**
 * Owns turning named headers and a block into one gzip member that is one WARC/1.1 record (ISO 28500). What the headers
 * say is its callers' concern. Pure: ids and dates are given to it.
 */
import { createGzip } from "node:zlib";
import { HeadersMultiMap, StatusAndHeaders, WARC_1_1, WARCRecord, WARCSerializer } from "warcio";
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
 * Makes the record. The block goes in as raw bytes: warcio would write HTTP headers as UTF-8 and join repeated ones,
 * and then the digests of what was on the wire would not match. Compression is zlib's, on its thread: of 20 MiB neither
 * a second copy nor a pause of the event loop is needed.
 */
export async function writeRecord(content: RecordContent): Promise<WarcMember> {
  const named: [string, string | null][] = [
    ["WARC-Type", content.type],
    ["WARC-Record-ID", recordUri(content.id)],
    ["WARC-Date", content.date.toISOString()],
    ...Object.entries(content.headers),
    ["WARC-Block-Digest", sha1Base32(...content.block)],
    ["Content-Type", content.contentType],
  ];
  const headers = new SingleValueHeaders();
  for (const [name, value] of named) if (value !== null) headers.set(name, singleLine(value));
  // warcio computes the digests that are missing. This one is not wanted: it would be over HTTP headers and body.
  const record = new WARCRecord({
    warcHeaders: new StatusAndHeaders({ statusline: WARC_1_1, headers }),
    reader: content.block.filter((part) => part.length > 0),
  });
  const serializer = new WARCSerializer(record, { gzip: false, digest: { algo: "" } });
  return { type: content.type, id: content.id, bytes: await gzipMember(serializer) };
}

/**
 * warcio's map takes three commas inside a value for several values joined, and throws for headers that may have only
 * one. URLs do contain three commas, and no header here has several values.
 */
class SingleValueHeaders extends HeadersMultiMap {
  override isMultiValue(): boolean {
    return false;
  }
}

/** A line end in a value would start a header of its own. */
function singleLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return value.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
}

async function gzipMember(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const gzip = createGzip();
  const feeding = feed(pieces, gzip);
  const out: Uint8Array[] = [];
  for await (const chunk of gzip as AsyncIterable<Uint8Array>) out.push(chunk);
  await feeding;
  return Buffer.concat(out);
}

async function feed(pieces: AsyncIterable<Uint8Array>, gzip: ReturnType<typeof createGzip>): Promise<void> {
  try {
    for await (const piece of pieces) gzip.write(piece);
    gzip.end();
  } catch (error) {
    gzip.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
