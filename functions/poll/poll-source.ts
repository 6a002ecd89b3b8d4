/**
 * Owns one document of a source's run: get it, take what it names, and go on with the next document or end the run. Each
 * document is a message of its own, and carries what the run has come to.
 */
import { createHash } from "node:crypto";
import type { RunProgressSoFar, SourcePoll } from "../../events/poll-requested.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import {
  type FinishDeps,
  finishRun,
  PROGRESS_AT_START,
  type RunEnd,
  releaseSource,
} from "../../shared/crawl/finish-run.ts";
import { LEASE_MS } from "../../shared/crawl/lease.ts";
import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import type { RunStore } from "../../shared/index/run-store.ts";
import type { SourceStore, StoredSource } from "../../shared/index/source-store.ts";
import { POLLS_MAX_RECEIVES } from "../../shared/names.ts";
import type { Politeness } from "../../shared/politeness/polite-fetch.ts";
import { validatorsFor } from "../../shared/sources/conditional-poll.ts";
import type { Source } from "../../shared/sources/source.ts";
import { chooseChildren } from "./choose-children.ts";
import { documentName } from "./document-name.ts";
import { type FetchedDocument, fetchDocument, LONGEST_QUEUE_WAIT_SECONDS } from "./fetch-document.ts";
import { readDocument } from "./read-document.ts";
import { type TakeDeps, type Taking, takeItems } from "./take-items.ts";

export interface PollSourceDeps extends TakeDeps, FinishDeps {
  readonly politeness: Pick<Politeness, "fetch">;
  readonly sources: Pick<SourceStore, "get" | "replace">;
  readonly runs: Pick<RunStore, "get" | "create">;
  readonly polls: Pick<Polls, "send">;
  /** The list that was uploaded for a source. */
  readonly readList: (sourceId: string) => Promise<Uint8Array>;
}

/** What became of a message. */
export type Polled =
  /** To be given back to the queue. */
  | { readonly kind: "wait"; readonly waitSeconds: number }
  | { readonly kind: "done"; readonly outcome: string; readonly code?: string; readonly source?: Source | undefined };

/** A lease with less left is extended: a long index is read for longer than one lease lasts. */
const EXTEND_BELOW_MS = 10 * 60_000;

/** @param receives - How often the queue has handed the message out, this time included. */
export async function pollSource(deps: PollSourceDeps, poll: SourcePoll, receives: number): Promise<Polled> {
  const stored = await keepLease(deps, poll);
  if (!stored) return abandon(deps, poll);
  if (await deps.runs.get(poll)) return release(deps, poll);
  const { source } = stored;
  const isFirst = poll.progress === undefined;
  const fetched = poll.url === undefined ? await readUpload(deps, poll) : await fetchFrom(deps, poll, source, isFirst);
  switch (fetched.kind) {
    case "wait":
      return waitFor(deps, poll, fetched.waitSeconds, receives);
    case "redirected":
      return sendOn(deps, { ...poll, location: fetched.location }, "redirected");
    case "not-modified":
      return finish(deps, poll, { outcome: { kind: "not-modified" }, progress: PROGRESS_AT_START });
    case "failed":
      return failDocument(deps, poll, fetched);
    case "document":
      return takeDocument(deps, poll, source, fetched);
  }
}

/** The source with this run's lease, which is made to last; undefined where the lease is another's. */
async function keepLease(deps: PollSourceDeps, { sourceId, runId }: SourcePoll): Promise<StoredSource | undefined> {
  const stored = await deps.sources.get(sourceId);
  if (stored?.lease?.runId !== runId) return undefined;
  const now = deps.now().getTime();
  if (Date.parse(stored.lease.until) - now >= EXTEND_BELOW_MS) return stored;
  const lease = { runId, until: new Date(now + LEASE_MS).toISOString() };
  // Who changes the source meanwhile leaves the lease as it is; the next document tries again.
  await deps.sources.replace({ ...stored, lease });
  return stored;
}

