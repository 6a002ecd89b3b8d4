import { describe, expect, it } from "vitest";
import { firstMoment, lastMoment, parseHttpDate, toHttpDate, toTimestamp } from "../../../shared/memento/timestamp.ts";

describe("a timestamp of 1 to 14 digits", () => {
  it.each([
    ["2", "2000-01-01T00:00:00.000Z", "2999-12-31T23:59:59.999Z"],
    ["199", "1990-01-01T00:00:00.000Z", "1999-12-31T23:59:59.999Z"],
    ["2026", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"],
    ["20261", "2026-10-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"],
    ["20260", "2026-01-01T00:00:00.000Z", "2026-09-30T23:59:59.999Z"],
    ["202602", "2026-02-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z"],
    ["202402", "2024-02-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"],
    ["190002", "1900-02-01T00:00:00.000Z", "1900-02-28T23:59:59.999Z"],
    ["2026043", "2026-04-30T00:00:00.000Z", "2026-04-30T23:59:59.999Z"],
    ["20260314", "2026-03-14T00:00:00.000Z", "2026-03-14T23:59:59.999Z"],
    ["202603142", "2026-03-14T20:00:00.000Z", "2026-03-14T23:59:59.999Z"],
    ["202603140930", "2026-03-14T09:30:00.000Z", "2026-03-14T09:30:59.999Z"],
    ["20260314093001", "2026-03-14T09:30:01.000Z", "2026-03-14T09:30:01.999Z"],
    ["00010101000000", "0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.999Z"],
  ])("%s begins at %s and ends at %s", (timestamp, first, last) => {
    expect(firstMoment(timestamp)?.toISOString()).toBe(first);
    expect(lastMoment(timestamp)?.toISOString()).toBe(last);
  });

  it.each(["", "202613", "20262", "20260230", "2026023", "2026031424", "202603140960", "20260314093060", "x", "2026x"])(
    "%j means no moment",
    (timestamp) => {
      expect(firstMoment(timestamp)).toBeUndefined();
      expect(lastMoment(timestamp)).toBeUndefined();
    },
  );

  it.each(["202603140930011", " 2026", "2026 ", "-2026", "2026-03"])("%j is none", (timestamp) => {
    expect(firstMoment(timestamp)).toBeUndefined();
  });

  it("is written of a moment without its milliseconds", () => {
    expect(toTimestamp("2026-03-14T09:30:00.999Z")).toBe("20260314093000");
  });
});

describe("a date of HTTP", () => {
  it("is written as RFC 1123 has it, and read back", () => {
    expect(toHttpDate("2026-03-04T09:30:00.999Z")).toBe("Wed, 04 Mar 2026 09:30:00 GMT");
    expect(parseHttpDate("Wed, 04 Mar 2026 09:30:00 GMT")?.toISOString()).toBe("2026-03-04T09:30:00.000Z");
    expect(parseHttpDate(" Mon, 04 Mar 2026 09:30:00 GMT ")?.toISOString()).toBe("2026-03-04T09:30:00.000Z");
  });

  it.each([
    "",
    "2026-03-04T09:30:00Z",
    "Wed, 04 Mar 2026 09:30:00",
    "Wed, 04 Mar 2026 09:30:00 CET",
    "Wed, 04-Mar-26 09:30:00 GMT",
    "Wed Mar  4 09:30:00 2026",
    "Wed, 31 Feb 2026 09:30:00 GMT",
    "Wed, 04 Mrz 2026 09:30:00 GMT",
    "Wed, 04 Mar 2026 24:30:00 GMT",
  ])("is not read from %j", (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });
});
