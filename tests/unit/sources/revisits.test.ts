import { describe, expect, it } from "vitest";
import { nextRevisitAt } from "../../../shared/sources/revisits.ts";
import { SOURCE_DEFAULTS } from "../../../shared/sources/source.ts";
import { inMinutes, NOW } from "./setting.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

describe("revisits by the default policy", () => {
  it.each([
    ["an hour after the first capture", 0, 0, HOUR, 1],
    ["six hours after it, not after the revisit", 1, 70, 6 * HOUR, 2],
    ["a day", 2, 6 * HOUR, DAY, 3],
    ["a week", 3, DAY + 5, 7 * DAY, 4],
    ["now, where it is late", 0, 3 * HOUR, HOUR, 1],
    ["once for all that were missed", 0, 2 * DAY, DAY, 3],
    ["for the last one, however late", 1, 400 * DAY, 7 * DAY, 4],
    ["at its very moment", 0, HOUR, HOUR, 1],
  ])("come due %s: done %i, now %i min, due %i min", (_, done, now, due, nowDone) => {
    expect(nextRevisitAt(NOW, SOURCE_DEFAULTS.revisits, done, inMinutes(now))).toEqual({
      dueAt: inMinutes(due),
      done: nowDone,
    });
  });

  it("are over after the last one", () => {
    expect(nextRevisitAt(NOW, SOURCE_DEFAULTS.revisits, 4, inMinutes(0))).toBeUndefined();
    expect(nextRevisitAt(NOW, SOURCE_DEFAULTS.revisits, 4, inMinutes(30 * DAY))).toBeUndefined();
  });
});

it("makes no revisits without a policy", () => {
  expect(nextRevisitAt(NOW, [], 0, inMinutes(5))).toBeUndefined();
});

it("makes none of a policy that was cut shorter than what is done", () => {
  expect(nextRevisitAt(NOW, ["PT1H"], 3, inMinutes(5))).toBeUndefined();
});
