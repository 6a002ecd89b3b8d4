import { describe, expect, it } from "vitest";
import { MAX_RETRY_AFTER_SECONDS, parseRetryAfter } from "../../../shared/politeness/retry-after.ts";

const NOW = new Date("2026-03-14T09:30:00.000Z");

describe("parseRetryAfter", () => {
  it.each([
    ["120", 120],
    [" 120 ", 120],
    ["0", 0],
    ["007", 7],
    ["86400", 86_400],
    ["99999999999999999999999999", MAX_RETRY_AFTER_SECONDS],
    ["Sat, 14 Mar 2026 09:31:00 GMT", 60],
    ["Saturday, 14-Mar-26 09:31:00 GMT", 60],
    ["Sat Mar 14 09:31:00 2026", 60],
    ["Sun Mar  1 09:31:00 2026", 0],
    ["Sat, 14 Mar 2026 09:29:00 GMT", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER_SECONDS],
  ])("reads %j as %i s", (value, seconds) => {
    expect(parseRetryAfter(value, NOW)).toBe(seconds);
  });

  it("rounds a date up to whole seconds", () => {
    expect(parseRetryAfter("Sat, 14 Mar 2026 09:31:00 GMT", new Date("2026-03-14T09:30:59.001Z"))).toBe(1);
  });

  it.each([
    null,
    undefined,
    "",
    " ",
    "-1",
    "1.5",
    "1e3",
    "0x10",
    "soon",
    "2026-03-14T09:31:00Z",
    "Sat, 14 Mar 2026 09:31:00 +0100",
    "Sat, 99 Mar 2026 09:31:00 GMT",
    "120, 120",
  ])("has nothing to read in %j", (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });
});
