/** Owns how digests are spelled in WARC headers and in the index. Pure. */
import { createHash } from "node:crypto";

/** RFC 4648, section 6. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * `sha1:` and 32 characters of base32: what every web archive writes into WARC-Payload-Digest and CDX, so that digests
 * compare across archives. It finds equal payloads; it proves nothing. {@link sha256Hex} does.
 *
 * @param parts the bytes, in one or more pieces
 */
export function sha1Base32(...parts: readonly Uint8Array[]): string {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return `sha1:${base32(hash.digest())}`;
}

/** The same of a SHA-1 that is known by its hexadecimal digits. */
export const sha1OfHex = (hex: string): string => `sha1:${base32(Buffer.from(hex, "hex"))}`;

/** `sha256:` and 64 hexadecimal digits, as WACZ spells digests. */
export function sha256Hex(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Without padding: the 20 bytes of a SHA-1 need none. */
function base32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    for (pendingBits += 8; pendingBits >= 5; pendingBits -= 5) text += BASE32[(pending >>> (pendingBits - 5)) & 31];
    pending &= 31;
  }
  return text;
}
