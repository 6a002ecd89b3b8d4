/**
 * Owns taking a page in by Save Page Now: options, limits and takedowns are looked at, and then it is a job like any
 * other. A POST answers at once with an id to follow; a GET, as older clients send it, waits for the capture.
 */
import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { MAX_WAIT_SECONDS } from "../../../shared/api/prefer.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { isFinal } from "../../../shared/index/job.ts";
import { verdictOn } from "../../../shared/restrictions/verdict.ts";
import { checkUrl, URL_PROBLEMS } from "../../../shared/url/check-url.ts";
import { createJobIds } from "../job-id.ts";
import { type Submission, type SubmitDeps, submitUrls } from "../submit.ts";
import { waitForJobs } from "../wait-for-jobs.ts";
import { SaveRefusal } from "./errors.ts";
import type { SaveId } from "./job-id.ts";
import { enter, type LimitDeps, takeBack } from "./limits.ts";
import type { SaveOptions } from "./options.ts";
import { type Outcome, outcomeOf, type StatusDeps } from "./status.ts";

export type SaveDeps = SubmitDeps & LimitDeps & StatusDeps;

/** A page that was taken in. */
export interface Taken {
  /** As it was normalised. */
  readonly url: string;
  readonly id: SaveId;
  /** The capture that the call was answered with, where none was made for it. */
  readonly existing?: Capture | undefined;
}

/** Takes a page in and answers with the id to follow. @throws SaveRefusal */
export async function takeIn(deps: SaveDeps, token: string, options: SaveOptions, jobId = v7()): Promise<Taken> {
  const url = await admit(deps, options.url);
  await enter(deps, token, jobId);
  try {
    const submission = await submit(deps, token, url, options.ifNotArchivedWithin, jobId);
    if (submission.kind === "job") return { url, id: idOf(submission.job.id, false, options) };
    await takeBack(deps, token, jobId);
    return { url, id: idOf(submission.capture.id, true, options), existing: submission.capture };
  } catch (error) {
    await takeBack(deps, token, jobId);
    throw error;
  }
}

/**
 * A capture this young answers a GET: their clients call again after a lost connection, or where the wait was too short.
 * A retry within this time also joins the job that is under way, whose id follows from token, URL and window.
 */
const REUSE_SECONDS = 300;

/** What a GET came to, and whether it was there before. */
export interface Waited {
  readonly taken: Taken;
  readonly outcome: Outcome;
  readonly reused: boolean;
}

/** Takes a page in and waits for it, at most {@link MAX_WAIT_SECONDS}. @throws SaveRefusal */
export async function saveAndWait(deps: SaveDeps, token: string, options: SaveOptions): Promise<Waited> {
  const url = await admit(deps, options.url);
  const window = Math.floor(deps.now().getTime() / 1000 / REUSE_SECONDS);
  const urlHash = createHash("sha256").update(url).digest("hex");
  const jobId = createJobIds(token, `GET /save ${window} ${urlHash}`)(0);
  const known = await deps.jobs.get(jobId);
  const within = { ...options, url, ifNotArchivedWithin: `PT${REUSE_SECONDS}S` };
  const made: Taken = known ? { url, id: idOf(jobId, false, options) } : await takeIn(deps, token, within, jobId);
  const reused = made.existing !== undefined || (known !== undefined && isFinal(known));
  const seen = made.existing ?? (await waitForJobs(deps.jobs, [jobId], MAX_WAIT_SECONDS * 1000)).get(jobId);
  // A job without a row has a message all the same, and capture will make its row of it.
  return { taken: made, outcome: seen ? await outcomeOf(deps, made.id) : { kind: "pending" }, reused };
}

/** The URL as it is fetched. @throws SaveRefusal `url-invalid`, `blocked` */
async function admit(deps: SaveDeps, input: string): Promise<string> {
  if (input === "") throw new SaveRefusal("url-invalid", "There is no URL in the request.");
  const checked = checkUrl(input);
  if (!checked.ok) throw new SaveRefusal("url-invalid", URL_PROBLEMS[checked.problem]);
  // What is blocked for all its captures would be kept from readers as soon as it is captured.
  const now = deps.now();
  const capture = { id: "", url: checked.url, capturedAt: now.toISOString() };
  const { kind } = verdictOn(capture, await deps.restrictions.ofSite(checked.url), now);
  if (kind === "blocked") throw new SaveRefusal("blocked");
  return checked.url;
}

/** @throws SaveRefusal `cannot-start`: the URL itself was looked at before */
async function submit(
  deps: SaveDeps,
  token: string,
  url: string,
  ifNotArchivedWithin: string | undefined,
  jobId: string,
): Promise<Exclude<Submission, { kind: "refused" }>> {
  const request = { urls: [url], ifNotArchivedWithin, token, jobIdAt: () => jobId, idempotent: false };
  const [submission] = await submitUrls(deps, request);
  if (!submission || submission.kind === "refused") throw new SaveRefusal("cannot-start");
  return submission;
}

function idOf(uuid: string, isCapture: boolean, options: SaveOptions): SaveId {
  const { captureAll, skipFirstArchive, captureOutlinks, captureScreenshot } = options;
  return { uuid, isCapture, captureAll, skipFirstArchive, captureOutlinks, captureScreenshot };
}
