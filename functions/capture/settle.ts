/**
 * Owns ending fetched jobs, and sending those on that were redirected. The order is the contract: WARC object, then
 * rows, then the message (to extract, or back to the frontier), then the item's end and the job. A crash between two
 * steps leaves the frontier's message, and doing it all again harms nothing.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Frontier, Send } from "../../shared/aws/queues.ts";
import type { ItemEnd } from "../../shared/crawl/end-item.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore, Settlement } from "../../shared/index/job-store.ts";
import type { PageStore, RequisiteEnd } from "../../shared/index/page-store.ts";
import { archiveExchanges } from "./archive-exchanges.ts";
import type { Follow, Settle } from "./decide.ts";
import type { DecidedJob } from "./fetch-job.ts";
import { type PlannedCapture, planCaptures } from "./plan-captures.ts";
import { requisitesOf } from "./requisites-of.ts";

export interface SettleDeps {
  readonly jobs: Pick<JobStore, "recordAttempt" | "recordWait" | "settle" | "release">;
  readonly captures: Pick<CaptureStore, "get" | "put" | "findPayload" | "findPayloadAnywhere">;
  readonly pages: Pick<PageStore, "end">;
  readonly objects: Pick<ObjectStore, "put">;
  readonly frontier: Pick<Frontier, "send">;
  readonly sendToExtract: Send<CaptureStored>;
  /** Keeps how a source's item ended; does nothing for what no source has brought. */
  readonly endItem: (request: CaptureRequested, end: ItemEnd) => Promise<void>;
  readonly now: () => Date;
}

/** A job whose fetch is over, or goes on elsewhere. */
export interface FetchedRequest extends Omit<DecidedJob, "kind" | "decision" | "attempt" | "waitSeconds"> {
  readonly request: CaptureRequested;
  readonly decision: Settle | Follow;
}

/** How one job of a batch was settled: its main capture's id where there is one, or the error that left it open. */
export type Settled =
  | {
      readonly ok: true;
      readonly outcome: Settlement["status"] | "captured" | "redirected";
      readonly captureId: string | undefined;
    }
  | { readonly ok: false; readonly error: unknown };

/** Settles a batch, in order. One WARC object for all; from there on each stands or falls by itself. */
export async function settleAll(deps: SettleDeps, fetched: readonly FetchedRequest[]): Promise<Settled[]> {
  const plans = await Promise.all(
    fetched.map(async ({ request, decision, previous, robots, noarchive }) => ({
      jobId: request.jobId,
      sourceId: request.origin.kind === "source" ? request.origin.sourceId : undefined,
      resources: request.resources === "none" ? undefined : request.resources,
      requisiteOf: request.origin.kind === "requisite" ? request.origin.pageId : undefined,
      isFinal: decision.kind === "settle",
      via: request.location?.via,
      redirects: request.location?.redirectIds.length ?? 0,
      robots,
      noarchive,
      planned: await planCaptures(decision.exchanges, decision.kind === "settle", {
        captures: deps.captures,
        previous,
        request,
      }),
    })),
  );
  const rows = await archiveExchanges(deps.objects, plans, deps.now());
  const written = await Promise.allSettled(
    rows.map((captures) => Promise.all(captures.map((capture) => deps.captures.put(capture)))),
  );
  const ready = fetched.flatMap((entry, index) =>
    written[index]?.status === "fulfilled"
      ? [{ entry, captures: rows[index] ?? [], planned: plans[index]?.planned.at(-1) }]
      : [],
  );
  const notSent = await sendOn(deps, ready);
  return Promise.all(
    fetched.map(async (entry, index): Promise<Settled> => {
      const write = written[index];
      const reason = notSent.get(entry.request.jobId);
      if (write?.status === "rejected") return { ok: false, error: write.reason };
      if (reason !== undefined) return { ok: false, error: new Error(reason) };
      try {
        return { ok: true, ...(await endJob(deps, entry, rows[index] ?? [], plans[index]?.planned.at(-1)?.task)) };
      } catch (error) {
        return { ok: false, error };
      }
    }),
  );
}

interface Ready {
  readonly entry: FetchedRequest;
  readonly captures: readonly Capture[];
  /** Of the last of them, what it was planned as. */
  readonly planned: PlannedCapture | undefined;
}

