/** Reads a WACZ with yauzl, which shares no code with what writes it, and compares every digest in it. */
import { createHash, webcrypto } from "node:crypto";
import { fromBufferPromise } from "yauzl";

export interface WaczFiles {
  readonly files: ReadonlyMap<string, Buffer>;
  /** biome-ignore lint/suspicious/noExplicitAny: each test looks at its own part */
  json(path: string): any;
  text(path: string): string;
  lines(path: string): string[];
}

export async function readWacz(bytes: Uint8Array): Promise<WaczFiles> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { strictFileNames: true });
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    files.set(entry.fileName, Buffer.concat(parts));
  }
  const text = (path: string): string => {
    const file = files.get(path);
    if (!file) throw new Error(`no ${path} in ${[...files.keys()]}`);
    return file.toString();
  };
  return {
    files,
    text,
    json: (path) => JSON.parse(text(path)),
    lines: (path) => text(path).trimEnd().split("\n"),
  };
}

/** What is wrong with a WACZ, by its own digests and signature; empty where nothing is. */
export async function faultsOf(bytes: Uint8Array): Promise<string[]> {
  const { files, json, text } = await readWacz(bytes);
  const faults: string[] = [];
  const { resources } = json("datapackage.json");
  for (const { path, hash, bytes: length } of resources) {
    const file = files.get(path);
    if (!file || file.byteLength !== length || sha256(file) !== hash) faults.push(path);
  }
  const listed = new Set([
    ...resources.map(({ path }: { path: string }) => path),
    "datapackage.json",
    "datapackage-digest.json",
  ]);
  faults.push(...[...files.keys()].filter((path) => !listed.has(path)));
  const { hash, signedData } = json("datapackage-digest.json");
  if (hash !== sha256(Buffer.from(text("datapackage.json")))) faults.push("datapackage.json");
  if (signedData.hash !== hash || !(await isSigned(signedData))) faults.push("signature");
  return faults;
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

async function isSigned({ hash, signature, publicKey }: Record<string, string>): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-384" };
  const spki = Buffer.from(publicKey ?? "", "base64");
  const key = await webcrypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
  const params = { name: "ECDSA", hash: "SHA-256" };
  return webcrypto.subtle.verify(params, key, Buffer.from(signature ?? "", "base64"), Buffer.from(hash ?? ""));
}
