/** What keeps a capture from readers, and until when. */
import { describe, expect, it } from "vitest";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { verdictOn } from "../../../shared/restrictions/verdict.ts";

const NOW = new Date("2026-11-24T12:00:00.000Z");
const CAPTURE = {
  id: "0193582b-0a00-7000-8000-000000000001",
  url: "https://www.paper.example/news/ferry?a=1&b=2",
  capturedAt: "2026-10-01T00:00:00.000Z",
};

const restrictionOf = (changes: Partial<Restriction>): Restriction => ({
  id: "0193582b-0a00-7000-8000-0000000000aa",
  effect: "block",
  scope: { kind: "url", url: CAPTURE.url },
  reason: "A court said so.",
  by: "ana",
  at: "2026-11-01T00:00:00.000Z",
  ...changes,
});

const kindFor = (...restrictions: Restriction[]) => verdictOn(CAPTURE, restrictions, NOW).kind;

describe("the verdict on a capture", () => {
  it("lets it be read where nothing speaks against it", () => {
    expect(kindFor()).toBe("open");
  });

  it.each([
    ["the capture", { kind: "capture", captureId: CAPTURE.id, url: CAPTURE.url }],
    ["its URL, however it is spelled", { kind: "url", url: "http://paper.example/news/ferry?b=2&a=1" }],
    ["a prefix of its URL", { kind: "prefix", url: "https://paper.example/news/" }],
    ["its host", { kind: "prefix", url: "https://paper.example/" }],
  ] as const)("is a block by a restriction of %s", (_, scope) => {
    expect(kindFor(restrictionOf({ scope }))).toBe("blocked");
  });

  it.each([
    ["another capture", { kind: "capture", captureId: "0193582b-0a00-7000-8000-000000000002", url: CAPTURE.url }],
    ["a URL that it begins with", { kind: "url", url: "https://paper.example/news/" }],
    ["another path", { kind: "prefix", url: "https://paper.example/newsletter" }],
    ["another host of the domain", { kind: "prefix", url: "https://blog.paper.example/" }],
  ] as const)("is open under a restriction of %s", (_, scope) => {
    expect(kindFor(restrictionOf({ scope }))).toBe("open");
  });

  it("is open once the restriction was lifted, or has ended", () => {
    const lifted = { by: "ana", at: "2026-11-02T00:00:00.000Z" };
    expect(kindFor(restrictionOf({ lifted }))).toBe("open");
    expect(kindFor(restrictionOf({ effect: "embargo", until: "2026-11-24T12:00:00.000Z" }))).toBe("open");
    expect(kindFor(restrictionOf({ effect: "embargo", until: "2026-11-24T12:00:00.001Z" }))).toBe("embargoed");
  });

  it("tells of an erasure before a block, and of a block before an embargo", () => {
    const embargo = restrictionOf({ effect: "embargo", until: "2030-01-01T00:00:00.000Z" });
    const erasure = restrictionOf({ effect: "erase" });
    expect(kindFor(embargo, restrictionOf({}))).toBe("blocked");
    expect(kindFor(embargo, restrictionOf({}), erasure)).toBe("erased");
  });

  it("leaves open what was captured after an erasure", () => {
    const erasure = restrictionOf({ effect: "erase", scope: { kind: "prefix", url: "https://paper.example/" } });
    const later = { ...CAPTURE, capturedAt: "2026-11-01T00:00:00.001Z" };
    expect([verdictOn(CAPTURE, [erasure], NOW).kind, verdictOn(later, [erasure], NOW).kind]).toEqual([
      "erased",
      "open",
    ]);
  });

  it("obeys a page's own noarchive only where that binds", () => {
    expect(verdictOn({ ...CAPTURE, noarchive: { binding: true } }, [], NOW).kind).toBe("withheld");
    expect(verdictOn({ ...CAPTURE, noarchive: { binding: false } }, [], NOW).kind).toBe("open");
  });
});
