/**
 * Owns collecting a body in memory. The parser hands out views on whatever it read from the socket: kept as they are,
 * each chunk of one byte would hold on to 64 KiB, and a server that sends nothing else could fill the memory long
 * before the body's limit. It must not know of limits.
 */

const FIRST_BLOCK_BYTES = 64 * 1024;

/** Bytes in the order in which they were added, copied into one block that grows by doubling. */
export class BodyBuffer {
  #block = Buffer.alloc(0);
  #bytes = 0;

  get length(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    const needed = this.#bytes + chunk.length;
    if (needed > this.#block.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#block.length * 2, FIRST_BLOCK_BYTES));
      this.#block.copy(grown, 0, 0, this.#bytes);
      this.#block = grown;
    }
    this.#block.set(chunk, this.#bytes);
    this.#bytes = needed;
  }

  /** A copy of what was added, without the room to grow. */
  toBytes(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.#bytes);
    this.#block.copy(bytes, 0, 0, this.#bytes);
    return bytes;
  }
}
