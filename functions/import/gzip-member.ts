/**
 * Owns unpacking one gzip member (RFC 1952) out of a longer sequence, and knowing where it ends. Its checksum is looked
 * at: what does not match was not written so. Pure.
 */
import zlib from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";

/** The member is broken, or breaks off: `code` says which. */
export class GzipError extends Error {
  readonly code: "gzip-broken" | "truncated";

  constructor(code: GzipError["code"], options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** Extra fields, a file's name and a comment: nobody has more. */
const MAX_HEADER_BYTES = 70_000;
const TRAILER_BYTES = 8;
const CHUNK_BYTES = 64 * 1024;

/** Members whose packed form fits are unpacked in one call, which is several times quicker than a stream for each. */
const QUICK_INPUT_BYTES = 128 * 1024;
const QUICK_OUTPUT_BYTES = 2 * 1024 * 1024;

export function startsGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * The content of the member that `packed` stands before; at the end of it `packed` stands behind the member.
 *
 * @param onUnpacked - is told how many bytes came out, and throws where that is enough
 * @throws GzipError
 */
export async function* unpackMember(packed: ByteReader, onUnpacked: (bytes: number) => void): AsyncGenerator<Buffer> {
  const head = await packed.peek(MAX_HEADER_BYTES + QUICK_INPUT_BYTES);
  const dataAt = dataOffset(head);
  if (dataAt === null) throw new GzipError(head.length < MAX_HEADER_BYTES ? "truncated" : "gzip-broken");
  const quick = unpackAtOnce(head.subarray(dataAt));
  if (quick) {
    onUnpacked(quick.content.length);
    packed.take(dataAt + quick.packedBytes);
    yield quick.content;
    await checkTrailer(packed, zlib.crc32(quick.content), quick.content.length);
    return;
  }
  packed.take(dataAt);
  let [crc, length] = [0, 0];
  for await (const piece of inflate(packed)) {
    onUnpacked(piece.length);
    crc = zlib.crc32(piece, crc);
    length += piece.length;
    yield piece;
  }
  await checkTrailer(packed, crc, length);
}

/** Undefined for what is larger, or broken: the stream has the last word. */
function unpackAtOnce(data: Buffer): { content: Buffer; packedBytes: number } | undefined {
  try {
    // `info` adds the engine, which knows how much it has used: @types/node has no overload for it.
    const { buffer, engine } = zlib.inflateRawSync(data, {
      info: true,
      maxOutputLength: QUICK_OUTPUT_BYTES,
    }) as unknown as { buffer: Buffer; engine: zlib.InflateRaw };
    return { content: buffer, packedBytes: engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** Raw deflate data, up to its own end. @throws GzipError */
export async function* inflate(packed: ByteReader): AsyncGenerator<Buffer> {
  // Of what breaks off, all that came: the trailer that is missing then tells.
  const engine = zlib.createInflateRaw({ chunkSize: CHUNK_BYTES, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  let taken = 0;
  const takeUsed = () => {
    packed.take(engine.bytesWritten - taken);
    taken = engine.bytesWritten;
  };
  const ended = new Promise<void>((resolve) => {
    engine
      .once("end", resolve)
      .once("error", () => resolve())
      .once("close", resolve);
  });
  const feeding = feed(packed, engine, ended, takeUsed);
  // What it throws is thrown below, by the loop or after it.
  feeding.catch(() => undefined);
  try {
    for await (const piece of engine as AsyncIterable<Buffer>) yield piece;
    await feeding;
    takeUsed();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "Z_BUF_ERROR") throw new GzipError("truncated", { cause });
    if (code?.startsWith("Z_")) throw new GzipError("gzip-broken", { cause });
    throw cause;
  } finally {
    engine.destroy();
  }
}

/** zlib never calls back for the piece in which the data ends: then the end is the answer. */
async function feed(
  packed: ByteReader,
  engine: zlib.InflateRaw,
  ended: Promise<void>,
  takeUsed: () => void,
): Promise<void> {
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  try {
    while (!isOver) {
      const piece = await packed.peekPiece();
      if (isOver) return;
      if (!piece) {
        engine.end();
        return;
      }
      const part = piece.subarray(0, CHUNK_BYTES);
      await Promise.race([new Promise<void>((done) => engine.write(part, () => done())), over]);
      if (isOver) return;
      takeUsed();
    }
  } catch (error) {
    engine.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function checkTrailer(packed: ByteReader, crc: number, length: number): Promise<void> {
  const trailer = await packed.peek(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) throw new GzipError("truncated");
  const holds = trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === length % 2 ** 32;
  packed.take(TRAILER_BYTES);
  if (!holds) throw new GzipError("gzip-broken");
}

/** Where the deflate data begins (RFC 1952, section 2.3); null where the header is broken or not all here. */
export function dataOffset(bytes: Uint8Array): number | null {
  if (!startsGzip(bytes) || bytes.length < 10) return null;
  const flags = bytes[3] ?? 0;
  let at = 10;
  // FEXTRA, FNAME, FCOMMENT, FHCRC
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length && at <= MAX_HEADER_BYTES ? at : null;
}
