/** Digests worked out another way than the archive does, for tests that check its own. */
import { createHash } from "node:crypto";

/** SHA-1 in base32 by another road than digests.ts: through the digits of a big integer. */
export function sha1OtherWay(bytes: Uint8Array): string {
  const digits = BigInt(`0x${createHash("sha1").update(bytes).digest("hex")}`)
    .toString(32)
    .padStart(32, "0");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return `sha1:${[...digits].map((digit) => alphabet[Number.parseInt(digit, 32)]).join("")}`;
}
