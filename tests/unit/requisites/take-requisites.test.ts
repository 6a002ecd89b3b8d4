/** What is made of a message that says what a page is shown with: rows, places, requests; and of the same message again. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import { type CaptureStored, captureStoredSchema } from "../../../events/capture-stored.ts";
import type { RequisitesFound } from "../../../events/requisites-found.ts";
import { type BatchDeps, requisitesBatch } from "../../../functions/requisites/requisites-batch.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { REQUISITE_LIMITS, type RequisiteRow } from "../../../shared/requisites/requisite.ts";
import { createObserverDouble, recordOf } from "../../support/doubles.ts";
import { AT, captureOf, later } from "../../support/fixtures.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";

const PICTURE = "https://paper.example/ferry.png";
const SHEET = "https://cdn.example/site.css";

let log: string[];
let captures: ReturnType<typeof createMemoryCaptures>;
let pages: ReturnType<typeof createMemoryPages>;
let observer: ReturnType<typeof createObserverDouble>;
let asked: CaptureRequested[];
let toRead: CaptureStored[];
let refusing: { frontier: boolean; extract: boolean };
let deps: BatchDeps;
let page: Capture;

beforeEach(async () => {
  log = [];
  [captures, pages] = [createMemoryCaptures(), createMemoryPages(log)];
  observer = createObserverDouble();
  [asked, toRead] = [[], []];
  refusing = { frontier: false, extract: false };
  deps = {
    captures,
    pages,
    observer,
    now: () => new Date(AT),
    frontier: {
      async send(messages) {
        log.push("asked");
        if (refusing.frontier) return new Map(messages.map((message) => [message, "InternalError"]));
        asked.push(...messages);
        return new Map();
      },
    },
    async sendToExtract(messages) {
      if (refusing.extract) return new Map(messages.map((message) => [message, "InternalError"]));
      toRead.push(...messages.map((message) => captureStoredSchema.parse(JSON.parse(JSON.stringify(message)))));
      return new Map();
    },
  };
  page = captureOf({ resources: "all" });
  await captures.put(page);
});

const foundOf = (changes: Partial<RequisitesFound> = {}): RequisitesFound => ({
  ...{ version: 1, pageId: page.id, depth: 1, leftOut: 0 },
  links: [
    { url: SHEET, as: "stylesheet" },
    { url: PICTURE, as: "image" },
  ],
  ...changes,
});
const take = async (...messages: unknown[]) =>
  (
    await requisitesBatch(
      deps,
      messages.map((message) => recordOf(message)),
    )
  ).map(({ status }) => status);
const rowsOf = async () =>
  new Map((await pages.list(page.id, { limit: 500 })).rows.map((row): [string, RequisiteRow] => [row.url, row]));
const many = (count: number): RequisitesFound["links"] =>
  Array.from({ length: count }, (_, index) => ({ url: `${PICTURE}?${index}`, as: "image" }));

describe("what a page names", () => {
  it("is written down first and asked for second, under a job that follows from page and URL", async () => {
    await expect(take(foundOf({ obeyNoarchive: true }))).resolves.toEqual(["fulfilled"]);
    expect(log).toEqual(["requisite wanted", "requisite wanted", "asked", "page read"]);
    expect(asked).toMatchObject([
      { url: SHEET, origin: { kind: "requisite", pageId: page.id, as: "stylesheet", depth: 1 }, obeyNoarchive: true },
      { url: PICTURE, origin: { kind: "requisite", pageId: page.id, as: "image", depth: 1 } },
    ]);
    const first = asked.map(({ jobId }) => jobId);
    await take(foundOf());
    expect(asked.slice(2).map(({ jobId }) => jobId)).toEqual(first);
    expect(new Set(first).size).toBe(2);
    await expect(pages.summarise(page.id)).resolves.toMatchObject({ found: 2, waiting: 2, complete: false });
  });

  it("is not asked for again once it was captured or has failed", async () => {
    await take(foundOf());
    await pages.end(page.id, SHEET, { status: "failed", error: { code: "timeout", message: "slow" } });
    await pages.end(page.id, PICTURE, { status: "captured", captureId: v7(), isToBeRead: false });
    asked.length = 0;
    await take(foundOf());
    expect(asked).toEqual([]);
  });

  it.each([
    ["no such capture", () => foundOf({ pageId: v7() })],
    [
      "a capture that nothing is captured with",
      async () => {
        const plain = captureOf();
        await captures.put(plain);
        return foundOf({ pageId: plain.id });
      },
    ],
  ])("is not wanted where there is %s: extract is not believed", async (_, makeMessage) => {
    await expect(take(await makeMessage())).resolves.toEqual(["fulfilled"]);
    expect([asked, log]).toEqual([[], []]);
    expect(observer.outcomes).toMatchObject([{ outcome: "not-wanted" }]);
  });

  it("is of images alone no stylesheet, whatever extract says", async () => {
    page = captureOf({ resources: "images" });
    await captures.put(page);
    await take(foundOf());
    expect(asked.map(({ url }) => url)).toEqual([PICTURE]);
  });

  it.each([
    "ftp://paper.example/a.png",
    "https://me:secret@paper.example/a.png",
    "no URL",
    `https://paper.example/${"a".repeat(2048)}`,
    "file:///etc/passwd",
  ])("is left out and counted where it is %s", async (url) => {
    await take(foundOf({ links: [{ url, as: "image" }], leftOut: 4 }));
    expect(asked).toEqual([]);
    await expect(pages.summarise(page.id)).resolves.toMatchObject({ complete: true, found: 0, leftOut: 5 });
  });

  it("is one requisite in all its spellings", async () => {
    await take(
      foundOf({
        links: [
          { url: `${PICTURE}#a`, as: "image" },
          { url: "https://PAPER.example:443/ferry.png", as: "icon" },
        ],
      }),
    );
    expect(asked.map(({ url }) => url)).toEqual([PICTURE]);
  });
});

describe("a page that names without end", () => {
  it("has its places and no more, over all messages, those of its stylesheets among them", async () => {
    await take(foundOf({ links: many(150) }));
    const links = many(300).slice(100);
    await take(foundOf({ depth: 2, stylesheet: SHEET, links }));
    await take(foundOf({ depth: 3, stylesheet: `${SHEET}?2`, links: many(900).slice(400) }));
    expect((await rowsOf()).size).toBe(REQUISITE_LIMITS.perPage);
    expect(new Set(asked.map(({ url }) => url)).size).toBe(REQUISITE_LIMITS.perPage);
  });

  it("has them though its messages come at the same moment", async () => {
    const messages = Array.from({ length: 8 }, (_, index) =>
      foundOf({ links: many(900).slice(index * 100, index * 100 + 100) }),
    );
    await take(...messages);
    expect((await rowsOf()).size).toBe(REQUISITE_LIMITS.perPage);
  });

  it("is refused a depth that there is not", async () => {
    await take(foundOf({ depth: REQUISITE_LIMITS.maxDepth + 1 }));
    expect(observer.outcomes).toMatchObject([{ outcome: "bad-message" }]);
  });
});

describe("what was captured lately", () => {
  const DAY_MS = 86_400_000;

  it("is noted, and not asked for", async () => {
    const there = captureOf({ url: PICTURE, capturedAt: later(-DAY_MS + 1000), contentType: "image/png" });
    await captures.put(there);
    await take(foundOf());
    expect(asked.map(({ url }) => url)).toEqual([SHEET]);
    expect((await rowsOf()).get(PICTURE)).toMatchObject({ status: "captured", captureId: there.id });
  });

  it.each([
    ["older than a day", { capturedAt: later(-DAY_MS - 1000) }],
    ["an error", { httpStatus: 404 }],
    ["a redirect", { httpStatus: 302 }],
    ["another URL of the same key", { url: PICTURE.replace("https", "http") }],
  ] as const)("is asked for where it is %s", async (_, changes) => {
    await captures.put(captureOf({ url: PICTURE, capturedAt: later(-1000), ...changes }));
    await take(foundOf());
    expect(asked.map(({ url }) => url)).toContain(PICTURE);
  });

  it("has its own links read for this page too, where it is a stylesheet, from the record that holds it", async () => {
    const holder = captureOf({
      url: `${SHEET}?old`,
      contentType: "text/css",
      warc: { key: "captures/b", offset: 7, length: 70 },
    });
    const there = captureOf({
      ...{ url: SHEET, capturedAt: later(-1000), contentType: "text/css", kind: "revisit", httpStatus: 304 },
      revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
    });
    await captures.put(holder);
    await captures.put(there);
    await take(foundOf());
    expect(toRead).toMatchObject([
      {
        captureId: there.id,
        url: SHEET,
        response: { key: "captures/b", offset: 7, length: holder.responseLength },
        task: "stylesheet-links",
        requisites: { pageId: page.id, depth: 2, stylesheet: SHEET },
      },
    ]);
    await expect(pages.summarise(page.id)).resolves.toMatchObject({ complete: false });
  });

  it("is read again where the first try died before it was sent", async () => {
    await captures.put(captureOf({ url: SHEET, capturedAt: later(-1000), contentType: "text/css" }));
    refusing.extract = true;
    await expect(take(foundOf())).resolves.toEqual(["rejected"]);
    refusing.extract = false;
    await take(foundOf());
    expect(toRead).toHaveLength(1);
    await pages.markRead(page.id, { stylesheet: SHEET, at: AT, leftOut: 0 });
    await take(foundOf());
    expect(toRead).toHaveLength(1);
  });

  it("keeps no page from being complete where it only was called a stylesheet", async () => {
    await captures.put(captureOf({ url: SHEET, capturedAt: later(-1000), contentType: "text/html" }));
    await take(foundOf({ links: [{ url: SHEET, as: "stylesheet" }] }));
    expect(toRead).toEqual([]);
    await expect(pages.summarise(page.id)).resolves.toMatchObject({ complete: true, captured: 1 });
  });
});

describe("a message", () => {
  it("stays where the frontier refuses, and is done by trying again, without a second row", async () => {
    refusing.frontier = true;
    await expect(take(foundOf())).resolves.toEqual(["rejected"]);
    await expect(pages.summarise(page.id)).resolves.toMatchObject({ found: 2, complete: false });
    refusing.frontier = false;
    await expect(take(foundOf())).resolves.toEqual(["fulfilled"]);
    expect(asked).toHaveLength(2);
    expect((await rowsOf()).size).toBe(2);
  });

  it("of no known shape is acknowledged, and spoils no other", async () => {
    await expect(take("{", { ...foundOf(), version: 9 }, foundOf())).resolves.toEqual(Array(3).fill("fulfilled"));
    expect(observer.outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["bad-message", "bad-message", "taken"]);
    expect(asked).toHaveLength(2);
  });
});
