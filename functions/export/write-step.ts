/**
 * Owns the second step of an export: one WARC file of it, which is one part of the upload. A file is made whole in
 * memory: its length and CRC stand before it in the ZIP, and the state of a digest cannot be carried to another
 * invocation. So files end where parts do, and where one invocation may hand over to the next.
 */
import { MIN_PART_BYTES } from "../../shared/aws/multipart-upload.ts";
import { type Export, type ExportIn, exportKeys, type Place } from "../../shared/exports/export.ts";
import { type PlanEntry, readPlan } from "../../shared/exports/plan.ts";
import { createGate, type GateDeps } from "../../shared/restrictions/gate.ts";
import { readPlanned } from "../../shared/wacz/read-planned.ts";
import { toWrittenFile } from "../../shared/wacz/wacz-end.ts";
import { WarcPart } from "../../shared/wacz/warc-part.ts";
import { localHeader, zippedLength } from "../../shared/wacz/zip.ts";
import type { ExportObjects } from "./objects.ts";
import { keepPart } from "./written-part.ts";

export interface WriteDeps extends GateDeps {
  readonly objects: ExportObjects;
}

/**
 * A WARC file ends once it is so long. Three times that may be in memory: the file, its parts joined, and what is read
 * ahead. At 16 MiB, 10,000 parts are 160 GiB, more than 100,000 captures of ours can be.
 */
const FILE_BYTES = 16 * 1024 * 1024;

/** Captures with their bytes, in the order of the plan, from one place on. */
export type Captures = AsyncIterator<PlanEntry & { found: Parameters<WarcPart["append"]>[0] }, undefined>;

export interface CapturesFrom {
  readonly exportId: string;
  readonly place: Place;
  readonly captures: Captures;
}

/** Goes on reading where the last step of this invocation stopped, so that nothing is read twice. */
export function openCaptures(deps: WriteDeps, { id, step }: ExportIn<"write">, open?: CapturesFrom): CapturesFrom {
  const { place, chunks } = step;
  if (open?.exportId === id && open.place.chunk === place.chunk && open.place.at === place.at) return open;
  const reading = { read: deps.objects.read, gate: createGate(deps) };
  return { exportId: id, place, captures: readPlanned(reading, readPlan(deps.objects, id, chunks, place)) };
}

export async function writeStep(
  deps: WriteDeps,
  made: ExportIn<"write">,
  { captures }: CapturesFrom,
): Promise<{ readonly export: Export; readonly rest: CapturesFrom }> {
  const { step, id } = made;
  const number = step.files + 1;
  const filename = `data-${String(number).padStart(5, "0")}.warc.gz`;
  const part = await WarcPart.open({
    exportId: id,
    filename,
    createdAt: new Date(made.createdAt),
    textBudget: made.textLeft,
  });
  const filled = await fill(part, captures, step.place);
  const content = part.finish();
  const { entry, resource } = toWrittenFile(filename, content, step.offset);
  const { indexLines, pageLines } = part;
  const isTail = filled.isEnd && content.byteLength < MIN_PART_BYTES;
  if (isTail) await deps.objects.put(exportKeys(id).tail, content, "application/warc");
  const uploaded = isTail ? undefined : await upload(deps.objects, made, number, [localHeader(entry), content]);
  await keepPart(deps.objects, id, number, {
    ...(uploaded ? { part: uploaded } : {}),
    entry,
    resource,
    indexLines,
    pageLines,
  });
  const { uploadId, chunks } = step;
  const offset = step.offset + zippedLength(entry);
  return {
    export: {
      ...made,
      textLeft: part.textLeft,
      counts: addCounts(made.counts, part.counts),
      step: filled.isEnd
        ? { kind: "finish", uploadId, chunks, files: number, hasTail: isTail }
        : { kind: "write", uploadId, chunks, place: filled.place, files: number, offset },
    },
    rest: { exportId: id, place: filled.place, captures },
  };
}

/** Appends captures until the file is long enough. */
async function fill(part: WarcPart, captures: Captures, from: Place): Promise<{ isEnd: boolean; place: Place }> {
  let place = from;
  while (part.length < FILE_BYTES) {
    const { value, done } = await captures.next();
    if (done) return { isEnd: true, place };
    place = value.next;
    await part.append(value.found);
  }
  return { isEnd: false, place };
}

function upload(
  objects: ExportObjects,
  { id, step }: ExportIn<"write">,
  number: number,
  pieces: readonly Uint8Array[],
) {
  return objects.putPart(exportKeys(id).wacz, step.uploadId, number, Buffer.concat(pieces));
}

function addCounts(counts: Export["counts"], part: WarcPart["counts"]): Export["counts"] {
  return {
    planned: counts.planned,
    captures: counts.captures + part.captures,
    pages: counts.pages + part.pages,
    restricted: counts.restricted + part.restricted,
    damaged: counts.damaged + part.damaged,
    tooLarge: counts.tooLarge + part.tooLarge,
  };
}
