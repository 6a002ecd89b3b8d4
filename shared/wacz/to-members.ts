/**
 * Owns making gzip members of a capture's records, wherever they stand: our own files and most of others' hold one
 * member for each record, and those are copied byte for byte; files that are not compressed are taken record by record.
 * Pure.
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { PermanentError } from "../errors.ts";

const compress = promisify(gzip);
const END_OF_HEADERS = "\r\n\r\n";

export interface Members {
  /** All records, the first one first. */
  readonly bytes: Uint8Array;
  /** Length of the first. */
  readonly firstLength: number;
}

/**
 * @param slice - a capture's records as they are stored
 * @param firstLength - length of the first record within it
 * @throws PermanentError `bad-message` where it is neither gzip nor WARC
 */
export async function toMembers(slice: Uint8Array, firstLength: number): Promise<Members> {
  if (slice[0] === 0x1f && slice[1] === 0x8b) return { bytes: slice, firstLength };
  const members = await Promise.all(splitRecords(slice).map((record) => compress(record)));
  return { bytes: Buffer.concat(members), firstLength: members[0]?.length ?? 0 };
}

/** The records of uncompressed WARC, each with the two line ends behind its block (WARC 1.1, section 4). */
function splitRecords(slice: Uint8Array): Uint8Array[] {
  const view = Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength);
  const records: Uint8Array[] = [];
  for (let start = 0; start < view.length; ) {
    const headersEnd = view.indexOf(END_OF_HEADERS, start);
    const headers = view.toString("latin1", start, Math.max(headersEnd, start));
    const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(headers)?.[1];
    if (!headers.startsWith("WARC/") || length === undefined) {
      throw new PermanentError("bad-message", "wacz: the capture's slice is no WARC record");
    }
    const blockEnd = headersEnd + END_OF_HEADERS.length + Number(length);
    if (blockEnd > view.length) throw new PermanentError("bad-message", "wacz: the capture's record is cut off");
    records.push(Buffer.concat([view.subarray(start, blockEnd), Buffer.from(END_OF_HEADERS)]));
    start = blockEnd;
    while (view[start] === 0x0d || view[start] === 0x0a) start += 1;
  }
  return records;
}
