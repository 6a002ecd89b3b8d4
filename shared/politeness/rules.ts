/** Owns every number of politeness: gaps, leases, pauses, circuits. Nothing else in politeness/ may spell one. Pure. */
import { FETCH_LIMITS } from "../fetch/limits.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export const POLITENESS = {
  /** From the end of one request to the start of the next, where robots.txt asks for no more. */
  minGapMs: 2 * SECOND_MS,
  /** Most that a `Crawl-delay` is honoured to: 1,440 pages a day. */
  maxGapMs: MINUTE_MS,
  /**
   * A request that is not reported done by then counts as crashed. Longer than any fetch lasts, or a slow host would see
   * two at once.
   */
  leaseMs: FETCH_LIMITS.totalTimeoutMs + 30 * SECOND_MS,
  /** Pause after a first failure. It doubles with each one that follows. */
  firstBackOffMs: { failed: 10 * SECOND_MS, serverError: 5 * SECOND_MS },
  maxBackOffMs: 15 * MINUTE_MS,
  /** Failures in a row that open the circuit. */
  failuresToOpen: 5,
  /** How long a circuit stays open at first; twice as long each time that its probe fails. */
  firstOpenMs: 5 * MINUTE_MS,
  maxOpenMs: 6 * HOUR_MS,
  /** Who was told to wait is expected back this much later than told: queues are not exact. */
  comeBackSlackMs: 5 * SECOND_MS,
  /**
   * After a page's request, how much longer than for the gap what pages are shown with waits: the next page was told the
   * gap in whole seconds, and queues are not exact.
   */
  pagesFirstMs: 3 * SECOND_MS,
  /** On-demand requests in a row before a crawled one that waits goes in between. */
  maxDemandStreak: 4,
  /** Longest wait answered. SQS can hide a message for 12 h; asking early is only answered with another wait. */
  maxWaitSeconds: 10 * 3600,
} as const;

/**
 * Milliseconds between two requests to a host.
 *
 * @param crawlDelaySeconds - what robots.txt asks for, if it does; not a standard, but widely meant
 * @param minGapMs - what the archive keeps at least
 */
export function gapMs(crawlDelaySeconds: number | undefined, minGapMs: number = POLITENESS.minGapMs): number {
  const asked = Number.isFinite(crawlDelaySeconds) ? (crawlDelaySeconds ?? 0) * SECOND_MS : 0;
  return Math.max(Math.min(asked, POLITENESS.maxGapMs), minGapMs);
}

/**
 * Exponential back-off in milliseconds: `first`, doubled with each failure, at most `max`; jitter takes up to half off.
 *
 * @param failures - in a row, 1 for the first
 * @param random - in [0, 1)
 */
export function backOffMs(first: number, max: number, failures: number, random: number): number {
  return Math.round(Math.min(first * 2 ** (failures - 1), max) * (1 - random / 2));
}
