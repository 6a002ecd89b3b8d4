/**
 * Owns erasing captures: the records of each, and those of its article, are overwritten where they stand, and then its
 * row says so. Bytes come before rows: a row that says erased is true. All captures of one file are written together.
 */
import { v7 } from "uuid";
import type { WarcPointer } from "../../events/capture-stored.ts";
import type { ObjectEdit, ObjectEdits } from "../../shared/aws/object-edits.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";
import { readRecord } from "../../shared/warc/read-record.ts";
import { writeTombstone } from "../../shared/warc/tombstone.ts";

export interface EraseDeps {
  readonly objects: Pick<ObjectStore, "read">;
  readonly edits: ObjectEdits;
  readonly captures: Pick<CaptureStore, "recordErasure">;
  readonly now: () => Date;
}

/** First bytes of a gzip member (RFC 1952, section 2.3.1). */
const GZIP_MAGIC = [0x1f, 0x8b];

/** @returns bytes that were overwritten, as stored */
export async function eraseCaptures(
  deps: EraseDeps,
  captures: readonly Capture[],
  restriction: Restriction,
): Promise<number> {
  const erasedAt = deps.now();
  const editsByKey = new Map<string, ObjectEdit[]>();
  let bytes = 0;
  for (const capture of captures) {
    for (const pointer of pointersOf(capture)) {
      const edits = editsByKey.get(pointer.key) ?? [];
      edits.push({ offset: pointer.offset, bytes: await tombstoneFor(deps, pointer, capture, restriction, erasedAt) });
      editsByKey.set(pointer.key, edits);
      bytes += pointer.length;
    }
  }
  for (const [key, edits] of editsByKey) await deps.edits.overwrite(key, edits);
  for (const { id } of captures) {
    await deps.captures.recordErasure(id, { at: erasedAt.toISOString(), restrictionId: restriction.id });
  }
  return bytes;
}

function pointersOf({ warc, extraction }: Capture): WarcPointer[] {
  return extraction.status === "done" ? [warc, extraction.record] : [warc];
}

async function tombstoneFor(
  { objects }: EraseDeps,
  pointer: WarcPointer,
  { id, url }: Capture,
  restriction: Restriction,
  erasedAt: Date,
): Promise<Uint8Array> {
  const slice = await objects.read(pointer);
  // A file of others may hold what cannot be read; it is overwritten all the same, without naming its warcinfo.
  const record = await readRecord(slice).catch(() => undefined);
  return writeTombstone({
    id: v7(),
    length: pointer.length,
    gzip: GZIP_MAGIC.every((byte, index) => slice[index] === byte),
    erasedAt,
    restrictionId: restriction.id,
    targetUri: url,
    refersTo: id,
    warcinfoUri: record?.headers.get("warc-warcinfo-id") ?? null,
  });
}
