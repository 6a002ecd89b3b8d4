/** The runs of a source and how their items ended, from the request to the answer. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { endListSchema, runListSchema } from "../../../shared/api/source-schemas.ts";
import { AT, later } from "../../support/fixtures.ts";
import { BASE_URL } from "../../support/http.ts";
import { createLedgerSetting } from "./ledger-setting.ts";

let setting: ReturnType<typeof createLedgerSetting>;
let sourceId: string;
beforeEach(async () => {
  setting = createLedgerSetting();
  sourceId = await setting.addSource();
});

const listRuns = (query?: Record<string, string>) => setting.get(`/v1/sources/${sourceId}/runs`, { query });

describe("the runs of a source", () => {
  it("are there before there is any", async () => {
    const answer = await listRuns();
    expect([answer.status, answer.body]).toEqual([200, { runs: [], nextCursor: null }]);
  });

  it("show a closed one as its row has it", async () => {
    const ledger = { seen: 7, new: 3, known: 2, overLimit: 1, robotsDenied: 1, captured: 2, failed: { timeout: 1 } };
    const run = await setting.addRun(sourceId, { ledger, finishedAt: later(900), documents: 2, documentsLeft: 1 });
    const { body } = await listRuns();
    expect(runListSchema.parse(body)).toEqual(body);
    expect(body.runs[0]).toMatchObject({
      ...{ id: run.id, sourceId, kind: "poll", startedAt: AT, finishedAt: later(900), outcome: "polled", error: null },
      ...{ documents: 2, documentsLeft: 1, closed: true },
      links: { ends: `${BASE_URL}/v1/sources/${sourceId}/runs/${run.id}/ends` },
      ledger: {
        ...{ seen: 7, new: 3, changed: 0, known: 2, captured: 2, unchanged: 0, failed: { timeout: 1 } },
        ...{ robotsDenied: 1, outOfScope: 0, late: 1, waiting: 0, addsUp: true },
      },
    });
    expect(body.runs[0].ledger).not.toHaveProperty("overLimit");
  });

  it("show an open one with the ends so far, and what still waits", async () => {
    const run = await setting.addRun(sourceId, { state: "open", ledger: { seen: 5, new: 4, changed: 1 } });
    await setting.addEnd(run);
    await setting.addEnd(run, { takenAs: "changed", kind: "unchanged" });
    await setting.addEnd(run, { kind: "failed", code: "timeout", message: "slow" });
    await setting.addEnd(run, { kind: "robots-denied" });
    const { body } = await listRuns();
    expect(body.runs[0]).toMatchObject({
      closed: false,
      ledger: {
        ...{ seen: 5, new: 3, changed: 1, captured: 1, unchanged: 1, robotsDenied: 1, failed: { timeout: 1 } },
        ...{ waiting: 1, addsUp: true },
      },
    });
  });

  it("wait for less with each end, whatever it is", async () => {
    const run = await setting.addRun(sourceId, { state: "open", ledger: { seen: 5, new: 3, changed: 1, known: 1 } });
    const waiting: number[] = [];
    for (const kind of [undefined, "captured", "unchanged", "robots-denied", "failed"] as const) {
      const code = kind === "failed" ? { code: "timeout" as const } : {};
      if (kind) await setting.addEnd(run, { kind, takenAs: kind === "unchanged" ? "changed" : "new", ...code });
      const { ledger } = (await listRuns()).body.runs[0];
      expect(ledger.addsUp).toBe(true);
      waiting.push(ledger.waiting);
    }
    expect(waiting).toEqual([4, 3, 2, 1, 0]);
  });

  it("have a closed one's ends in it once, though they are kept still", async () => {
    const run = await setting.addRun(sourceId, { ledger: { seen: 2, new: 2, captured: 2 } });
    for (const _ of [1, 2]) await setting.addEnd(run);
    expect((await listRuns()).body.runs[0]).toMatchObject({ closed: true, ledger: { captured: 2, addsUp: true } });
  });

  it("show more ends than one page of them has", async () => {
    const run = await setting.addRun(sourceId, { state: "open", ledger: { seen: 1500, new: 1500 } });
    for (let index = 0; index < 1200; index += 1) await setting.addEnd(run);
    expect((await listRuns()).body.runs[0].ledger).toMatchObject({ captured: 1200, waiting: 300, addsUp: true });
  });

  it("count a day's revisits as seen and changed by their ends alone", async () => {
    const run = await setting.addRun(sourceId, { id: "revisits-2026-03-14", kind: "revisits", state: "open" });
    await setting.addEnd(run, { takenAs: "revisit", kind: "unchanged" });
    const [first] = (await listRuns()).body.runs;
    expect(first).toMatchObject({ kind: "revisits", ledger: { seen: 1, changed: 1, unchanged: 1, addsUp: true } });
  });

  it("say so when their numbers do not add up", async () => {
    await setting.addRun(sourceId, { ledger: { seen: 2, new: 1, captured: 1 } });
    expect((await listRuns()).body.runs[0].ledger.addsUp).toBe(false);
  });

  it("say why a poll failed", async () => {
    const error = { code: "not-a-feed", message: "This is a page." };
    await setting.addRun(sourceId, { outcome: "failed", error });
    expect((await listRuns()).body.runs[0]).toMatchObject({ outcome: "failed", error, ledger: { seen: 0 } });
  });

  it("are paged, newest first, by a cursor that only this source takes", async () => {
    const made = [];
    for (const ms of [0, 1, 2]) made.push(await setting.addRun(sourceId, { startedAt: later(ms) }));
    const first = await listRuns({ limit: "2" });
    const cursor: string = first.body.nextCursor;
    const second = await listRuns({ limit: "2", cursor });
    const ids = [...first.body.runs, ...second.body.runs].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(made.map(({ id }) => id).toReversed());
    expect(second.body.nextCursor).toBeNull();
    sourceId = await setting.addSource("Herald");
    const other = await listRuns({ cursor });
    expect([other.status, other.body.code]).toEqual([400, "bad-cursor"]);
  });

  it("stay readable once their source is removed", async () => {
    const run = await setting.addRun(sourceId);
    await setting.addEnd(run);
    await setting.sources.remove(sourceId);
    expect((await listRuns()).body.runs).toMatchObject([{ id: run.id }]);
    expect((await setting.get(`/v1/sources/${sourceId}/runs/${run.id}/ends`)).body.ends).toHaveLength(1);
  });

  it.each([
    ["none", v7()],
    ["no id", "nope"],
    ["an endless id", "x".repeat(3000)],
  ])("of a source that never was are a 404: %s", async (_, id) => {
    const answer = await setting.get(`/v1/sources/${id}/runs`);
    expect([answer.status, answer.body.code]).toEqual([404, "source-not-found"]);
  });

  it.each<[Record<string, string>, string]>([
    [{ limit: "0" }, "bad-request"],
    [{ limit: "0x5" }, "bad-request"],
    [{ kind: "failed" }, "bad-request"],
    [{ cursor: "next" }, "bad-cursor"],
  ])("are refused for %j with %s", async (query, code) => {
    const answer = await listRuns(query);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});

describe("the ends of a run", () => {
  const listEnds = (runId: string, query?: Record<string, string>) =>
    setting.get(`/v1/sources/${sourceId}/runs/${runId}/ends`, { query });

  it("say exactly what was missed, and why", async () => {
    const run = await setting.addRun(sourceId);
    const missed = { kind: "failed", code: "http-client-error", message: "404 Not Found" } as const;
    const end = await setting.addEnd(run, { ...missed, url: "https://paper.example/gone" });
    const { body } = await listEnds(run.id);
    expect(endListSchema.parse(body)).toEqual(body);
    expect(body.ends).toEqual([
      {
        ...missed,
        ...{ jobId: end.jobId, url: "https://paper.example/gone", takenAs: "new", at: AT },
        links: { job: `${BASE_URL}/v1/jobs/${end.jobId}` },
      },
    ]);
    await setting.addEnd(run);
    expect((await listEnds(run.id)).body.ends[1]).toMatchObject({ kind: "captured", code: null, message: null });
  });

  it("are those of this run and source alone", async () => {
    const other = await setting.addSource("Herald");
    const id = "revisits-2026-03-14";
    const [ours, theirs] = [
      await setting.addRun(sourceId, { id, kind: "revisits" }),
      await setting.addRun(other, { id, kind: "revisits" }),
    ];
    const end = await setting.addEnd(ours, { takenAs: "revisit" });
    await setting.addEnd(theirs, { takenAs: "revisit" });
    expect((await listEnds(id)).body.ends).toMatchObject([{ jobId: end.jobId, takenAs: "revisit" }]);
  });

  it.each(["captured", "unchanged", "failed", "robots-denied"] as const)("are chosen by kind: %s", async (kind) => {
    const run = await setting.addRun(sourceId);
    for (const each of ["captured", "unchanged", "failed", "robots-denied"] as const) {
      await setting.addEnd(run, { kind: each, ...(each === "failed" ? { code: "timeout" as const } : {}) });
    }
    const { body } = await listEnds(run.id, { kind });
    expect(body.ends.map((end: { kind: string }) => end.kind)).toEqual([kind]);
  });

  it("of a kind are paged without gap or repetition, however many others lie between", async () => {
    const run = await setting.addRun(sourceId);
    const wanted: string[] = [];
    for (let index = 0; index < 1300; index += 1) {
      const isWanted = index % 260 === 0;
      const end = await setting.addEnd(run, isWanted ? { kind: "failed", code: "timeout" } : {});
      if (isWanted) wanted.push(end.jobId);
    }
    const got: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { kind: "failed", limit: "2", ...(cursor === null ? {} : { cursor }) };
      const { body } = await listEnds(run.id, query);
      got.push(...body.ends.map(({ jobId }: { jobId: string }) => jobId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(got).toEqual(wanted);
    const first = await listEnds(run.id, { kind: "failed", limit: "2" });
    const answer = await listEnds(run.id, { kind: "captured", cursor: first.body.nextCursor });
    expect(answer.body.code).toBe("bad-cursor");
  });

  it.each([
    ["a run that never was", v7()],
    ["a day without revisits", "revisits-2026-03-13"],
    ["no day", "revisits-2026-13-45"],
    ["no id", "nope"],
    ["an endless id", "x".repeat(3000)],
  ])("are a 404 for %s", async (_, runId) => {
    const answer = await listEnds(runId);
    expect([answer.status, answer.body.code]).toEqual([404, "run-not-found"]);
  });

  it("are a 404 under another source", async () => {
    const run = await setting.addRun(sourceId);
    for (sourceId of [await setting.addSource("Herald"), "nope"]) {
      const answer = await listEnds(run.id);
      expect([answer.status, answer.body.code]).toEqual([404, "run-not-found"]);
    }
  });

  it.each<[Record<string, string>, string]>([
    [{ kind: "late" }, "bad-request"],
    [{ limit: "1e1" }, "bad-request"],
    [{ cursor: "next" }, "bad-cursor"],
  ])("are refused for %j with %s", async (query, code) => {
    const run = await setting.addRun(sourceId);
    const answer = await listEnds(run.id, query);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it("go on by a cursor that only this run takes", async () => {
    const [run, other] = [await setting.addRun(sourceId), await setting.addRun(sourceId, { startedAt: later(1) })];
    const ends = [await setting.addEnd(run), await setting.addEnd(run)].map(({ jobId }) => jobId).toSorted();
    const first = await listEnds(run.id, { limit: "1" });
    const second = await listEnds(run.id, { limit: "1", cursor: first.body.nextCursor });
    expect([...first.body.ends, ...second.body.ends].map(({ jobId }: { jobId: string }) => jobId)).toEqual(ends);
    const refused = await listEnds(other.id, { cursor: first.body.nextCursor });
    expect([refused.status, refused.body.code]).toEqual([400, "bad-cursor"]);
  });
});
