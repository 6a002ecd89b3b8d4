/** Open runs: closed once all that they took has ended, and looked at less and less often until then. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Run } from "../../../shared/sources/run.ts";
import { ledgerAddsUp } from "../../../shared/sources/run-ledger.ts";
import { AT, later } from "../../support/fixtures.ts";
import { createSetting, DAY_MS, HOUR_MS, type Setting } from "./setting.ts";

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

const stored = ({ sourceId, id }: Run) => setting.runs.get({ sourceId, runId: id });

describe("a run", () => {
  it("whose items have all ended is closed, with their sums in its row", async () => {
    const run = await setting.addRun({ seen: 5, new: 3, known: 2 });
    await setting.endItems(run, 3);
    await setting.tick();
    const closed = await stored(run);
    expect(closed).toMatchObject({ state: "closed", finishedAt: AT, outcome: "polled" });
    expect(closed?.ledger).toMatchObject({ seen: 5, new: 3, known: 2, captured: 3 });
    expect(closed?.nextCheckAt).toBeUndefined();
    expect(setting.observer.outcomes).toEqual([{ outcome: "run-closed", sourceId: "harbour", runId: run.id }]);
  });

  it("counts how each ended", async () => {
    const run = await setting.addRun({ seen: 2, new: 2 });
    await setting.endItems(run, 1, { kind: "failed", code: "timeout" });
    // The first is kept already: a job ends once.
    await setting.endItems(run, 2, { kind: "robots-denied" });
    await setting.tick();
    const { ledger } = (await stored(run)) ?? run;
    expect(ledger).toMatchObject({ new: 1, robotsDenied: 1, failed: { timeout: 1 } });
    expect(ledgerAddsUp(ledger)).toBe(true);
  });

  it("of very many items is added up page by page", async () => {
    const run = await setting.addRun({ seen: 2500, new: 2500 });
    await setting.endItems(run, 2500);
    await setting.tick();
    await expect(stored(run)).resolves.toMatchObject({ state: "closed", ledger: { captured: 2500 } });
  });

  it.each([
    ["a young one, in minutes", 60_000, 300_000],
    ["an older one, after a tenth of its age", 20 * HOUR_MS, 2 * HOUR_MS],
    ["an old one, within hours", 10 * DAY_MS, 6 * HOUR_MS],
  ])("that waits for some is looked at again: %s", async (_age, ageMs, waitMs) => {
    const run = await setting.addRun({ seen: 2, new: 2 });
    await setting.endItems(run, 1);
    setting.pass(ageMs);
    await setting.tick();
    await expect(stored(run)).resolves.toMatchObject({
      state: "open",
      // Its sums stay as the poll saw them: the ends are added anew each time.
      ledger: { new: 2, captured: 0 },
      nextCheckAt: later(ageMs + waitMs),
    });
  });

  it("is closed in the end, whatever still waits", async () => {
    const run = await setting.addRun({ seen: 2, new: 2 });
    setting.pass(40 * DAY_MS);
    await setting.tick();
    await expect(stored(run)).resolves.toMatchObject({ state: "closed" });
  });

  it("with ends that it never waited for, of a poll that died, counts them as seen", async () => {
    const run = await setting.addRun({ seen: 1, new: 1 });
    await setting.endItems(run, 3);
    await setting.tick();
    const { ledger } = (await stored(run)) ?? run;
    expect(ledger).toMatchObject({ seen: 3, new: 3, captured: 3 });
    expect(ledgerAddsUp(ledger)).toBe(true);
  });

  it("comes to the same where two ticks close it at once", async () => {
    const run = await setting.addRun({ seen: 3, new: 3 });
    await setting.endItems(run, 3);
    await Promise.all([setting.tick(), setting.tick()]);
    await expect(stored(run)).resolves.toMatchObject({ state: "closed", ledger: { seen: 3, captured: 3 } });
  });
});

it("all that are due are looked at, however many, as long as there is time", async () => {
  for (let index = 0; index < 250; index += 1) await setting.addRun({});
  let left = 150;
  await setting.tick(() => (--left > 0 ? 60_000 : 0));
  const closed = () => setting.runs.all().filter(({ state }) => state === "closed").length;
  expect(closed()).toBeGreaterThan(100);
  expect(closed()).toBeLessThan(200);
  await setting.tick();
  expect(closed()).toBe(250);
});

it("a run that cannot be closed keeps none of the others open", async () => {
  const broken = await setting.addRun({}, { nextCheckAt: later(-1000) });
  const run = await setting.addRun({});
  const { listEnds } = setting.deps.runs;
  Object.assign(setting.deps.runs, {
    listEnds: async (...args: Parameters<typeof listEnds>) =>
      args[0].runId === broken.id ? Promise.reject(new Error("throttled")) : listEnds(...args),
  });
  await setting.tick();
  await expect(stored(broken)).resolves.toMatchObject({ state: "open" });
  await expect(stored(run)).resolves.toMatchObject({ state: "closed" });
  expect(setting.outcomes()).toEqual(["not-done", "run-closed"]);
});
