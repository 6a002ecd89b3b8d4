/**
 * Owns reading the two header blocks off a connection as they pass. undici adds request headers itself (Host,
 * Connection), decodes the reason phrase as UTF-8 and keeps the HTTP version to itself; an archive wants all three as
 * they were on the wire. It must not change, delay or consume anything.
 */
import type { Socket } from "node:net";
import { HeaderBlockTooLargeError } from "./classify-error.ts";

const END_OF_BLOCK = "\r\n\r\n";

/** The parts of a status line (RFC 9112, section 4). */
export interface StatusLine {
  readonly httpVersion: string;
  readonly statusText: string;
}

/** What passed over one connection that carries one request. Text is latin1: one character is one byte. */
export class WireTap {
  readonly #maxBlockBytes: number;
  readonly #onOverflow: (error: Error) => void;
  #request = "";
  #response = "";
  /** Interim answers and line ends before the block that is being read. */
  #passedBytes = 0;
  #responseDone = false;

  constructor(maxBlockBytes: number, onOverflow: (error: Error) => void) {
    this.#maxBlockBytes = maxBlockBytes;
    this.#onOverflow = onOverflow;
  }

  /** Watches what is written to and read from `socket` from now on. On TLS it sees the plain text. */
  attach(socket: Socket): void {
    const write = socket.write;
    const read = socket.read;
    const watchWritten = (chunk: unknown): void => {
      if (this.#request.includes(END_OF_BLOCK)) return;
      if (typeof chunk === "string") this.#request += chunk;
      else if (chunk instanceof Uint8Array) this.#request += Buffer.from(chunk).toString("latin1");
    };
    const watchRead = (chunk: unknown): void => {
      if (!this.#responseDone && chunk instanceof Uint8Array) this.#addResponse(chunk);
    };
    // The parser pulls with read(); a "data" listener would take its bytes away.
    socket.write = function watchedWrite(this: Socket, ...args: unknown[]): boolean {
      watchWritten(args[0]);
      return Reflect.apply(write, this, args);
    };
    socket.read = function watchedRead(this: Socket, ...args: unknown[]): unknown {
      const chunk: unknown = Reflect.apply(read, this, args);
      watchRead(chunk);
      return chunk;
    };
  }

  /** The request's header lines as sent, without the request line. */
  get requestHeaderBlock(): string {
    return this.#request.slice(this.#request.indexOf("\r\n") + 2);
  }

  /** The final response's status line, or null before it has come. */
  get statusLine(): StatusLine | null {
    const match = /^(HTTP\/\d\.\d) \d{3}(?: ([^\r\n]*))?\r\n/.exec(this.#response);
    return match?.[1] ? { httpVersion: match[1], statusText: match[2] ?? "" } : null;
  }

  #addResponse(chunk: Uint8Array): void {
    // One byte over the limit is enough to know, and the body must not be copied.
    const room = this.#maxBlockBytes + 1 - this.#passedBytes - this.#response.length;
    this.#response += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1", 0, room);
    let end = this.#blockEnd();
    while (end >= 0 && /^HTTP\/\d\.\d 1\d\d/.test(this.#response)) {
      // Interim answers (RFC 9110, section 15.2) are not archived, but count: a server can send them without end.
      this.#passedBytes += end;
      this.#response = this.#response.slice(end);
      end = this.#blockEnd();
    }
    const left = this.#maxBlockBytes - this.#passedBytes;
    if (end >= 0 && end <= left) {
      this.#response = this.#response.slice(0, end);
      this.#responseDone = true;
    } else if (this.#response.length > left) {
      this.#responseDone = true;
      this.#onOverflow(new HeaderBlockTooLargeError(this.#maxBlockBytes));
    }
  }

  /** Offset behind the empty line that ends the first header block, or -1. Drops line ends before a status line. */
  #blockEnd(): number {
    const lineEnds = /^[\r\n]+/.exec(this.#response)?.[0].length ?? 0;
    this.#passedBytes += lineEnds;
    this.#response = this.#response.slice(lineEnds);
    const at = this.#response.indexOf(END_OF_BLOCK);
    return at < 0 ? -1 : at + END_OF_BLOCK.length;
  }
}
