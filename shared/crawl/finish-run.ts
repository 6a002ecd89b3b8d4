/**
 * Owns the end of a source's run: its row, then the source's status with the lease given back. In that order a crash in
 * between leaves a lease that runs out, and a next run; never a run that nobody knows of.
 */
import type { RunProgressSoFar, SourcePoll } from "../../events/poll-requested.ts";
import type { RunStore } from "../index/run-store.ts";
import type { SourceStore } from "../index/source-store.ts";
import type { Run } from "../sources/run.ts";
import { countWaiting, EMPTY_LEDGER } from "../sources/run-ledger.ts";
import { afterPoll, type PollOutcome } from "../sources/schedule.ts";
import { withHabits } from "../sources/silence.ts";
import type { Source, SourceStatus } from "../sources/source.ts";

export const PROGRESS_AT_START: RunProgressSoFar = {
  ledger: EMPTY_LEDGER,
  documents: 0,
  accepted: { new: 0, changed: 0 },
  unfinished: false,
  documentsLeft: 0,
};

export interface FinishDeps {
  readonly runs: Pick<RunStore, "create">;
  readonly sources: Pick<SourceStore, "get" | "replace">;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

/** How a run ended. `message` says why a failed one failed. */
export interface RunEnd {
  readonly outcome: PollOutcome;
  readonly message?: string | undefined;
  readonly progress: RunProgressSoFar;
  /** No poll before: the host asked for it. */
  readonly notBefore?: Date | undefined;
  /** The same bytes came as at the last poll: for the ledger that is as good as a 304. */
  readonly isUnchanged?: boolean | undefined;
}

const FIRST_CHECK_MS = 60_000;
const MAX_TRIES = 5;

/**
 * Ends a run. The source's lease must be this run's; one that was changed, paused or removed meanwhile stays so.
 *
 * @returns the source as it is now; undefined where it is gone, or leased to another run
 */
export async function finishRun(deps: FinishDeps, poll: SourcePoll, end: RunEnd): Promise<Source | undefined> {
  await deps.runs.create(toRun(poll, end, deps.now()));
  return releaseSource(deps, poll, (source, now) => {
    const polled = afterPoll(source, end.outcome, now, deps.random());
    const unseen = end.outcome.kind === "polled" ? end.outcome.unseen : 0;
    const status = withHabits(polled, unseen, now);
    const isList = source.url === undefined;
    const nextPollAt = isList ? nextReadOf(source, status, poll) : laterOf(status.nextPollAt, end.notBefore);
    return { ...source, status: { ...status, nextPollAt } };
  });
}

/** A list that was uploaded is read once, but for what was over a run's limit, and for an upload that came meanwhile. */
function nextReadOf(source: Source, status: SourceStatus, { startedAt }: SourcePoll): string | undefined {
  const isNewer = Date.parse(source.uploadedAt ?? "") > Date.parse(startedAt);
  if (isNewer) return source.status.nextPollAt;
  return status.unfinished ? status.nextPollAt : undefined;
}

/** Gives a source's lease back with a change; tries again where somebody else changed the source meanwhile. */
export async function releaseSource(
  deps: Pick<FinishDeps, "sources" | "now">,
  { sourceId, runId }: Pick<SourcePoll, "sourceId" | "runId">,
  change: (source: Source, now: Date) => Source,
): Promise<Source | undefined> {
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const stored = await deps.sources.get(sourceId);
    if (stored?.lease?.runId !== runId) return undefined;
    const source = change(stored.source, deps.now());
    if (await deps.sources.replace({ source, revision: stored.revision })) return source;
  }
  throw new Error(`source ${sourceId} changes all the time`);
}

function toRun(poll: SourcePoll, { outcome, message, progress, isUnchanged }: RunEnd, now: Date): Run {
  const { ledger, documents, documentsLeft } = progress;
  const isOpen = countWaiting(ledger) > 0;
  return {
    id: poll.runId,
    sourceId: poll.sourceId,
    kind: "poll",
    startedAt: poll.startedAt,
    finishedAt: now.toISOString(),
    outcome: isUnchanged ? "not-modified" : outcome.kind,
    error: outcome.kind === "failed" ? { code: outcome.code, message: message ?? outcome.code } : undefined,
    documents,
    ...(documentsLeft > 0 ? { documentsLeft } : {}),
    ledger,
    state: isOpen ? "open" : "closed",
    nextCheckAt: isOpen ? new Date(now.getTime() + FIRST_CHECK_MS).toISOString() : undefined,
  };
}

function laterOf(planned: string | undefined, notBefore: Date | undefined): string | undefined {
  if (planned === undefined || notBefore === undefined) return planned;
  return Date.parse(planned) < notBefore.getTime() ? notBefore.toISOString() : planned;
}
