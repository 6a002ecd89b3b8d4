/**
 * Owns undoing the chunked transfer coding (RFC 9112, section 7.1) of bodies that were archived with it: wget keeps what
 * was on the wire. Other tools join the chunks and leave the header line, so the framing itself has to tell. Pure.
 */

/** A chunk's size in hexadecimal digits: sixteen would be more than any body. */
const MAX_SIZE_DIGITS = 12;
/** Longest chunk extension or trailer line. */
const MAX_LINE_BYTES = 8192;

type State = "size" | "data" | "data-end" | "trailer" | "done" | "broken";

/** Takes a body in pieces and hands the data of its chunks out, as far as the framing holds. */
export class ChunkedDecoder {
  #state: State = "size";
  #line = "";
  #left = 0;
  #dataBytes = 0;

  /** The data in `piece`; nothing once the framing is broken. */
  push(piece: Uint8Array): Uint8Array[] {
    const data: Uint8Array[] = [];
    let at = 0;
    while (at < piece.length && this.#state !== "done" && this.#state !== "broken") {
      if (this.#state === "data") {
        const part = piece.subarray(at, at + this.#left);
        data.push(part);
        at += part.length;
        this.#left -= part.length;
        this.#dataBytes += part.length;
        if (this.#left === 0) this.#state = "data-end";
        continue;
      }
      const end = piece.indexOf(0x0a, at);
      const upTo = end < 0 ? piece.length : end + 1;
      this.#line += Buffer.from(piece.buffer, piece.byteOffset + at, upTo - at).toString("latin1");
      at = upTo;
      if (this.#line.length > MAX_LINE_BYTES) this.#state = "broken";
      else if (end >= 0) this.#endLine();
    }
    return data;
  }

  /** True where the body was in chunks: it ends as one must, or breaks off after some data, as a truncated one does. */
  get isChunked(): boolean {
    return this.#state === "done" || (this.#state !== "broken" && this.#dataBytes > 0);
  }

  #endLine(): void {
    const line = this.#line.replace(/\r?\n$/, "");
    this.#line = "";
    if (this.#state === "data-end") this.#state = line === "" ? "size" : "broken";
    else if (this.#state === "trailer") this.#state = line === "" ? "done" : "trailer";
    else this.#startChunk(line);
  }

  #startChunk(line: string): void {
    const digits = /^([0-9a-fA-F]+)[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (digits === undefined || digits.length > MAX_SIZE_DIGITS) {
      this.#state = "broken";
      return;
    }
    this.#left = Number.parseInt(digits, 16);
    this.#state = this.#left === 0 ? "trailer" : "data";
  }
}

/** The data of a body in chunks; null where it is none. */
export function joinChunks(body: Uint8Array): Uint8Array | null {
  const decoder = new ChunkedDecoder();
  const data = decoder.push(body);
  return decoder.isChunked ? Buffer.concat(data) : null;
}
