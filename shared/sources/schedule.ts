/**
 * Owns when a source is polled next, and what a poll leaves in its status. Nothing here deletes anything: an empty feed
 * is a poll that brought nothing. Pure.
 */
import { parseDurationMs } from "../time.ts";
import { areValidatorsHonest, type WholeAnswer } from "./conditional-poll.ts";
import { nextCronAt } from "./cron.ts";
import type { Schedule, Source, SourceStatus } from "./source.ts";

/**
 * The rule of `auto`: a poll should bring about `wantedUnseen` items.
 * - It brought `burst` or more: the interval is the shortest at once.
 * - It brought n: the interval times `wantedUnseen / n`, growing by `growth` at most.
 * - It brought none: the interval times `quietGrowth`.
 * The first poll, to which all is unseen, changes nothing.
 */
export const AUTO = {
  minSeconds: 300,
  maxSeconds: 86_400,
  startSeconds: 3600,
  wantedUnseen: 2,
  burst: 10,
  growth: 1.2,
  quietGrowth: 1.5,
} as const;

/** Failed polls: the wait doubles from the first to the longest; then the source is suspended. */
export const POLL_FAILURES = {
  firstBackOffSeconds: 300,
  maxBackOffSeconds: 86_400,
  /** Both must be over before a failing source is suspended: a site may be down for a long weekend. */
  suspendAfter: { failures: 10, days: 7 },
  /** The server says that it is gone for good (410), so many times in a row. */
  suspendAfterGone: 3,
} as const;

/** What came of a poll. */
export type PollOutcome =
  | (WholeAnswer & {
      readonly kind: "polled";
      /** True when items stayed over the run's limit, or documents were left. */
      readonly unfinished: boolean;
      /** ISO 8601: when the run began. What changed after that it may not have seen. @default now */
      readonly startedAt?: string | undefined;
    })
  | { readonly kind: "not-modified" }
  | {
      readonly kind: "failed";
      /** A stable code, such as one of shared/errors.ts. */
      readonly code: string;
      readonly httpStatus?: number | undefined;
      /** Of a Retry-After, already capped. */
      readonly retryAfterSeconds?: number | undefined;
    };

type PolledSource = Pick<Source, "schedule" | "enabled" | "status">;

/**
 * The status to store after a poll, its next due time in it.
 *
 * @param random - in [0, 1): spreads the back-off
 */
export function afterPoll(source: PolledSource, outcome: PollOutcome, now: Date, random: number): SourceStatus {
  const polled = { ...source.status, lastPolledAt: now.toISOString() };
  // Paused while the poll was under way: it stays so.
  if (!source.enabled || source.status.state !== "active") return { ...polled, nextPollAt: undefined };
  if (outcome.kind === "failed") return afterFailedPoll(polled, outcome, now, random);
  const autoSeconds = adaptSeconds(source.status, outcome);
  const kept = outcome.kind === "polled" ? keepAnswer(polled, outcome, now) : keepNotModified(polled, now);
  return {
    ...kept,
    autoSeconds,
    failures: 0,
    failingSince: undefined,
    lastFailure: undefined,
    nextPollAt: nextPollAt(source, outcome, now)?.toISOString(),
  };
}

/**
 * When to poll again after a poll that worked. A fixed rate keeps to its grid, so that late runs do not add up; what
 * was missed is not made up for. Undefined for a cron that has come to its end.
 */
export function nextPollAt(
  { schedule, status }: PolledSource,
  outcome: Exclude<PollOutcome, { kind: "failed" }>,
  now: Date,
): Date | undefined {
  if (schedule === "auto") return addSeconds(now, adaptSeconds(status, outcome));
  if ("cron" in schedule) return nextCronAt(schedule.cron, schedule.timeZone, now);
  const everyMs = everyMsOf(schedule);
  const lateMs = now.getTime() - Date.parse(status.nextPollAt ?? now.toISOString());
  // Polled by hand before its time, it is early: the remainder of a negative number is negative.
  const sinceGridMs = ((lateMs % everyMs) + everyMs) % everyMs;
  return new Date(now.getTime() - sinceGridMs + everyMs);
}

