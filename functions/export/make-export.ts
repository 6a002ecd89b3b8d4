/**
 * Owns going on with an export: step by step while there is time, and another message when it runs out. A step is over
 * once the row says so; should this die before, the step is done again and makes the same.
 */
import { type Export, type ExportIn, isEnded } from "../../shared/exports/export.ts";
import type { ExportStore, StoredExport } from "../../shared/index/export-store.ts";
import { type FinishDeps, finishStep } from "./finish-step.ts";
import { type PlanDeps, type PlanMemory, planStep, recallPlan } from "./plan-step.ts";
import { type CapturesFrom, openCaptures, type WriteDeps, writeStep } from "./write-step.ts";

export interface MakeDeps extends PlanDeps, WriteDeps, FinishDeps {
  readonly exports: Pick<ExportStore, "get" | "replace">;
}

/** `superseded`: another invocation is at the same export, and was faster. */
export type Made =
  | { readonly kind: "unknown" | "superseded" }
  | { readonly kind: "ended" | "unfinished"; export: Export };

/** The last step reads the index of the whole file: of 100,000 captures it takes some ten seconds. */
const RESERVE_MS = 60_000;

/** What one step leaves for the next, where the same invocation does it. */
interface Memory {
  plan?: PlanMemory;
  captures?: CapturesFrom;
}

export async function makeExport(deps: MakeDeps, id: string, remainingMs: () => number): Promise<Made> {
  const memory: Memory = {};
  let stored = await deps.exports.get(id);
  if (!stored) return { kind: "unknown" };
  while (!isEnded(stored.export)) {
    const next: StoredExport = { export: await doStep(deps, stored.export, memory), revision: stored.revision };
    if (!(await deps.exports.replace(next))) return { kind: "superseded" };
    stored = { ...next, revision: next.revision + 1 };
    if (!isEnded(stored.export) && remainingMs() < RESERVE_MS) return { kind: "unfinished", export: stored.export };
  }
  return { kind: "ended", export: stored.export };
}

async function doStep(deps: MakeDeps, made: Export, memory: Memory): Promise<Export> {
  if (isIn(made, "plan")) {
    const planned = await planStep(deps, made, await recallPlan(deps, made, memory.plan));
    memory.plan = planned.memory;
    return planned.export;
  }
  if (isIn(made, "write")) {
    delete memory.plan;
    const written = await writeStep(deps, made, openCaptures(deps, made, memory.captures));
    memory.captures = written.rest;
    return written.export;
  }
  delete memory.captures;
  if (isIn(made, "finish")) return finishStep(deps, made);
  throw new Error(`export ${made.id} is ${made.status} and at its end`);
}

function isIn<K extends Export["step"]["kind"]>(made: Export, kind: K): made is ExportIn<K> {
  return made.step.kind === kind;
}
