/**
 * Owns what is done with a portion of a run's items: the item's row first, which only one poll can win, and its message
 * to the frontier second. What an earlier try of the same message has taken is recognised by its row and taken again as
 * the same, so that a crash neither loses an item nor counts one twice.
 */
import { v5 } from "uuid";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { RunProgressSoFar } from "../../events/poll-requested.ts";
import type { Send } from "../../shared/aws/queues.ts";
import { captureMessage, lostAt, refusedUntil } from "../../shared/crawl/capture-message.ts";
import type { ItemStore } from "../../shared/index/item-store.ts";
import { type CrawlItem, itemKey } from "../../shared/sources/item.ts";
import { addToLedger, seenEntry } from "../../shared/sources/run-ledger.ts";
import { decideItems, type ItemDecision, type KnownItem, type SeenItem } from "../../shared/sources/scope.ts";
import type { Source } from "../../shared/sources/source.ts";
import { articleIdentity } from "../../shared/url/article-identity.ts";

export interface TakeDeps {
  readonly items: Pick<ItemStore, "getMany" | "create" | "replace">;
  readonly sendToFrontier: Send<CaptureRequested>;
  readonly now: () => Date;
}

/** One document of a run, and what the run has come to. */
export interface Taking {
  readonly source: Source;
  readonly runId: string;
  /** Names the document within its run. */
  readonly document: string;
  progress: RunProgressSoFar;
  /** Items taken from this document, by identity. */
  readonly taken: Map<string, KnownItem>;
}

/** Namespace of the jobs of sources' items (UUID version 5): one run takes one item as one job. */
const NAMESPACE = "5d6f6f0e-3f0b-4a7e-9c55-0c2f4c9f6a52";

type Decided = { readonly item: SeenItem; readonly kind: ItemDecision["kind"]; readonly row?: CrawlItem | undefined };

/** Takes a portion of a document's items, in order; adds to `taking.progress`. */
export async function takeItems(deps: TakeDeps, taking: Taking, items: readonly SeenItem[]): Promise<void> {
  const keys = items.map(({ url }) => itemKey(url));
  const rows = await deps.items.getMany(keys);
  const decided = decide(deps, taking, items, rows);
  const settled = await Promise.all(decided.map((entry) => claimItem(deps, taking, entry, rows)));
  let { ledger, oldestUnseenAt, unfinished } = taking.progress;
  const accepted = { ...taking.progress.accepted };
  for (const { item, kind } of settled) {
    ledger = addToLedger(ledger, seenEntry(kind));
    if (kind === "new" || kind === "changed") accepted[kind] += 1;
    if (kind === "new") oldestUnseenAt = olderOf(oldestUnseenAt, item);
    if (kind === "over-limit") unfinished = true;
  }
  taking.progress = { ...taking.progress, ledger, accepted, oldestUnseenAt, unfinished };
  await sendItems(
    deps,
    taking.source,
    settled.flatMap(({ row }) => row ?? []),
  );
}

/** Decides without writing. What an earlier try took comes first, with its row; of the rest `decideItems` has the say. */
function decide(
  deps: TakeDeps,
  taking: Taking,
  items: readonly SeenItem[],
  rows: ReadonlyMap<string, CrawlItem>,
): Decided[] {
  const { source, taken } = taking;
  const accepted = { ...taking.progress.accepted };
  const known = new Map<string, KnownItem>();
  const retaken: Decided[] = [];
  const others: SeenItem[] = [];
  for (const item of items) {
    const identity = articleIdentity(item.url);
    const row = rows.get(itemKey(item.url));
    if (row && isRetake(taking, row) && !taken.has(identity)) {
      const kind = row.takenAs === "changed" ? "changed" : "new";
      accepted[kind] += 1;
      taken.set(identity, row);
      retaken.push({ item, kind, row });
      continue;
    }
    if (row && !isFreshFor(taking, row))
      known.set(identity, row.lastEnd ? row : { ...row, modifiedAt: item.modifiedAt });
    others.push(item);
  }
  const step = decideItems(source, others, known, { accepted, taken }, deps.now());
  for (const [identity, as] of step.progress.taken) taken.set(identity, as);
  return [...retaken, ...step.decided.map(({ item, decision }) => ({ item, kind: decision.kind }))];
}

/** Taken from this very document by an earlier try of this message. */
function isRetake({ runId, document }: Taking, row: CrawlItem): boolean {
  return row.runId === runId && row.document === document && row.takenAs !== "revisit";
}

/** What robots.txt denied to others is unseen to a source that it does not bind. */
function isFreshFor({ source }: Taking, { lastEnd }: CrawlItem): boolean {
  return lastEnd?.kind === "robots-denied" && source.robotsOverride !== undefined;
}

/** Writes the row of an item that is taken. Where another poll was faster, it is known. */
async function claimItem(
  deps: TakeDeps,
  taking: Taking,
  entry: Decided,
  rows: ReadonlyMap<string, CrawlItem>,
): Promise<Decided> {
  const { item, kind } = entry;
  if (entry.row || (kind !== "new" && kind !== "changed")) return entry;
  const known = rows.get(itemKey(item.url));
  const row = toRow(taking, item, kind, known, deps.now());
  const isOurs = known ? await deps.items.replace(row, known) : await deps.items.create(row);
  return isOurs ? { item, kind, row } : { item, kind: "known" };
}

function toRow(
  { source, runId, document }: Taking,
  item: SeenItem,
  takenAs: "new" | "changed",
  known: CrawlItem | undefined,
  now: Date,
): CrawlItem {
  const key = itemKey(item.url);
  const at = now.toISOString();
  const sourceId = known?.sourceId ?? source.id;
  return {
    key,
    // An article keeps the address that it was captured under first, or its history would be scattered over many.
    url: known?.url ?? item.url,
    sourceId,
    takenBy: sourceId === source.id ? undefined : source.id,
    seenAt: known?.seenAt ?? at,
    modifiedAt: item.modifiedAt ?? known?.modifiedAt,
    jobId: v5(`${runId} ${key}`, NAMESPACE),
    runId,
    document,
    takenAs,
    takenAt: at,
    revisits: known?.revisits ?? [...source.revisits],
    firstCapturedAt: known?.firstCapturedAt,
    revisitsDone: known?.revisitsDone ?? 0,
    dueAt: lostAt(now),
  };
}

/** Sends what is on the frontier now; a message that was refused is sent by discover, some minutes later. */
async function sendItems(deps: TakeDeps, source: Source, rows: readonly CrawlItem[]): Promise<void> {
  const now = deps.now();
  const messages = new Map(
    rows.filter(({ lastEnd }) => !lastEnd).map((row) => [captureMessage(row, source, now), row]),
  );
  if (messages.size === 0) return;
  const refused = await deps.sendToFrontier([...messages.keys()]);
  const soon = refusedUntil(now);
  await Promise.all(
    [...refused.keys()].map(async (message) => {
      const row = messages.get(message);
      if (row) await deps.items.replace({ ...row, dueAt: soon }, row);
    }),
  );
}

function olderOf(oldest: string | undefined, { publishedAt, modifiedAt }: SeenItem): string | undefined {
  const date = publishedAt ?? modifiedAt;
  if (date === undefined || Number.isNaN(Date.parse(date))) return oldest;
  return oldest === undefined || Date.parse(date) < Date.parse(oldest) ? date : oldest;
}
