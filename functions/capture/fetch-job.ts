/** Owns one message up to the decision: take the job up, fetch its URL, decide what came of it. */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import { FAILURES } from "../../shared/errors.ts";
import type { FetchUrl } from "../../shared/fetch/exchange.ts";
import { type Capture, mayBeReferredTo } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { type Decision, decide } from "./decide.ts";
import { isGivenUp } from "./retry-policy.ts";

export interface FetchJobDeps {
  readonly jobs: Pick<JobStore, "claim" | "release">;
  readonly captures: Pick<CaptureStore, "latestGood">;
  readonly fetchUrl: FetchUrl;
  readonly now: () => Date;
}

export type FetchedJob =
  /** The job had ended before, or is another URL's: the message is to be forgotten. */
  | { readonly kind: "repeat" }
  | {
      readonly kind: "decided";
      readonly decision: Decision;
      /** This attempt's number; 1 is the first. */
      readonly attempt: number;
      readonly previous: Capture | undefined;
    };

export async function fetchJob(deps: FetchJobDeps, request: CaptureRequested): Promise<FetchedJob> {
  const claim = await deps.jobs.claim(request, deps.now().toISOString());
  if (!claim.claimed) return { kind: "repeat" };
  // One id, another URL: two calls with one Idempotency-Key at the same moment. The job is the other's.
  if (claim.job.url !== request.url) {
    await deps.jobs.release(request.jobId);
    return { kind: "repeat" };
  }
  const { claims, attempts } = claim.job;
  const attempt = attempts.length + 1;
  if (isGivenUp({ claims: claims - 1, attempts })) {
    const failure = { code: "capture-crashed", message: FAILURES["capture-crashed"].sentence } as const;
    return { kind: "decided", decision: { kind: "settle", exchanges: [], failure }, attempt, previous: undefined };
  }
  const previous = await comparable(deps.captures, request.url);
  const outcome = await deps.fetchUrl({
    url: request.url,
    validators: previous && { etag: previous.etag, lastModified: previous.lastModified },
  });
  const asked = previous?.url === request.url;
  return { kind: "decided", decision: decide(outcome, attempts.length, asked), attempt, previous };
}

/**
 * The newest good capture, where "nothing changed since" would be a full answer: not one that was cut off, nor one
 * whose article is not made yet.
 */
async function comparable(captures: Pick<CaptureStore, "latestGood">, url: string): Promise<Capture | undefined> {
  const latest = await captures.latestGood(url);
  return latest && !latest.truncated && mayBeReferredTo(latest) ? latest : undefined;
}
