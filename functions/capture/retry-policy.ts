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

/**
 * Longest that an on-demand capture waits for a next try at a robots.txt that cannot be had, in seconds: the second try
 * comes after ten, and a third would come after twenty more. What a crawl has brought waits as long as it takes.
 */
export const LONGEST_ROBOTS_WAIT_SECONDS = 15;

/**
 * Whole seconds that a requisite waits where pages go first. An hour's crawl of the host would have it received hundreds of
 * times; so it asks the less often the longer it has waited, at most this much.
 */
export function yieldSeconds({ requestedAt }: { requestedAt: string }, waitSeconds: number, now: Date): number {
  const waitedSeconds = (now.getTime() - Date.parse(requestedAt)) / 1000;
  return Math.max(waitSeconds, Math.min(Math.round(waitedSeconds / 8), MAX_YIELD_SECONDS));
}
const MAX_YIELD_SECONDS = 3600;

/** Days that a URL waits for its host. SQS forgets a message after 14: before that the job ends with a code. */
const MAX_WAIT_DAYS = 12;

export function hasWaitedTooLong({ requestedAt }: { requestedAt: string }, now: Date): boolean {
  return now.getTime() - Date.parse(requestedAt) > MAX_WAIT_DAYS * 86_400_000;
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
