/**
 * Owns what stands in a WARC file where a capture was erased: one record that says so, exactly as long as what it
 * replaces, so that every other record of the file keeps its offset and the file stays a valid one. Pure.
 */
import { crc32, deflateRawSync } from "node:zlib";
import { writeFields } from "./warc-fields.ts";
import { recordUri, writePlainRecord } from "./write-record.ts";

export interface TombstoneInput {
  /** UUID of the tombstone's own record. */
  readonly id: string;
  /** Bytes that it must fill. */
  readonly length: number;
  /** False in a file that is not compressed. */
  readonly gzip: boolean;
  readonly erasedAt: Date;
  /** The restriction that says who had it erased, and why. */
  readonly restrictionId: string;
  /** As the erased record had it; null where it is not known. */
  readonly targetUri: string | null;
  readonly refersTo: string;
  readonly warcinfoUri: string | null;
}

/** gzip: RFC 1952, section 2.3.1. The comment is what is stretched: any length, no zero byte, ignored by every reader. */
const HEADER_WITH_COMMENT = [0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 0xff];
const TRAILER_BYTES = 8;
const FILL = 0x2e;

/**
 * Makes the bytes. Where the gap is too small for the record, which no capture of ours leaves, it is filled by a gzip
 * member that holds nothing, or by line ends.
 */
export function writeTombstone(input: TombstoneInput): Uint8Array {
  const { length, gzip } = input;
  if (!gzip) return plainTombstone(input);
  return gzipWithin(plainRecord(input, 0), length) ?? gzipWithin(new Uint8Array(), length) ?? lineEnds(length);
}

const lineEnds = (length: number): Uint8Array => Buffer.alloc(length, "\r\n");

/** Each filler byte is one of the block; Content-Length takes up to this many digits of what is left. */
const MAX_LENGTH_DIGITS = 10;

function plainTombstone(input: TombstoneInput): Uint8Array {
  const room = input.length - plainRecord(input, 0).length;
  for (let filler = room; filler >= 0 && filler > room - MAX_LENGTH_DIGITS; filler -= 1) {
    const record = plainRecord(input, filler);
    if (record.length === input.length) return record;
  }
  return lineEnds(input.length);
}

function plainRecord(input: TombstoneInput, filler: number): Uint8Array {
  const fields = writeFields({ erased: input.erasedAt.toISOString(), restriction: input.restrictionId });
  return writePlainRecord({
    type: "metadata",
    id: input.id,
    date: input.erasedAt,
    contentType: "application/warc-fields",
    headers: {
      "WARC-Target-URI": input.targetUri,
      "WARC-Refers-To": recordUri(input.refersTo),
      "WARC-Warcinfo-ID": input.warcinfoUri,
    },
    block: [fields, Buffer.alloc(filler, "\n")],
  });
}

/** One gzip member of exactly `length` bytes, or undefined where the content alone is longer. */
function gzipWithin(content: Uint8Array, length: number): Uint8Array | undefined {
  const deflated = deflateRawSync(content, { level: 9 });
  const comment = length - HEADER_WITH_COMMENT.length - 1 - deflated.length - TRAILER_BYTES;
  if (comment < 0) return undefined;
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([
    Buffer.from(HEADER_WITH_COMMENT),
    Buffer.alloc(comment, FILL),
    Buffer.from([0]),
    deflated,
    trailer,
  ]);
}
