/** Owns the last step of an export: index, pages, datapackage and signature, and the parts joined to one file. */
import { MIN_PART_BYTES, type UploadedPart } from "../../shared/aws/multipart-upload.ts";
import { type Export, type ExportIn, exportKeys } from "../../shared/exports/export.ts";
import type { SigningKeyStore } from "../../shared/index/signing-key-store.ts";
import { SOFTWARE } from "../../shared/version.ts";
import { type WaczEnd, writeEnd } from "../../shared/wacz/wacz-end.ts";
import { localHeader } from "../../shared/wacz/zip.ts";
import type { ExportObjects } from "./objects.ts";
import { readPart, type WrittenPart } from "./written-part.ts";

export interface FinishDeps {
  readonly objects: ExportObjects;
  readonly signingKey: SigningKeyStore;
  readonly now: () => Date;
}

export async function finishStep(deps: FinishDeps, made: ExportIn<"finish">): Promise<Export> {
  const { wacz } = exportKeys(made.id);
  // It is there where an invocation joined the parts and died before it could say so.
  if ((await deps.objects.sizeOf(wacz)) === undefined) await joinParts(deps, made);
  const bytes = await deps.objects.sizeOf(wacz);
  if (bytes === undefined) throw new Error(`${wacz} is not there, though its parts were joined`);
  const finishedAt = deps.now().toISOString();
  return { ...made, status: "done", step: { kind: "end", chunks: made.step.chunks }, bytes, finishedAt };
}

async function joinParts(deps: FinishDeps, made: ExportIn<"finish">): Promise<void> {
  const { id, step } = made;
  const written = await readParts(deps.objects, made);
  const parts = written.flatMap(({ part }) => (part ? [part] : []));
  for await (const body of largeEnough(endOf(deps, made, written))) {
    parts.push(await putPart(deps.objects, made, parts.length + 1, body));
  }
  await deps.objects.complete(exportKeys(id).wacz, step.uploadId, parts);
}

function putPart(
  objects: ExportObjects,
  made: ExportIn<"finish">,
  number: number,
  body: Uint8Array,
): Promise<UploadedPart> {
  return objects.putPart(exportKeys(made.id).wacz, made.step.uploadId, number, body);
}

async function readParts(objects: ExportObjects, { id, step }: ExportIn<"finish">): Promise<WrittenPart[]> {
  const parts: WrittenPart[] = [];
  for (let number = 1; number <= step.files; number += 1) parts.push(await readPart(objects, id, number));
  return parts;
}

/** All that follows the last part: the last WARC file where it was too small for one, and the end of the WACZ. */
async function* endOf(deps: FinishDeps, made: ExportIn<"finish">, written: readonly WrittenPart[]) {
  const last = written.at(-1);
  if (made.step.hasTail && last) {
    yield localHeader(last.entry);
    yield await deps.objects.readWhole(exportKeys(made.id).tail);
  }
  const { title, description, createdAt, mainPage } = made;
  const end: WaczEnd = {
    files: written,
    indexLines: written.flatMap(({ indexLines }) => indexLines),
    pageLines: written.flatMap(({ pageLines }) => pageLines),
    notes: { title, description, createdAt, software: SOFTWARE, mainPage },
    key: await deps.signingKey.get(),
  };
  yield* writeEnd(end);
}

/** Joins small pieces to parts that S3 takes; the last may be of any size. */
async function* largeEnough(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    pending.push(piece);
    length += piece.byteLength;
    if (length < MIN_PART_BYTES) continue;
    yield Buffer.concat(pending);
    pending = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pending);
}
