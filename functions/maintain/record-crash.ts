/** Owns turning a dead letter into a recorded failure. */
import { captureRequestedSchema } from "../../events/capture-requested.ts";
import { type CaptureStored, captureStoredSchema } from "../../events/capture-stored.ts";
import { erasureRequestedSchema } from "../../events/erasure-requested.ts";
import { pollRequestedSchema, type SiteSearch, type SourcePoll } from "../../events/poll-requested.ts";
import { type EndItemDeps, endItem } from "../../shared/crawl/end-item.ts";
import { type FinishDeps, finishRun, PROGRESS_AT_START } from "../../shared/crawl/finish-run.ts";
import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import type { PageStore } from "../../shared/index/page-store.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import type { SiteSearchStore } from "../../shared/index/site-search-store.ts";
import { hostOf, type Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";

export interface RecordDeps extends EndItemDeps, FinishDeps {
  readonly runs: EndItemDeps["runs"] & FinishDeps["runs"];
  readonly restrictions: Pick<RestrictionStore, "current" | "put">;
  readonly searches: Pick<SiteSearchStore, "get" | "put">;
  readonly jobs: Pick<JobStore, "claim" | "settle">;
  readonly captures: Pick<CaptureStore, "get" | "recordExtraction">;
  readonly pages: Pick<PageStore, "want" | "end" | "endWaiting" | "markRead">;
  readonly observer: Observer;
  readonly now: () => Date;
}

/** The URL was never captured: its job fails. */
export async function recordCaptureCrash(deps: RecordDeps, body: string): Promise<void> {
  const { jobs, observer, now } = deps;
  const message = parseMessage(captureRequestedSchema, body);
  if (!message.ok) {
    observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const request = message.value;
  const at = now().toISOString();
  // The claim makes the row where submit died before writing it; an ended job stays as it is.
  const { claimed } = await jobs.claim(request, at);
  if (claimed) await endItem(deps, request, { kind: "failed", ...failure("capture-crashed") });
  if (claimed && request.origin.kind === "requisite") {
    await deps.pages.end(request.origin.pageId, request.url, { status: "failed", error: failure("capture-crashed") });
  }
  if (claimed) await jobs.settle(request.jobId, { status: "failed", error: failure("capture-crashed") }, at);
  observer.outcome({ outcome: "failed", jobId: request.jobId, host: hostOf(request.url), code: "capture-crashed" });
}

/** The capture is safe and stays; it has no article, and says why. */
export async function recordExtractCrash(deps: RecordDeps, body: string): Promise<void> {
  const message = parseMessage(captureStoredSchema, body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  await recordLinksUnread(deps, message.value);
  if (message.value.task === undefined) await recordFailedExtraction(deps, message.value);
}

/** What a page, or a stylesheet, is shown with will not be known: it counts as read, or it would never be complete. */
async function recordLinksUnread({ pages, now, observer }: RecordDeps, message: CaptureStored): Promise<void> {
  const { requisites, task, captureId, jobId, url } = message;
  if (!requisites) return;
  const { pageId, stylesheet } = requisites;
  await pages.markRead(pageId, { stylesheet, at: now().toISOString(), leftOut: 0 });
  if (task) observer.outcome({ outcome: "failed", jobId, captureId, host: hostOf(url), code: "extract-crashed" });
}

async function recordFailedExtraction(deps: RecordDeps, message: CaptureStored): Promise<void> {
  const { captureId, jobId, redirectIds } = message;
  const capture = await deps.captures.get(captureId);
  if (capture) {
    const extraction = { status: "failed", error: failure("extract-crashed") } as const;
    await deps.captures.recordExtraction(capture, { extraction, quality: "error" });
  }
  await deps.jobs.settle(jobId, { status: "archived", captureId, redirectIds }, deps.now().toISOString());
  deps.observer.outcome({ outcome: "failed", jobId, captureId, host: hostOf(message.url), code: "extract-crashed" });
}

/** A document that could not be read: its run failed, and its source is polled again later. */
export async function recordPollCrash(deps: RecordDeps, body: string): Promise<void> {
  const message = parseMessage(pollRequestedSchema, body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const request = message.value;
  if (request.kind === "source") await recordFailedRun(deps, request);
  else await recordFailedSearch(deps, request);
}

/** An erasure that did not come to its end: what it covers stays unreadable, and its restriction says that it failed. */
export async function recordErasureCrash({ restrictions, observer }: RecordDeps, body: string): Promise<void> {
  const message = parseMessage(erasureRequestedSchema, body);
  if (!message.ok) {
    observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const asked = message.value.restriction;
  const restriction = (await restrictions.current(asked)) ?? asked;
  if (restriction.erasure?.status === "running") {
    await restrictions.put({ ...restriction, erasure: { ...restriction.erasure, status: "failed" } });
  }
  observer.outcome({ outcome: "failed", runId: asked.id, code: "erase-crashed" });
}

async function recordFailedRun(deps: RecordDeps, poll: SourcePoll): Promise<void> {
  const { code, message } = failure("poll-crashed");
  // What earlier documents of the run brought is on the frontier, and stays accounted for.
  const progress = poll.progress ?? PROGRESS_AT_START;
  await finishRun(deps, poll, { outcome: { kind: "failed", code }, message, progress });
  deps.observer.outcome({ outcome: "failed", sourceId: poll.sourceId, runId: poll.runId, code });
}

async function recordFailedSearch(deps: RecordDeps, { searchId, url }: SiteSearch): Promise<void> {
  const known = await deps.searches.get(searchId);
  const requestedAt = known?.requestedAt ?? deps.now().toISOString();
  const error = failure("poll-crashed");
  await deps.searches.put({ id: searchId, url, requestedAt, status: "failed", found: [], error });
  deps.observer.outcome({ outcome: "failed", runId: searchId, code: error.code });
}

const failure = (code: FailureCode) => ({ code, message: FAILURES[code].sentence });
