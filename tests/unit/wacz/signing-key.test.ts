/** Signatures, checked by Web Crypto as clients do it. */
import { webcrypto } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSignedBy, makeSigningKey, signText } from "../../../shared/wacz/signing-key.ts";

const HASH = `sha256:${"ab".repeat(32)}`;
const key = makeSigningKey(new Date("2026-03-14T09:30:00Z"));

describe("a signature", () => {
  it("holds by the public key in Web Crypto: ECDSA on P-384 with SHA-256, r and s of 48 bytes each", async () => {
    const signature = Buffer.from(signText(key, HASH), "base64");
    expect(signature).toHaveLength(96);
    const algorithm = { name: "ECDSA", namedCurve: "P-384" };
    const spki = Buffer.from(key.publicKey, "base64");
    const imported = await webcrypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
    const params = { name: "ECDSA", hash: "SHA-256" };
    await expect(webcrypto.subtle.verify(params, imported, signature, Buffer.from(HASH))).resolves.toBe(true);
  });

  it("does not hold for another text, or by another key", () => {
    const signature = signText(key, HASH);
    expect(isSignedBy(key.publicKey, HASH, signature)).toBe(true);
    expect(isSignedBy(key.publicKey, HASH.replace("ab", "ac"), signature)).toBe(false);
    expect(isSignedBy(makeSigningKey(new Date()).publicKey, HASH, signature)).toBe(false);
  });
});
