import { describe, expect, it } from "vitest";
import { BadCursorError, decodeCursor, encodeCursor } from "../../../shared/index/cursor.ts";

const QUERY = ["articles", "paper.example", null];
const AFTER = "20260314093000412 019e4d5a-7d02-7c55-8f1e-6a2b9d3c4e5f";
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("cursors", () => {
  it("lead back to where the list stopped", () => {
    expect(decodeCursor(QUERY, encodeCursor(QUERY, AFTER))).toBe(AFTER);
  });

  it("can stand in a URL as they are", () => {
    const cursor = encodeCursor(QUERY, "com,é)/?a=b&c 2026");
    expect(encodeURIComponent(cursor)).toBe(cursor);
    expect(decodeCursor(QUERY, cursor)).toBe("com,é)/?a=b&c 2026");
  });

  it.each([
    ["of another list", ["articles", "herald.example", null]],
    ["of another kind of list", ["captures", "paper.example", null]],
    ["of a list with one condition less", ["articles", "paper.example"]],
  ])("are refused for a query %s", (_, query) => {
    expect(() => decodeCursor(query, encodeCursor(QUERY, AFTER))).toThrow(BadCursorError);
  });

  it("are refused when their place was changed", () => {
    const { check } = JSON.parse(Buffer.from(encodeCursor(QUERY, AFTER), "base64url").toString());
    expect(decodeCursor(QUERY, encode({ check, after: AFTER }))).toBe(AFTER);
    expect(() => decodeCursor(QUERY, encode({ check, after: `${AFTER}0` }))).toThrow(BadCursorError);
  });

  it.each([
    ["not base64", "%%%"],
    ["no JSON", Buffer.from("next page").toString("base64url")],
    ["not an object", encode("next")],
    ["without a check", encode({ after: AFTER })],
    ["with more in it", encode({ check: "x", after: AFTER, limit: 5 })],
    ["without a place", encode({ check: "x", after: "" })],
    ["longer than a sort key", encodeCursor(QUERY, "a".repeat(1025))],
    ["empty", ""],
  ])("are refused that are %s", (_, cursor) => {
    expect(() => decodeCursor(QUERY, cursor)).toThrow(BadCursorError);
  });
});
