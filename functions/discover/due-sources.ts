/**
 * Owns leasing the sources that are due, and asking for their polls. The lease is one conditional write: of two ticks at
 * the same moment one gets it. It runs out by itself, so that no crash keeps a source from being polled again.
 */
import { v7 } from "uuid";
import type { SourcePoll } from "../../events/poll-requested.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import type { SourceStore, StoredSource } from "../../shared/index/source-store.ts";
import { dueAtOf } from "../../shared/index/source-store.ts";
import type { Observer } from "../../shared/observe.ts";

export interface DueSourcesDeps {
  readonly sources: Pick<SourceStore, "get" | "replace" | "listDue">;
  readonly polls: Pick<Polls, "send">;
  readonly now: () => Date;
  readonly observer: Observer;
}

/** Longer than a document takes with all its waits; a run of many documents extends it (functions/poll). */
export const LEASE_MS = 15 * 60_000;
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
    const leased = (await Promise.all(due.map((id) => leaseSource(deps, id)))).filter((each) => each !== undefined);
    const polls = new Map(leased.map((stored) => [toPoll(stored), stored]));
    const refused = await deps.polls.send([...polls.keys()]);
    await Promise.all([...refused.keys()].map((poll) => release(deps, polls.get(poll))));
    for (const { sourceId, runId } of polls.keys()) {
      deps.observer.outcome({ outcome: "source-due", sourceId, runId });
    }
  }
}

/** The source with its new lease; undefined where another was faster, or it is not due after all. */
async function leaseSource(deps: DueSourcesDeps, id: string): Promise<StoredSource | undefined> {
  const now = deps.now();
  const stored = await deps.sources.get(id);
  const dueAt = stored && dueAtOf(stored);
  if (!stored || dueAt === undefined || Date.parse(dueAt) > now.getTime()) return undefined;
  if (stored.source.status.state !== "active") return release(deps, stored);
  if (stored.lease) {
    deps.observer.outcome({ outcome: "lease-expired", sourceId: id, runId: stored.lease.runId });
  }
  const lease = { runId: v7({ msecs: now.getTime() }), until: new Date(now.getTime() + LEASE_MS).toISOString() };
  const isOurs = await deps.sources.replace({ ...stored, lease });
  return isOurs ? { ...stored, lease, revision: stored.revision + 1 } : undefined;
}

/** A source that was paused while it was polled keeps no lease, and one whose message was refused is due at once. */
async function release(deps: DueSourcesDeps, stored: StoredSource | undefined): Promise<undefined> {
  if (stored) await deps.sources.replace({ source: stored.source, revision: stored.revision });
}

function toPoll({ source, lease }: StoredSource): SourcePoll {
  const runId = lease?.runId ?? "";
  // The moment that the id holds: the run's key is made of it.
  const startedAt = new Date(Number.parseInt(runId.replaceAll("-", "").slice(0, 12), 16)).toISOString();
  return { version: 1, kind: "source", sourceId: source.id, runId, startedAt, url: source.url, pending: [], depth: 0 };
}
