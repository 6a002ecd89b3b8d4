import { describe, expect, it } from "vitest";
import { AUTO, afterPoll, nextPollAt, POLL_FAILURES, type PollOutcome } from "../../../shared/sources/schedule.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { seededRandom } from "../../support/random.ts";
import { inMinutes, NOW, sourceOf, withStatus } from "./setting.ts";

const polledWith = (unseen: number, changes: Partial<PollOutcome> = {}): PollOutcome =>
  ({ kind: "polled", unseen, bodySha256: `sha256:${unseen}`, unfinished: false, ...changes }) as PollOutcome;
const WORKED = { kind: "not-modified" } as const;
const FAILED = { kind: "failed", code: "timeout" } as const;

/** An `auto` source that was polled before, at so many seconds between polls. */
const autoSource = (autoSeconds: number): Source =>
  withStatus(sourceOf(), { autoSeconds, lastWholeAt: inMinutes(-60).toISOString() });

const secondsUntilNext = (source: Source, outcome: PollOutcome): number =>
  (Date.parse(afterPoll(source, outcome, NOW, 0).nextPollAt ?? "") - NOW.getTime()) / 1000;

describe("a fixed rate", () => {
  const hourly = (plannedInMinutes: number): Source =>
    withStatus(sourceOf({ schedule: { every: "PT1H" } }), { nextPollAt: inMinutes(plannedInMinutes).toISOString() });

  it.each([
    ["on time", 0, 60],
    ["a little late, on its grid", -1, 59],
    ["hours late, without making up for what it missed", -200, 40],
    ["by hand before its time, as planned", 25, 25],
    ["by hand a whole interval before", 60, 60],
  ])("polled %s: planned %i minutes from now, next in %i", (_, planned, minutes) => {
    expect(nextPollAt(hourly(planned), WORKED, NOW)).toEqual(inMinutes(minutes));
  });
});

describe("a cron", () => {
  const berlin = (cron: string): Source => sourceOf({ schedule: { cron, timeZone: "Europe/Berlin" } });

  it.each([
    ["each morning", "0 6 * * *", "2026-03-14T09:30:00Z", "2026-03-15T05:00:00.000Z"],
    ["each morning, over the change to summer time", "0 6 * * *", "2026-03-28T09:30:00Z", "2026-03-29T04:00:00.000Z"],
    ["at a time that the change leaves out", "30 2 * * *", "2026-03-28T09:30:00Z", "2026-03-29T01:00:00.000Z"],
    ["at a time that comes twice, once", "30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00.000Z"],
    ["at this very moment: the next one", "30 10 * * *", "2026-03-14T09:30:00Z", "2026-03-15T09:30:00.000Z"],
    ["on working days", "0 6 * * 1-5", "2026-03-14T09:30:00Z", "2026-03-16T05:00:00.000Z"],
  ])("%s (%s after %s) is due at %s", (_, cron, now, due) => {
    expect(nextPollAt(berlin(cron), WORKED, new Date(now))?.toISOString()).toBe(due);
  });
});

describe("auto, in one step", () => {
  it.each([
    ["nothing is slower", 1200, 0, 1800],
    ["one is a little slower", 1200, 1, 1440],
    ["as many as wanted stays", 1200, 2, 1200],
    ["twice as many halves it", 1200, 4, 600],
    ["a burst is the shortest at once, from a day too", 86_400, 10, 300],
    ["never shorter", 310, 9, 300],
    ["never longer", 80_000, 0, 86_400],
  ])("%s: from %i s with %i unseen to %i s", (_, from, unseen, to) => {
    expect(secondsUntilNext(autoSource(from), polledWith(unseen))).toBe(to);
    expect(afterPoll(autoSource(from), polledWith(unseen), NOW, 0).autoSeconds).toBe(to);
  });

  it("takes 304 for nothing new", () => {
    expect(secondsUntilNext(autoSource(1200), WORKED)).toBe(1800);
  });

  it("learns nothing of the first poll, to which everything is unseen", () => {
    expect(secondsUntilNext(sourceOf(), polledWith(50))).toBe(AUTO.startSeconds);
  });
});

/** Polls a feed whose items appear at `itemMinutes`, for so many days; the minutes of each poll. */
function play(itemMinutes: readonly number[], days: number): number[] {
  let source = sourceOf();
  let minute = 0;
  let seen = 0;
  const polls: number[] = [];
  while (minute < days * 1440) {
    polls.push(minute);
    const now = inMinutes(minute);
    const published = itemMinutes.filter((at) => at <= minute).length;
    const status = afterPoll(source, polledWith(published - seen, { bodySha256: `sha256:${published}` }), now, 0);
    source = { ...source, status };
    seen = published;
    minute = (Date.parse(status.nextPollAt ?? "") - NOW.getTime()) / 60_000;
  }
  return polls;
}

