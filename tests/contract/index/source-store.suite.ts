/** What every source store must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { SourceStore } from "../../../shared/index/source-store.ts";
import type { Source, SourceStatus } from "../../../shared/sources/source.ts";
import { AT, later } from "../../support/fixtures.ts";

const NOW = new Date(AT);

function sourceOf(changes: Partial<Source> = {}, status: Partial<SourceStatus> = {}): Source {
  return {
    id: v7(),
    type: "feed",
    url: "https://paper.example/feed",
    name: "The Paper",
    schedule: "auto",
    scope: { include: [], exclude: [], sameHost: false, maxNewPerRun: 500 },
    labels: [],
    enabled: true,
    revisits: ["PT1H"],
    obeyNoarchive: false,
    resources: "none",
    createdAt: AT,
    updatedAt: AT,
    ...changes,
    status: {
      state: "active",
      autoSeconds: 3600,
      failures: 0,
      etagTrusted: true,
      unfinished: false,
      longestGaps: [],
      ...status,
    },
  };
}

/** A source that is polled next at some milliseconds after {@link AT}. */
const sourceAt = (ms: number): Source => sourceOf({}, { nextPollAt: later(ms) });

/** @param makeStore - an empty store: lists and what is due are asked of all sources at once */
export function describeSourceStore(makeStore: () => Promise<SourceStore>): void {
  let sources: SourceStore;
  beforeEach(async () => {
    sources = await makeStore();
  });
  async function createAll(...all: Source[]): Promise<Source[]> {
    for (const source of all) await sources.create(source);
    return all;
  }
  async function createOne(source: Source): Promise<Source> {
    await sources.create(source);
    return source;
  }

  describe("source store", () => {
    it("has nothing under an unknown id", async () => {
      await expect(sources.get(v7())).resolves.toBeUndefined();
    });

    it("gives back every field of a source", async () => {
      const source = sourceOf(
        {
          type: "sitemap",
          uploadedAt: later(1),
          schedule: { cron: "0 6 * * 1-5", timeZone: "Europe/Berlin" },
          scope: { include: ["/news/*"], exclude: ["*?print=*"], sameHost: true, maxNewPerRun: 7, maxAgeDays: 3 },
          labels: ["local", "ferries"],
          robotsOverride: { by: "ana", at: later(-5) },
          obeyNoarchive: true,
        },
        {
          state: "suspended",
          suspension: { code: "gone", message: "410", at: later(2) },
          nextPollAt: later(3),
          lastPolledAt: later(-3),
          failures: 2,
          failingSince: later(-9),
          lastFailure: "timeout",
          etag: '"v1"',
          lastModified: "Sat, 14 Mar 2026 09:00:00 GMT",
          bodySha256: "sha256:ab",
          lastWholeAt: later(-4),
          readThroughAt: later(-4),
          lastNotModifiedAt: later(-2),
          lastUnseenAt: later(-4),
          longestGaps: [{ day: "2026-03-14", seconds: 5400 }],
          silentSince: later(-1),
        },
      );
      await expect(sources.create(source)).resolves.toBe(true);
      const stored = await sources.get(source.id);
      expect(stored).toEqual({ source, revision: 1 });
      expect(stored?.lease).toBeUndefined();
    });

    it("creates a source once, and a repeat changes nothing", async () => {
      const source = await createOne(sourceAt(-1));
      await expect(sources.create({ ...source, name: "Another" })).resolves.toBe(false);
      await expect(sources.get(source.id)).resolves.toEqual({ source, revision: 1 });
    });

    it("replaces a source and its lease, and counts its revisions", async () => {
      const source = await createOne(sourceAt(0));
      const lease = { runId: v7(), until: later(900_000) };
      const renamed = { ...source, name: "The Evening Paper" };
      await expect(sources.replace({ source: renamed, revision: 1, lease })).resolves.toBe(true);
      await expect(sources.get(source.id)).resolves.toEqual({ source: renamed, revision: 2, lease });
      await expect(sources.replace({ source, revision: 2 })).resolves.toBe(true);
      const stored = await sources.get(source.id);
      expect(stored).toEqual({ source, revision: 3 });
      expect(stored?.lease).toBeUndefined();
    });

    it.each([0, 1, 3])("refuses a change of revision %i when it is 2, and changes nothing", async (revision) => {
      const source = await createOne(sourceAt(60_000));
      await sources.replace({ source, revision: 1 });
      const changed = sourceOf({ ...source, name: "Another" }, { nextPollAt: later(-1) });
      await expect(sources.replace({ source: changed, revision })).resolves.toBe(false);
      await expect(sources.get(source.id)).resolves.toEqual({ source, revision: 2 });
      await expect(sources.listDue(NOW, 10)).resolves.toEqual([]);
    });

    it("gives the lease to one of those who ask at the same moment", async () => {
      const source = await createOne(sourceAt(0));
      const leases = Array.from({ length: 5 }, () => ({ runId: v7(), until: later(900_000) }));
      const writes = await Promise.all(leases.map((lease) => sources.replace({ source, revision: 1, lease })));
      expect(writes.filter(Boolean)).toHaveLength(1);
      await expect(sources.get(source.id)).resolves.toMatchObject({ lease: leases[writes.indexOf(true)] });
    });

    it("removes a source once, from the list and from what is due, and no late change brings it back", async () => {
      const source = await createOne(sourceAt(-1));
      await expect(sources.remove(source.id)).resolves.toBe(true);
      await expect(sources.remove(source.id)).resolves.toBe(false);
      await expect(sources.replace({ source, revision: 1 })).resolves.toBe(false);
      await expect(sources.get(source.id)).resolves.toBeUndefined();
      await expect(sources.list({ limit: 10 })).resolves.toMatchObject({ rows: [] });
      await expect(sources.listDue(NOW, 10)).resolves.toEqual([]);
    });
  });

  describe("the list of sources", () => {
    async function walk(limit: number): Promise<Source[]> {
      const seen: Source[] = [];
      let after: string | undefined;
      do {
        const page = await sources.list({ limit, after });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        seen.push(...page.rows);
        after = page.after;
      } while (after !== undefined);
      return seen;
    }

    it("is empty at first", async () => {
      await expect(walk(10)).resolves.toEqual([]);
    });

    it.each([1, 2, 3, 6, 100])("is by id, in pages of %i, without gaps and repeats", async (limit) => {
      const all = await createAll(...Array.from({ length: 6 }, () => sourceOf()).toReversed());
      await expect(walk(limit)).resolves.toEqual(all.toReversed());
    });

    it("goes on after a source that was removed meanwhile", async () => {
      const all = await createAll(...Array.from({ length: 4 }, () => sourceOf()));
      const { after } = await sources.list({ limit: 2 });
      await sources.remove(after ?? "");
      await expect(sources.list({ limit: 10, after })).resolves.toMatchObject({ rows: all.slice(2) });
    });
  });

  describe("sources that are due", () => {
    it("are those whose moment has come, the most overdue first", async () => {
      const all = await createAll(...[-3, 0, -86_400_000, 1, -1, 60_000].map(sourceAt), sourceOf());
      const idOf = (index: number) => all[index]?.id;
      await expect(sources.listDue(NOW, 10)).resolves.toEqual([2, 0, 4, 1].map(idOf));
    });

    it("are cut at the limit", async () => {
      const all = await createAll(...[-1, -2, -3].map(sourceAt));
      await expect(sources.listDue(NOW, 2)).resolves.toEqual([all[2]?.id, all[1]?.id]);
      await expect(sources.listDue(NOW, 3)).resolves.toHaveLength(3);
    });

    it("are never those that are paused and have no next poll", async () => {
      const source = await createOne(sourceAt(-1));
      const paused = sourceOf({ ...source, enabled: false }, { state: "paused" });
      await sources.replace({ source: paused, revision: 1 });
      await expect(sources.listDue(new Date("9999-01-01"), 10)).resolves.toEqual([]);
      await sources.replace({ source, revision: 2 });
      await expect(sources.listDue(NOW, 10)).resolves.toEqual([source.id]);
    });

    it("are due when their lease runs out, whenever their next poll is", async () => {
      const [overdue, planned] = await createAll(sourceAt(-60_000), sourceAt(3_600_000));
      if (!overdue || !planned) throw new Error("nothing was created");
      const lease = { runId: v7(), until: later(5) };
      await sources.replace({ source: overdue, revision: 1, lease });
      await sources.replace({ source: planned, revision: 1, lease: { ...lease, until: later(4) } });
      await expect(sources.listDue(NOW, 10)).resolves.toEqual([]);
      await expect(sources.listDue(new Date(later(4)), 10)).resolves.toEqual([planned.id]);
      await expect(sources.listDue(new Date(later(5)), 10)).resolves.toEqual([planned.id, overdue.id]);
    });

    it("are due by their next poll again once the lease is given back", async () => {
      const source = await createOne(sourceAt(-1));
      await sources.replace({ source, revision: 1, lease: { runId: v7(), until: later(5) } });
      const polled = sourceOf(source, { nextPollAt: later(60_000) });
      await sources.replace({ source: polled, revision: 2 });
      await expect(sources.listDue(new Date(later(59_999)), 10)).resolves.toEqual([]);
      await expect(sources.listDue(new Date(later(60_000)), 10)).resolves.toEqual([source.id]);
    });
  });
}
