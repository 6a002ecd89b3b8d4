import { describe, expect, it } from "vitest";
import { parseDurationMs, toDay, toKeyTime } from "../../shared/time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("parseDurationMs", () => {
  it.each([
    ["PT1H", HOUR],
    ["P1DT12H", DAY + 12 * HOUR],
    ["P2W", 14 * DAY],
    ["P1M", 30 * DAY],
    ["PT1M", MINUTE],
    ["P1Y2M", 425 * DAY],
    ["PT0.5S", 500],
    ["PT90S", 90_000],
    ["P0D", 0],
  ])("reads %s as %i ms", (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(["", "P", "PT", "P1DT", "1H", "PT1", "P1H", "PT1.5H", "-P1D", "P-1D", "pt1h", "PT1H ", "P1S", "3d", "3600"])(
    "does not take %j for a duration",
    (text) => {
      expect(parseDurationMs(text)).toBeUndefined();
    },
  );
});

describe("times in keys", () => {
  it.each([
    ["2026-03-14T09:30:00.412Z", "20260314093000412", "2026-03-14"],
    ["2026-03-14T23:30:00-05:00", "20260315043000000", "2026-03-15"],
    ["2026-03-14", "20260314000000000", "2026-03-14"],
  ])("of %s are 17 digits and a day, in UTC", (iso, keyTime, day) => {
    expect(toKeyTime(iso)).toBe(keyTime);
    expect(toDay(iso)).toBe(day);
  });
});
