/**
 * Owns the bytes of a document on their way to the decoder: small blocks, gzip undone, both bounded. Failures of the
 * source itself (a network) pass through; a broken or oversize document ends the blocks with a reason. It must not
 * interpret bytes beyond asking for gzip's magic number.
 */
import { gunzipped, isGzip, type Stop, slices } from "./gunzip-stream.ts";

/** A document's bytes: whole, or as they come. */
export type DocumentBytes = Uint8Array | AsyncIterable<Uint8Array>;

const BLOCK_BYTES = 64 * 1024;
/** Enough for a byte order mark, an XML declaration behind blank lines, and the first line of a text sitemap. */
const HEAD_BYTES = 4 * 1024;

/**
 * The document's plain bytes. The first block holds at least 4 KiB where there are so many.
 *
 * @param maxBytes bound on what comes in and on what comes out of decompression, each
 * @param stop called at most once, before the blocks end early
 */
export async function* plainBlocks(body: DocumentBytes, maxBytes: number, stop: Stop): AsyncGenerator<Uint8Array> {
  const blocks = withHead(bounded(body, maxBytes, stop));
  const first = await blocks.next();
  if (first.done) return;
  const whole = chain(first.value, blocks);
  yield* isGzip(first.value) ? withHead(gunzipped(whole, maxBytes, stop)) : whole;
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* bounded(body: DocumentBytes, maxBytes: number, stop: Stop): AsyncGenerator<Uint8Array> {
  let leftBytes = maxBytes;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    for (const block of slices(chunk.subarray(0, leftBytes), BLOCK_BYTES)) yield block;
    leftBytes -= chunk.length;
    if (leftBytes < 0) return stop("too-large");
  }
}

/** Joins the first blocks until they are a head; a server may send one byte at a time. */
async function* withHead(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array[] | null = [];
  let headBytes = 0;
  for await (const block of blocks) {
    if (head === null) {
      yield block;
      continue;
    }
    head.push(block);
    headBytes += block.length;
    if (headBytes < HEAD_BYTES) continue;
    yield Buffer.concat(head);
    head = null;
  }
  if (head !== null && headBytes > 0) yield Buffer.concat(head);
}
