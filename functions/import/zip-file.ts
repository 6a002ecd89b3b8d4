/**
 * Owns reading a ZIP file by ranges: which files are in it, and where. It trusts nothing that the directory says: files
 * that overlap, or are more than a package can have, end the import. Pure: the bytes are given to it, by place.
 */
import { Readable } from "node:stream";
import { type Entry, fromRandomAccessReader, type LocalFileHeader, RandomAccessReader, type ZipFile } from "yauzl";
import { type ObjectReader, readPieces } from "../../shared/aws/object-reader.ts";
import type { ImportFailureCode } from "../../shared/imports/import-problems.ts";
import { ByteReader } from "./byte-reader.ts";
import { inflate } from "./gzip-member.ts";
import type { WorkBudget } from "./work-budget.ts";

/** The import cannot go on. */
export class ImportError extends Error {
  readonly code: ImportFailureCode;

  constructor(code: ImportFailureCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** A file inside. */
export interface ZipEntry {
  readonly name: string;
  /** Where its data begins in the object. */
  readonly start: number;
  readonly packedBytes: number;
  /** `unreadable`: encrypted, or packed in another way. */
  readonly method: "stored" | "deflated" | "unreadable";
}

/** A crawl in files of 1 GB, and whatever else tools put in, are dozens. */
const MAX_ENTRIES = 10_000;
/** What is read at once of the directory, whose entries are read one by one. */
const WINDOW_BYTES = 256 * 1024;

/** @throws ImportError `zip-unreadable`, `zip-overlap`, `zip-too-many-files` */
export async function listEntries(object: ObjectReader): Promise<readonly ZipEntry[]> {
  const zip = await openZip(object);
  if (zip.entryCount > MAX_ENTRIES) throw new ImportError("zip-too-many-files");
  const found = await readDirectory(zip);
  const entries: ZipEntry[] = [];
  for (const entry of found) {
    if (entry.fileName.endsWith("/")) continue;
    const start = await dataStart(zip, entry);
    if (start + entry.compressedSize > object.size) throw new ImportError("zip-unreadable");
    entries.push({ name: entry.fileName, start, packedBytes: entry.compressedSize, method: methodOf(entry) });
  }
  entries.sort((a, b) => a.start - b.start);
  const overlaps = entries.some((entry, at) => entry.start + entry.packedBytes > (entries[at + 1]?.start ?? Infinity));
  if (overlaps) throw new ImportError("zip-overlap");
  return entries;
}

/** The content of a file inside, unpacked. */
export async function* readEntry(
  object: ObjectReader,
  entry: ZipEntry,
  budget: WorkBudget,
): AsyncGenerator<Uint8Array> {
  const packed = readPieces(object, entry.start, entry.start + entry.packedBytes);
  if (entry.method === "stored") return yield* packed;
  for await (const piece of inflate(new ByteReader(packed))) {
    budget.spend(piece.length);
    yield piece;
  }
}

function methodOf(entry: Entry): ZipEntry["method"] {
  if (entry.isEncrypted()) return "unreadable";
  if (entry.compressionMethod === 0) return entry.compressedSize === entry.uncompressedSize ? "stored" : "unreadable";
  return entry.compressionMethod === 8 ? "deflated" : "unreadable";
}

function openZip(object: ObjectReader): Promise<ZipFile> {
  const reader = new WindowReader(object);
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: false };
    fromRandomAccessReader(reader, object.size, options, (error, zip) => {
      if (error) reject(toImportError(error));
      else resolve(zip);
    });
  });
}

function readDirectory(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) reject(new ImportError("zip-too-many-files"));
      else zip.readEntry();
    });
    zip.once("end", () => resolve(entries));
    zip.once("error", (error: unknown) => reject(toImportError(error)));
    zip.readEntry();
  });
}

function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, (error: Error | null, header: LocalFileHeader) => {
      if (error) reject(toImportError(error));
      else resolve(header.fileDataStart);
    });
  });
}

/** What the object's reader throws is to be tried again, or says itself what it is; all else is the file's fault. */
function toImportError(error: unknown): unknown {
  return error instanceof ReadError ? error.cause : new ImportError("zip-unreadable", { cause: error });
}

class ReadError extends Error {}

/** yauzl asks for 30 bytes here and 46 there: each would be a request. */
class WindowReader extends RandomAccessReader {
  readonly #object: ObjectReader;
  #window = { start: 0, bytes: Buffer.alloc(0) };

  constructor(object: ObjectReader) {
    super();
    this.#object = object;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(null);
      },
      (cause: unknown) => callback(new ReadError("read", { cause })),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readPieces(this.#object, start, end));
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #fill(position: number, length: number): Promise<Buffer> {
    const { start, bytes } = this.#window;
    if (position >= start && position + length <= start + bytes.length) {
      return bytes.subarray(position - start, position - start + length);
    }
    if (position + length > this.#object.size) throw new ImportError("zip-unreadable");
    const size = Math.min(Math.max(length, WINDOW_BYTES), this.#object.size - position);
    const read = Buffer.from(await this.#object.read(position, size));
    this.#window = { start: position, bytes: read };
    return read.subarray(0, length);
  }
}