/** The source was paused, moved or removed, or another message ended the run. What it took stays accounted for. */
async function abandon(deps: PollSourceDeps, poll: SourcePoll): Promise<Polled> {
  if (poll.progress) await finishRun(deps, poll, readSoFar(poll, poll.pending.length + 1));
  return { kind: "done", outcome: "stale" };
}

/**
 * The run's row is there, and the lease too: an earlier try died between the two. What it learned of the source died with
 * it, so the source is polled anew.
 */
async function release(deps: PollSourceDeps, poll: SourcePoll): Promise<Polled> {
  const nextPollAt = deps.now().toISOString();
  await releaseSource(deps, poll, (source) => {
    const isDue = source.status.state === "active";
    return isDue ? { ...source, status: { ...source.status, nextPollAt } } : source;
  });
  return { kind: "done", outcome: "stale" };
}

function fetchFrom(deps: PollSourceDeps, poll: SourcePoll, source: Source, isFirst: boolean) {
  const request = {
    url: poll.url ?? "",
    location: poll.location,
    robotsOverride: source.robotsOverride,
    validators: isFirst ? validatorsFor(source.status, deps.now()) : undefined,
  };
  return fetchDocument(deps.politeness, request, deps.now);
}

async function readUpload(deps: PollSourceDeps, { sourceId }: SourcePoll): Promise<FetchedDocument> {
  const body = await deps.readList(sourceId);
  const none = { etag: undefined, lastModified: undefined };
  return {
    kind: "document",
    body,
    contentType: "text/plain; charset=utf-8",
    url: "https://uploaded.invalid/",
    ...none,
  };
}

/** The last receives are left for crashes, which would else be told of a poll that only waited. */
const MAX_WAITING_RECEIVES = POLLS_MAX_RECEIVES - 10;

/**
 * A short wait is spent on the queue. After a long one, or the last of many, the source is polled anew; what was read so
 * far counts.
 */
async function waitFor(deps: PollSourceDeps, poll: SourcePoll, waitSeconds: number, receives: number): Promise<Polled> {
  const isShort = waitSeconds <= LONGEST_QUEUE_WAIT_SECONDS && receives < MAX_WAITING_RECEIVES;
  if (isShort) return { kind: "wait", waitSeconds };
  const notBefore = new Date(deps.now().getTime() + waitSeconds * 1000);
  if (poll.progress) return finish(deps, poll, { ...readSoFar(poll, poll.pending.length + 1), notBefore });
  const nextPollAt = notBefore.toISOString();
  await releaseSource(deps, poll, (source) => ({ ...source, status: { ...source.status, nextPollAt } }));
  return { kind: "done", outcome: "postponed" };
}

/** A source's own document that fails fails its run; a further one is left for the next run. */
function failDocument(
  deps: PollSourceDeps,
  poll: SourcePoll,
  failure: { code: string; message: string; httpStatus?: number | undefined; retryAfterSeconds?: number | undefined },
): Promise<Polled> {
  const { code, message, httpStatus, retryAfterSeconds } = failure;
  if (poll.progress) {
    // A sitemap that is not there will not be there in an hour either: to wait for it would have all others read again.
    const comesBack = code in FAILURES && FAILURES[code as FailureCode].transient;
    const documentsLeft = poll.progress.documentsLeft + (comesBack ? 1 : 0);
    const unfinished = poll.progress.unfinished || comesBack;
    return goOn(deps, false, { ...poll, progress: { ...poll.progress, documentsLeft, unfinished } });
  }
  const outcome = { kind: "failed", code, httpStatus, retryAfterSeconds } as const;
  return finish(deps, poll, { outcome, message, progress: PROGRESS_AT_START });
}

