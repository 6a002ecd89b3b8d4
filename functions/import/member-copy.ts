/** Owns writing a record anew as one gzip member, byte for byte as it was in the file that it stood in. Pure. */
import { once } from "node:events";
import { createGzip, type Gzip } from "node:zlib";
import type { RecordCopy } from "./record-reader.ts";

/** Types that become captures; and what was asked for, which goes with its answer. */
const COPIED = ["response", "revisit", "resource", "request"];

/** A record larger than this is not read again, so not copied either. */
export const MAX_RECORD_BYTES = 128 * 1024 * 1024;

export class MemberCopy implements RecordCopy {
  #gzip: Gzip | undefined;
  readonly #packed: Buffer[] = [];

  wants(type: string, contentLength: number): boolean {
    if (!COPIED.includes(type) || contentLength > MAX_RECORD_BYTES) return false;
    this.#gzip = createGzip();
    this.#gzip.on("data", (piece: Buffer) => this.#packed.push(piece));
    return true;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#gzip && !this.#gzip.write(bytes)) await once(this.#gzip, "drain");
  }

  /** The member; undefined where the record was not wanted. */
  async finish(): Promise<Uint8Array | undefined> {
    if (!this.#gzip) return undefined;
    const ended = once(this.#gzip, "end");
    this.#gzip.end();
    await ended;
    return Buffer.concat(this.#packed);
  }

  discard(): void {
    this.#gzip?.destroy();
  }
}
