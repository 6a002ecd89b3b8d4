/** Which capture is shown for a wanted moment. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { Capture } from "../../../shared/index/capture.ts";
import { chooseMemento, findMemento } from "../../../shared/memento/choose-memento.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { captureOf } from "../../support/fixtures.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";

const PAGE = "https://paper.example/ferry";

let captures: ReturnType<typeof createMemoryCaptures>;
let restrictions: Restriction[];
beforeEach(() => {
  captures = createMemoryCaptures();
  restrictions = [];
});

const deps = () => ({
  captures,
  restrictions: { ofSite: async () => restrictions },
  now: () => new Date("2026-12-01T00:00:00.000Z"),
});

/** Captures of the page by their days in 2026, `MM-DD`, or whole moments. */
async function put(...made: [string, Partial<Capture>?][]): Promise<Capture[]> {
  const all = made.map(([at, changes]) =>
    captureOf({ url: PAGE, capturedAt: at.length === 5 ? `2026-${at}T12:00:00.000Z` : at, ...changes }),
  );
  for (const capture of all) await captures.put(capture);
  return all;
}

async function chosen(at?: string, url = PAGE): Promise<string> {
  const choice = await chooseMemento(deps(), url, at === undefined ? undefined : new Date(`2026-${at}T12:00:00.000Z`));
  return choice.kind === "found" ? choice.memento.capturedAt.slice(5, 10) : choice.kind;
}

const block = (scope: Restriction["scope"]): Restriction => ({
  id: v7(),
  effect: "block",
  scope,
  reason: "asked for",
  by: "ana",
  at: "2026-01-01T00:00:00.000Z",
});

describe("the capture for a moment", () => {
  it.each([
    [undefined, "09-01"],
    ["01-01", "03-01"],
    ["03-01", "03-01"],
    ["04-01", "03-01"],
    ["05-20", "06-01"],
    ["12-31", "09-01"],
  ])("at %s is the nearest, the first or the last: %s", async (at, expected) => {
    await put(["03-01"], ["06-01"], ["09-01"]);
    await expect(chosen(at)).resolves.toBe(expected);
  });

  it("of two as near is the earlier one", async () => {
    await put(["03-01"], ["03-03"]);
    await expect(chosen("03-02")).resolves.toBe("03-01");
  });

  it("is of the URL whatever its scheme and www", async () => {
    await put(["03-01", { url: "http://www.paper.example/ferry" }]);
    await expect(chosen("03-01")).resolves.toBe("03-01");
    await expect(chosen("03-01", "https://paper.example/ferr")).resolves.toBe("none");
  });
});

describe("a capture that is no good", () => {
  it.each([
    [{ quality: "consent-wall" }],
    [{ quality: "bot-wall" }],
    [{ quality: "soft-404" }],
    [{ quality: "error" }],
    [{ httpStatus: 404 }],
    [{ httpStatus: 503 }],
    [{ httpStatus: 301, redirectTo: "https://www.paper.example/ferry" }],
  ] as const)("does not win while a good one is near: %o", async (bad) => {
    const [, wall] = await put(["03-01"], ["03-20", bad], ["06-01"]);
    await expect(chosen("03-20")).resolves.toBe("03-01");
    await expect(chooseMemento(deps(), PAGE, new Date("2026-03-20T12:00:00Z"))).resolves.toMatchObject({
      passedOver: { id: wall?.id },
      navigation: { next: { id: wall?.id } },
    });
  });

  it.each([
    [{ quality: "paywall" }],
    [{ quality: "thin" }],
    [{ quality: "listing" }],
    [{ httpStatus: 301, redirectTo: "/new" }],
  ] as const)("is not what is the page after all: %o", async (page) => {
    await put(["03-01"], ["03-20", page]);
    await expect(chosen("03-20")).resolves.toBe("03-20");
  });

  it("wins where the good ones stand more than 30 days from it", async () => {
    await put(["03-01"], ["04-01", { quality: "bot-wall" }], ["05-02"]);
    await expect(chosen("04-01")).resolves.toBe("04-01");
  });

  it("is measured from where it stands, not from the moment that was asked for", async () => {
    await put(["03-01"], ["03-20", { quality: "bot-wall" }]);
    await expect(chosen("11-01")).resolves.toBe("03-01");
    await expect(chosen()).resolves.toBe("03-01");
  });

  it("gives way to the good one that is nearest to the moment, on either side", async () => {
    await put(["03-01"], ["03-10", { httpStatus: 500 }], ["03-12", { quality: "consent-wall" }], ["03-18"]);
    await expect(chosen("03-11")).resolves.toBe("03-18");
    await expect(chosen("03-09")).resolves.toBe("03-01");
  });

  it("may be a revisit of one, wherever the payload stands", async () => {
    const holder = captureOf({ url: "https://other.example/wall", quality: "bot-wall" });
    await captures.put(holder);
    const revisitOf = { id: holder.id, url: holder.url, capturedAt: holder.capturedAt };
    await put(["03-01"], ["03-10", { kind: "revisit", revisitOf }]);
    await expect(chosen("03-10")).resolves.toBe("03-01");
  });

  it("is shown when it is all there is", async () => {
    await put(["03-01", { quality: "soft-404" }], ["03-02", { httpStatus: 404 }]);
    await expect(chosen("03-02")).resolves.toBe("03-02");
  });
});

