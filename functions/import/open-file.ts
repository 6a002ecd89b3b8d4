/** Owns what an imported file is, by how it begins, and which WARC files are in it. */
import { type ObjectReader, readPieces } from "../../shared/aws/object-reader.ts";
import type { Import } from "../../shared/imports/import.ts";
import { startsGzip } from "./gzip-member.ts";
import { startsRecord } from "./record-reader.ts";
import type { Segment } from "./scan.ts";
import type { WorkBudget } from "./work-budget.ts";
import { ImportError, readEntry, type ZipEntry } from "./zip-file.ts";

const ZIP_START = Buffer.from("PK\x03\x04", "latin1");

/** @throws ImportError `unknown-format` */
export async function formatOf(object: ObjectReader): Promise<NonNullable<Import["format"]>> {
  if (object.size === 0) throw new ImportError("unknown-format");
  const start = Buffer.from(await object.read(0, Math.min(16, object.size)));
  if (ZIP_START.equals(start.subarray(0, 4))) return "wacz";
  if (startsGzip(start) || startsRecord(start)) return "warc";
  throw new ImportError("unknown-format");
}

/** The file itself. */
export const warcSegment = (object: ObjectReader, name: string): Segment => ({
  name,
  base: 0,
  open: (from) => readPieces(object, from, object.size),
});

/** The WARC files of a package, in the order in which they stand in it. */
export function packageSegments(object: ObjectReader, entries: readonly ZipEntry[], budget: WorkBudget): Segment[] {
  return entries
    .filter(({ name, method }) => /\.warc(\.gz)?$/i.test(name) && method !== "unreadable")
    .map((entry) => ({
      name: entry.name,
      base: entry.method === "stored" ? entry.start : null,
      open: (from) =>
        entry.method === "stored"
          ? readPieces(object, entry.start + from, entry.start + entry.packedBytes)
          : skip(readEntry(object, entry, budget), from),
    }));
}

async function* skip(pieces: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of pieces) {
    if (left < piece.length) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}
