/** Owns waiting for jobs to end, by reading their rows. */
import { lookUntil } from "../../shared/api/look-until.ts";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { JobStore } from "../../shared/index/job-store.ts";

/** The jobs as they stand when all have ended, or when the time is up. */
export async function waitForJobs(
  jobs: Pick<JobStore, "get">,
  ids: readonly string[],
  waitMs: number,
): Promise<Map<string, Job>> {
  const seen = new Map<string, Job>();
  let open = [...ids];
  await lookUntil(async () => {
    for (const job of await Promise.all(open.map((id) => jobs.get(id)))) if (job) seen.set(job.id, job);
    open = open.filter((id) => {
      const job = seen.get(id);
      return !job || !isFinal(job);
    });
    return open.length === 0;
  }, waitMs);
  return seen;
}
