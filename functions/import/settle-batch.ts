/**
 * Owns what a batch of records comes to: captures, messages to extract, problems, and what is counted. Copied records go
 * to the bucket before any row points to them, rows before messages. All of it may be repeated: a batch that was
 * interrupted finds what it has made.
 */
import { v7 } from "uuid";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Send } from "../../shared/aws/queues.ts";
import { type ImportCounts, type ImportProblem, MAX_PROBLEMS_KEPT, positionOf } from "../../shared/imports/import.ts";
import { IMPORT_PROBLEMS, type ImportProblemCode } from "../../shared/imports/import-problems.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { ImportStore } from "../../shared/index/import-store.ts";
import { PREFIX } from "../../shared/names.ts";
import { SOFTWARE } from "../../shared/version.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";
import { writeWarcinfoRecord } from "../../shared/warc/other-records.ts";
import { WarcFile } from "../../shared/warc/warc-file.ts";
import { warcKey } from "../../shared/warc/warc-key.ts";
import { addCounts } from "./counts.ts";
import type { Group, Outcome } from "./group-records.ts";
import type { KnownCaptures, RecordSource } from "./known-captures.ts";
import { type StoredRecords, toResponse, toRevisit } from "./to-capture.ts";
import { toWaiting, WAITING_DAYS } from "./waiting-revisit.ts";

export interface SettleDeps {
  readonly captures: Pick<CaptureStore, "get" | "put">;
  readonly imports: Pick<ImportStore, "addProblem" | "addWaiting">;
  readonly objects: Pick<ObjectStore, "put">;
  readonly sendToExtract: Send<CaptureStored>;
  readonly now: () => Date;
}

/** The file whose records they are. */
export interface ImportedFile {
  readonly importId: string;
  readonly key: string;
  /** `sha256:` and hex. */
  readonly sha256: string;
}

/** Which WARC file of a package. */
export interface SegmentRef {
  readonly index: number;
  /** Undefined where the object itself is the WARC file. */
  readonly entry: string | undefined;
}

type CaptureOutcome = Extract<Outcome, { kind: "capture" }>;
type ProblemOutcome = Extract<Outcome, { kind: "problem" }>;

/** @returns the counts with this batch's added */
export async function settleBatch(
  deps: SettleDeps,
  known: KnownCaptures,
  file: ImportedFile,
  segment: SegmentRef,
  groups: readonly Group[],
  counts: ImportCounts,
): Promise<ImportCounts> {
  const outcomes = groups.flatMap((group) => group.outcomes);
  const captures = outcomes.filter((outcome) => outcome.kind === "capture");
  const stored = await storeRecords(deps, file, captures);
  const made: Capture[] = [];
  let sum = addCounts(counts, { records: groups.reduce((total, { records }) => total + records, 0) });
  const found: ProblemOutcome[] = outcomes.filter((outcome) => outcome.kind === "problem");
  const source = (outcome: CaptureOutcome): RecordSource => ({
    importId: file.importId,
    fileSha256: file.sha256,
    position: positionOf(segment.index, outcome.at),
  });
  await known.prefetch(captures.map((outcome) => [outcome.draft, source(outcome)] as const));
  for (const outcome of captures) {
    const records = stored.get(outcome);
    if (!records) continue;
    const settled = await settleCapture(deps, known, outcome, source(outcome), records);
    if (settled.kind === "made") made.push(settled.capture);
    else if (settled.kind === "problem") found.push({ ...settled, at: outcome.at, about: aboutOf(outcome) });
    else if (settled.kind === "duplicate") sum = addCounts(sum, { duplicates: 1 });
  }
  await keepCaptures(deps, made);
  sum = addCounts(sum, countsOf(made));
  for (const outcome of outcomes) if (outcome.kind === "other") sum = addCounts(sum, { others: { [outcome.type]: 1 } });
  const problems = found.map((outcome) => toProblem(outcome, segment));
  return keepProblems(deps.imports, file.importId, problems, sum);
}

export const countsOf = (made: readonly Capture[]) => ({
  captures: made.length,
  revisits: made.filter(({ kind }) => kind === "revisit").length,
  articlesQueued: made.filter(({ extraction }) => extraction.status === "pending").length,
});

/** Rows, then messages: extract looks the row up. */
export async function keepCaptures(
  { captures, sendToExtract }: Pick<SettleDeps, "captures" | "sendToExtract">,
  made: readonly Capture[],
): Promise<void> {
  await Promise.all(made.map((capture) => keepRow(captures, capture)));
  const messages = made.filter(({ extraction }) => extraction.status === "pending").map(toMessage);
  const refused = await sendToExtract(messages);
  const [reason] = refused.values();
  if (reason !== undefined) throw new Error(`extract queue: ${reason}`);
}

