/** Owns how often and when a failed fetch is tried again. Pure. */
import type { Job } from "../../shared/index/job.ts";

/** Attempts of one job before a passing failure counts as lasting. */
export const MAX_ATTEMPTS = 3;

/** Times that capture may die over a job, of memory say, before the job is given up. */
const MAX_CRASHES = 3;

/** Times that a job was taken up and neither ended, nor failed, nor was given back: capture died. */
export function crashesOf(job: Pick<Job, "claims" | "attempts">): number {
  return job.claims - job.attempts.length;
}

/** @param job - before it is taken up again */
export function isGivenUp(job: Pick<Job, "claims" | "attempts">): boolean {
  return crashesOf(job) >= MAX_CRASHES;
}

const FIRST_DELAY_SECONDS = 2;
const GROWTH = 4;

/**
 * Whole seconds to wait after the nth failed attempt (1 is the first): about 2, then 8. Jitter of up to half keeps URLs
 * that failed together from coming back together.
 *
 * @param random - in [0, 1)
 */
export function retryDelaySeconds(attempt: number, random: number): number {
  const seconds = FIRST_DELAY_SECONDS * GROWTH ** (attempt - 1);
  return Math.max(1, Math.round(seconds * (1 - random / 2)));
}

/** Longest wait after a failure of our own, in seconds. */
const MAX_OUTAGE_DELAY_SECONDS = 900;

/**
 * Whole seconds until a message is seen again that could not be settled because of us: the bucket, the table or a queue
 * did not answer. It doubles with each receive, so that an outage of hours costs little.
 *
 * @param receives - how often the message was received, this time included
 */
export function outageDelaySeconds(receives: number): number {
  return Math.min(5 * 2 ** Math.min(receives - 1, 10), MAX_OUTAGE_DELAY_SECONDS);
}
