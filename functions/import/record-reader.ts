/**
 * Owns reading one WARC record off a sequence of unpacked bytes: its headers, and what is found out about its block. Pure.
 */
import { findHeaderEnd, parseNamedHeaders } from "../../shared/warc/named-headers.ts";
import { type BlockFacts, BlockReader } from "./block-facts.ts";
import type { ByteReader } from "./byte-reader.ts";
import { readStatedDigest } from "./stated-digest.ts";

/** Why what stands here is no record; the codes are those of shared/imports/import-problems.ts. */
export type BrokenCode = "no-record" | "headers-too-large" | "bad-headers" | "bad-version" | "truncated";

export class BrokenRecordError extends Error {
  readonly code: BrokenCode;

  constructor(code: BrokenCode) {
    super(code);
    this.code = code;
  }
}

export interface RawRecord {
  readonly type: string;
  readonly fields: ReadonlyMap<string, string>;
  /** Bytes of the block. */
  readonly contentLength: number;
  readonly block: BlockFacts;
}

/** Real ones have less than one; a few tools write whole certificates and the like into their fields. */
const MAX_HEADER_BYTES = 64 * 1024;

const VERSION_START = Buffer.from("WARC/");
const VERSIONS = ["1.0", "1.1", "0.18", "0.17"];

export const startsRecord = (bytes: Uint8Array): boolean =>
  VERSION_START.equals(bytes.subarray(0, VERSION_START.length));

/** What is told of a record while it is read: to copy it, say. */
export interface RecordCopy {
  /** False where this record is not wanted. */
  wants(type: string, contentLength: number): boolean;
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Reads a record, which must begin here. Line ends behind it are left.
 *
 * @throws BrokenRecordError; what stands in `source` is then where it was found out
 */
export async function readRawRecord(source: ByteReader, copy?: RecordCopy): Promise<RawRecord> {
  const head = await peekHeaders(source);
  const parsed = parseNamedHeaders(head);
  if (!parsed) throw new BrokenRecordError("bad-headers");
  if (!VERSIONS.includes(parsed.version)) throw new BrokenRecordError("bad-version");
  const { fields } = parsed;
  const type = fields.get("warc-type")?.toLowerCase();
  const lengthText = fields.get("content-length") ?? "";
  // 15 digits: more than any file, and exact in a double.
  if (!type || !/^\d{1,15}$/.test(lengthText)) throw new BrokenRecordError("bad-headers");
  source.take(head.length);
  const contentLength = Number(lengthText);
  const block = new BlockReader({
    isHttp: ["response", "request", "revisit"].includes(type) && isHttpType(fields.get("content-type")),
    blockDigest: readStatedDigest(fields.get("warc-block-digest")),
    payloadDigest: readStatedDigest(fields.get("warc-payload-digest")),
  });
  const copied = copy?.wants(type, contentLength) ? copy : undefined;
  await copied?.write(head);
  const found = await source.takeThrough(contentLength, async (piece) => {
    block.push(piece);
    await copied?.write(piece);
  });
  if (found < contentLength) throw new BrokenRecordError("truncated");
  await copied?.write(Buffer.from("\r\n\r\n"));
  return { type, fields, contentLength, block: block.finish() };
}

async function peekHeaders(source: ByteReader): Promise<Buffer> {
  for (let count = 2048; ; count *= 2) {
    const bytes = await source.peek(count);
    if (!startsRecord(bytes)) throw new BrokenRecordError("no-record");
    const end = findHeaderEnd(bytes);
    if (end && end.length <= MAX_HEADER_BYTES) return bytes.subarray(0, end.length);
    if (bytes.length > MAX_HEADER_BYTES) throw new BrokenRecordError("headers-too-large");
    if (bytes.length < count) throw new BrokenRecordError("truncated");
  }
}

const isHttpType = (contentType: string | undefined): boolean => /^application\/http\b/i.test(contentType ?? "");

/** Takes the line ends that stand between records: two, by the standard; some tools write fewer, or more. */
export async function takeLineEnds(source: ByteReader, most = 16): Promise<number> {
  const bytes = await source.peek(most);
  let count = 0;
  while (bytes[count] === 0x0d || bytes[count] === 0x0a) count += 1;
  source.take(count);
  return count;
}
