/** What every store of the coverage ledger must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { Page } from "../../../shared/index/capture-store.ts";
import type { RunStore } from "../../../shared/index/run-store.ts";
import type { ItemEndRow, Run } from "../../../shared/sources/run.ts";
import { EMPTY_LEDGER } from "../../../shared/sources/run-ledger.ts";
import { toDay } from "../../../shared/time.ts";
import { AT, later } from "../../support/fixtures.ts";

const NOW = new Date(AT);
const DAY_MS = 86_400_000;

/** A poll that began some milliseconds after {@link AT}: its id holds that moment. */
function pollAt(ms: number, changes: Partial<Run> = {}): Run {
  return {
    id: v7({ msecs: NOW.getTime() + ms }),
    sourceId: "harbour-feed",
    kind: "poll",
    startedAt: later(ms),
    finishedAt: later(ms + 500),
    outcome: "polled",
    documents: 1,
    ledger: { ...EMPTY_LEDGER, seen: 3, new: 2, known: 1 },
    state: "open",
    nextCheckAt: later(ms + 60_000),
    ...changes,
  };
}

/** The run of a day's revisits. */
function revisitsOf(day: string, changes: Partial<Run> = {}): Run {
  const startedAt = `${day}T00:00:00.000Z`;
  const { finishedAt, ...run } = pollAt(0, { id: `revisits-${day}`, kind: "revisits", startedAt, outcome: "running" });
  return { ...run, documents: 0, ledger: EMPTY_LEDGER, nextCheckAt: later(2 * DAY_MS), ...changes };
}

function closed({ nextCheckAt, ...run }: Run): Run {
  return { ...run, state: "closed" };
}

const refOf = ({ sourceId, id }: Run) => ({ sourceId, runId: id });

const endOf = (changes: Partial<ItemEndRow> = {}): ItemEndRow => ({
  jobId: v7(),
  url: "https://paper.example/ferry",
  takenAs: "new",
  kind: "captured",
  at: later(10),
  ...changes,
});

