/** The ZIP writer, read back by yauzl: small files, and files that outgrow what ZIP's old fields hold. */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBufferPromise, openPromise, type ZipFile } from "yauzl";
import { centralDirectory, localHeader, toZipEntry, type ZipEntry, zippedLength } from "../../../shared/wacz/zip.ts";

const GIB = 1024 ** 3;

function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const pieces: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const entry = toZipEntry(path, Buffer.from(text), offset);
    entries.push(entry);
    pieces.push(localHeader(entry), Buffer.from(text));
    offset += zippedLength(entry);
  }
  return Buffer.concat([...pieces, centralDirectory(entries, offset)]);
}

async function contentsOf(zip: ZipFile): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    contents[entry.fileName] = Buffer.concat(parts).toString();
  }
  return contents;
}

it.each([[{}], [{ "a.txt": "" }], [{ "archive/a.warc.gz": "one", "indexes/index.cdxj": "two\n", "b.json": "{}" }]])(
  "gives back %j",
  async (files) => {
    expect(await contentsOf(await fromBufferPromise(zipOf(files)))).toEqual(files);
  },
);

it("stores without compressing, so that a slice of the file is a slice of the entry", async () => {
  const bytes = zipOf({ "archive/a.warc.gz": "one", "b.txt": "found again" });
  const zip = await fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const start = entry.relativeOffsetOfLocalHeader + 30 + entry.fileName.length;
    expect(entry.compressionMethod).toBe(0);
    const stored = bytes.subarray(start, start + entry.uncompressedSize).toString();
    expect(stored).toBe(entry.fileName === "b.txt" ? "found again" : "one");
  }
});

describe("past four gigabytes", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pressmark-zip-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([4 * GIB - 1, 4 * GIB, 5 * GIB])("finds an entry that begins at byte %i", async (offset) => {
    const path = join(folder, `${offset}.zip`);
    const file = await open(path, "w");
    const first = toZipEntry("near.txt", Buffer.from("near"), 0);
    const far = toZipEntry("far.txt", Buffer.from("far"), offset);
    // What lies between is never written: the file system keeps holes.
    await file.write(Buffer.concat([localHeader(first), Buffer.from("near")]), 0, null, 0);
    const rest = centralDirectory([first, far], offset + zippedLength(far));
    await file.write(Buffer.concat([localHeader(far), Buffer.from("far"), rest]), 0, null, offset);
    await file.close();
    expect(await contentsOf(await openPromise(path, { autoClose: true }))).toEqual({
      "near.txt": "near",
      "far.txt": "far",
    });
  });
});

it("lists more entries than 16 bits count", async () => {
  const count = 65_600;
  const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, ""]));
  const zip = await fromBufferPromise(zipOf(files));
  expect(zip.entryCount).toBe(count);
  const names = new Set<string>();
  for await (const { fileName } of zip.eachEntry()) names.add(fileName);
  expect(names.size).toBe(count);
});