/** Sends what extract shall read, and what was redirected; answers with the jobs whose message failed, and why. */
async function sendOn(deps: SettleDeps, ready: readonly Ready[]): Promise<Map<string, string>> {
  const pending = ready.flatMap(({ entry, captures, planned }) => {
    const last = captures.at(-1);
    return last && planned?.task ? [toStored(entry.request, planned, last, captures)] : [];
  });
  const onward = ready.flatMap(({ entry, captures }) =>
    entry.decision.kind === "follow" ? [toNextHop(entry.request, entry.decision, captures)] : [],
  );
  const [notExtracted, notFollowed] = await Promise.all([
    pending.length > 0 ? deps.sendToExtract(pending) : new Map<CaptureStored, string>(),
    onward.length > 0 ? deps.frontier.send(onward) : new Map<CaptureRequested, string>(),
  ]);
  return new Map([
    ...[...notExtracted].map(([{ jobId }, reason]) => [jobId, `extract queue: ${reason}`] as const),
    ...[...notFollowed].map(([{ jobId }, reason]) => [jobId, `frontier: ${reason}`] as const),
  ]);
}

function toStored(
  request: CaptureRequested,
  { task, revisit }: PlannedCapture,
  capture: Capture,
  captures: readonly Capture[],
): CaptureStored {
  const holder = revisit?.holder ?? capture;
  return {
    version: 1,
    captureId: capture.id,
    jobId: capture.jobId,
    url: capture.url,
    capturedAt: capture.capturedAt,
    response: { ...holder.warc, length: holder.responseLength },
    redirectIds: redirectsOf(request, captures),
    sourceId: capture.sourceId,
    obeyNoarchive: request.obeyNoarchive,
    task: task === "article" ? undefined : task,
    requisites: requisitesOf(request, capture),
  };
}

/** The same request, going on where the redirect leads. */
function toNextHop(request: CaptureRequested, { to, cookies }: Follow, captures: readonly Capture[]): CaptureRequested {
  const redirectIds = [...(request.location?.redirectIds ?? []), ...captures.map(({ id }) => id)];
  const via = captures.at(-1)?.url ?? request.url;
  return { ...request, location: { url: to, via, redirectIds, cookies: [...cookies] } };
}

/** The job ends here, unless extract has its capture: then extract ends it. */
async function endJob(
  deps: SettleDeps,
  { request, decision, robots }: FetchedRequest,
  captures: readonly Capture[],
  task: PlannedCapture["task"],
): Promise<{ outcome: Settlement["status"] | "captured" | "redirected"; captureId: string | undefined }> {
  const at = deps.now().toISOString();
  const capture = captures.at(-1);
  const captureId = capture?.id;
  if (decision.kind === "follow") {
    // It came back with an answer, so that being taken up for the next hop does not look like a crash.
    await deps.jobs.release(request.jobId);
    return { outcome: "redirected", captureId };
  }
  const redirectIds = redirectsOf(request, captures);
  const { failure } = decision;
  if (failure) {
    const kind = failure.code === "robots-denied" ? failure.code : "failed";
    await deps.endItem(request, { kind, code: failure.code, message: failure.message });
    await endRequisite(deps, request, { status: "failed", error: failure, captureId, redirectIds });
    await deps.jobs.recordAttempt(request.jobId, { at, ...failure });
    await deps.jobs.settle(request.jobId, { status: "failed", error: failure, captureId, redirectIds, robots }, at);
    return { outcome: "failed", captureId };
  }
  if (!capture) throw new Error("A fetch without a failure has an exchange");
  const isRevisit = capture.kind === "revisit";
  await deps.endItem(request, { kind: isRevisit ? "unchanged" : "captured" });
  await endRequisite(deps, request, {
    ...{ status: "captured", captureId: capture.id, redirectIds },
    isToBeRead: task === "stylesheet-links",
  });
  if (capture.extraction.status === "pending") return { outcome: "captured", captureId };
  const status = isRevisit ? "unchanged" : "archived";
  await deps.jobs.settle(request.jobId, { status, captureId: capture.id, redirectIds }, at);
  return { outcome: status, captureId };
}

/** Keeps on the page's side how one of its requisites ended. */
async function endRequisite(
  { pages }: SettleDeps,
  { origin, url }: CaptureRequested,
  end: RequisiteEnd,
): Promise<void> {
  if (origin.kind === "requisite") await pages.end(origin.pageId, url, end);
}

/** All captures of a chain but the last. */
function redirectsOf({ location }: CaptureRequested, captures: readonly Capture[]): string[] {
  return [...(location?.redirectIds ?? []), ...captures.slice(0, -1).map(({ id }) => id)];
}
