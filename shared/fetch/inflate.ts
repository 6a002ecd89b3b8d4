/**
 * Owns undoing one compression, bounded: it stops as soon as the output is larger than allowed, so a few kilobytes that
 * unpack to gigabytes cost no more than the limit. It must not know of HTTP headers.
 */
import zlib from "node:zlib";

/** How one decompression is bounded. */
export interface InflateOptions {
  /** Bytes of output above which it stops. */
  readonly maxBytes: number;
  /** Keep what came out before broken or missing input, instead of failing. */
  readonly allowPartial: boolean;
}

/** The output grew past `maxBytes`. */
export class OutputTooLargeError extends Error {}

/** Output of one run, and how much of the input it used. */
interface Inflated {
  readonly chunks: readonly Uint8Array[];
  readonly outputBytes: number;
  readonly usedBytes: number;
  /** False where the input broke off or was broken, which only `allowPartial` lets pass. */
  readonly complete: boolean;
}

/** A compression this module can undo. */
export type Inflate = (input: Uint8Array, options: InflateOptions) => Promise<Uint8Array>;

/** Fewer turns for each megabyte than zlib's default of 16 KiB. */
const CHUNK_BYTES = 64 * 1024;

/** RFC 9659: a zstd content coding needs a window of at most 8 MiB; more would let 10 bytes ask for gigabytes. */
const ZSTD_MAX_WINDOW_LOG = 23;

/**
 * Members or frames of one body. Real ones have one; block-compressed files, one for each 64 KiB. Without a bound a body
 * of a million empty members would keep the processor busy for a minute.
 */
const MAX_MEMBERS = 10_000;

const GZIP_MAGIC = [0x1f, 0x8b] as const;
const GZIP_HEADER_BYTES = 10;
const GZIP_TRAILER_BYTES = 8;

/**
 * Undoes gzip (RFC 1952), with as many members as there are. What follows the last member and is not a member is left
 * out, as browsers do: servers append line ends and debugging output. Checksums are verified, which browsers don't: an
 * archive would rather say that a page is broken.
 */
export const gunzip: Inflate = async (input, options) => {
  const chunks: Uint8Array[] = [];
  let outputBytes = 0;
  let at = 0;
  for (let member = 0; member === 0 || startsGzip(input, at); member++) {
    if (member === MAX_MEMBERS) throw new Error(`more than ${MAX_MEMBERS} gzip members`);
    const dataAt = gzipDataOffset(input, at);
    if (dataAt === null) {
      if (options.allowPartial) break;
      throw new Error("the gzip header is broken");
    }
    const left = { ...options, maxBytes: options.maxBytes - outputBytes };
    const inflated = await run(zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }), input.subarray(dataAt), left);
    chunks.push(...inflated.chunks);
    outputBytes += inflated.outputBytes;
    if (!inflated.complete) break;
    at = dataAt + inflated.usedBytes;
    if (!checksumHolds(inflated.chunks, input.subarray(at)) && !options.allowPartial) {
      throw new Error("the gzip checksum does not match");
    }
    at += GZIP_TRAILER_BYTES;
  }
  return Buffer.concat(chunks, outputBytes);
};

/** Undoes `deflate`, which is zlib's format by RFC 9110 and bare deflate by the habit of some servers. */
export const inflateDeflate: Inflate = async (input, options) => {
  const header = ((input[0] ?? 0) << 8) | (input[1] ?? 0);
  // RFC 1950, section 2.2: method 8 and a multiple of 31.
  const zlibFormat = (header & 0x0f00) === 0x0800 && header % 31 === 0;
  const settings = { chunkSize: CHUNK_BYTES };
  return joined(await run(zlibFormat ? zlib.createInflate(settings) : zlib.createInflateRaw(settings), input, options));
};

/** Undoes Brotli (RFC 7932). */
export const inflateBrotli: Inflate = async (input, options) =>
  joined(await run(zlib.createBrotliDecompress({ chunkSize: CHUNK_BYTES }), input, options));

/** Undoes Zstandard (RFC 8878), with as many frames as there are; zlib's stream stops after the first. */
export const inflateZstd: Inflate = async (input, options) => {
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_MAX_WINDOW_LOG };
  const chunks: Uint8Array[] = [];
  let outputBytes = 0;
  let at = 0;
  for (let frame = 0; frame === 0 || startsZstd(input, at); frame++) {
    if (frame === MAX_MEMBERS) throw new Error(`more than ${MAX_MEMBERS} zstd frames`);
    const left = { ...options, maxBytes: options.maxBytes - outputBytes };
    const inflated = await run(zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES, params }), input.subarray(at), left);
    chunks.push(...inflated.chunks);
    outputBytes += inflated.outputBytes;
    at += inflated.usedBytes;
    if (!inflated.complete || inflated.usedBytes === 0) break;
  }
  return Buffer.concat(chunks, outputBytes);
};

type Engine = zlib.InflateRaw | zlib.Inflate | zlib.BrotliDecompress | zlib.ZstdDecompress;

async function run(engine: Engine, input: Uint8Array, options: InflateOptions): Promise<Inflated> {
  const chunks: Uint8Array[] = [];
  let outputBytes = 0;
  let complete = true;
  engine.end(input);
  try {
    for await (const chunk of engine as AsyncIterable<Uint8Array>) {
      outputBytes += chunk.length;
      if (outputBytes > options.maxBytes) throw new OutputTooLargeError();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof OutputTooLargeError || !options.allowPartial) throw error;
    complete = false;
  } finally {
    engine.destroy();
  }
  return { chunks, outputBytes, usedBytes: engine.bytesWritten, complete };
}

function joined(inflated: Inflated): Uint8Array {
  return Buffer.concat(inflated.chunks, inflated.outputBytes);
}

function startsGzip(input: Uint8Array, at: number): boolean {
  return input[at] === GZIP_MAGIC[0] && input[at + 1] === GZIP_MAGIC[1];
}

/** True at the magic number of a frame (RFC 8878, section 3.1), skippable ones included. */
function startsZstd(input: Uint8Array, at: number): boolean {
  if (at + 4 > input.length) return false;
  const magic = Buffer.from(input.buffer, input.byteOffset + at, 4).readUInt32LE(0);
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5;
}

/** Where the deflate data of the member at `start` begins (RFC 1952, section 2.3), or null where there is no member. */
function gzipDataOffset(input: Uint8Array, start: number): number | null {
  if (!startsGzip(input, start) || input[start + 2] !== 8) return null;
  const flags = input[start + 3] ?? 0;
  let at = start + GZIP_HEADER_BYTES;
  // FEXTRA, FNAME, FCOMMENT, FHCRC
  if (flags & 4) at += 2 + (input[at] ?? 0) + ((input[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = input.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at < input.length ? at : null;
}

/** True where the member's CRC-32 matches, or its trailer did not come whole: then all data is there all the same. */
function checksumHolds(chunks: readonly Uint8Array[], trailer: Uint8Array): boolean {
  if (trailer.length < GZIP_TRAILER_BYTES) return true;
  const stated = Buffer.from(trailer.buffer, trailer.byteOffset, 4).readUInt32LE(0);
  return chunks.reduce((crc, chunk) => zlib.crc32(chunk, crc), 0) === stated;
}