async function takeDocument(
  deps: PollSourceDeps,
  poll: SourcePoll,
  source: Source,
  fetched: FetchedDocument,
): Promise<Polled> {
  const bodySha256 = createHash("sha256").update(fetched.body).digest("hex");
  const { status } = source;
  const isSame = !poll.progress && status.lastWholeAt !== undefined && status.bodySha256 === bodySha256;
  if (isSame && !status.unfinished && source.url !== undefined) {
    const { etag, lastModified } = fetched;
    const answer = { etag, lastModified, bodySha256, startedAt: poll.startedAt };
    const outcome = { kind: "polled", ...answer, unseen: 0, unfinished: false } as const;
    return finish(deps, poll, { outcome, progress: PROGRESS_AT_START, isUnchanged: true });
  }
  const taking: Taking = {
    source,
    runId: poll.runId,
    document: documentName(poll.url),
    progress: poll.progress ?? {
      ...PROGRESS_AT_START,
      answer: { etag: fetched.etag, lastModified: fetched.lastModified, bodySha256 },
    },
    taken: new Map(),
  };
  const seenBefore = taking.progress.ledger.seen;
  const end = await readDocument(source.type, fetched, (items) => takeItems(deps, taking, items));
  // What a document named before it turned out to be broken was taken, and counts.
  if (end.kind === "failed" && taking.progress.ledger.seen === seenBefore) return failDocument(deps, poll, end);
  const children = end.kind === "read" ? end.children : [];
  const chosen = chooseChildren(children, source.status, poll);
  const progress = poll.progress || children.length === 0 ? taking.progress : withoutAnswer(taking.progress);
  const isFull = progress.accepted.new >= source.scope.maxNewPerRun;
  return goOn(deps, isFull, {
    ...poll,
    pending: [...poll.pending, ...chosen.pending],
    progress: {
      ...progress,
      documents: progress.documents + 1,
      documentsLeft: progress.documentsLeft + chosen.left,
      unfinished: progress.unfinished || chosen.comesBack,
    },
  });
}

/** The same bytes of an index do not say that its sitemaps are the same: each run reads it, whatever its server says. */
const withoutAnswer = (progress: RunProgressSoFar): RunProgressSoFar => ({ ...progress, answer: undefined });

/** On to the next document, unless the run has taken all that it may: then those left are for the next run. */
function goOn(deps: PollSourceDeps, isFull: boolean, poll: SourcePoll): Promise<Polled> {
  const [next, ...pending] = poll.pending;
  if (!next || isFull) return finish(deps, poll, readSoFar(poll, poll.pending.length));
  const so = poll.progress ?? PROGRESS_AT_START;
  const progress = { ...so, read: [...(so.read ?? []), documentName(poll.url)] };
  const onward = { ...poll, url: next.url, depth: next.depth, pending, location: undefined, progress };
  return sendOn(deps, onward, "document-read");
}

async function sendOn(deps: PollSourceDeps, poll: SourcePoll, outcome: string): Promise<Polled> {
  const [reason] = (await deps.polls.send([poll])).values();
  if (reason !== undefined) throw new Error(`polls queue: ${reason}`);
  return { kind: "done", outcome };
}

/** The end of a run whose documents were read, but for so many that are left for a later run. */
function readSoFar(poll: SourcePoll, left: number): RunEnd {
  const so = poll.progress ?? PROGRESS_AT_START;
  const progress = { ...so, documentsLeft: so.documentsLeft + left, unfinished: so.unfinished || left > 0 };
  const { ledger, answer, oldestUnseenAt, unfinished } = progress;
  const unseen = ledger.new + ledger.overLimit;
  const { etag, lastModified, bodySha256 = "" } = answer ?? {};
  const told = { etag, lastModified, bodySha256, oldestUnseenAt, startedAt: poll.startedAt };
  const outcome = { kind: "polled", ...told, unseen, unfinished } as const;
  return { outcome, progress };
}

async function finish(deps: PollSourceDeps, poll: SourcePoll, end: RunEnd): Promise<Polled> {
  const source = await finishRun(deps, poll, end);
  const { outcome } = end;
  if (outcome.kind === "failed") return { kind: "done", outcome: "poll-failed", code: outcome.code, source };
  return { kind: "done", outcome: outcome.kind === "polled" && !end.isUnchanged ? "polled" : "not-modified", source };
}
