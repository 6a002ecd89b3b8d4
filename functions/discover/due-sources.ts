/**
 * Owns leasing the sources that are due, and asking for their polls. The lease is one conditional write: of two ticks at
 * the same moment one gets it. It runs out by itself, so that no crash keeps a source from being polled again.
 */
import { v7 } from "uuid";
import type { SourcePoll } from "../../events/poll-requested.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import { LEASE_MS } from "../../shared/crawl/lease.ts";
import { runMoment } from "../../shared/index/keys.ts";
import { dueAtOf, type SourceLease, type SourceStore, type StoredSource } from "../../shared/index/source-store.ts";
import type { Observer } from "../../shared/observe.ts";

export interface DueSourcesDeps {
  readonly sources: Pick<SourceStore, "get" | "replace" | "listDue">;
  readonly polls: Pick<Polls, "send">;
  readonly now: () => Date;
  readonly observer: Observer;
}

const PORTION = 200;
/** What is kept free for the steps after this one, in milliseconds. */
const RESERVE_MS = 30_000;

export async function sendDueSources(deps: DueSourcesDeps, remainingMs: () => number): Promise<void> {
  const seen = new Set<string>();
  while (remainingMs() > RESERVE_MS) {
    const due = (await deps.sources.listDue(deps.now(), PORTION)).filter((id) => !seen.has(id));
    // The index follows a moment after the table: what it still shows was leased just now.
    if (due.length === 0) return;
    for (const id of due) seen.add(id);
    const leased = await Promise.all(due.map((id) => leaseOrTell(deps, id)));
    await sendPolls(
      deps,
      leased.filter((each) => each !== undefined),
    );
  }
}

/** A source and the lease that it was just given. */
interface Leased {
  readonly before: StoredSource;
  readonly lease: SourceLease;
}

async function sendPolls(deps: DueSourcesDeps, leased: readonly Leased[]): Promise<void> {
  const polls = new Map(leased.map((each) => [toPoll(each), each]));
  if (polls.size === 0) return;
  const refused = await deps.polls.send([...polls.keys()]);
  for (const [poll, { before }] of polls) {
    const { sourceId, runId } = poll;
    const reason = refused.get(poll);
    if (reason === undefined) deps.observer.outcome({ outcome: "source-due", sourceId, runId });
    else await putBack(deps, before, runId, reason);
  }
}

/** A source whose message was refused is due as it was. */
async function putBack(deps: DueSourcesDeps, before: StoredSource, runId: string, reason: string): Promise<void> {
  const about = { outcome: "not-done", sourceId: before.source.id, runId } as const;
  deps.observer.outcome({ ...about, error: new Error(`polls queue: ${reason}`) });
  // Should this fail too, the lease runs out.
  const error = await deps.sources
    .replace({ ...before, revision: before.revision + 1 })
    .catch((caught: unknown) => caught);
  if (typeof error !== "boolean") deps.observer.outcome({ ...about, error });
}

/** One source that cannot be leased now keeps none of the others from being polled. */
async function leaseOrTell(deps: DueSourcesDeps, id: string): Promise<Leased | undefined> {
  try {
    return await leaseSource(deps, id);
  } catch (error) {
    deps.observer.outcome({ outcome: "not-done", sourceId: id, error });
    return undefined;
  }
}

/**
 * A new lease; undefined where another was faster, or the source is not due after all. A run whose lease ran out is the
 * one that goes on: its message may still come, and what it took before it died is recognised by the run's id.
 */
async function leaseSource(deps: DueSourcesDeps, id: string): Promise<Leased | undefined> {
  const now = deps.now();
  const stored = await deps.sources.get(id);
  const dueAt = stored && dueAtOf(stored);
  if (!stored || dueAt === undefined || Date.parse(dueAt) > now.getTime()) return undefined;
  if (stored.source.status.state !== "active") {
    await deps.sources.replace({ source: stored.source, revision: stored.revision });
    return undefined;
  }
  if (stored.lease) {
    deps.observer.outcome({ outcome: "lease-expired", sourceId: id, runId: stored.lease.runId });
  }
  const runId = stored.lease?.runId ?? v7({ msecs: now.getTime() });
  const lease = { runId, until: new Date(now.getTime() + LEASE_MS).toISOString() };
  return (await deps.sources.replace({ ...stored, lease })) ? { before: stored, lease } : undefined;
}

function toPoll({ before: { source }, lease: { runId } }: Leased): SourcePoll {
  const startedAt = runMoment(runId);
  return { version: 1, kind: "source", sourceId: source.id, runId, startedAt, url: source.url, pending: [], depth: 0 };
}
