/**
 * Owns undoing gzip while it comes, bounded, with everything that came out before a broken place. What follows the last
 * member and is no member is left out, as shared/fetch/inflate.ts does with whole bodies. It must not know what the
 * bytes mean. Checksums are not verified: a document says itself whether it is whole.
 */
import zlib from "node:zlib";
import type { IncompleteReason } from "./source-item.ts";

/** Told the reason before the blocks end early. */
export type Stop = (reason: IncompleteReason) => void;

/** Deflate grows at most 1032 times (zlib's own bound): what comes out of one piece stays below 5 MB. */
const PIECE_BYTES = 4 * 1024;
const OUTPUT_BYTES = 64 * 1024;
/**
 * Real files have one; block-compressed ones, one for each 64 KiB, which is a thousand in the largest that is read.
 * Without a bound, a file of empty members would keep the processor busy for minutes.
 */
const MAX_MEMBERS = 2_000;
/** A file name in the header that is longer than this is an attack. */
const MAX_HEADER_BYTES = 16 * 1024;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const NOTHING = new Uint8Array(0);

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Parts of at most `sizeBytes`, without copying. */
export function* slices(bytes: Uint8Array, sizeBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

/**
 * Undoes gzip (RFC 1952), all members.
 *
 * @param maxBytes bound on the output
 */
export async function* gunzipped(
  blocks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  stop: Stop,
): AsyncGenerator<Uint8Array> {
  const members = new MemberReader();
  let leftBytes = maxBytes;
  try {
    for await (const block of blocks) {
      for (const piece of slices(block, PIECE_BYTES)) {
        for await (const chunk of members.read(piece)) {
          if (leftBytes > 0) yield chunk.subarray(0, leftBytes);
          leftBytes -= chunk.length;
          if (leftBytes < 0) return stop("too-large");
        }
        if (members.problem !== null) return stop(members.problem);
      }
    }
    if (members.unfinished) stop("broken-gzip");
  } finally {
    members.close();
  }
}

/** Follows the members of a file. */
class MemberReader {
  problem: IncompleteReason | null = null;
  #inflater: Inflater | null = null;
  #memberCount = 0;
  /** Bytes of the last member's trailer still to come. */
  #trailerBytes = 0;
  /** The beginning of a header that has not come whole. */
  #header: Uint8Array = NOTHING;
  #inJunk = false;

  /** True where the file may not end yet. */
  get unfinished(): boolean {
    return this.#inflater !== null || this.#memberCount === 0;
  }

  close(): void {
    this.#inflater?.close();
  }

  async *read(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    let input = piece;
    while (input.length > 0 && this.problem === null && !this.#inJunk) {
      if (this.#trailerBytes > 0) input = this.#skipTrailer(input);
      else if (this.#inflater === null) input = this.#openMember(input);
      else {
        const { usedBytes, ended, healthy } = await this.#inflater.feed(input);
        yield* this.#inflater.take();
        if (!healthy) this.problem = "broken-gzip";
        input = ended ? input.subarray(usedBytes) : NOTHING;
        if (ended) this.#closeMember();
      }
    }
  }

  #skipTrailer(input: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#trailerBytes, input.length);
    this.#trailerBytes -= skipped;
    return input.subarray(skipped);
  }

  #openMember(input: Uint8Array): Uint8Array {
    const bytes = this.#header.length === 0 ? input : Buffer.concat([this.#header, input]);
    const length = headerLength(bytes);
    if (length === "incomplete" && bytes.length <= MAX_HEADER_BYTES) {
      this.#header = bytes;
      return NOTHING;
    }
    this.#header = NOTHING;
    if (typeof length === "string") {
      if (this.#memberCount === 0) this.problem = "broken-gzip";
      this.#inJunk = true;
      return NOTHING;
    }
    this.#memberCount += 1;
    if (this.#memberCount > MAX_MEMBERS) this.problem = "too-complex";
    this.#inflater = new Inflater();
    return bytes.subarray(length);
  }

  #closeMember(): void {
    this.#inflater?.close();
    this.#inflater = null;
    this.#trailerBytes = TRAILER_BYTES;
  }
}

/** The deflate data of one member. */
class Inflater {
  readonly #engine = zlib.createInflateRaw({ chunkSize: OUTPUT_BYTES });
  readonly #output: Uint8Array[] = [];

  constructor() {
    this.#engine.on("data", (chunk: Uint8Array) => this.#output.push(chunk));
    // Errors repeat when the engine is destroyed.
    this.#engine.on("error", () => {});
  }

  take(): readonly Uint8Array[] {
    return this.#output.splice(0);
  }

  close(): void {
    this.#engine.destroy();
  }

  /** Resolves when all that can be made of the input has come out. */
  feed(input: Uint8Array): Promise<{ usedBytes: number; ended: boolean; healthy: boolean }> {
    const before = this.#engine.bytesWritten;
    return new Promise((resolve) => {
      const settle = (ended: boolean, healthy: boolean): void => {
        this.#engine.off("error", onError).off("end", onEnd);
        resolve({ usedBytes: this.#engine.bytesWritten - before, ended, healthy });
      };
      const onError = (): void => settle(false, false);
      const onEnd = (): void => settle(true, true);
      this.#engine.once("error", onError).once("end", onEnd);
      this.#engine.write(input, (error) => {
        if (!error && !this.#engine.readableEnded) settle(false, true);
      });
    });
  }
}

/** Length of the header that `bytes` begin with (RFC 1952, section 2.3). */
function headerLength(bytes: Uint8Array): number | "incomplete" | "none" {
  const known = [0x1f, 0x8b, 8].slice(0, bytes.length);
  if (known.some((byte, at) => bytes[at] !== byte)) return "none";
  if (bytes.length < HEADER_BYTES) return "incomplete";
  const flags = bytes[3] ?? 0;
  let at = HEADER_BYTES;
  // FEXTRA, then FNAME and FCOMMENT, then FHCRC
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return "incomplete";
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at <= bytes.length ? at : "incomplete";
}