async function keepRow(captures: SettleDeps["captures"], capture: Capture): Promise<void> {
  if (await captures.put(capture)) return;
  const row = await captures.get(capture.id);
  // Another import took the same record id at this moment: the next try sees it, and takes another.
  if (row?.importId !== capture.importId || row?.importPosition !== capture.importPosition) {
    throw new Error(`capture ${capture.id} was taken meanwhile`);
  }
}

function toMessage({ id, jobId, url, capturedAt, warc, responseLength }: Capture): CaptureStored {
  const response = { ...warc, length: responseLength };
  return { version: 1, captureId: id, jobId, url, capturedAt, response, redirectIds: [] };
}

/** Keeps the first {@link MAX_PROBLEMS_KEPT}, and counts all. */
export async function keepProblems(
  imports: Pick<ImportStore, "addProblem">,
  importId: string,
  problems: readonly ImportProblem[],
  counts: ImportCounts,
): Promise<ImportCounts> {
  const before = Object.values(counts.problems).reduce((sum, count) => sum + count, 0);
  const kept = problems.slice(0, Math.max(0, MAX_PROBLEMS_KEPT - before));
  await Promise.all(kept.map((problem) => imports.addProblem(importId, problem)));
  return problems.reduce((sum, { code }) => addCounts(sum, { problems: { [code]: 1 } }), counts);
}

type Settled =
  | { readonly kind: "made"; readonly capture: Capture }
  | { readonly kind: "problem"; readonly code: ImportProblemCode }
  | { readonly kind: "duplicate" | "waiting" };

async function settleCapture(
  deps: SettleDeps,
  known: KnownCaptures,
  { draft }: CaptureOutcome,
  source: RecordSource,
  records: StoredRecords,
): Promise<Settled> {
  const standing = await known.standingOf(draft, source);
  if (standing.kind === "duplicate") return { kind: "duplicate" };
  if (draft.kind === "response") {
    const capture = toResponse(draft, standing.id, source, records);
    known.remember(capture);
    return { kind: "made", capture };
  }
  const holder = await known.holderOf(draft);
  if (holder !== undefined && holder !== "mismatch") {
    const capture = toRevisit(draft, standing.id, source, records, holder);
    known.remember(capture);
    return { kind: "made", capture };
  }
  // What it refers to may stand further on: in another WARC file of the package, or in one that a crawler wrote at once.
  const expiresAt = new Date(deps.now().getTime() + WAITING_DAYS * 86_400_000);
  await deps.imports.addWaiting(source.importId, toWaiting({ draft, source, records }), expiresAt);
  return { kind: "waiting" };
}

/** Where each capture's records stand: in the file as it came, or in a WARC object of those that had to be copied. */
async function storeRecords(
  { objects, now }: SettleDeps,
  { key: fileKey, importId }: ImportedFile,
  captures: readonly CaptureOutcome[],
): Promise<Map<CaptureOutcome, StoredRecords>> {
  const stored = new Map<CaptureOutcome, StoredRecords>();
  const key = warcKey(PREFIX.captures, now());
  let copies: WarcFile | undefined;
  for (const outcome of captures) {
    const { response, request } = outcome.slices;
    if (response.kind === "in-place") {
      const joint = request?.kind === "in-place" ? request : undefined;
      const warc = { key: fileKey, offset: response.offset, length: response.length + (joint?.length ?? 0) };
      const sha256 = joint?.withPrevious ?? response.sha256;
      stored.set(outcome, { warc, responseLength: response.length, warcSha256: `sha256:${sha256}` });
    } else if (response.kind === "copied") {
      copies ??= await openCopies(importId, key, now());
      const members = request?.kind === "copied" ? [response.member, request.member] : [response.member];
      const [first, ...more] = members.map((bytes) => copies?.append({ type: "response", id: "", bytes }));
      if (!first) continue;
      const length = more.reduce((sum, position) => sum + (position?.length ?? 0), first.length);
      const warcSha256 = sha256Hex(Buffer.concat(members));
      stored.set(outcome, { warc: { key, offset: first.offset, length }, responseLength: first.length, warcSha256 });
    }
  }
  if (copies) await objects.put(key, copies.finish().bytes, "application/warc");
  return stored;
}

async function openCopies(importId: string, key: string, date: Date): Promise<WarcFile> {
  const description = `Records of import ${importId}, each as it was, whose file has them in no gzip members of their own.`;
  const filename = key.slice(key.lastIndexOf("/") + 1);
  return new WarcFile(await writeWarcinfoRecord({ id: v7(), date, software: SOFTWARE, description, filename }));
}

const aboutOf = ({ draft }: CaptureOutcome): ProblemOutcome["about"] => ({
  recordId: draft.names.recordId.slice(0, 500),
  type: draft.kind,
  url: draft.url.slice(0, 500),
});

function toProblem({ code, at, about }: ProblemOutcome, { index, entry }: SegmentRef): ImportProblem {
  return { position: positionOf(index, at), code, entry, ...at, ...about, message: IMPORT_PROBLEMS[code] };
}
