/**
 * Owns reading a sequence of pieces byte by byte: looking ahead, taking, searching, with the position kept. It holds one
 * piece, or as much as is looked ahead. Pure.
 */

/** Bytes without the pieces they came in. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #position: number;
  #ended = false;
  /** What the pieces ended with: it is thrown when all that came before it is taken. */
  #failure: { readonly error: unknown } | undefined;
  /** Is told all bytes that are taken or skipped, in order. */
  onTaken: ((bytes: Uint8Array) => void) | undefined;

  /** @param position - of the first byte, as {@link position} shall count */
  constructor(pieces: AsyncIterable<Uint8Array>, position = 0) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#position = position;
  }

  /** Bytes taken so far, and where the first stood. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes, up to `count` of them: fewer only at the end. They are not taken. */
  async peek(count: number): Promise<Buffer> {
    while (this.#buffer.length < count && (await this.#load()));
    return this.#buffer.subarray(0, count);
  }

  /** What is at hand, a byte at least; undefined at the end. It is not taken. */
  async peekPiece(): Promise<Buffer | undefined> {
    if (this.#buffer.length === 0) await this.#load();
    return this.#buffer.length > 0 ? this.#buffer : undefined;
  }

  /** Takes bytes that {@link peek} or {@link peekPiece} has shown. */
  take(count: number): void {
    const taken = this.#buffer.subarray(0, count);
    this.onTaken?.(taken);
    this.#buffer = this.#buffer.subarray(taken.length);
    this.#position += taken.length;
  }

  /** Takes `count` bytes, however many pieces they come in; answers with how many there were. */
  async takeThrough(count: number, use: (piece: Buffer) => void | Promise<void> = () => undefined): Promise<number> {
    let left = count;
    while (left > 0) {
      const piece = (await this.peekPiece())?.subarray(0, left);
      if (!piece) break;
      await use(piece);
      this.take(piece.length);
      left -= piece.length;
    }
    return count - left;
  }

  async atEnd(): Promise<boolean> {
    return (await this.peekPiece()) === undefined;
  }

  /** Stops the pieces. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#buffer = Buffer.alloc(0);
    await this.#pieces.return?.();
  }

  async #load(): Promise<boolean> {
    if (this.#failure && this.#buffer.length === 0) throw this.#failure.error;
    if (this.#ended || this.#failure) return false;
    const next = await this.#pieces.next().catch((error: unknown) => {
      this.#failure = { error };
      if (this.#buffer.length === 0) throw error;
      return undefined;
    });
    if (!next) return false;
    if (next.done) {
      this.#ended = true;
      return false;
    }
    const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    this.#buffer = this.#buffer.length === 0 ? piece : Buffer.concat([this.#buffer, piece]);
    return true;
  }
}
