/** Owns digests as WARC and WACZ files state them, in whichever spelling, and whether they hold. Pure. */
import { createHash, type Hash } from "node:crypto";

/** The labels in use, and how many bytes a digest has. */
const ALGORITHMS: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  sha1: { name: "sha1", bytes: 20 },
  sha256: { name: "sha256", bytes: 32 },
  sha512: { name: "sha512", bytes: 64 },
  md5: { name: "md5", bytes: 16 },
};

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A digest that was stated. */
export interface StatedDigest {
  /** As Node names it. */
  readonly algorithm: string;
  /** Lower-case hexadecimal digits. */
  readonly hex: string;
}

/** Reads `sha1:` and base32, or hexadecimal digits; `SHA-256` is as good a label. Undefined for what cannot be checked. */
export function readStatedDigest(text: string | undefined): StatedDigest | undefined {
  const [, label = "", value = ""] = /^\s*([\w-]+):(\S+)\s*$/.exec(text ?? "") ?? [];
  const algorithm = ALGORITHMS[label.toLowerCase().replace("-", "")];
  if (!algorithm) return undefined;
  if (value.length === algorithm.bytes * 2 && /^[0-9a-f]+$/i.test(value)) {
    return { algorithm: algorithm.name, hex: value.toLowerCase() };
  }
  const hex = base32ToHex(value);
  return hex?.length === algorithm.bytes * 2 ? { algorithm: algorithm.name, hex } : undefined;
}

function base32ToHex(text: string): string | undefined {
  let hex = "";
  let [pending, bits] = [0, 0];
  for (const letter of text.toUpperCase().replace(/=+$/, "")) {
    const value = BASE32.indexOf(letter);
    if (value < 0) return undefined;
    pending = ((pending << 5) | value) & 0xfff;
    for (bits += 5; bits >= 4; bits -= 4) hex += ((pending >>> (bits - 4)) & 15).toString(16);
  }
  return hex.slice(0, hex.length - (hex.length % 2));
}

/** Several digests of the same bytes, which come in pieces. */
export class Digests {
  readonly #hashes = new Map<string, Hash>();
  #length = 0;

  /** @param algorithms as Node names them; undefined ones are left out */
  constructor(...algorithms: readonly (string | undefined)[]) {
    for (const name of algorithms) if (name !== undefined) this.#hashes.set(name, createHash(name));
  }

  update(bytes: Uint8Array): void {
    for (const hash of this.#hashes.values()) hash.update(bytes);
    this.#length += bytes.length;
  }

  get length(): number {
    return this.#length;
  }

  /** Hexadecimal digits by algorithm. */
  finish(): FinishedDigests {
    return new Map([...this.#hashes].map(([name, hash]) => [name, hash.digest("hex")]));
  }
}

export type FinishedDigests = ReadonlyMap<string, string>;

/** False where a digest was stated, can be checked, and is another. */
export function holds(stated: StatedDigest | undefined, found: FinishedDigests): boolean {
  return stated === undefined || found.get(stated.algorithm) === stated.hex;
}
