/** Owns turning a dead letter into a recorded failure. */
import { captureRequestedSchema } from "../../events/capture-requested.ts";
import { type CaptureStored, captureStoredSchema } from "../../events/capture-stored.ts";
import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { hostOf, type Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";

export interface RecordDeps {
  readonly jobs: Pick<JobStore, "claim" | "settle">;
  readonly captures: Pick<CaptureStore, "get" | "recordExtraction">;
  readonly observer: Observer;
  readonly now: () => Date;
}

/** The URL was never captured: its job fails. */
export async function recordCaptureCrash({ jobs, observer, now }: RecordDeps, body: string): Promise<void> {
  const message = parseMessage(captureRequestedSchema, body);
  if (!message.ok) {
    observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const request = message.value;
  const at = now().toISOString();
  // The claim makes the row where submit died before writing it; an ended job stays as it is.
  const { claimed } = await jobs.claim(request, at);
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
  await recordFailedExtraction(deps, message.value);
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

const failure = (code: FailureCode) => ({ code, message: FAILURES[code].sentence });
