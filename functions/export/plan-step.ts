/**
 * Owns the first step of an export: what belongs into it is looked up, a page of candidates at a time, and listed in the
 * bucket. Writing it then asks the index nothing more.
 */

import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import { EXPORT_LIMITS, type Export, type ExportIn, exportKeys } from "../../shared/exports/export.ts";
import { readPlan, writeChunk, writeSites } from "../../shared/exports/plan.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import { createGate, type GateDeps } from "../../shared/restrictions/gate.ts";
import { toSite } from "../../shared/url/site.ts";
import { type GatherDeps, type Gathered, gatherPage } from "../../shared/wacz/gather-page.ts";
import { type Planned, type PlannedCapture, takeNew } from "../../shared/wacz/planned-capture.ts";
import { type CandidateDeps, listCandidates } from "./candidates.ts";
import type { ExportObjects } from "./objects.ts";

export interface PlanDeps extends CandidateDeps, GatherDeps, GateDeps {
  readonly captures: Pick<CaptureStore, "get" | "listByUrl">;
  readonly objects: ExportObjects;
}

/** Candidates of one step: with all that their pages were shown with, some thousand captures. */
const CANDIDATES = 100;
/** Captures of one chunk, a megabyte or two: it is read whole. */
const CHUNK = 2000;
/** Candidates that are looked up at once. */
const AT_ONCE = 10;

/** What was planned before, kept from one step to the next within an invocation. */
export interface PlanMemory extends Planned {
  /** A URL of each site, by site. */
  readonly sites: Map<string, string>;
  readonly exportId: string;
  readonly chunks: number;
}

/** Reads back what earlier steps planned, where this invocation has not made them itself. */
export async function recallPlan(
  deps: Pick<PlanDeps, "objects">,
  { id, step }: ExportIn<"plan">,
  memory: PlanMemory | undefined,
): Promise<PlanMemory> {
  if (memory?.exportId === id && memory.chunks === step.chunks) return memory;
  const recalled = { captures: new Set<string>(), pages: new Set<string>(), sites: new Map<string, string>() };
  for await (const { capture } of readPlan(deps.objects, id, step.chunks)) remember(recalled, capture);
  return { ...recalled, exportId: id, chunks: step.chunks };
}

function remember(memory: Omit<PlanMemory, "exportId" | "chunks">, capture: PlannedCapture): void {
  memory.captures.add(capture.id);
  if (capture.page) memory.pages.add(capture.id);
  memory.sites.set(toSite(capture.url), capture.url);
}

/** Plans one chunk. With the last, the upload begins. */
export async function planStep(
  deps: PlanDeps,
  made: ExportIn<"plan">,
  memory: PlanMemory,
): Promise<{ readonly export: Export; readonly memory: PlanMemory }> {
  const { ids, after } = await listCandidates(deps, made.selection, { limit: CANDIDATES, after: made.step.after });
  const gathered = await gatherAll(deps, ids, made.withRequisites);
  const captures = gathered.flatMap((page) => takeNew(memory, page.captures));
  for (const capture of captures) remember(memory, capture);
  const counts = {
    ...made.counts,
    planned: made.counts.planned + captures.filter(({ isPageOnly }) => !isPageOnly).length,
    restricted: made.counts.restricted + gathered.reduce((sum, { restricted }) => sum + restricted, 0),
  };
  const mainPage = made.mainPage ?? firstPage(captures);
  const isTooLarge = counts.planned > EXPORT_LIMITS.captures || memory.sites.size > EXPORT_LIMITS.sites;
  if (isTooLarge) return { export: failExport({ ...made, counts }, "export-too-large", deps.now()), memory };
  const chunks = await writeChunks(deps, made, captures);
  const planned: Export = { ...made, counts, status: "running", ...(mainPage ? { mainPage } : {}) };
  const next = after === undefined ? await beginWriting(deps, planned, chunks, memory) : undefined;
  return {
    export: next ?? { ...planned, step: { kind: "plan", chunks, ...(after === undefined ? {} : { after }) } },
    memory: { ...memory, chunks },
  };
}

/** @returns how many chunks there are now */
async function writeChunks(
  { objects }: PlanDeps,
  { id, step }: ExportIn<"plan">,
  captures: readonly PlannedCapture[],
): Promise<number> {
  let { chunks } = step;
  for (let start = 0; start < captures.length; start += CHUNK) {
    chunks += 1;
    await writeChunk(objects, id, chunks, captures.slice(start, start + CHUNK));
  }
  return chunks;
}

async function beginWriting(deps: PlanDeps, planned: Export, chunks: number, memory: PlanMemory): Promise<Export> {
  if (planned.counts.planned === 0) return failExport(planned, "export-empty", deps.now());
  await writeSites(deps.objects, planned.id, [...memory.sites.values()]);
  const uploadId = await deps.objects.begin(exportKeys(planned.id).wacz, "application/wacz");
  return { ...planned, step: { kind: "write", uploadId, chunks, place: { chunk: 1, at: 0 }, files: 0, offset: 0 } };
}

async function gatherAll(deps: PlanDeps, ids: readonly string[], withRequisites: boolean): Promise<Gathered[]> {
  const gate = createGate(deps);
  const gathered: Gathered[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const pages = ids.slice(start, start + AT_ONCE).map(async (id): Promise<Gathered> => {
      const capture = await deps.captures.get(id);
      return capture ? gatherPage(deps, gate, capture, withRequisites) : { captures: [], restricted: 0 };
    });
    gathered.push(...(await Promise.all(pages)));
  }
  return gathered;
}

function firstPage(captures: readonly PlannedCapture[]): Export["mainPage"] {
  const page = captures.find((capture) => capture.page);
  return page && { url: page.url, capturedAt: page.capturedAt };
}

/** An export that ends here, with the reason. */
export function failExport(made: Export, code: FailureCode, now: Date): Export {
  const { chunks } = made.step;
  const error = { code, message: FAILURES[code].sentence };
  return { ...made, status: "failed", step: { kind: "end", chunks }, error, finishedAt: now.toISOString() };
}
