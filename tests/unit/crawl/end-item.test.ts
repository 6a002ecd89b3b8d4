/** The end of an item: one line in its run's account, and its next revisit. */
import { beforeEach, describe, expect, it } from "vitest";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import { endItem, type ItemEnd } from "../../../shared/crawl/end-item.ts";
import { type CrawlItem, itemKey } from "../../../shared/sources/item.ts";
import { AT, later, requestOf } from "../../support/fixtures.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";

const URL = "https://paper.example/ferry";
const HOUR_MS = 3_600_000;
const RUN = { sourceId: "harbour", runId: "a-run" };

let crawl: ReturnType<typeof createMemoryCrawl>;
let request: CaptureRequested;
let now: string;

beforeEach(async () => {
  now = later(60_000);
  crawl = createMemoryCrawl(() => new Date(now));
  request = requestOf({ url: URL, origin: { kind: "source", ...RUN, takenAs: "new" } });
  await crawl.items.create(itemOf());
});

function itemOf(changes: Partial<CrawlItem> = {}): CrawlItem {
  return {
    key: itemKey(URL),
    url: URL,
    sourceId: RUN.sourceId,
    seenAt: AT,
    jobId: request.jobId,
    runId: RUN.runId,
    document: "a-document",
    takenAs: "new",
    takenAt: AT,
    revisits: ["PT1H", "P1D"],
    revisitsDone: 0,
    dueAt: later(15 * 24 * HOUR_MS),
    ...changes,
  };
}

const item = () => crawl.items.get(itemKey(URL));
const ends = async () => (await crawl.runs.listEnds(RUN, { limit: 10 })).rows;
const end = (how: ItemEnd) => endItem(crawl, request, how);

/** The item as it stands before its job's end. */
async function itemIs(changes: Partial<CrawlItem>): Promise<void> {
  const known = await item();
  if (known) await crawl.items.replace({ ...known, ...changes }, known);
}

describe("an item that is captured", () => {
  it("stands in its run's account, and is due for its first revisit", async () => {
    await end({ kind: "captured" });
    await expect(ends()).resolves.toEqual([
      { jobId: request.jobId, url: URL, takenAs: "new", kind: "captured", at: now },
    ]);
    await expect(item()).resolves.toMatchObject({
      firstCapturedAt: now,
      lastEnd: { kind: "captured", at: now },
      dueAt: later(60_000 + HOUR_MS),
    });
  });

  it("counts its revisits from the first capture, whenever the last one was", async () => {
    await itemIs({ firstCapturedAt: AT, revisitsDone: 1 });
    now = later(2 * HOUR_MS);
    await end({ kind: "unchanged" });
    await expect(item()).resolves.toMatchObject({ firstCapturedAt: AT, dueAt: later(24 * HOUR_MS) });
  });

  it("is not due any more once its policy is at an end", async () => {
    await itemIs({ firstCapturedAt: AT, revisitsDone: 2 });
    now = later(25 * HOUR_MS);
    await end({ kind: "captured" });
    expect((await item())?.dueAt).toBeUndefined();
  });
});

describe("an item that is not", () => {
  it("is tried again at its revisits where that may help", async () => {
    await end({ kind: "failed", code: "http-server-error" });
    await expect(ends()).resolves.toMatchObject([{ kind: "failed", code: "http-server-error" }]);
    const row = await item();
    expect(row).toMatchObject({ lastEnd: { kind: "failed", code: "http-server-error" }, dueAt: later(HOUR_MS) });
    expect(row?.firstCapturedAt).toBeUndefined();
  });

  it.each([{ kind: "failed", code: "http-client-error" }, { kind: "robots-denied" }] as const)(
    "is left where it could never be had (%o)",
    async (how) => {
      await end(how);
      expect((await item())?.dueAt).toBeUndefined();
    },
  );

  it("is looked at again where it could be had once", async () => {
    await itemIs({ firstCapturedAt: AT });
    await end({ kind: "failed", code: "http-client-error" });
    await expect(item()).resolves.toMatchObject({ dueAt: later(HOUR_MS) });
  });
});

describe("an end that is told again", () => {
  it("changes nothing", async () => {
    await end({ kind: "captured" });
    const before = await item();
    now = later(2 * HOUR_MS);
    await end({ kind: "failed", code: "timeout" });
    await expect(item()).resolves.toEqual(before);
    await expect(ends()).resolves.toHaveLength(1);
  });

  it("is mended where the first telling died half-way", async () => {
    const dying = { ...crawl.items, replace: () => Promise.reject(new Error("throttled")) };
    await expect(endItem({ ...crawl, items: dying }, request, { kind: "captured" })).rejects.toThrow("throttled");
    await end({ kind: "captured" });
    await expect(ends()).resolves.toHaveLength(1);
    await expect(item()).resolves.toMatchObject({ lastEnd: { kind: "captured" } });
  });

  it("of an earlier job leaves the item to the one that it is on the frontier for now", async () => {
    await itemIs({ jobId: requestOf().jobId });
    await end({ kind: "captured" });
    expect((await item())?.lastEnd).toBeUndefined();
    await expect(ends()).resolves.toHaveLength(1);
  });
});

it("is written once more where the item's row was changed at the same moment", async () => {
  const { replace } = crawl.items;
  let tries = 0;
  const contended = {
    ...crawl.items,
    async replace(...args: Parameters<typeof replace>) {
      tries += 1;
      if (tries === 1) await itemIs({ dueAt: later(HOUR_MS) });
      return replace(...args);
    },
  };
  await endItem({ ...crawl, items: contended }, request, { kind: "captured" });
  await expect(item()).resolves.toMatchObject({ lastEnd: { kind: "captured" } });
});

it("gives up on a row that changes all the time, and the message comes again", async () => {
  const items = { ...crawl.items, replace: async () => false };
  await expect(endItem({ ...crawl, items }, request, { kind: "captured" })).rejects.toThrow("changes all the time");
});

it("does nothing for what no source has brought", async () => {
  request = requestOf({ url: URL });
  await end({ kind: "captured" });
  expect((await item())?.lastEnd).toBeUndefined();
  await expect(ends()).resolves.toEqual([]);
});

it("counts what is not known any more", async () => {
  request = { ...request, url: "https://paper.example/gone" };
  await end({ kind: "captured" });
  await expect(ends()).resolves.toHaveLength(1);
});
