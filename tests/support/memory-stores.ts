/**
 * Job and capture stores in memory, for tests of what is above them. tests/contract/index runs the same suites on them
 * as on DynamoDB, so that they cannot drift from it.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { type CaptureStore, ERASED_ATTRIBUTES, isSuccess } from "../../shared/index/capture-store.ts";
import { summarise } from "../../shared/index/extraction-store.ts";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { siteKeys, siteMoment, sitePrefix } from "../../shared/index/keys.ts";
import type { SiteRange } from "../../shared/index/site-range.ts";

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
  /** Where each row stands: a walk over thousands of rows looks at each many times. */
  const places = new Map<string, ReturnType<typeof siteKeys>>();
  const sortOf = ({ id }: CaptureRow) => places.get(id)?.siteSk ?? "";
  /** Rows of a range, by sort key. */
  const within = ({ partition, from, to }: SiteRange): CaptureRow[] =>
    [...rows.values()]
      .filter((row) => places.get(row.id)?.sitePk === partition && sortOf(row) >= from && sortOf(row) < to)
      .sort((a, b) => (sortOf(a) < sortOf(b) ? -1 : 1));
  const store: CaptureStore = {
    async *walk(range, { order, pageSize }) {
      const found = order === "ascending" ? within(range) : within(range).reverse();
      for (let start = 0; start < found.length; start += pageSize) yield found.slice(start, start + pageSize);
    },
    async count(range, atMost) {
      const counted = within(range).slice(0, atMost);
      const last = counted[atMost - 1];
      return { count: counted.length, after: last && sortOf(last) };
    },
    get: async (id) => structuredClone(rows.get(id)),
    async put(capture) {
      log.push("row");
      if (rows.has(capture.id)) return false;
      rows.set(capture.id, structuredClone(capture));
      places.set(capture.id, siteKeys(capture));
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
    async findPayloadAnywhere(payloadSha256) {
      return [...rows.values()]
        .filter((row) => row.kind === "response" && row.payloadBytes > 0 && row.payloadSha256 === payloadSha256)
        .map(({ id }) => id)
        .slice(0, 5);
    },
    latest: async (url) => newestFirst(url)[0],
    async recordExtraction(capture, { extraction, quality, article }) {
      log.push(`extraction ${extraction.status}`);
      const row = rows.get(capture.id);
      if (!row || row.extraction.status === "done") return false;
      rows.set(capture.id, { ...row, extraction, quality, ...(article && summarise(article)) });
      return true;
    },
    async recordErasure(id, erased) {
      const row = rows.get(id);
      if (!row) return;
      const left = Object.entries(row).filter(([name]) => !ERASED_ATTRIBUTES.includes(name));
      rows.set(id, { ...(Object.fromEntries(left) as Capture), erased, extraction: { status: "none" } });
    },
    async recordNoarchive(id, noarchive) {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, noarchive });
    },
  };
  return { ...store, all: () => [...rows.values()] };
}
