/** ZIP files written by hand, so that they can lie. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipPart {
  readonly name: string;
  readonly data: Buffer;
  readonly deflate?: boolean;
  /** General purpose flags: 1 is encrypted. */
  readonly flags?: number;
  /** Compression method that is claimed. */
  readonly method?: number;
  /** Points the directory at the data of the first file. */
  readonly overlaps?: boolean;
}

export function zipOf(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const data = part.deflate ? deflateRawSync(part.data) : part.data;
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.flags ?? 0, 2);
    common.writeUInt16LE(part.method ?? (part.deflate ? 8 : 0), 4);
    common.writeUInt32LE(crc32(part.data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(part.data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(part.overlaps ? 0 : at, 10);
    directory.push(Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), common, tail, name);
    files.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, central, Buffer.from("PK\x05\x06"), end]);
}
