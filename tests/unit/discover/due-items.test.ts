/** Known items that are due: a revisit is a new job of the day's run, a lost message is sent again as it was. */
import { beforeEach, describe, expect, it } from "vitest";
import { endItem } from "../../../shared/crawl/end-item.ts";
import { AT, later } from "../../support/fixtures.ts";
import { createSetting, DAY_MS, HOUR_MS, type Setting } from "./setting.ts";

const LOST_MS = 15 * DAY_MS;

let setting: Setting;
beforeEach(async () => {
  setting = createSetting();
  await setting.addSource("harbour", { nextPollAt: undefined }, { revisits: ["PT1H", "PT6H"] });
});

/** Ends all that is on the frontier. */
async function captureAll(): Promise<void> {
  for (const request of setting.frontier.splice(0)) await endItem(setting, request, { kind: "captured" });
}

describe("an item that is due for a revisit", () => {
  it("goes on the frontier as a new job, in the day's run of its source", async () => {
    const item = await setting.addItem("/ferry");
    setting.pass(HOUR_MS);
    await setting.tick();
    const row = await setting.items.get(item.key);
    expect(setting.frontier).toMatchObject([
      {
        jobId: row?.jobId,
        url: item.url,
        origin: { kind: "source", sourceId: "harbour", runId: "revisits-2026-03-14", takenAs: "revisit" },
      },
    ]);
    expect(row).toMatchObject({ takenAs: "revisit", revisitsDone: 1, dueAt: later(HOUR_MS + LOST_MS) });
    expect(row?.lastEnd).toBeUndefined();
    expect(row?.jobId).not.toBe(item.jobId);
    expect(setting.runs.all()).toMatchObject([
      { id: "revisits-2026-03-14", sourceId: "harbour", kind: "revisits", outcome: "running", state: "open" },
    ]);
    expect(setting.observer.counts).toEqual(new Map([["revisit-due", 1]]));
  });

  it("is captured once for each time that its policy names", async () => {
    await setting.addItem("/ferry");
    const captures: number[] = [];
    for (let hour = 1; hour <= 24; hour += 1) {
      setting.pass(HOUR_MS);
      await setting.tick();
      captures.push(...setting.frontier.map(() => hour));
      await captureAll();
    }
    expect(captures).toEqual([1, 6]);
    expect(setting.items.all()[0]?.dueAt).toBeUndefined();
  });

  it("is sent once by two ticks at the same moment", async () => {
    await setting.addItem("/ferry");
    setting.pass(HOUR_MS);
    await Promise.all([setting.tick(), setting.tick()]);
    await setting.tick();
    expect(setting.frontier).toHaveLength(1);
  });

  it("is not where its source is paused; it is once that goes on", async () => {
    await setting.addSource("paused", { state: "paused", nextPollAt: undefined });
    const item = await setting.addItem("/ferry", { sourceId: "paused" });
    setting.pass(HOUR_MS);
    await setting.tick();
    expect(setting.frontier).toEqual([]);
    await expect(setting.items.get(item.key)).resolves.toMatchObject({ dueAt: later(2 * HOUR_MS) });
  });

  it("is never again where its source was removed", async () => {
    const item = await setting.addItem("/ferry", { sourceId: "removed" });
    setting.pass(HOUR_MS);
    await setting.tick();
    expect(setting.frontier).toEqual([]);
    expect((await setting.items.get(item.key))?.dueAt).toBeUndefined();
  });

  it.each([
    ["later", ["PT12H"], later(12 * HOUR_MS)],
    ["not any more", [], undefined],
  ])("is %s where its source's policy has changed", async (_when, revisits, dueAt) => {
    await setting.addSource("changed", { nextPollAt: undefined }, { revisits });
    const item = await setting.addItem("/ferry", { sourceId: "changed" });
    setting.pass(HOUR_MS);
    await setting.tick();
    expect(setting.frontier).toEqual([]);
    expect((await setting.items.get(item.key))?.dueAt).toBe(dueAt);
  });

  it("is by the policy of the source that brought it first, whoever took it last", async () => {
    const item = await setting.addItem("/ferry", { takenBy: "other" });
    setting.pass(HOUR_MS);
    await setting.tick();
    expect(setting.frontier).toMatchObject([{ origin: { sourceId: "harbour" } }]);
    expect((await setting.items.get(item.key))?.takenBy).toBeUndefined();
  });
});

