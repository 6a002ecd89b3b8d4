/**
 * Owns the end of an item that a source brought: its line in the run's ledger, and when it is captured again. The line
 * goes first and under the job's id, so that a crash between the two is mended by doing both once more.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import { FAILURES, type FailureCode } from "../errors.ts";
import type { ItemStore } from "../index/item-store.ts";
import type { RunStore } from "../index/run-store.ts";
import { type CrawlItem, itemKey } from "../sources/item.ts";
import { nextRevisitAt } from "../sources/revisits.ts";

export interface ItemEnd {
  readonly kind: "captured" | "unchanged" | "failed" | "robots-denied";
  readonly code?: FailureCode | undefined;
  readonly message?: string | undefined;
}

export interface EndItemDeps {
  readonly items: Pick<ItemStore, "get" | "replace">;
  readonly runs: Pick<RunStore, "addEnd">;
  readonly now: () => Date;
}

/** Another writer of the item's row can only be discover, which looks at it once in hours. */
const MAX_TRIES = 5;

/** Keeps how the job of a source's item ended; does nothing for what no source has brought. */
export async function endItem(
  deps: EndItemDeps,
  { origin, jobId, url }: CaptureRequested,
  end: ItemEnd,
): Promise<void> {
  if (origin.kind !== "source") return;
  const { sourceId, runId, takenAs } = origin;
  const now = deps.now();
  await deps.runs.addEnd({ sourceId, runId }, { jobId, url, takenAs, ...end, at: now.toISOString() });
  const key = itemKey(url);
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const item = await deps.items.get(key);
    // It went on the frontier again meanwhile, or all this was done before.
    if (item?.jobId !== jobId || item.lastEnd) return;
    if (await deps.items.replace(afterEnd(item, end, now), item)) return;
  }
  throw new Error(`the row of item ${key} changes all the time`);
}

/** The item as its job's end leaves it, due at its next revisit. Pure. */
export function afterEnd(item: CrawlItem, end: ItemEnd, now: Date): CrawlItem {
  const at = now.toISOString();
  const succeeded = end.kind === "captured" || end.kind === "unchanged";
  const firstCapturedAt = item.firstCapturedAt ?? (succeeded ? at : undefined);
  // What failed for now is tried again when its revisits would come; what cannot be had is left, if it never was.
  const mayComeBack = firstCapturedAt !== undefined || (end.code !== undefined && FAILURES[end.code].transient);
  const countedFrom = new Date(firstCapturedAt ?? item.seenAt);
  const next = mayComeBack ? nextRevisitAt(countedFrom, item.revisits, item.revisitsDone, now) : undefined;
  const lastEnd = { kind: end.kind, code: end.code, at };
  return { ...item, firstCapturedAt, lastEnd, dueAt: next?.dueAt.toISOString() };
}
