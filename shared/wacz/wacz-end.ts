/**
 * Owns what follows the WARC files of a WACZ: index, pages, datapackage, its signed digest, the ZIP's directory. It is
 * given out in pieces, so that the index of a large file is never in memory twice. Pure.
 */

import { joinSorted, pagesHeader } from "./index-lines.ts";
import type { PackageNotes, Resource } from "./manifest.ts";
import { toResource, writeDatapackage, writeDigest } from "./manifest.ts";
import type { SigningKey } from "./signing-key.ts";
import { centralDirectory, localHeader, toZipEntry, type ZipEntry, zippedLength } from "./zip.ts";

/** A WARC file that stands in the WACZ already. */
export interface WrittenFile {
  readonly entry: ZipEntry;
  readonly resource: Resource;
}

export interface WaczEnd {
  readonly files: readonly WrittenFile[];
  readonly indexLines: readonly string[];
  readonly pageLines: readonly string[];
  readonly notes: PackageNotes;
  readonly key: SigningKey;
}

/** Where the end begins: behind the last WARC file. */
const endOf = (files: readonly WrittenFile[]): number => files.reduce((sum, { entry }) => sum + zippedLength(entry), 0);

/** A WARC file on its way into the WACZ at `offset`. @param content - the whole file */
export function toWrittenFile(filename: string, content: Uint8Array, offset: number): WrittenFile {
  const path = `archive/${filename}`;
  return { entry: toZipEntry(path, content, offset), resource: toResource(path, content) };
}

/** `.cdxj` and not `.cdx`: of the latter wabac 2.27.1 looks for a comparison that it never makes, and reports a fault. */
const INDEX_PATH = "indexes/index.cdxj";

/** The pieces of the end, in order. */
export function* writeEnd({ files, indexLines, pageLines, notes, key }: WaczEnd): Generator<Uint8Array> {
  const entries = files.map(({ entry }) => entry);
  const resources = files.map(({ resource }) => resource);
  let offset = endOf(files);
  function* add(path: string, content: Uint8Array): Generator<Uint8Array> {
    const entry = toZipEntry(path, content, offset);
    offset += zippedLength(entry);
    entries.push(entry);
    resources.push(toResource(path, content));
    yield localHeader(entry);
    yield content;
  }
  yield* add(INDEX_PATH, joinSorted(indexLines));
  yield* add("pages/pages.jsonl", toPages(pageLines));
  const datapackage = writeDatapackage(notes, resources);
  yield* add("datapackage.json", datapackage);
  yield* add("datapackage-digest.json", writeDigest(datapackage, notes, key));
  yield centralDirectory(entries, offset);
}

function toPages(lines: readonly string[]): Uint8Array {
  const hasText = lines.some((line) => line.includes('"text":'));
  return Buffer.from(`${[pagesHeader(hasText), ...lines].join("\n")}\n`);
}
