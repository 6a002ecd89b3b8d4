/**
 * Owns taking URLs in: check each, answer with an existing capture where that is asked for, otherwise make a job and
 * put it on the frontier. The message goes first and the job's row second: a row can be made again from its message,
 * so whatever was accepted is never lost.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import { toProblem } from "../../shared/api/problems.ts";
import type { Readable } from "../../shared/api/readable.ts";
import { type CaptureRequestBody, RESOURCES_ON_DEMAND } from "../../shared/api/schemas.ts";
import type { Frontier } from "../../shared/aws/queues.ts";
import { FETCH_LIMITS } from "../../shared/fetch/limits.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { RESOURCES, type Resources } from "../../shared/requisites/requisite.ts";
import { parseDurationMs } from "../../shared/time.ts";
import { checkUrl } from "../../shared/url/check-url.ts";

export interface SubmitDeps {
  readonly jobs: Pick<JobStore, "get" | "create">;
  readonly captures: Pick<CaptureStore, "get" | "latest" | "latestGood">;
  readonly frontier: Pick<Frontier, "send">;
  readonly readable: Pick<Readable, "only">;
  readonly now: () => Date;
}

/** Captured redirects that are followed in looking for a recent capture: as many as a fetch follows. */
const MAX_KNOWN_REDIRECTS = FETCH_LIMITS.maxRedirects;

/** What became of one URL. */
export type Submission =
  | { readonly kind: "refused"; readonly url: string; readonly problem: ReturnType<typeof toProblem> }
  | { readonly kind: "existing"; readonly url: string; readonly capture: Capture }
  | { readonly kind: "job"; readonly url: string; readonly job: Job };

export interface SubmitRequest {
  readonly urls: readonly string[];
  readonly ifNotArchivedWithin?: CaptureRequestBody["ifNotArchivedWithin"];
  readonly resources?: CaptureRequestBody["resources"];
  readonly token: string;
  readonly jobIdAt: (index: number) => string;
  /** True when the same ids may have been used by an earlier call. */
  readonly idempotent: boolean;
}

/** Takes in every URL by itself: a bad one is refused and spoils no other. In the order of `urls`. */
export async function submitUrls(deps: SubmitDeps, request: SubmitRequest): Promise<Submission[]> {
  const prepared = await Promise.all(request.urls.map((url, index) => prepare(deps, request, url, index)));
  const messages = prepared.filter((entry) => "message" in entry).map(({ message }) => message);
  const notSent = await deps.frontier.send(messages);
  return Promise.all(
    prepared.map(async (entry): Promise<Submission> => {
      if (!("message" in entry)) return entry;
      if (notSent.has(entry.message)) {
        return { kind: "refused", url: entry.message.url, problem: toProblem("frontier-unavailable") };
      }
      return createJob(deps.jobs, entry.message);
    }),
  );
}

/**
 * Writes the row of a message that was accepted. Should that fail now, capture makes the row of the message. A row that
 * is there was made by capture, or by a call with the same Idempotency-Key at the same moment.
 */
async function createJob(jobs: SubmitDeps["jobs"], message: CaptureRequested): Promise<Submission> {
  const { url, jobId } = message;
  const created = await jobs.create(message).catch(() => undefined);
  const known = created === false ? await jobs.get(jobId) : undefined;
  if (known && known.url !== url) return { kind: "refused", url, problem: toProblem("idempotency-key-reused") };
  return { kind: "job", url, job: known ?? queuedJob(message) };
}

async function prepare(
  deps: SubmitDeps,
  request: SubmitRequest,
  input: string,
  index: number,
): Promise<Submission | { message: CaptureRequested }> {
  const checked = checkUrl(input);
  if (!checked.ok) return { kind: "refused", url: input, problem: toProblem(checked.problem) };
  const { url } = checked;
  const jobId = request.jobIdAt(index);
  const known = request.idempotent ? await deps.jobs.get(jobId) : undefined;
  if (known && known.url !== url) return { kind: "refused", url, problem: toProblem("idempotency-key-reused") };
  if (known) return { kind: "job", url, job: known };
  const existing = request.ifNotArchivedWithin && (await recentCapture(deps, url, request.ifNotArchivedWithin));
  if (existing && hasAllOf(existing, request.resources)) return { kind: "existing", url, capture: existing };
  const requestedAt = deps.now().toISOString();
  const origin = { kind: "on-demand", token: request.token } as const;
  const { resources = RESOURCES_ON_DEMAND } = request;
  return { message: { version: 1, jobId, url, requestedAt, origin, ...(resources === "none" ? {} : { resources }) } };
}

/** A caller who says which resources are wanted is not content with a capture that was made without them. */
function hasAllOf({ resources: there }: Capture, asked: Resources = "none"): boolean {
  return RESOURCES.indexOf(there ?? "none") >= RESOURCES.indexOf(asked);
}

/** A URL's good capture that is recent enough, or that of where its recent captures redirect to. */
async function recentCapture(deps: SubmitDeps, url: string, duration: string): Promise<Capture | undefined> {
  const oldestMs = deps.now().getTime() - (parseDurationMs(duration) ?? 0);
  // What was captured for another page was never looked at as a page.
  const recent = (capture: Capture | undefined) =>
    capture && !capture.requisiteOf && Date.parse(capture.capturedAt) >= oldestMs ? capture : undefined;
  let target: string | undefined = url;
  for (let hop = 0; target !== undefined && hop <= MAX_KNOWN_REDIRECTS; hop += 1) {
    const good = recent(await deps.captures.latestGood(target));
    // What may not be read is no answer: the page is captured again, and kept from readers like the one before.
    if (good && (await deps.readable.only([good])).length > 0) return good;
    target = recent(await deps.captures.latest(target))?.redirectTo;
  }
  return undefined;
}

function queuedJob(message: CaptureRequested): Job {
  return {
    id: message.jobId,
    url: message.url,
    status: "queued",
    origin: message.origin,
    requestedAt: message.requestedAt,
    updatedAt: message.requestedAt,
    claims: 0,
    attempts: [],
  };
}
