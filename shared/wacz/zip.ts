/**
 * Owns the ZIP format as far as a WACZ needs it: stored entries whose size and CRC are known before they are written
 * (APPNOTE 6.3.10, sections 4.3 and 4.4), with Zip64 where an offset or a count outgrows the old fields. A writer of our
 * own, because the file is made over several invocations: a library keeps what it has written in its memory, this one
 * takes the list of entries back as data. Sizes in the header, not behind the bytes: a reader that streams cannot find
 * the end of a stored entry otherwise. Pure.
 */
import { crc32 } from "node:zlib";
import * as z from "zod";

export const zipEntrySchema = z.object({
  /** ASCII, with `/` between folders. */
  path: z.string(),
  bytes: z.int().min(0),
  crc32: z.int().min(0),
  /** Where the entry's local header begins in the file. */
  offset: z.int().min(0),
});

export type ZipEntry = Readonly<z.infer<typeof zipEntrySchema>>;

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 };
const VERSION = { stored: 10, zip64: 45 };
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
/** 1 January 1980, the first day that ZIP knows: when a file was made says datapackage.json, to the millisecond. */
const DOS_DATE = 0x0021;

/** The entry that `content` becomes at `offset`. @throws RangeError for 4 GiB or more, which no entry here comes near */
export function toZipEntry(path: string, content: Uint8Array, offset: number): ZipEntry {
  if (content.byteLength >= MAX_32)
    throw new RangeError(`${path}: ${content.byteLength} bytes are too many for an entry`);
  return { path, bytes: content.byteLength, crc32: crc32(content), offset };
}

/** What stands before the entry's bytes. */
export function localHeader({ path, bytes, crc32: crc }: Omit<ZipEntry, "offset">): Uint8Array {
  const name = Buffer.from(path, "ascii");
  const header = Buffer.alloc(30);
  header.writeUInt32LE(SIGNATURE.local, 0);
  header.writeUInt16LE(VERSION.stored, 4);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(bytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

/** Bytes of an entry with its header. */
export const zippedLength = ({ path, bytes }: Pick<ZipEntry, "path" | "bytes">): number => 30 + path.length + bytes;

/** What ends the file, after the last entry: the directory of all entries. @param offset - where it will stand */
export function centralDirectory(entries: readonly ZipEntry[], offset: number): Uint8Array {
  const records = Buffer.concat(entries.map(centralRecord));
  const needs64 = entries.length >= MAX_16 || offset >= MAX_32 || records.length >= MAX_32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(SIGNATURE.end, 0);
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 8);
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 10);
  end.writeUInt32LE(Math.min(records.length, MAX_32), 12);
  end.writeUInt32LE(needs64 ? MAX_32 : offset, 16);
  const end64 = needs64 ? endOf64(entries.length, records.length, offset) : Buffer.alloc(0);
  return Buffer.concat([records, end64, end]);
}

function centralRecord({ path, bytes, crc32: crc, offset }: ZipEntry): Uint8Array {
  const name = Buffer.from(path, "ascii");
  const isFar = offset >= MAX_32;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(SIGNATURE.central, 0);
  header.writeUInt16LE(isFar ? VERSION.zip64 : VERSION.stored, 4);
  header.writeUInt16LE(isFar ? VERSION.zip64 : VERSION.stored, 6);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(bytes, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(isFar ? 12 : 0, 30);
  header.writeUInt32LE(isFar ? MAX_32 : offset, 42);
  if (!isFar) return Buffer.concat([header, name]);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([header, name, extra]);
}

/** The end record of Zip64 and what points to it. */
function endOf64(count: number, length: number, offset: number): Uint8Array {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(SIGNATURE.end64, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(VERSION.zip64, 12);
  end.writeUInt16LE(VERSION.zip64, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(SIGNATURE.locator, 56);
  end.writeBigUInt64LE(BigInt(offset + length), 56 + 8);
  end.writeUInt32LE(1, 56 + 16);
  return end;
}
