/** When a source counts as silent: by its own past, and never by what anybody set. */
import { describe, expect, it } from "vitest";
import { SILENCE, withHabits } from "../../../shared/sources/silence.ts";
import type { SourceStatus } from "../../../shared/sources/source.ts";
import { inMinutes, NOW, sourceOf, withStatus } from "./setting.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

const statusOf = (changes: Partial<SourceStatus> = {}) => withStatus(sourceOf(), changes).status;

/** A source that brought something every so many minutes, so many times; and when the last time was. */
function sourceThatBrings(everyMinutes: number, times: number): { status: SourceStatus; lastAt: number } {
  let status: SourceStatus = statusOf();
  for (let time = 0; time < times; time += 1) status = withHabits(status, 3, inMinutes(time * everyMinutes));
  return { status, lastAt: (times - 1) * everyMinutes };
}

/** Minutes of quiet after which it is silent, looked at each hour. */
function minutesToSilence({ status, lastAt }: { status: SourceStatus; lastAt: number }): number {
  for (let quiet = HOUR; quiet < 400 * DAY; quiet += HOUR) {
    if (withHabits(status, 0, inMinutes(lastAt + quiet)).silentSince !== undefined) return quiet;
  }
  return Number.POSITIVE_INFINITY;
}

describe("a source is missed", () => {
  it.each([
    ["a day", "hourly", HOUR, 24 * 10, DAY],
    ["three days", "daily", DAY, 20, 3 * DAY],
    ["three weeks", "weekly", 7 * DAY, 10, 21 * DAY],
  ])("after %s where it is %s", (_after, _habit, every, times, expected) => {
    const quiet = minutesToSilence(sourceThatBrings(every, times));
    expect(quiet).toBeGreaterThan(expected);
    expect(quiet).toBeLessThanOrEqual(expected + HOUR);
  });

  it("by its longest pause, not by its usual one: a weekend is no silence", () => {
    let status = statusOf();
    for (let day = 0; day < 28; day += 1) {
      if (day % 7 < 5) status = withHabits(status, 3, inMinutes(day * DAY));
    }
    expect(minutesToSilence({ status, lastAt: 25 * DAY })).toBeGreaterThan(9 * DAY);
  });

  it("never where too little is known of its habits", () => {
    expect(minutesToSilence(sourceThatBrings(DAY, SILENCE.daysNeeded))).toBe(Number.POSITIVE_INFINITY);
    expect(minutesToSilence({ status: statusOf(), lastAt: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

it("stays silent since the same moment, until it brings something", () => {
  const { status, lastAt } = sourceThatBrings(DAY, 10);
  const first = withHabits(status, 0, inMinutes(lastAt + 4 * DAY));
  expect(first.silentSince).toBe(inMinutes(lastAt + 4 * DAY).toISOString());
  const second = withHabits(first, 0, inMinutes(lastAt + 5 * DAY));
  expect(second.silentSince).toBe(first.silentSince);
  expect(withHabits(second, 1, inMinutes(lastAt + 6 * DAY)).silentSince).toBeUndefined();
});

it("has learned of a long pause once that is over", () => {
  const { status, lastAt } = sourceThatBrings(DAY, 10);
  const woken = withHabits(status, 1, inMinutes(lastAt + 30 * DAY));
  expect(minutesToSilence({ status: woken, lastAt: lastAt + 30 * DAY })).toBeGreaterThan(89 * DAY);
});

it("keeps the longest gap of each of the last days that brought something, and no more", () => {
  const { status } = sourceThatBrings(6 * HOUR, 400);
  expect(status.longestGaps).toHaveLength(SILENCE.daysKept);
  expect(status.longestGaps.every(({ seconds }) => seconds === 6 * 3600)).toBe(true);
  expect(new Set(status.longestGaps.map(({ day }) => day)).size).toBe(SILENCE.daysKept);
});

it("takes a clock that went back for no gap at all", () => {
  const status = withHabits(statusOf({ lastUnseenAt: inMinutes(60).toISOString() }), 1, NOW);
  expect(status.longestGaps).toEqual([{ day: "2026-03-14", seconds: 0 }]);
});
