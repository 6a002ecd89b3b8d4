/** Owns the digests of slices as they go by: of each record, and of a capture's record with the one behind it. Pure. */
import { createHash, type Hash } from "node:crypto";
import type { ByteReader } from "./byte-reader.ts";

/** A slice of the object, digested as it stands there. */
export interface InPlace {
  readonly kind: "in-place";
  readonly offset: number;
  readonly length: number;
  /** Hexadecimal digits. */
  readonly sha256: string;
  /** The same over this slice and the one right before it, where that is of a capture: together they may be one. */
  readonly withPrevious: string | undefined;
}

/** Records that become captures; the request may stand right behind them, and is then part of the slice. */
const CAPTURE_TYPES = ["response", "revisit", "resource"];

export class SliceDigest {
  readonly #base: number;
  #reader: ByteReader | undefined;
  #start = 0;
  #own: Hash | undefined;
  /** Over the slice of the record before, where that is a capture's and ends where this one begins. */
  #joint: Hash | undefined;
  #before: { readonly hash: Hash; readonly end: number } | undefined;

  /** @param base - where the segment begins in the object */
  constructor(base: number) {
    this.#base = base;
  }

  begin(reader: ByteReader): void {
    this.#reader = reader;
    this.#start = reader.position;
    const own = createHash("sha256");
    const joint = this.#before?.end === reader.position ? this.#before.hash : undefined;
    [this.#own, this.#joint, this.#before] = [own, joint, undefined];
    reader.onTaken = (bytes) => {
      own.update(bytes);
      joint?.update(bytes);
    };
  }

  /** The slice up to where the reader stands. */
  finish(type: string): InPlace {
    const end = this.#reader?.position ?? this.#start;
    if (this.#own && CAPTURE_TYPES.includes(type)) this.#before = { hash: this.#own.copy(), end };
    const slice: InPlace = {
      kind: "in-place",
      offset: this.#base + this.#start,
      length: end - this.#start,
      sha256: this.#own?.digest("hex") ?? "",
      withPrevious: this.#joint?.digest("hex"),
    };
    this.drop();
    return slice;
  }

  /** Looks at no more bytes. */
  drop(): void {
    if (this.#reader) this.#reader.onTaken = undefined;
    [this.#reader, this.#own, this.#joint] = [undefined, undefined, undefined];
  }
}
