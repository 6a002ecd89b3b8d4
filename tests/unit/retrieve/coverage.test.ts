/** GET /v1/coverage: the ledgers of all runs between two days, added up. */
import { beforeEach, describe, expect, it } from "vitest";
import { coverageSchema } from "../../../shared/api/source-schemas.ts";
import { createLedgerSetting } from "./ledger-setting.ts";

/** The clock of the suite stands at 2026-03-14, 09:30. */
const TODAY = "2026-03-14";
const on = (day: string, time = "12:00:00.000") => ({ startedAt: `${day}T${time}Z` });

let setting: ReturnType<typeof createLedgerSetting>;
let paper: string;
beforeEach(async () => {
  setting = createLedgerSetting();
  paper = await setting.addSource("Paper");
});

async function coverage(query: Record<string, string> = {}) {
  const { status, body } = await setting.get("/v1/coverage", { query });
  expect(status).toBe(200);
  return coverageSchema.strict().parse(body);
}

describe("coverage", () => {
  it("of nothing is nothing, over the last seven days", async () => {
    const answer = await coverage();
    expect(answer).toMatchObject({ from: "2026-03-08", to: TODAY, complete: true, sources: [] });
    expect(answer.total).toMatchObject({ runs: 0, failedRuns: 0, polls: { seen: 0, addsUp: true } });
  });

  it("adds up each source and all, polls and revisits apart", async () => {
    const herald = await setting.addSource("Herald");
    const ledger = { seen: 4, new: 3, known: 1, captured: 2, failed: { timeout: 1 } };
    await setting.addRun(paper, { ...on("2026-03-12"), ledger });
    await setting.addRun(paper, { ...on("2026-03-13"), ledger });
    await setting.addRun(paper, {
      ...on("2026-03-13", "00:00:00.000"),
      ...{ id: "revisits-2026-03-13", kind: "revisits", ledger: { seen: 2, changed: 2, unchanged: 2 } },
    });
    await setting.addRun(herald, { ...on(TODAY), ledger: { seen: 1, robotsDenied: 1 } });
    await setting.addRun(herald, { ...on(TODAY), outcome: "failed", error: { code: "timeout", message: "slow" } });
    const { total, sources } = await coverage();
    expect(total).toMatchObject({
      ...{ runs: 5, failedRuns: 1 },
      polls: { seen: 9, new: 6, known: 2, captured: 4, robotsDenied: 1, failed: { timeout: 2 }, addsUp: true },
      revisits: { seen: 2, changed: 2, unchanged: 2, captured: 0, addsUp: true },
    });
    const byName = new Map(sources.map((sum) => [sum.name, sum]));
    expect(byName.get("Paper")).toMatchObject({ sourceId: paper, runs: 3, failedRuns: 0, polls: { seen: 8 } });
    expect(byName.get("Herald")).toMatchObject({ sourceId: herald, runs: 2, failedRuns: 1, polls: { seen: 1 } });
  });

  it("of all is the sum over the sources, open and closed runs, polls and revisits", async () => {
    for (const [index, name] of ["Herald", "Mail", "Echo"].entries()) {
      const id = await setting.addSource(name);
      const ledger = { seen: 9, new: 4, known: 3, overLimit: 1, outOfScope: 1, captured: 3, failed: { timeout: 1 } };
      await setting.addRun(id, { ...on(`2026-03-1${index}`), ledger });
      const open = await setting.addRun(id, { ...on(TODAY), state: "open", ledger: { seen: 2, new: 2 } });
      await setting.addEnd(open, { kind: "failed", code: index === 0 ? "timeout" : "http-client-error" });
      const day = await setting.addRun(id, { ...on(TODAY), id: `revisits-${TODAY}`, kind: "revisits", state: "open" });
      for (let ends = 0; ends <= index; ends += 1) await setting.addEnd(day, { takenAs: "revisit", kind: "unchanged" });
    }
    const { total, sources } = await coverage();
    expect(sources).toHaveLength(3);
    expect(total).toMatchObject({ runs: 9, polls: { seen: 33, waiting: 3 }, revisits: { seen: 6, unchanged: 6 } });
    for (const part of ["polls", "revisits"] as const) {
      expect(numbersOf(total[part])).toEqual(sources.map((sum) => numbersOf(sum[part])).reduce(add));
      expect(sources.every((sum) => sum[part].addsUp)).toBe(true);
    }
    expect(total.runs).toBe(sources.reduce((sum, { runs }) => sum + runs, 0));

    type Numbers = Record<string, number>;
    function numbersOf({ failed, addsUp: _, ...counts }: (typeof total)["polls"]): Numbers {
      return { ...counts, ...failed };
    }
    function add(one: Numbers, two: Numbers): Numbers {
      const names = new Set([...Object.keys(one), ...Object.keys(two)]);
      return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (two[name] ?? 0)]));
    }
  });

  it("has open runs in it with the ends so far", async () => {
    const run = await setting.addRun(paper, { ...on(TODAY), state: "open", ledger: { seen: 3, new: 3 } });
    await setting.addEnd(run);
    await setting.addEnd(run, { kind: "robots-denied" });
    const { total } = await coverage();
    expect(total.polls).toMatchObject({ seen: 3, captured: 1, robotsDenied: 1, waiting: 1, addsUp: true });
  });

  it("counts a run once that is closed while it is read", async () => {
    const run = await setting.addRun(paper, { ...on(TODAY), state: "open", ledger: { seen: 1, new: 1 } });
    const { runs } = setting;
    setting.runs = {
      ...runs,
      async listOpen(limit) {
        const open = await runs.listOpen(limit);
        await runs.replace({ ...run, state: "closed", ledger: { ...run.ledger, captured: 1 } });
        return open;
      },
    };
    const { total } = await coverage();
    expect(total).toMatchObject({ runs: 1, polls: { seen: 1, captured: 1, waiting: 0, addsUp: true } });
  });

  it("still has what a source that was removed brought, without its name", async () => {
    await setting.addRun(paper, { ...on(TODAY), ledger: { seen: 1, known: 1 } });
    await setting.sources.remove(paper);
    expect((await coverage()).sources).toMatchObject([{ sourceId: paper, name: null, polls: { known: 1 } }]);
  });

  it.each<[string, Record<string, string>, string, string, number]>([
    ["both days whole", { from: "2026-03-10", to: "2026-03-11" }, "2026-03-10", "2026-03-11", 4],
    ["one day", { from: "2026-03-10", to: "2026-03-10" }, "2026-03-10", "2026-03-10", 2],
    ["a week to a day", { to: "2026-03-11" }, "2026-03-05", "2026-03-11", 5],
    ["from a day to today", { from: "2026-03-11" }, "2026-03-11", TODAY, 3],
    ["the UTC day of a moment", { from: "2026-03-11T00:30:00+01:00", to: "2026-03-10" }, "2026-03-10", "2026-03-10", 2],
    ["four hundred days", { from: "2025-02-08", to: TODAY }, "2025-02-08", TODAY, 6],
  ])("takes in %s", async (_, query, from, to, runs) => {
    const edges = ["2026-03-10T00:00:00.000Z", "2026-03-10T23:59:59.999Z"];
    const others = ["2026-03-09T23:59:59.999Z", "2026-03-11T00:00:00.000Z", "2026-03-11T23:59:59.999Z"];
    for (const startedAt of [...edges, ...others, "2026-03-12T00:00:00.000Z"]) {
      await setting.addRun(paper, { startedAt, state: startedAt.includes("23:59") ? "open" : "closed" });
    }
    const answer = await coverage(query);
    expect([answer.from, answer.to, answer.total.runs, answer.complete]).toEqual([from, to, runs, true]);
  });

  it("says so when there are more runs than it adds up", async () => {
    const run = await setting.addRun(paper, { ...on(TODAY), ledger: { seen: 1, known: 1 } });
    setting.runs = {
      ...setting.runs,
      // A day without end.
      async listClosedOn(_, { limit, after = "0" }) {
        const rows = Array.from({ length: limit }, (_, index) => ({ ...run, id: `${after}-${index}` }));
        return { rows, after: String(Number(after) + 1) };
      },
    };
    const { complete, total } = await coverage({ from: TODAY, to: TODAY });
    expect([complete, total.runs]).toEqual([false, 20_000]);
  });

  it.each<[Record<string, string>, string]>([
    [{ from: "2026-03-14", to: "2026-03-13" }, "after"],
    [{ from: "2025-02-07", to: "2026-03-14" }, "401 days"],
    [{ from: "yesterday" }, "from"],
    [{ to: "9999-12-31T23:59:59-02:00" }, "years"],
    [{ from: "0000-01-01T00:00:00+02:00", to: "0000-01-01" }, "years"],
    [{ to: "2026-02-30" }, "to"],
    [{ limit: "5" }, "limit"],
  ])("is refused for %j", async (query, word) => {
    const { status, body } = await setting.get("/v1/coverage", { query });
    expect([status, body.code]).toEqual([400, "bad-request"]);
    expect(body.detail).toContain(word);
  });
});
