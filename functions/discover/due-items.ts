/**
 * Owns putting known items on the frontier that are due: for a revisit, or because they were on it for longer than a
 * queue keeps a message. The item's row goes first, so that of two ticks one gets it; should the message not follow, the
 * item is due again as one that was lost.
 */
import { v5 } from "uuid";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { Send } from "../../shared/aws/queues.ts";
import { captureMessage, lostAt, refusedUntil } from "../../shared/crawl/capture-message.ts";
import type { ItemStore } from "../../shared/index/item-store.ts";
import type { RunStore } from "../../shared/index/run-store.ts";
import type { SourceStore } from "../../shared/index/source-store.ts";
import type { Observer } from "../../shared/observe.ts";
import type { CrawlItem } from "../../shared/sources/item.ts";
import { nextRevisitAt } from "../../shared/sources/revisits.ts";
import { EMPTY_LEDGER } from "../../shared/sources/run-ledger.ts";
import type { Source } from "../../shared/sources/source.ts";

export interface DueItemsDeps {
  readonly items: Pick<ItemStore, "get" | "replace" | "listDue">;
  readonly sources: Pick<SourceStore, "get">;
  readonly runs: Pick<RunStore, "create">;
  readonly sendToFrontier: Send<CaptureRequested>;
  readonly now: () => Date;
  readonly observer: Observer;
}

/** Namespace of the jobs of revisits (UUID version 5): one revisit of one item is one job. */
const NAMESPACE = "b1a4c6de-7c39-4f0e-8f0b-93f6f3b6c1d4";
const PORTION = 200;
const RESERVE_MS = 20_000;
/** A source that is not polled now has its revisits looked at again after so long. */
const NOT_NOW_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** After the day is over: what was due in its last minutes has been sent by then. */
const FIRST_CHECK_MS = DAY_MS + 3_600_000;

interface Tick extends DueItemsDeps {
  /** Sources as this tick found them. */
  readonly known: Map<string, Promise<Source | undefined>>;
  /** Revisit runs that are known to be there. */
  readonly opened: Set<string>;
}

export async function sendDueItems(deps: DueItemsDeps, remainingMs: () => number): Promise<void> {
  const tick: Tick = { ...deps, known: new Map(), opened: new Set() };
  const seen = new Set<string>();
  while (remainingMs() > RESERVE_MS) {
    const due = (await deps.items.listDue(deps.now(), PORTION)).filter((key) => !seen.has(key));
    if (due.length === 0) return;
    for (const key of due) seen.add(key);
    const taken = await Promise.all(due.map((key) => takeOrTell(tick, key)));
    await sendItems(
      tick,
      taken.filter((each) => each !== undefined),
    );
  }
}

interface Taken {
  readonly item: CrawlItem;
  readonly source: Source;
  readonly outcome: "revisit-due" | "resent";
}

/** One item that cannot be taken now keeps none of the others from the frontier: their rows say already that they are on it. */
async function takeOrTell(tick: Tick, key: string): Promise<Taken | undefined> {
  try {
    return await takeItem(tick, key);
  } catch (error) {
    tick.observer.outcome({ outcome: "not-done", code: "take-item", error });
    return undefined;
  }
}

async function takeItem(tick: Tick, key: string): Promise<Taken | undefined> {
  const now = tick.now();
  const item = await tick.items.get(key);
  if (item?.dueAt === undefined || Date.parse(item.dueAt) > now.getTime()) return undefined;
  // A lost message is its run's; a revisit is by the policy of the source that brought the item first.
  const source = await findSource(tick, item.lastEnd ? item.sourceId : (item.takenBy ?? item.sourceId));
  if (!source) {
    // The source was removed: what it brought stays, and is not captured again.
    await tick.items.replace({ ...item, dueAt: undefined }, item);
    return undefined;
  }
  if (!item.lastEnd) return write(tick, item, { ...item, dueAt: lostAt(now) }, source, "resent");
  if (source.status.state !== "active") {
    await tick.items.replace({ ...item, dueAt: new Date(now.getTime() + NOT_NOW_MS).toISOString() }, item);
    return undefined;
  }
  const counted = new Date(item.firstCapturedAt ?? item.seenAt);
  const revisit = nextRevisitAt(counted, source.revisits, item.revisitsDone, now);
  if (!revisit || revisit.dueAt.getTime() > now.getTime()) {
    // The source's policy has changed since the item was on the frontier last.
    const changed = { ...item, revisits: [...source.revisits], dueAt: revisit?.dueAt.toISOString() };
    await tick.items.replace(changed, item);
    return undefined;
  }
  const runId = await openRevisits(tick, source.id, now);
  return write(tick, item, toRevisit(item, source, runId, revisit.done, now), source, "revisit-due");
}

function toRevisit(item: CrawlItem, source: Source, runId: string, done: number, now: Date): CrawlItem {
  const { lastEnd, takenBy, ...rest } = item;
  return {
    ...rest,
    jobId: v5(`${item.key} ${item.jobId} ${done}`, NAMESPACE),
    runId,
    document: "",
    takenAs: "revisit",
    takenAt: now.toISOString(),
    revisits: [...source.revisits],
    revisitsDone: done,
    dueAt: lostAt(now),
  };
}

async function write(
  { items }: Tick,
  was: CrawlItem,
  item: CrawlItem,
  source: Source,
  outcome: Taken["outcome"],
): Promise<Taken | undefined> {
  return (await items.replace(item, was)) ? { item, source, outcome } : undefined;
}

async function sendItems(tick: Tick, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const now = tick.now();
  const messages = new Map(taken.map((each) => [captureMessage(each.item, each.source, now), each]));
  const refused = await tick.sendToFrontier([...messages.keys()]);
  const soon = refusedUntil(now);
  await Promise.allSettled(
    [...refused.keys()].map(async (message) => {
      const item = messages.get(message)?.item;
      if (item) await tick.items.replace({ ...item, dueAt: soon }, item);
    }),
  );
  for (const outcome of ["revisit-due", "resent"] as const) {
    const count = taken.filter((each) => each.outcome === outcome).length;
    if (count > 0) tick.observer.count(outcome, count);
  }
}

/** A source's revisits of one day are one run; its row is made with the first of them. */
async function openRevisits(tick: Tick, sourceId: string, now: Date): Promise<string> {
  const day = now.toISOString().slice(0, 10);
  const id = `revisits-${day}`;
  if (tick.opened.has(`${sourceId} ${id}`)) return id;
  const startedAt = `${day}T00:00:00.000Z`;
  const nextCheckAt = new Date(Date.parse(startedAt) + FIRST_CHECK_MS).toISOString();
  const row = { id, sourceId, kind: "revisits", startedAt, outcome: "running", documents: 0 } as const;
  await tick.runs.create({ ...row, ledger: EMPTY_LEDGER, state: "open", nextCheckAt });
  tick.opened.add(`${sourceId} ${id}`);
  return id;
}

function findSource(tick: Tick, id: string): Promise<Source | undefined> {
  const known = tick.known.get(id) ?? tick.sources.get(id).then((stored) => stored?.source);
  tick.known.set(id, known);
  return known;
}
