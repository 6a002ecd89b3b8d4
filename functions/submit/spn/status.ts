/**
 * Owns what Save Page Now says of a job: pending, success or error, in the fields that its clients read. Whoever has an
 * id may ask: clients ask without a token, and an id holds 74 random bits. What is kept from readers is not told here
 * either.
 */
import type { Capture } from "../../../shared/index/capture.ts";
import type { CaptureStore } from "../../../shared/index/capture-store.ts";
import { type Failure, isFinal, type Job } from "../../../shared/index/job.ts";
import type { JobStore } from "../../../shared/index/job-store.ts";
import { siteKeys } from "../../../shared/index/keys.ts";
import type { PageStore } from "../../../shared/index/page-store.ts";
import type { RestrictionStore } from "../../../shared/index/restriction-store.ts";
import { verdictOn } from "../../../shared/restrictions/verdict.ts";
import { toKeyTime } from "../../../shared/time.ts";
import { errorOfFailure, REFUSALS, type SaveError, SaveRefusal } from "./errors.ts";
import { parseSaveId, type SaveId, toSaveId } from "./job-id.ts";

export interface StatusDeps {
  readonly jobs: Pick<JobStore, "get">;
  readonly captures: Pick<CaptureStore, "get" | "listByUrl">;
  readonly pages: Pick<PageStore, "listRequisites">;
  readonly restrictions: RestrictionStore;
  readonly now: () => Date;
}

/** What came of a save, before it is put into fields. */
export type Outcome =
  | { readonly kind: "pending" }
  | { readonly kind: "error"; readonly error: SaveError; readonly url: string; readonly failure?: Failure }
  | { readonly kind: "success"; readonly capture: Capture; readonly durationMs: number };

/** Requisites that a status lists: at 2,048 characters each, 2 MB of the 6 MB that an answer may have. */
const MAX_RESOURCES = 1000;

/** Milliseconds that a job may be without a row: capture makes it of the message where submit could not. */
const ROW_GRACE_MS = 3_600_000;

/** The status of an id, for answers. @throws SaveRefusal `no-such-job` */
export async function statusOf(deps: StatusDeps, text: string): Promise<Record<string, unknown>> {
  const id = parseSaveId(text);
  if (!id) throw new SaveRefusal("no-such-job");
  return toStatus(deps, id, await outcomeOf(deps, id));
}

/** @throws SaveRefusal `no-such-job` */
export async function outcomeOf(deps: StatusDeps, id: SaveId): Promise<Outcome> {
  if (id.isCapture) {
    const capture = await deps.captures.get(id.uuid);
    if (!capture) throw new SaveRefusal("no-such-job");
    return succeeded(deps, capture, 0);
  }
  const job = await deps.jobs.get(id.uuid);
  if (job) return outcomeOfJob(deps, job, id);
  if (isYoung(id.uuid, deps.now())) return { kind: "pending" };
  throw new SaveRefusal("no-such-job");
}

async function outcomeOfJob(deps: StatusDeps, job: Job, { captureAll }: SaveId): Promise<Outcome> {
  if (!isFinal(job)) return { kind: "pending" };
  const isErrorPage =
    job.status === "failed" && job.error?.httpStatus !== undefined && job.error.code !== "bad-response";
  const capture = job.captureId ? await deps.captures.get(job.captureId) : undefined;
  const durationMs = Date.parse(job.updatedAt) - Date.parse(job.requestedAt);
  if (capture && (job.status !== "failed" || (captureAll && isErrorPage))) return succeeded(deps, capture, durationMs);
  const failure = job.error ?? { code: "capture-crashed" as const, message: "The capture is not there." };
  return { kind: "error", error: errorOfFailure(failure), url: job.url, failure };
}

async function succeeded(deps: StatusDeps, capture: Capture, durationMs: number): Promise<Outcome> {
  const verdict = verdictOn(capture, await deps.restrictions.ofSite(capture.url), deps.now());
  if (verdict.kind === "open") return { kind: "success", capture, durationMs };
  const error = {
    statusExt: REFUSALS.blocked.statusExt,
    message: `This capture is kept from readers: ${verdict.kind}.`,
  };
  return { kind: "error", error, url: capture.url };
}

async function toStatus(deps: StatusDeps, id: SaveId, outcome: Outcome): Promise<Record<string, unknown>> {
  const job_id = toSaveId(id);
  if (outcome.kind === "pending") return { status: "pending", job_id, resources: [] };
  if (outcome.kind === "error") {
    return {
      ...errorFields(outcome.error),
      job_id,
      original_url: outcome.url,
      exception: null,
      ...(outcome.failure?.httpStatus === undefined ? {} : { http_status: outcome.failure.httpStatus }),
      resources: [],
    };
  }
  const { capture, durationMs } = outcome;
  const embeds = await requisitesOf(deps, capture);
  return {
    status: "success",
    job_id,
    original_url: capture.url,
    timestamp: timestampOf(capture),
    duration_sec: durationMs / 1000,
    http_status: await pageStatusOf(deps, capture),
    resources: [capture.url, ...embeds],
    outlinks: [],
    counters: { outlinks: 0, embeds: embeds.length },
    ...(id.skipFirstArchive ? {} : { first_archive: await isFirst(deps, capture) }),
    // A field of our own: an empty list of outlinks says that they were not looked for, not that there are none.
    not_done: [
      "outlinks",
      ...(id.captureOutlinks ? ["capture_outlinks"] : []),
      ...(id.captureScreenshot ? ["capture_screenshot"] : []),
    ],
  };
}

/** The fields of an error, in a status and in the answer to a call. */
export const errorFields = ({ statusExt, message }: SaveError) => ({ status: "error", status_ext: statusExt, message });

/** `YYYYMMDDhhmmss` in UTC. */
export const timestampOf = ({ capturedAt }: Pick<Capture, "capturedAt">): string => toKeyTime(capturedAt).slice(0, 14);

async function requisitesOf({ pages }: StatusDeps, capture: Capture): Promise<string[]> {
  const urls: string[] = [];
  for await (const { url } of pages.listRequisites(capture.id)) {
    urls.push(url);
    if (urls.length === MAX_RESOURCES) break;
  }
  return urls.sort();
}

/** A 304 is how we learned that the page is unchanged; the page itself has the status of the capture that holds it. */
async function pageStatusOf({ captures }: StatusDeps, capture: Capture): Promise<number> {
  const holder = capture.httpStatus === 304 && capture.revisitOf ? await captures.get(capture.revisitOf.id) : undefined;
  return (holder ?? capture).httpStatus;
}

/** Whether the archive had no capture of this URL before. */
async function isFirst({ captures }: StatusDeps, capture: Capture): Promise<boolean> {
  const { rows } = await captures.listByUrl(capture.url, { limit: 1, after: siteKeys(capture).siteSk });
  return rows.length === 0;
}

/** Whether a job of this id may be on its way: ids of version 7 begin with their moment (RFC 9562, section 5.7). */
function isYoung(uuid: string, now: Date): boolean {
  const ageMs = now.getTime() - Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16);
  return uuid[14] === "7" && Math.abs(ageMs) < ROW_GRACE_MS;
}
