/**
 * Owns the key that an archive signs its WACZ files with, and its signatures: ECDSA on P-384 with SHA-256, as clients of
 * WACZ check anonymous signatures (Web Crypto's `ECDSA`, so r and s as they are and not in DER). Where the key is kept
 * is not its concern. Pure.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import * as z from "zod";

export const signingKeySchema = z.object({
  /** SPKI in base64: what a WACZ carries. */
  publicKey: z.base64(),
  /** PKCS #8 in base64. */
  privateKey: z.base64(),
  createdAt: z.iso.datetime(),
});

export type SigningKey = Readonly<z.infer<typeof signingKeySchema>>;

export function makeSigningKey(now: Date): SigningKey {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-384" });
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    createdAt: now.toISOString(),
  };
}

/** Signature over the text's UTF-8 bytes, in base64. */
export function signText({ privateKey }: Pick<SigningKey, "privateKey">, text: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, "base64"), type: "pkcs8", format: "der" });
  return sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64");
}

/** Whether the holder of this public key signed this text. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), type: "spki", format: "der" });
  const bytes = Buffer.from(signature, "base64");
  return verify("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }, bytes);
}
