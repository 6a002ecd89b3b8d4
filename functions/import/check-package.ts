/**
 * Owns what a WACZ package says of itself (WACZ 1.1.1) and whether it holds: the digests of its files, and who signed
 * them. What does not hold is told, and its records are read all the same: each has digests of its own.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import * as z from "zod";
import type { ObjectReader } from "../../shared/aws/object-reader.ts";
import { type ImportProblem, type PackageCheck, positionOf } from "../../shared/imports/import.ts";
import { IMPORT_PROBLEMS, type ImportProblemCode } from "../../shared/imports/import-problems.ts";
import { GzipError } from "./gzip-member.ts";
import { holds, readStatedDigest } from "./stated-digest.ts";
import type { WorkBudget } from "./work-budget.ts";
import { readEntry, type ZipEntry } from "./zip-file.ts";

/** Lists of 10,000 files are 2 MB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_SHOWN_CHARS = 500;

const packageSchema = z.object({
  resources: z.array(z.object({ path: z.string(), hash: z.string().optional() })).max(10_000),
});

const digestSchema = z.object({
  hash: z.string(),
  signedData: z
    .object({
      hash: z.string(),
      signature: z.string(),
      publicKey: z.string().optional(),
      domain: z.string().optional(),
    })
    .optional(),
});

export interface CheckedPackage {
  readonly check: PackageCheck;
  readonly problems: readonly ImportProblem[];
}

/** @throws WorkLimitError */
export async function checkPackage(
  object: ObjectReader,
  entries: readonly ZipEntry[],
  budget: WorkBudget,
): Promise<CheckedPackage> {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const problems: ImportProblem[] = [];
  const report = (code: ImportProblemCode, name: string) => problems.push(toProblem(code, name, problems.length));
  for (const { name, method } of entries) if (method === "unreadable") report("entry-unreadable", name);

  const bytes = await readSmall(object, byName.get("datapackage.json"), budget);
  const listed = bytes && packageSchema.safeParse(parseJson(bytes)).data;
  if (!bytes || !listed) {
    report("package-unreadable", "datapackage.json");
    return { check: { signature: "none", verifiedFiles: 0 }, problems };
  }
  const signature = await checkSignature(object, byName, bytes, budget, report);
  let verifiedFiles = 0;
  for (const { path, hash } of listed.resources) {
    const entry = byName.get(path);
    const stated = readStatedDigest(hash);
    if (!entry) report("entry-missing", path);
    else if (stated && entry.method !== "unreadable") {
      if (await entryHolds(object, entry, stated, budget)) verifiedFiles += 1;
      else report("entry-digest-mismatch", path);
    }
  }
  return { check: { signature, verifiedFiles }, problems };
}

/** Position 99999 sorts behind those of all records. */
function toProblem(code: ImportProblemCode, name: string, index: number): ImportProblem {
  const position = positionOf(99_999, { offset: index, unpacked: 0 });
  return { position, code, entry: name.slice(0, MAX_SHOWN_CHARS).toWellFormed(), message: IMPORT_PROBLEMS[code] };
}

async function checkSignature(
  object: ObjectReader,
  byName: ReadonlyMap<string, ZipEntry>,
  packageBytes: Uint8Array,
  budget: WorkBudget,
  report: (code: ImportProblemCode, name: string) => void,
): Promise<PackageCheck["signature"]> {
  const name = "datapackage-digest.json";
  const bytes = await readSmall(object, byName.get(name), budget);
  const digest = bytes && digestSchema.safeParse(parseJson(bytes)).data;
  if (!digest) return "none";
  const hash = `sha256:${createHash("sha256").update(packageBytes).digest("hex")}`;
  if (digest.hash !== hash) report("package-digest-mismatch", name);
  const { signedData } = digest;
  if (!signedData) return "none";
  if (signedData.publicKey === undefined) return "unsupported";
  if (signedData.hash === hash && isSigned(hash, signedData.signature, signedData.publicKey)) return "valid";
  report("signature-invalid", name);
  return "invalid";
}

/** ECDSA over the text of the hash; the key as SPKI, the signature as r and s, both in base64. */
function isSigned(hash: string, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    const bytes = Buffer.from(signature, "base64");
    return verify("sha256", Buffer.from(hash), { key, dsaEncoding: "ieee-p1363" }, bytes);
  } catch {
    return false;
  }
}

async function entryHolds(
  object: ObjectReader,
  entry: ZipEntry,
  stated: NonNullable<ReturnType<typeof readStatedDigest>>,
  budget: WorkBudget,
): Promise<boolean> {
  const hash = createHash(stated.algorithm);
  try {
    for await (const piece of readEntry(object, entry, budget)) hash.update(piece);
  } catch (error) {
    if (error instanceof GzipError) return false;
    throw error;
  }
  return holds(stated, new Map([[stated.algorithm, hash.digest("hex")]]));
}

async function readSmall(
  object: ObjectReader,
  entry: ZipEntry | undefined,
  budget: WorkBudget,
): Promise<Uint8Array | undefined> {
  if (!entry || entry.method === "unreadable") return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of readEntry(object, entry, budget)) {
      length += piece.length;
      if (length > MAX_JSON_BYTES) return undefined;
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof GzipError) return undefined;
    throw error;
  }
  return Buffer.concat(pieces);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
