/**
 * Owns what a WACZ says about itself: datapackage.json (WACZ 1.1.1, section 5.2.1) and the signed digest of it. Since
 * datapackage.json holds the digest of every other file, its own digest stands for all of them. Pure.
 */
import * as z from "zod";
import { sha256Hex } from "../warc/digests.ts";
import { type SigningKey, signText } from "./signing-key.ts";

/** WACZ 1.2.0 is another profile, which replaying clients refuse still. */
const WACZ_VERSION = "1.1.1";

export const resourceSchema = z.object({
  name: z.string(),
  path: z.string(),
  /** `sha256:` and hex. */
  hash: z.string(),
  bytes: z.int().min(0),
});

/** One file within the WACZ. */
export type Resource = Readonly<z.infer<typeof resourceSchema>>;

export function toResource(path: string, content: Uint8Array): Resource {
  return { name: path.slice(path.lastIndexOf("/") + 1), path, hash: sha256Hex(content), bytes: content.byteLength };
}

export interface PackageNotes {
  readonly title: string;
  readonly description?: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Name and version of what made it. */
  readonly software: string;
  /** What a client shows first. */
  readonly mainPage?: { readonly url: string; readonly capturedAt: string } | undefined;
}

export function writeDatapackage(notes: PackageNotes, resources: readonly Resource[]): Uint8Array {
  const { title, description, createdAt, software, mainPage } = notes;
  const document = {
    profile: "data-package",
    wacz_version: WACZ_VERSION,
    title,
    ...(description ? { description } : {}),
    created: createdAt,
    modified: createdAt,
    software,
    ...(mainPage ? { mainPageUrl: mainPage.url, mainPageDate: mainPage.capturedAt } : {}),
    resources,
  };
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** datapackage-digest.json, signed without a name: who holds the public key knows whose it is (WACZ Signing 0.1.0). */
export function writeDigest(datapackage: Uint8Array, notes: PackageNotes, key: SigningKey): Uint8Array {
  const hash = sha256Hex(datapackage);
  const document = {
    path: "datapackage.json",
    hash,
    signedData: {
      hash,
      created: notes.createdAt,
      software: notes.software,
      version: "0.1.0",
      signature: signText(key, hash),
      publicKey: key.publicKey,
    },
  };
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
}
