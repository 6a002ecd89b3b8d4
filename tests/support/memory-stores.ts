/**
 * Job and capture stores in memory, for tests of what is above them. tests/contract/index runs the same suites on them
 * as on DynamoDB, so that they cannot drift from it.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { type CaptureStore, isSuccess, summarise } from "../../shared/index/capture-store.ts";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { siteKeys, siteMoment, sitePrefix } from "../../shared/index/keys.ts";

/** Writes what was called into `log`, in order. */
export function createMemoryJobs(log: string[] = []): JobStore {
  const rows = new Map<string, Job>();
  const openJob = (id: string): Job | undefined => {
    const job = rows.get(id);
    return job && !isFinal(job) ? job : undefined;
  };
  return {
    get: async (id) => structuredClone(rows.get(id)),
    async create(request) {
      log.push("job created");
      if (rows.has(request.jobId)) return false;
      rows.set(request.jobId, newJob(request, "queued", 0));
      return true;
    },
    async claim(request, at) {
      log.push("job claimed");
      const known = rows.get(request.jobId);
      if (known && isFinal(known)) return { claimed: false };
      const job = known ?? newJob(request, "queued", 0);
      rows.set(request.jobId, { ...job, status: "capturing", claims: job.claims + 1, updatedAt: at });
      return { claimed: true, job: { ...job, status: "capturing", claims: job.claims + 1, updatedAt: at } };
    },
    async release(id) {
      log.push("job released");
      const job = openJob(id);
      if (job && job.claims > 0) rows.set(id, { ...job, claims: job.claims - 1 });
    },
    async recordAttempt(id, attempt) {
      log.push(`attempt ${attempt.code}`);
      const job = openJob(id);
      if (job) rows.set(id, { ...job, attempts: [...job.attempts, attempt], updatedAt: attempt.at });
    },
    async recordWait(id, waiting) {
      log.push(`job waits: ${waiting.reason}`);
      const job = openJob(id);
      if (job) rows.set(id, { ...job, waiting });
    },
    async settle(id, { redirectIds, ...settlement }, at) {
      log.push(`job ${settlement.status}`);
      const job = openJob(id);
      if (!job) return false;
      rows.set(id, { ...job, ...settlement, ...(redirectIds && { redirectIds: [...redirectIds] }), updatedAt: at });
      return true;
    },
  };
}

function newJob(request: CaptureRequested, status: Job["status"], claims: number): Job {
  const { jobId, url, origin, requestedAt } = request;
  return { id: jobId, url, origin, requestedAt, updatedAt: requestedAt, status, claims, attempts: [] };
}

export function createMemoryCaptures(log: string[] = []): CaptureStore & { all(): Capture[] } {
  const rows = new Map<string, Capture>();
  /** Ids by urlkey: a simulation keeps tens of thousands of captures. */
  const byUrl = new Map<string, string[]>();
  const newestFirst = (url: string): Capture[] =>
    (byUrl.get(sitePrefix(url)) ?? [])
      .flatMap((id) => rows.get(id) ?? [])
      .sort((a, b) => (siteKeys(a).siteSk < siteKeys(b).siteSk ? 1 : -1));
  const store: CaptureStore = {
    get: async (id) => structuredClone(rows.get(id)),
    async put(capture) {
      log.push("row");
      if (rows.has(capture.id)) return false;
      rows.set(capture.id, structuredClone(capture));
      const ids = byUrl.get(sitePrefix(capture.url)) ?? [];
      byUrl.set(sitePrefix(capture.url), [...ids, capture.id]);
      return true;
    },
    findAt: async (url, capturedAt) =>
      newestFirst(url).filter((row) => siteKeys(row).siteSk.startsWith(siteMoment(url, capturedAt))),
    async listByUrl(url, { limit, after }) {
      const left = newestFirst(url).filter((row) => after === undefined || siteKeys(row).siteSk < after);
      const page = left.slice(0, limit);
      const last = page.at(-1);
      return { rows: page, after: left.length > limit && last ? siteKeys(last).siteSk : undefined };
    },
    async latestGood(url) {
      return newestFirst(url).find((row) => row.url === url && (isSuccess(row.httpStatus) || row.kind === "revisit"));
    },
    async findPayload(url, payloadSha256) {
      return newestFirst(url)
        .filter((row) => row.kind === "response" && row.payloadBytes > 0 && row.payloadSha256 === payloadSha256)
        .reverse()
        .map(({ id }) => id);
    },
    latest: async (url) => newestFirst(url)[0],
    async recordExtraction(capture, { extraction, quality, article }) {
      log.push(`extraction ${extraction.status}`);
      const row = rows.get(capture.id);
      if (!row || row.extraction.status === "done") return false;
      rows.set(capture.id, { ...row, extraction, quality, ...(article && summarise(article)) });
      return true;
    },
    async recordNoarchive(id, noarchive) {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, noarchive });
    },
  };
  return { ...store, all: () => [...rows.values()] };
}