const gaps = (polls: readonly number[]): number[] => polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("auto, over days", () => {
  it.each([1, 2, 3])("settles between half an hour and two hours for 40 items a day (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const items = Array.from({ length: 40 * 30 }, () => random() * 30 * 1440);
    const settled = gaps(play(items, 30).filter((at) => at > 2 * 1440));
    expect(mean(settled)).toBeGreaterThan(30);
    expect(mean(settled)).toBeLessThan(120);
  });

  it("polls a feed of 1,000 items a day as often as it may, nearly", () => {
    const random = seededRandom(7);
    const items = Array.from({ length: 3000 }, () => random() * 3 * 1440);
    expect(mean(gaps(play(items, 3).slice(20)))).toBeLessThan(8);
  });

  it("comes to a day for a dead feed, within a week and a few polls", () => {
    const polls = play([], 14);
    expect(gaps(polls).at(-1)).toBe(1440);
    expect(polls.filter((at) => at < 7 * 1440).length).toBeLessThan(16);
  });

  it("comes down to five minutes at the first poll that meets a burst", () => {
    const burst = Array.from({ length: 30 }, (_, index) => 12 * 1440 + index);
    const polls = play(burst, 16);
    const met = polls.findIndex((at) => at > 12 * 1440 + 30);
    expect(gaps(polls)[met - 1]).toBe(1440);
    expect(gaps(polls)[met]).toBe(5);
  });
});

/** Fails every poll as soon as it is due, up to so many, or until the source is not polled any more. */
function failing(outcome: PollOutcome, polls: number, source = sourceOf()): { source: Source; waits: number[] } {
  let failed = source;
  const waits: number[] = [];
  for (let poll = 0; poll < polls && failed.status.nextPollAt; poll += 1) {
    const now = new Date(failed.status.nextPollAt);
    const status = afterPoll(failed, outcome, now, 0);
    if (status.nextPollAt) waits.push((Date.parse(status.nextPollAt) - now.getTime()) / 1000);
    failed = { ...failed, status };
  }
  return { source: failed, waits };
}

describe("a source that fails", () => {
  it.each(["auto", { every: "PT1M" }, { cron: "* * * * *" }])(
    "with schedule %j is backed off, twice as long each time",
    (schedule) => {
      const { waits } = failing(FAILED, 5, sourceOf({ schedule }));
      expect(waits).toEqual([300, 600, 1200, 2400, 4800]);
    },
  );

  it("is spread by up to half of it", () => {
    const { nextPollAt } = afterPoll(sourceOf(), FAILED, NOW, 0.5);
    expect(nextPollAt).toBe(inMinutes(3.75).toISOString());
  });

  it("waits as long as the server asks, if that is longer", () => {
    expect(secondsUntilNext(sourceOf(), { ...FAILED, retryAfterSeconds: 7200 })).toBe(7200);
    expect(secondsUntilNext(sourceOf(), { ...FAILED, retryAfterSeconds: 10 })).toBe(300);
  });

  it("is suspended after a week of it, with its reason, and due never", () => {
    const { source, waits } = failing(FAILED, 1000);
    expect(Math.max(...waits)).toBe(POLL_FAILURES.maxBackOffSeconds);
    expect(source.status).toMatchObject({ state: "suspended", suspension: { code: "keeps-failing" } });
    expect(source.status.suspension?.message).toMatch(/^\d+ polls in a row failed since 2026-03-14.*timeout\.$/);
    expect(source.status.nextPollAt).toBeUndefined();
    const lastedMs = Date.parse(source.status.suspension?.at ?? "") - NOW.getTime();
    expect(lastedMs / 86_400_000).toBeGreaterThanOrEqual(POLL_FAILURES.suspendAfter.days);
    expect(source.status.failures).toBeGreaterThanOrEqual(POLL_FAILURES.suspendAfter.failures);
  });

  it("is not suspended for two failures a month apart, nor for many within an hour", () => {
    const long = withStatus(sourceOf(), { failures: 1, failingSince: inMinutes(-43_200).toISOString() });
    expect(afterPoll(long, FAILED, NOW, 0).state).toBe("active");
    const many = withStatus(sourceOf(), { failures: 50, failingSince: inMinutes(-60).toISOString() });
    expect(afterPoll(many, FAILED, NOW, 0).state).toBe("active");
  });

  it("is suspended soon when the server says that it is gone", () => {
    const { source } = failing({ ...FAILED, code: "http-client-error", httpStatus: 410 }, 1000);
    expect(source.status).toMatchObject({ failures: POLL_FAILURES.suspendAfterGone, suspension: { code: "gone" } });
  });

  it("is as before after one poll that works", () => {
    const { source } = failing(FAILED, 6);
    const status = afterPoll(source, polledWith(0), NOW, 0);
    expect(status).toMatchObject({ failures: 0, state: "active" });
    expect(status.failingSince).toBeUndefined();
    expect(status.lastFailure).toBeUndefined();
  });
});

describe("a poll's status", () => {
  it("of a source paused meanwhile stays paused", () => {
    const paused = sourceOf({ enabled: false });
    for (const outcome of [WORKED, FAILED, polledWith(3)]) {
      const status = afterPoll(paused, outcome, NOW, 0);
      expect(status).toMatchObject({ state: "paused", lastPolledAt: NOW.toISOString() });
      expect(status.nextPollAt).toBeUndefined();
    }
  });

  it("of an empty feed is a poll that worked", () => {
    expect(afterPoll(autoSource(1200), polledWith(0), NOW, 0)).toMatchObject({ state: "active", failures: 0 });
  });
});
