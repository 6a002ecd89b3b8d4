/** What every store of known items must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { ItemStore } from "../../../shared/index/item-store.ts";
import { type CrawlItem, itemKey } from "../../../shared/sources/item.ts";
import { AT, later } from "../../support/fixtures.ts";

const NOW = new Date(AT);

function itemOf(changes: Partial<CrawlItem> = {}): CrawlItem {
  const url = changes.url ?? `https://paper.example/${v7()}`;
  return {
    key: itemKey(url),
    url,
    sourceId: "harbour-feed",
    seenAt: AT,
    jobId: v7(),
    runId: v7(),
    document: "",
    takenAs: "new",
    takenAt: AT,
    revisits: ["PT1H", "P1D"],
    revisitsDone: 0,
    ...changes,
  };
}

/** @param makeStore - an empty store: what is due is asked of all items at once */
export function describeItemStore(makeStore: () => Promise<ItemStore>): void {
  let items: ItemStore;
  beforeEach(async () => {
    items = await makeStore();
  });
  async function createAll(...all: CrawlItem[]): Promise<CrawlItem[]> {
    for (const item of all) await items.create(item);
    return all;
  }

  describe("known items", () => {
    it("has nothing under an unknown key", async () => {
      await expect(items.get(itemKey("https://paper.example/none"))).resolves.toBeUndefined();
    });

    it("gives back every field of an item", async () => {
      const item = itemOf({
        takenBy: "hills-sitemap",
        modifiedAt: "2026-03-14",
        document: "a3",
        takenAs: "revisit",
        revisits: [],
        firstCapturedAt: later(10),
        revisitsDone: 2,
        lastEnd: { kind: "failed", code: "timeout", at: later(20) },
        dueAt: later(30),
      });
      await expect(items.create(item)).resolves.toBe(true);
      await expect(items.get(item.key)).resolves.toStrictEqual(item);
    });

    it("leaves out what is undefined", async () => {
      const item = itemOf();
      await items.create({ ...item, takenBy: undefined, modifiedAt: undefined, dueAt: undefined });
      await expect(items.get(item.key)).resolves.toStrictEqual(item);
    });

    it("creates an item once, and the second source changes nothing", async () => {
      const [item] = await createAll(itemOf({ dueAt: later(-1) }));
      if (!item) throw new Error("nothing was created");
      await expect(items.create({ ...item, sourceId: "hills", dueAt: later(99) })).resolves.toBe(false);
      await expect(items.get(item.key)).resolves.toEqual(item);
      await expect(items.listDue(NOW, 10)).resolves.toEqual([item.key]);
    });

    it("gives an item to one of those that name it at the same moment", async () => {
      const item = itemOf();
      const writes = await Promise.all(Array.from({ length: 5 }, () => items.create({ ...item, jobId: v7() })));
      expect(writes.filter(Boolean)).toHaveLength(1);
    });
  });

  describe("many items at once", () => {
    it("are none for no keys", async () => {
      await expect(items.getMany([])).resolves.toEqual(new Map());
    });

    it("are found among more keys than DynamoDB takes in one call, each once, without those unknown", async () => {
      const all = Array.from({ length: 130 }, () => itemOf());
      await Promise.all(all.map((item) => items.create(item)));
      const keys = all.map(({ key }) => key);
      const unknown = Array.from({ length: 90 }, () => itemKey(`https://paper.example/${v7()}`));
      const asked = [...unknown, ...keys, ...keys.slice(0, 120), ...unknown.slice(0, 5)];
      const found = await items.getMany(asked);
      expect(found.size).toBe(all.length);
      for (const item of all) expect(found.get(item.key)).toEqual(item);
    });
  });

  describe("replacing an item", () => {
    it.each([undefined, later(5)])("takes it from whoever has read it as it is (due at %s)", async (dueAt) => {
      const [was] = await createAll(itemOf({ dueAt }));
      if (!was) throw new Error("nothing was created");
      const now = itemOf({ ...was, jobId: v7(), revisitsDone: 1, dueAt: later(60_000) });
      await expect(items.replace(now, was)).resolves.toBe(true);
      await expect(items.get(was.key)).resolves.toEqual(now);
    });

    it("keeps nothing of the fields that it has no more", async () => {
      const [was] = await createAll(
        itemOf({ takenBy: "hills", lastEnd: { kind: "captured", at: later(2) }, dueAt: later(5) }),
      );
      if (!was) throw new Error("nothing was created");
      const { takenBy, lastEnd, dueAt, ...now } = was;
      await items.replace({ ...now, takenBy: undefined, dueAt: undefined }, was);
      await expect(items.get(was.key)).resolves.toStrictEqual(now);
    });

    it.each([
      ["it is another job's by now", { dueAt: later(5) }, { jobId: v7(), dueAt: later(5) }],
      ["it is due at another moment by now", { dueAt: later(5) }, { dueAt: later(6) }],
      ["it is not due any more", {}, { dueAt: later(5) }],
      ["it was not due and is now", { dueAt: later(5) }, { dueAt: undefined }],
    ])("fails and changes nothing when %s", async (_, is, read) => {
      const [item] = await createAll(itemOf(is));
      if (!item) throw new Error("nothing was created");
      const expected = { jobId: item.jobId, ...read };
      await expect(items.replace({ ...item, revisitsDone: 9, dueAt: later(-1) }, expected)).resolves.toBe(false);
      await expect(items.get(item.key)).resolves.toEqual(item);
      await expect(items.listDue(NOW, 10)).resolves.toEqual([]);
    });

    it.each([undefined, later(5)])("makes no item that is not there (due at %s)", async (dueAt) => {
      const item = itemOf({ dueAt });
      await expect(items.replace(item, item)).resolves.toBe(false);
      await expect(items.get(item.key)).resolves.toBeUndefined();
    });

    it("lets one of two win that have read the same", async () => {
      const [was] = await createAll(itemOf({ dueAt: later(-1) }));
      if (!was) throw new Error("nothing was created");
      const writes = await Promise.all([1, 2, 3].map((n) => items.replace({ ...was, dueAt: later(n) }, was)));
      expect(writes.filter(Boolean)).toHaveLength(1);
    });
  });

  describe("items that are due", () => {
    it("are those whose moment has come, the most overdue first", async () => {
      const moments = [-3, 0, -86_400_000, 1, -1, -2, 60_000];
      const all = await createAll(...moments.map((ms) => itemOf({ dueAt: later(ms) })), itemOf());
      const expected = all
        .filter(({ dueAt }) => dueAt !== undefined && dueAt <= AT)
        .toSorted((a, b) => Date.parse(a.dueAt ?? "") - Date.parse(b.dueAt ?? ""))
        .map(({ key }) => key);
      expect(expected).toHaveLength(5);
      await expect(items.listDue(NOW, 100)).resolves.toEqual(expected);
    });

    it("are cut at the limit, wherever they are filed", async () => {
      const all = await createAll(...Array.from({ length: 12 }, (_, n) => itemOf({ dueAt: later(-n - 1) })));
      const expected = all.toReversed().map(({ key }) => key);
      await expect(items.listDue(NOW, 1)).resolves.toEqual(expected.slice(0, 1));
      await expect(items.listDue(NOW, 5)).resolves.toEqual(expected.slice(0, 5));
      await expect(items.listDue(NOW, 12)).resolves.toEqual(expected);
    });

    it("leave the agenda with their due moment, and come back with another", async () => {
      const [was] = await createAll(itemOf({ dueAt: later(-1) }));
      if (!was) throw new Error("nothing was created");
      const { dueAt, ...idle } = was;
      await items.replace({ ...idle, dueAt: undefined }, was);
      await expect(items.listDue(NOW, 10)).resolves.toEqual([]);
      await items.replace({ ...idle, dueAt: later(7) }, idle);
      await expect(items.listDue(NOW, 10)).resolves.toEqual([]);
      await expect(items.listDue(new Date(later(7)), 10)).resolves.toEqual([was.key]);
    });

    it("stand there once, at the moment they were moved to", async () => {
      const [first, moved] = await createAll(itemOf({ dueAt: later(-2) }), itemOf({ dueAt: later(-9) }));
      if (!first || !moved) throw new Error("nothing was created");
      await items.replace({ ...moved, dueAt: later(-1) }, moved);
      await expect(items.listDue(NOW, 10)).resolves.toEqual([first.key, moved.key]);
    });
  });
}
