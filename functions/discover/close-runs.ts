/**
 * Owns closing runs: once every item that went on the frontier has ended, the ends are added up into the run's own row,
 * and from then on nobody has to read them one by one.
 */
import { ledgerOf } from "../../shared/crawl/ledger-of.ts";
import type { RunStore } from "../../shared/index/run-store.ts";
import type { Observer } from "../../shared/observe.ts";
import type { Run } from "../../shared/sources/run.ts";
import { countWaiting } from "../../shared/sources/run-ledger.ts";

export interface CloseRunsDeps {
  readonly runs: Pick<RunStore, "listDue" | "listEnds" | "replace">;
  readonly now: () => Date;
  readonly observer: Observer;
}

const PORTION = 100;
const RESERVE_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

export const CLOSING = {
  /** Looked at again after a tenth of its age, within these bounds: it costs a read of all its ends. */
  ageShare: 0.1,
  minWaitMs: 5 * MINUTE_MS,
  maxWaitMs: 6 * 60 * MINUTE_MS,
  /** By then every job has ended, and every item that was lost has been sent again and has ended too. */
  longestMs: 40 * DAY_MS,
  /** A day's revisits end some time after the day: nothing says how many are still under way. */
  revisitsMs: 3 * DAY_MS,
} as const;

export async function closeDueRuns(deps: CloseRunsDeps, remainingMs: () => number): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const due = (await deps.runs.listDue(deps.now(), PORTION)).filter((run) => !seen.has(nameOf(run)));
    if (due.length === 0) return;
    for (const run of due) {
      if (remainingMs() < RESERVE_MS) return;
      seen.add(nameOf(run));
      await closeOrTell(deps, run);
    }
  }
}

const nameOf = ({ sourceId, id }: Run): string => `${sourceId} ${id}`;

async function closeOrTell(deps: CloseRunsDeps, run: Run): Promise<void> {
  try {
    await closeOrWait(deps, run);
  } catch (error) {
    deps.observer.outcome({ outcome: "not-done", sourceId: run.sourceId, runId: run.id, error });
  }
}

async function closeOrWait(deps: CloseRunsDeps, run: Run): Promise<void> {
  const now = deps.now().getTime();
  const ageMs = now - Date.parse(run.startedAt);
  if (run.kind === "revisits" && ageMs < CLOSING.revisitsMs) {
    const nextCheckAt = new Date(Date.parse(run.startedAt) + CLOSING.revisitsMs).toISOString();
    return deps.runs.replace({ ...run, nextCheckAt });
  }
  const ledger = await ledgerOf(deps.runs, run);
  if (countWaiting(ledger) > 0 && ageMs < CLOSING.longestMs) {
    const waitMs = Math.min(Math.max(ageMs * CLOSING.ageShare, CLOSING.minWaitMs), CLOSING.maxWaitMs);
    return deps.runs.replace({ ...run, nextCheckAt: new Date(now + waitMs).toISOString() });
  }
  const { nextCheckAt, ...rest } = run;
  const outcome = run.outcome === "running" ? "polled" : run.outcome;
  const finishedAt = run.finishedAt ?? new Date(now).toISOString();
  await deps.runs.replace({ ...rest, outcome, finishedAt, ledger, state: "closed" });
  deps.observer.outcome({ outcome: "run-closed", sourceId: run.sourceId, runId: run.id });
}
