/**
 * Owns ending fetched jobs. The order is the contract: WARC object, then rows, then the message to extract, then the
 * job. A crash between two steps leaves the frontier's message, and doing it all again harms nothing.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Frontier, Send } from "../../shared/aws/queues.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore, Settlement } from "../../shared/index/job-store.ts";
import { archiveExchanges } from "./archive-exchanges.ts";
import type { Retry, Settle } from "./decide.ts";
import { planCaptures } from "./plan-captures.ts";
import { retryDelaySeconds } from "./retry-policy.ts";

export interface SettleDeps {
  readonly jobs: Pick<JobStore, "recordAttempt" | "settle">;
  readonly captures: Pick<CaptureStore, "get" | "put" | "findPayload">;
  readonly objects: Pick<ObjectStore, "put">;
  readonly frontier: Pick<Frontier, "giveBack">;
  readonly sendToExtract: Send<CaptureStored>;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Records the failed attempt and gives the message back for a while. */
export async function retryLater(
  deps: Pick<SettleDeps, "jobs" | "frontier" | "now" | "random">,
  request: CaptureRequested,
  receiptHandle: string,
  { failure }: Retry,
  attempt: number,
): Promise<void> {
  await deps.jobs.recordAttempt(request.jobId, { at: deps.now().toISOString(), ...failure });
  await deps.frontier.giveBack(receiptHandle, retryDelaySeconds(attempt, deps.random()));
}

/** A job whose fetch is over. */
export interface FetchedRequest {
  readonly request: CaptureRequested;
  readonly decision: Settle;
  readonly previous: Capture | undefined;
}

/** How one job of a batch was settled: its main capture's id where there is one, or the error that left it open. */
export type Settled =
  | { readonly ok: true; readonly outcome: Settlement["status"] | "captured"; readonly captureId: string | undefined }
  | { readonly ok: false; readonly error: unknown };

/** Settles a batch, in order. One WARC object for all; from there on each stands or falls by itself. */
export async function settleAll(deps: SettleDeps, fetched: readonly FetchedRequest[]): Promise<Settled[]> {
  const plans = await Promise.all(
    fetched.map(async ({ request, decision, previous }) => ({
      jobId: request.jobId,
      sourceId: request.origin.kind === "source" ? request.origin.sourceId : undefined,
      planned: await planCaptures(decision.exchanges, { captures: deps.captures, previous }),
    })),
  );
  const rows = await archiveExchanges(deps.objects, plans, deps.now());
  const written = await Promise.allSettled(
    rows.map((captures) => Promise.all(captures.map((capture) => deps.captures.put(capture)))),
  );
  const notSent = await sendPending(deps, fetched, rows, written);
  return Promise.all(
    fetched.map(async (entry, index): Promise<Settled> => {
      const write = written[index];
      const reason = notSent.get(entry.request.jobId);
      if (write?.status === "rejected") return { ok: false, error: write.reason };
      if (reason !== undefined) return { ok: false, error: new Error(`extract queue: ${reason}`) };
      try {
        return { ok: true, ...(await endJob(deps, entry, rows[index] ?? [])) };
      } catch (error) {
        return { ok: false, error };
      }
    }),
  );
}

/** Sends what extract shall read, of those jobs whose rows are written; answers with the jobs whose message failed. */
async function sendPending(
  deps: SettleDeps,
  fetched: readonly FetchedRequest[],
  rows: readonly Capture[][],
  written: readonly PromiseSettledResult<unknown>[],
): Promise<Map<string, string>> {
  const messages = fetched.flatMap((_, index): CaptureStored[] => {
    const captures = rows[index] ?? [];
    const last = captures.at(-1);
    const isReady = written[index]?.status === "fulfilled" && last?.extraction.status === "pending";
    return isReady && last ? [toMessage(last, redirectsOf(captures))] : [];
  });
  const notSent = messages.length > 0 ? await deps.sendToExtract(messages) : new Map<CaptureStored, string>();
  return new Map([...notSent].map(([message, reason]) => [message.jobId, reason]));
}

function toMessage(capture: Capture, redirectIds: string[]): CaptureStored {
  return {
    version: 1,
    captureId: capture.id,
    jobId: capture.jobId,
    url: capture.url,
    capturedAt: capture.capturedAt,
    response: { ...capture.warc, length: capture.responseLength },
    redirectIds,
    sourceId: capture.sourceId,
  };
}

/** The job ends here, unless extract has its capture: then extract ends it. */
async function endJob(
  deps: SettleDeps,
  { request, decision: { failure } }: FetchedRequest,
  captures: readonly Capture[],
): Promise<{ outcome: Settlement["status"] | "captured"; captureId: string | undefined }> {
  const at = deps.now().toISOString();
  const capture = captures.at(-1);
  const captureId = capture?.id;
  const redirectIds = redirectsOf(captures);
  if (failure) {
    await deps.jobs.recordAttempt(request.jobId, { at, ...failure });
    await deps.jobs.settle(request.jobId, { status: "failed", error: failure, captureId, redirectIds }, at);
    return { outcome: "failed", captureId };
  }
  if (!capture) throw new Error("A fetch without a failure has an exchange");
  if (capture.extraction.status === "pending") return { outcome: "captured", captureId };
  const status = capture.kind === "revisit" ? "unchanged" : "archived";
  await deps.jobs.settle(request.jobId, { status, captureId: capture.id, redirectIds }, at);
  return { outcome: status, captureId };
}

/** All but the last capture of a chain. */
function redirectsOf(captures: readonly Capture[]): string[] {
  return captures.slice(0, -1).map(({ id }) => id);
}
