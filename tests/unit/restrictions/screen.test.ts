import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { createScreen } from "../../../shared/restrictions/screen.ts";
import { verdictOn } from "../../../shared/restrictions/verdict.ts";

const NOW = new Date("2026-03-14T09:30:00Z");
const [first, second] = [v7(), v7()];
const capturedAt = "2025-12-31T00:00:00.000Z";

const restriction = (scope: Restriction["scope"], changes: Partial<Restriction> = {}): Restriction => ({
  id: v7(),
  effect: "block",
  scope,
  reason: "asked for",
  by: "ana",
  at: "2026-01-01T00:00:00.000Z",
  ...changes,
});

const RESTRICTIONS = [
  restriction({ kind: "capture", captureId: first, url: "https://paper.example/a" }),
  restriction({ kind: "url", url: "http://www.paper.example/b" }, { effect: "embargo", until: "2026-04-01T00:00:00Z" }),
  restriction({ kind: "prefix", url: "https://paper.example/news/" }, { effect: "erase" }),
  restriction(
    { kind: "prefix", url: "https://paper.example/open/" },
    { lifted: { by: "ana", at: "2026-02-01T00:00:00Z" } },
  ),
];

describe("a screen", () => {
  it.each([
    [first, "https://paper.example/a", "blocked"],
    [second, "https://paper.example/a", "open"],
    [second, "https://paper.example/b", "embargoed"],
    [first, "https://paper.example/news/c", "blocked", "erased"],
    [second, "https://paper.example/news/c", "erased"],
    [second, "https://paper.example/newsletter", "open"],
    [second, "https://paper.example/open/d", "open"],
  ])("says of %s at %s what is said of it alone: %s", (id, url, ...kinds) => {
    const verdict = createScreen(RESTRICTIONS, NOW)({ id, url, capturedAt });
    expect(verdict).toEqual(verdictOn({ id, url, capturedAt }, RESTRICTIONS, NOW));
    expect(verdict.kind).toBe(kinds.at(-1));
  });

  it("knows a page that asks not to be archived, whatever the restrictions", () => {
    const page = { id: second, url: "https://paper.example/z", capturedAt, noarchive: { binding: true } };
    for (const restrictions of [[], RESTRICTIONS]) {
      expect(createScreen(restrictions, NOW)(page)).toEqual({ kind: "withheld" });
    }
  });
});