/** All rows of a list, page by page. */
async function walk<T>(
  limit: number,
  list: (page: { limit: number; after?: string | undefined }) => Promise<Page<T>>,
): Promise<T[]> {
  const seen: T[] = [];
  let after: string | undefined;
  do {
    const page = await list({ limit, after });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    seen.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return seen;
}

/** @param makeStore - an empty store: what is due and open is asked of all runs at once */
export function describeRunStore(makeStore: () => Promise<RunStore>): void {
  let runs: RunStore;
  beforeEach(async () => {
    runs = await makeStore();
  });
  async function createAll(...all: Run[]): Promise<Run[]> {
    for (const run of all) await runs.create(run);
    return all;
  }

  describe("run store", () => {
    it("has no run before one is made", async () => {
      await expect(runs.get(refOf(pollAt(0)))).resolves.toBeUndefined();
      await expect(runs.get({ sourceId: "harbour-feed", runId: "revisits-2026-03-14" })).resolves.toBeUndefined();
    });

    it("finds a run by its source and id, with every field", async () => {
      const run = pollAt(0, {
        outcome: "failed",
        error: { code: "timeout", message: "too slow" },
        documentsLeft: 4,
        ledger: { ...EMPTY_LEDGER, seen: 2, new: 2, captured: 1, failed: { "http-client-error": 1 } },
      });
      await expect(runs.create(run)).resolves.toBe(true);
      await expect(runs.get(refOf(run))).resolves.toStrictEqual(run);
      await expect(runs.get({ ...refOf(run), sourceId: "hills" })).resolves.toBeUndefined();
    });

    it("keeps the revisits of one day apart by source", async () => {
      const own = revisitsOf("2026-03-14");
      const other = revisitsOf("2026-03-14", { sourceId: "hills", documents: 1 });
      await createAll(own, other);
      await expect(runs.get(refOf(own))).resolves.toStrictEqual(own);
      await expect(runs.get(refOf(other))).resolves.toStrictEqual(other);
    });

    it.each([
      ["a poll", pollAt(0)],
      ["a day's revisits", revisitsOf("2026-03-14")],
    ])("creates %s once, and a repeat changes nothing", async (_, run) => {
      await expect(runs.create(run)).resolves.toBe(true);
      await expect(runs.create({ ...closed(run), documents: 9 })).resolves.toBe(false);
      await expect(runs.get(refOf(run))).resolves.toStrictEqual(run);
      await expect(runs.listOpen(10)).resolves.toStrictEqual([run]);
    });

    it("replaces a run, and keeps nothing of the fields that it has no more", async () => {
      const run = pollAt(0, { error: { code: "timeout", message: "too slow" } });
      await runs.create(run);
      const { error, ...rest } = run;
      await runs.replace({ ...rest, error: undefined, documents: 3 });
      await expect(runs.get(refOf(run))).resolves.toStrictEqual({ ...rest, documents: 3 });
    });
  });

  describe("runs of a source", () => {
    const DAYS = ["2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"] as const;
    const newestFirst = [
      revisitsOf(DAYS[3]),
      pollAt(2),
      pollAt(1, { state: "closed" }),
      pollAt(0),
      // It began with its day, before all polls of that day.
      revisitsOf(DAYS[2], { state: "closed" }),
      pollAt(-DAY_MS),
      revisitsOf(DAYS[1]),
      revisitsOf(DAYS[0]),
    ];

    it.each([1, 2, 3, 4, 8, 100])("are listed newest first, in pages of %i, each once", async (limit) => {
      const others = [pollAt(1, { sourceId: "hills" }), revisitsOf(DAYS[2], { sourceId: "harbour" })];
      await createAll(...newestFirst.toSorted((a, b) => (a.state < b.state ? -1 : 1)), ...others);
      await expect(walk(limit, (page) => runs.listBySource("harbour-feed", page))).resolves.toStrictEqual(newestFirst);
    });

    it("are listed, each once, when they began at the same moment", async () => {
      const all = await createAll(...Array.from({ length: 5 }, () => pollAt(0)));
      const seen = await walk(2, (page) => runs.listBySource("harbour-feed", page));
      const byId = (a: Run, b: Run) => (a.id < b.id ? 1 : -1);
      expect(seen).toStrictEqual(all.toSorted(byId));
    });

    it("are none of a source that has not been polled", async () => {
      await expect(walk(2, (page) => runs.listBySource("harbour-feed", page))).resolves.toEqual([]);
    });
  });

  describe("open runs", () => {
    const checkedAt = (ms: number, changes: Partial<Run> = {}) =>
      pollAt(-DAY_MS, { nextCheckAt: later(ms), ...changes });

    it("are due when their next check is, the most overdue first", async () => {
      const all = await createAll(
        ...[-3, 1, 0, -DAY_MS, -1].map((ms) => checkedAt(ms)),
        revisitsOf("2026-03-13", { nextCheckAt: later(-2) }),
        revisitsOf("2026-03-13", { nextCheckAt: later(9), sourceId: "hills" }),
        closed(pollAt(-4)),
      );
      const expected = [3, 0, 5, 4, 2].map((index) => all[index]);
      await expect(runs.listDue(NOW, 10)).resolves.toStrictEqual(expected);
      await expect(runs.listDue(NOW, 3)).resolves.toStrictEqual(expected.slice(0, 3));
    });

    it("are listed whenever their next check is, up to a limit", async () => {
      const all = await createAll(checkedAt(30 * DAY_MS), checkedAt(-1), closed(pollAt(0)), checkedAt(5));
      const expected = [1, 3, 0].map((index) => all[index]);
      await expect(runs.listOpen(10)).resolves.toStrictEqual(expected);
      await expect(runs.listOpen(2)).resolves.toStrictEqual(expected.slice(0, 2));
    });

    it("move on the agenda with their next check, and leave it for their day when they close", async () => {
      const run = checkedAt(-1);
      const day = toDay(run.startedAt);
      await createAll(run);
      await expect(runs.listDue(NOW, 10)).resolves.toStrictEqual([run]);

      const waiting = { ...run, nextCheckAt: later(300_000) };
      await runs.replace(waiting);
      await expect(runs.listDue(NOW, 10)).resolves.toEqual([]);
      await expect(runs.listDue(new Date(later(300_000)), 10)).resolves.toStrictEqual([waiting]);
      await expect(runs.listOpen(10)).resolves.toStrictEqual([waiting]);
      await expect(runs.listClosedOn(day, { limit: 10 })).resolves.toMatchObject({ rows: [] });

      const done = closed(waiting);
      await runs.replace(done);
      await expect(runs.listDue(new Date("9999-01-01"), 10)).resolves.toEqual([]);
      await expect(runs.listOpen(10)).resolves.toEqual([]);
      const { rows } = await runs.listClosedOn(day, { limit: 10 });
      expect(rows).toStrictEqual([done]);
      await expect(runs.get(refOf(run))).resolves.toStrictEqual(done);
    });

    it("are due from their start where no check is planned", async () => {
      const { nextCheckAt, ...run } = pollAt(7);
      await createAll(run);
      await expect(runs.listDue(new Date(later(6)), 10)).resolves.toEqual([]);
      await expect(runs.listDue(new Date(later(7)), 10)).resolves.toStrictEqual([run]);
    });
  });

  describe("closed runs of a day", () => {
    const [first, last] = ["2026-03-14T00:00:00.000Z", "2026-03-14T23:59:59.999Z"];
    const closedAt = (moment: string, changes: Partial<Run> = {}) =>
      closed(pollAt(Date.parse(moment) - NOW.getTime(), changes));

    it.each([1, 2, 3, 6, 100])("are listed oldest first, in pages of %i, each once", async (limit) => {
      const oldestFirst = [
        closedAt(first, { sourceId: "a" }),
        closed(revisitsOf("2026-03-14", { sourceId: "b" })),
        closed(revisitsOf("2026-03-14", { sourceId: "c" })),
        closedAt(AT, { sourceId: "a" }),
        closedAt(AT, { sourceId: "b" }),
        closedAt(last),
      ];
      await createAll(
        ...oldestFirst.toReversed(),
        closedAt("2026-03-13T23:59:59.999Z"),
        closedAt("2026-03-15T00:00:00.000Z"),
        closed(revisitsOf("2026-03-15")),
        pollAt(0),
      );
      await expect(walk(limit, (page) => runs.listClosedOn("2026-03-14", page))).resolves.toStrictEqual(oldestFirst);
    });

    it("are those that began on it, whenever they ended", async () => {
      const run = closedAt(last, { finishedAt: "2026-03-16T00:00:00.000Z" });
      await createAll(run);
      for (const [day, rows] of [
        ["2026-03-14", [run]],
        ["2026-03-16", []],
      ] as const) {
        const page = await runs.listClosedOn(day, { limit: 10 });
        expect(page.rows).toStrictEqual(rows);
      }
    });
  });

  describe("ends of a run's items", () => {
    const RUN = { sourceId: "harbour-feed", runId: v7() };
    const allOf = (ref: typeof RUN, limit = 100) => walk(limit, (page) => runs.listEnds(ref, page));

    it("are none before the first", async () => {
      await expect(allOf(RUN)).resolves.toEqual([]);
    });

    it("are given back with every field", async () => {
      const end = endOf({ takenAs: "changed", kind: "failed", code: "http-client-error", message: "410" });
      await expect(runs.addEnd(RUN, end)).resolves.toBe(true);
      await expect(allOf(RUN)).resolves.toStrictEqual([end]);
    });

    it("are kept once for each job, as they were first kept", async () => {
      const end = endOf();
      await expect(runs.addEnd(RUN, { ...end, code: undefined, message: undefined })).resolves.toBe(true);
      await expect(runs.addEnd(RUN, { ...end, kind: "unchanged", at: later(99) })).resolves.toBe(false);
      await expect(allOf(RUN)).resolves.toStrictEqual([end]);
    });

    it("are kept once where two ends of one job come at the same moment", async () => {
      const end = endOf();
      const writes = await Promise.all([1, 2, 3].map((ms) => runs.addEnd(RUN, { ...end, at: later(ms) })));
      expect(writes.filter(Boolean)).toHaveLength(1);
    });

    it.each([1, 2, 3, 6, 100])("are listed by job id, in pages of %i, without gaps and repeats", async (limit) => {
      const ends = Array.from({ length: 6 }, (_, n) => endOf({ at: later(100 - n) }));
      for (const end of ends.toReversed()) await runs.addEnd(RUN, end);
      await expect(allOf(RUN, limit)).resolves.toStrictEqual(ends);
    });

    it("do not mix with those of other runs, nor of other sources' revisits of the same day", async () => {
      const day = { sourceId: "harbour-feed", runId: "revisits-2026-03-14" };
      const refs = [day, { ...day, sourceId: "hills" }, { ...day, runId: "revisits-2026-03-15" }, RUN];
      const end = endOf({ takenAs: "revisit", kind: "robots-denied" });
      for (const [n, ref] of refs.entries()) {
        await expect(runs.addEnd(ref, { ...end, at: later(n) })).resolves.toBe(true);
      }
      for (const [n, ref] of refs.entries()) {
        await expect(allOf(ref)).resolves.toStrictEqual([{ ...end, at: later(n) }]);
      }
    });
  });
}