/** When a source is due that was just made, or was given this schedule: at once, or when its cron says so. */
export function firstPollAt(schedule: Schedule, now: Date): Date | undefined {
  return schedule === "auto" || "every" in schedule ? now : nextCronAt(schedule.cron, schedule.timeZone, now);
}

/** @throws RangeError for a duration that the schema would have refused */
function everyMsOf({ every }: { every: string }): number {
  const everyMs = parseDurationMs(every);
  if (!everyMs) throw new RangeError(`${every} is no interval`);
  return everyMs;
}

/** Whole seconds until `auto` polls again; see {@link AUTO}. */
function adaptSeconds(status: SourceStatus, outcome: Exclude<PollOutcome, { kind: "failed" }>): number {
  const { minSeconds, maxSeconds, wantedUnseen, burst, growth, quietGrowth } = AUTO;
  const unseen = outcome.kind === "polled" ? outcome.unseen : 0;
  if (outcome.kind === "polled" && status.lastWholeAt === undefined) return status.autoSeconds;
  if (unseen >= burst) return minSeconds;
  const factor = unseen === 0 ? quietGrowth : Math.min(growth, wantedUnseen / unseen);
  return Math.round(Math.min(Math.max(status.autoSeconds * factor, minSeconds), maxSeconds));
}

function keepAnswer(status: SourceStatus, answer: Extract<PollOutcome, { kind: "polled" }>, now: Date): SourceStatus {
  return {
    ...status,
    etagTrusted: status.etagTrusted && areValidatorsHonest(status, answer),
    etag: answer.etag,
    lastModified: answer.lastModified,
    bodySha256: answer.bodySha256,
    lastWholeAt: now.toISOString(),
    readThroughAt: answer.unfinished ? status.readThroughAt : (answer.startedAt ?? now.toISOString()),
    lastNotModifiedAt: undefined,
    unfinished: answer.unfinished,
  };
}

function keepNotModified(status: SourceStatus, now: Date): SourceStatus {
  return { ...status, lastNotModifiedAt: now.toISOString() };
}

function afterFailedPoll(
  status: SourceStatus,
  { code, httpStatus, retryAfterSeconds = 0 }: Extract<PollOutcome, { kind: "failed" }>,
  now: Date,
  random: number,
): SourceStatus {
  const failures = status.failures + 1;
  const failingSince = status.failingSince ?? now.toISOString();
  const failed = { ...status, failures, failingSince, lastFailure: code };
  const suspension = suspensionOf(failures, failingSince, code, httpStatus, now);
  if (suspension) return { ...failed, state: "suspended", suspension, nextPollAt: undefined };
  const { firstBackOffSeconds, maxBackOffSeconds } = POLL_FAILURES;
  const longest = Math.min(firstBackOffSeconds * 2 ** (failures - 1), maxBackOffSeconds);
  const seconds = Math.max(longest * (1 - random / 2), retryAfterSeconds);
  return { ...failed, nextPollAt: addSeconds(now, seconds).toISOString() };
}

function suspensionOf(
  failures: number,
  failingSince: string,
  code: string,
  httpStatus: number | undefined,
  now: Date,
): SourceStatus["suspension"] {
  const at = now.toISOString();
  const { suspendAfter, suspendAfterGone } = POLL_FAILURES;
  if (httpStatus === 410 && failures >= suspendAfterGone) {
    return { code: "gone", message: `The server says that it is gone (410); ${failures} polls failed.`, at };
  }
  const days = (now.getTime() - Date.parse(failingSince)) / 86_400_000;
  if (failures < suspendAfter.failures || days < suspendAfter.days) return undefined;
  const status = httpStatus === undefined ? "" : `, ${httpStatus}`;
  const message = `${failures} polls in a row failed since ${failingSince}, the last one with ${code}${status}.`;
  return { code: "keeps-failing", message, at };
}

function addSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + Math.round(seconds * 1000));
}
