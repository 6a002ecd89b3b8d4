/**
 * Owns one message up to the decision: wait for the host's turn, take the job up, fetch its URL, decide what came of it.
 * A job is taken up only once its request is about to go out: waiting leaves no trace on it.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import { priorityOf } from "../../shared/aws/queues.ts";
import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import type { FetchOutcome } from "../../shared/fetch/exchange.ts";
import { type Capture, mayBeReferredTo } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import type { Politeness } from "../../shared/politeness/polite-fetch.ts";
import type { Wait } from "../../shared/politeness/turns.ts";
import type { RobotsVerdict } from "../../shared/robots/robots-verdict.ts";
import { type Decision, decide, type FetchHistory } from "./decide.ts";
import { applyNoarchive, type Noarchive } from "./noarchive.ts";
import { hasWaitedTooLong, isGivenUp, LONGEST_ROBOTS_WAIT_SECONDS, yieldSeconds } from "./retry-policy.ts";

export interface FetchJobDeps {
  readonly jobs: Pick<JobStore, "claim" | "release">;
  readonly captures: Pick<CaptureStore, "latestGood">;
  readonly politeness: Pick<Politeness, "fetch">;
  readonly now: () => Date;
}

export interface DecidedJob {
  readonly kind: "decided";
  readonly decision: Decision;
  /** This attempt's number; 1 is the first. */
  readonly attempt: number;
  readonly previous: Capture | undefined;
  readonly robots: RobotsVerdict | undefined;
  readonly noarchive: Noarchive | undefined;
  /** Whole seconds until the host takes its next request; 0 where none was sent. */
  readonly waitSeconds: number;
}

export type FetchedJob =
  /** The job had ended before, or is another URL's: the message is to be forgotten. */
  { readonly kind: "repeat" } | Wait | DecidedJob;

export async function fetchJob(deps: FetchJobDeps, request: CaptureRequested): Promise<FetchedJob> {
  if (hasWaitedTooLong(request, deps.now())) return failUnfetched(deps, request, "waited-too-long");
  let claimed: Claimed | undefined;
  const polite = await deps.politeness.fetch({
    url: request.location?.url ?? request.url,
    priority: priorityOf(request),
    robotsOverride: request.robotsOverride,
    prepare: async () => {
      claimed = await claimJob(deps, request);
      if (claimed.kind !== "claimed") return undefined;
      return { validators: claimed.validators, cookies: claimed.cookies, accept: acceptOf(request) };
    },
  });
  switch (polite.kind) {
    case "wait":
      if (!isWorthWaiting(polite, request)) return failUnfetched(deps, request, polite.code ?? "timeout");
      return waitAs(request, polite, deps.now());
    case "denied":
      return failUnfetched(deps, request, "robots-denied", { robots: polite.robots });
    case "unreachable":
      return failUnfetched(deps, request, polite.code, { message: polite.message });
    case "left":
      return claimed?.kind === "given-up" ? failedJob("capture-crashed", claimed.job) : { kind: "repeat" };
    case "fetched": {
      if (claimed?.kind !== "claimed") throw new Error("What was fetched was claimed before");
      return decideJob(request, claimed, polite);
    }
  }
}

/** A picture's address may answer with a page about it where a page is asked for. */
function acceptOf({ origin }: CaptureRequested): string | undefined {
  return origin.kind === "requisite" ? "*/*" : undefined;
}

function waitAs(request: CaptureRequested, wait: Wait, now: Date): Wait {
  if (request.origin.kind !== "requisite" || wait.reason !== "yielding") return wait;
  return { ...wait, waitSeconds: yieldSeconds(request, wait.waitSeconds, now) };
}

/** A caller waits for an on-demand capture: a site whose robots.txt cannot be had soon is told at once. */
function isWorthWaiting({ reason, waitSeconds }: Wait, { origin }: CaptureRequested): boolean {
  return reason !== "robots" || origin.kind !== "on-demand" || waitSeconds <= LONGEST_ROBOTS_WAIT_SECONDS;
}

type Claimed =
  | { readonly kind: "repeat" }
  | { readonly kind: "given-up"; readonly job: Job }
  | {
      readonly kind: "claimed";
      readonly job: Job;
      readonly previous: Capture | undefined;
      readonly validators: Pick<Capture, "etag" | "lastModified"> | undefined;
      readonly cookies: NonNullable<CaptureRequested["location"]>["cookies"] | undefined;
    };

async function claimJob(deps: FetchJobDeps, request: CaptureRequested): Promise<Claimed> {
  const claim = await deps.jobs.claim(request, deps.now().toISOString());
  if (!claim.claimed) return { kind: "repeat" };
  const { job } = claim;
  // One id, another URL: two calls with one Idempotency-Key at the same moment. The job is the other's.
  if (job.url !== request.url) {
    await deps.jobs.release(request.jobId);
    return { kind: "repeat" };
  }
  if (isGivenUp({ claims: job.claims - 1, attempts: job.attempts })) return { kind: "given-up", job };
  // Validators are those of the URL that was asked for; where it has redirected to, they mean nothing.
  const previous = request.location ? undefined : await comparable(deps.captures, request);
  const asked = previous?.url === request.url ? previous : undefined;
  const validators = asked && { etag: asked.etag, lastModified: asked.lastModified };
  return { kind: "claimed", job, previous, validators, cookies: request.location?.cookies };
}

/**
 * The newest good capture, where "nothing changed since" would be a full answer: not one that was cut off, nor one
 * whose article is not made yet, nor for a page one that was made as a requisite, of which none ever is.
 */
async function comparable(
  captures: Pick<CaptureStore, "latestGood">,
  { url, origin }: CaptureRequested,
): Promise<Capture | undefined> {
  const latest = await captures.latestGood(url);
  if (!latest || latest.truncated || !mayBeReferredTo(latest)) return undefined;
  return latest.requisiteOf === undefined || origin.kind === "requisite" ? latest : undefined;
}

function decideJob(
  request: CaptureRequested,
  { job, previous, validators }: Extract<Claimed, { kind: "claimed" }>,
  { outcome, robots, waitSeconds }: { outcome: FetchOutcome; robots: RobotsVerdict; waitSeconds: number },
): DecidedJob {
  const history: FetchHistory = {
    attempts: job.attempts.length,
    redirects: request.location?.redirectIds.length ?? 0,
    conditional: validators !== undefined,
  };
  const { decision, noarchive } = applyNoarchive(decide(outcome, history), request.obeyNoarchive ?? false);
  return { kind: "decided", decision, attempt: history.attempts + 1, previous, robots, noarchive, waitSeconds };
}

/** A job that ends without a request: it is taken up only to be ended, so that a repeat is told from it. */
async function failUnfetched(
  deps: FetchJobDeps,
  request: CaptureRequested,
  code: FailureCode,
  { robots, message }: { robots?: RobotsVerdict; message?: string } = {},
): Promise<FetchedJob> {
  const claimed = await claimJob(deps, request);
  if (claimed.kind === "repeat") return claimed;
  return { ...failedJob(code, claimed.job, message), robots };
}

function failedJob(code: FailureCode, job: Job, message: string = FAILURES[code].sentence): DecidedJob {
  const decision = { kind: "settle", exchanges: [], failure: { code, message } } as const;
  const attempt = job.attempts.length + 1;
  return {
    kind: "decided",
    decision,
    attempt,
    previous: undefined,
    robots: undefined,
    noarchive: undefined,
    waitSeconds: 0,
  };
}