describe("an item whose end never came", () => {
  it("is sent again as the same job of the same run", async () => {
    const item = await setting.addItem("/ferry", { lastEnd: undefined, dueAt: AT });
    await setting.tick();
    expect(setting.frontier).toMatchObject([
      { jobId: item.jobId, origin: { sourceId: "harbour", runId: "a-run", takenAs: "new" } },
    ]);
    await expect(setting.items.get(item.key)).resolves.toMatchObject({ jobId: item.jobId, dueAt: later(LOST_MS) });
    expect(setting.observer.counts).toEqual(new Map([["resent", 1]]));
  });

  it("is sent again for the source whose run it is in", async () => {
    await setting.addSource("other", { nextPollAt: undefined });
    await setting.addItem("/ferry", { lastEnd: undefined, dueAt: AT, takenBy: "other", sourceId: "removed" });
    await setting.tick();
    expect(setting.frontier).toMatchObject([{ origin: { sourceId: "other", runId: "a-run" } }]);
  });

  it("is sent again though its source is paused: it was taken before", async () => {
    await setting.addSource("paused", { state: "paused", nextPollAt: undefined });
    await setting.addItem("/ferry", { lastEnd: undefined, dueAt: AT, sourceId: "paused" });
    await setting.tick();
    expect(setting.frontier).toHaveLength(1);
  });
});

it("an item that the frontier refuses is sent some minutes later, as the same job", async () => {
  const item = await setting.addItem("/ferry");
  setting.pass(HOUR_MS);
  setting.refuse.frontier = true;
  await setting.tick();
  const row = await setting.items.get(item.key);
  expect(row).toMatchObject({ dueAt: later(HOUR_MS + 300_000) });
  setting.refuse.frontier = false;
  setting.pass(300_000);
  await setting.tick();
  expect(setting.frontier).toMatchObject([{ jobId: row?.jobId, origin: { takenAs: "revisit" } }]);
});

it("an item that cannot be taken keeps none of the others from the frontier", async () => {
  const [broken] = [await setting.addItem("/broken"), await setting.addItem("/ferry"), await setting.addItem("/tide")];
  const { get } = setting.deps.items;
  Object.assign(setting.deps.items, {
    get: async (key: string) => (key === broken.key ? Promise.reject(new Error("throttled")) : get(key)),
  });
  setting.pass(HOUR_MS);
  await setting.tick();
  expect(setting.frontier.map(({ url }) => new URL(url).pathname).toSorted()).toEqual(["/ferry", "/tide"]);
  expect(setting.outcomes()).toEqual(["not-done"]);
  // It is still due.
  Object.assign(setting.deps.items, { get });
  await setting.tick();
  expect(setting.frontier).toHaveLength(3);
});

it("all that are due go, however many, as long as there is time", async () => {
  for (let index = 0; index < 450; index += 1) await setting.addItem(`/story-${index}`);
  setting.pass(HOUR_MS);
  let left = 3;
  // Sources are looked for once; of the items there is time for one portion.
  await setting.tick(() => (--left > 0 ? 60_000 : 0));
  expect(setting.frontier).toHaveLength(200);
  await setting.tick();
  expect(setting.frontier).toHaveLength(450);
  expect(new Set(setting.frontier.map(({ jobId }) => jobId)).size).toBe(450);
});

it("each day has a run of its own, opened once", async () => {
  await setting.addItem("/ferry");
  await setting.addItem("/tide");
  await setting.addItem("/quay", { dueAt: later(DAY_MS), firstCapturedAt: later(DAY_MS - HOUR_MS) });
  setting.pass(HOUR_MS);
  await setting.tick();
  setting.pass(DAY_MS);
  await setting.tick();
  expect(setting.runs.all().map(({ id }) => id)).toEqual(["revisits-2026-03-14", "revisits-2026-03-15"]);
});

it("a day's run closes some days later, with what its revisits came to", async () => {
  await setting.addItem("/ferry");
  await setting.addItem("/tide");
  setting.pass(HOUR_MS);
  await setting.tick();
  await captureAll();
  setting.pass(2 * DAY_MS);
  await setting.tick();
  expect(setting.runs.all()).toMatchObject([{ state: "open" }, {}]);
  setting.pass(DAY_MS);
  await setting.tick();
  expect(setting.runs.all()).toMatchObject([
    { state: "closed", outcome: "polled", ledger: { seen: 2, changed: 2, captured: 2 } },
    // The items' second revisit, at last.
    { state: "open" },
  ]);
});