describe("from a capture", () => {
  it("a reader finds the first, the previous, the next and the last", async () => {
    const [a, b, c, d] = await put(["03-01"], ["03-02", { httpStatus: 404 }], ["05-01"], ["06-01"]);
    await expect(chooseMemento(deps(), PAGE, new Date("2026-05-01T00:00:00Z"))).resolves.toMatchObject({
      memento: { id: c?.id },
      navigation: { first: { id: a?.id }, prev: { id: b?.id }, next: { id: d?.id }, last: { id: d?.id } },
    });
    await expect(chooseMemento(deps(), PAGE, new Date("2026-01-01T00:00:00Z"))).resolves.toMatchObject({
      navigation: { prev: undefined, first: { id: a?.id } },
    });
  });

  it("nobody is led to another of the same second, which has the same address", async () => {
    const [a, , , d] = await put(
      ["03-01"],
      ["2026-03-02T12:00:00.100Z"],
      ["2026-03-02T12:00:00.200Z"],
      ["2026-03-02T12:00:01.000Z"],
    );
    await expect(chooseMemento(deps(), PAGE, new Date("2026-03-02T12:00:00Z"))).resolves.toMatchObject({
      navigation: { prev: { id: a?.id }, next: { id: d?.id } },
    });
  });
});

describe("what is kept from readers", () => {
  it("is neither chosen nor led to", async () => {
    const [a, b, c] = await put(
      ["03-01"],
      ["03-02"],
      ["03-03"],
      ["03-04", { noarchive: { from: "meta", binding: true } }],
    );
    restrictions = [block({ kind: "capture", captureId: b?.id ?? "", url: PAGE })];
    await expect(chooseMemento(deps(), PAGE, new Date("2026-03-02T12:00:00Z"))).resolves.toMatchObject({
      memento: { id: a?.id },
      navigation: { next: { id: c?.id }, last: { id: c?.id } },
    });
  });

  it.each([
    ["URL", { kind: "url", url: PAGE }],
    ["prefix", { kind: "prefix", url: "https://paper.example/" }],
  ] as const)("is said to be so for a whole %s, where there is a capture of it", async (_, scope) => {
    restrictions = [block(scope)];
    await expect(chosen("03-01")).resolves.toBe("none");
    await put(["03-01"]);
    await expect(chooseMemento(deps(), PAGE)).resolves.toEqual({
      kind: "restricted",
      verdict: { kind: "blocked", by: restrictions[0] },
    });
  });

  it("is said to be so when it is all that there is", async () => {
    await put(["03-01", { noarchive: { from: "meta", binding: true } }]);
    await expect(chooseMemento(deps(), PAGE)).resolves.toEqual({ kind: "restricted", verdict: { kind: "withheld" } });
  });

  it("is said to be so when it is asked for by its own second", async () => {
    const [a] = await put(["03-01"], ["03-02"]);
    restrictions = [block({ kind: "capture", captureId: a?.id ?? "", url: PAGE })];
    await expect(findMemento(deps(), PAGE, "20260301120000")).resolves.toMatchObject({ kind: "restricted" });
    await expect(findMemento(deps(), PAGE, "20260301120001")).resolves.toMatchObject({ kind: "found" });
  });
});

describe("the capture of a very second", () => {
  it("is given whatever it turned out to be", async () => {
    const [, wall] = await put(["03-01"], ["03-02", { quality: "bot-wall" }]);
    await expect(findMemento(deps(), PAGE, "20260302120000")).resolves.toMatchObject({
      memento: { id: wall?.id },
      quality: "bot-wall",
      passedOver: undefined,
    });
  });

  it("is the best of several", async () => {
    const [, good] = await put(
      ["2026-03-02T12:00:00.100Z", { httpStatus: 301, redirectTo: "https://www.paper.example/ferry" }],
      ["2026-03-02T12:00:00.200Z"],
      ["2026-03-02T12:00:00.300Z", { httpStatus: 500 }],
    );
    await expect(findMemento(deps(), PAGE, "20260302120000")).resolves.toMatchObject({ memento: { id: good?.id } });
  });

  it("is not a redirect to itself, unless its bytes are wanted", async () => {
    const [redirect, page] = await put(
      ["2026-03-02T12:00:00.900Z", { httpStatus: 301, redirectTo: "https://www.paper.example/ferry" }],
      ["2026-03-02T12:00:01.100Z"],
    );
    await expect(findMemento(deps(), PAGE, "20260302120000")).resolves.toMatchObject({ memento: { id: page?.id } });
    await expect(findMemento(deps(), PAGE, "20260302120000", { raw: true })).resolves.toMatchObject({
      memento: { id: redirect?.id },
    });
  });

  it("is the nearest good one where there is none", async () => {
    const [a] = await put(["03-01"], ["03-02", { quality: "bot-wall" }]);
    await expect(findMemento(deps(), PAGE, "20260302120001")).resolves.toMatchObject({ memento: { id: a?.id } });
  });

  it.each(["2026", "20261302120000", "x"])("is not asked for by %s", async (timestamp) => {
    await expect(findMemento(deps(), PAGE, timestamp)).resolves.toBeUndefined();
  });
});
