/** Owns when a URL that a source brought is captured again. Pure. */
import { parseDurationMs } from "../time.ts";

/** A revisit to come. */
export interface Revisit {
  readonly dueAt: Date;
  /** What `done` is once it was made: its place in the policy, from 1. */
  readonly done: number;
}

/**
 * The next revisit of a URL, or undefined when its policy is at an end. Revisits that were missed, as while the archive
 * was down, are not made one after another: the latest of them stands for all, and is due at its own past moment.
 *
 * @param policy - ISO 8601 durations after the first capture, shortest first, as a source is stored with
 * @param done - how many revisits of the policy are over
 */
export function nextRevisitAt(
  firstCapturedAt: Date,
  policy: readonly string[],
  done: number,
  now: Date,
): Revisit | undefined {
  const due = policy.map((duration) => firstCapturedAt.getTime() + (parseDurationMs(duration) ?? 0));
  const latestMissed = due.findLastIndex((at) => at <= now.getTime());
  const index = Math.max(done, latestMissed);
  const at = due[index];
  return at === undefined ? undefined : { dueAt: new Date(at), done: index + 1 };
}
