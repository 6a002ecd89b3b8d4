/** Owns waiting for jobs to end, by reading their rows at growing intervals. */
import { setTimeout as sleep } from "node:timers/promises";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";

/** A warm capture takes some 100 ms: look soon at first, then less often. One look costs one read unit a job. */
const FIRST_INTERVAL_MS = 60;
const MAX_INTERVAL_MS = 500;
const GROWTH = 1.4;

/** The jobs as they stand when all have ended, or when the time is up. */
export async function waitForJobs(
  jobs: Pick<JobStore, "get">,
  ids: readonly string[],
  waitMs: number,
): Promise<Map<string, Job>> {
  const deadline = Date.now() + waitMs;
  const seen = new Map<string, Job>();
  let open = [...ids];
  for (let intervalMs = FIRST_INTERVAL_MS; ; intervalMs = Math.min(intervalMs * GROWTH, MAX_INTERVAL_MS)) {
    for (const job of await Promise.all(open.map((id) => jobs.get(id)))) if (job) seen.set(job.id, job);
    open = open.filter((id) => {
      const job = seen.get(id);
      return !job || !isFinal(job);
    });
    const leftMs = deadline - Date.now();
    if (open.length === 0 || leftMs <= 0) return seen;
    await sleep(Math.min(intervalMs, leftMs));
  }
}
