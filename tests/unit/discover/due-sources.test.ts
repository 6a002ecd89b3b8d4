/** Sources that are due: each is leased to one run, and its poll asked for. */
import { beforeEach, describe, expect, it } from "vitest";
import { CONTEXT, setHandlerEnv } from "../../support/doubles.ts";
import { AT, later } from "../../support/fixtures.ts";
import { createSetting, type Setting } from "./setting.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/discover/handler.ts");

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

const leaseOf = async (id: string) => (await setting.sources.get(id))?.lease;

it("a source that is due is leased, and its poll asked for", async () => {
  await setting.addSource("harbour");
  await setting.tick();
  const lease = await leaseOf("harbour");
  expect(lease).toMatchObject({ until: later(900_000) });
  expect(setting.polls).toEqual([
    {
      version: 1,
      kind: "source",
      sourceId: "harbour",
      runId: lease?.runId,
      // The moment that the run's id holds: the table finds the run by it.
      startedAt: AT,
      url: "https://paper.example/feed.xml",
      pending: [],
      depth: 0,
    },
  ]);
  expect(setting.outcomes()).toEqual(["source-due"]);
});

it("of two ticks at the same moment one gets it", async () => {
  await setting.addSource("harbour");
  await Promise.all([setting.tick(), setting.tick()]);
  await setting.tick();
  expect(setting.polls).toHaveLength(1);
});

it("finds all that are due, however many, and none that is not", async () => {
  for (let index = 0; index < 450; index += 1) await setting.addSource(`due-${index}`);
  await setting.addSource("later", { nextPollAt: later(1) });
  await setting.addSource("paused", { state: "paused", nextPollAt: undefined });
  await setting.tick();
  expect(new Set(setting.polls.map((poll) => "sourceId" in poll && poll.sourceId)).size).toBe(450);
});

it("leaves for the next tick what it has no time for", async () => {
  await setting.addSource("harbour");
  await setting.tick(() => 20_000);
  expect(setting.polls).toEqual([]);
});

describe("a lease that runs out", () => {
  beforeEach(async () => {
    await setting.addSource("harbour");
    await setting.tick();
    setting.polls.length = 0;
    setting.pass(901_000);
  });

  it("has the same run asked for again: what it took is recognised by its id", async () => {
    const before = await leaseOf("harbour");
    await setting.tick();
    expect(setting.polls).toMatchObject([{ runId: before?.runId, startedAt: AT }]);
    await expect(leaseOf("harbour")).resolves.toEqual({ runId: before?.runId, until: later(1_801_000) });
    expect(setting.outcomes()).toEqual(["source-due", "lease-expired", "source-due"]);
  });

  it("is given back where the source is not polled any more", async () => {
    const stored = await setting.sources.get("harbour");
    if (!stored) throw new Error("It is gone");
    const status = { ...stored.source.status, state: "paused" as const, nextPollAt: undefined };
    await setting.sources.replace({ ...stored, source: { ...stored.source, status } });
    await setting.tick();
    expect(setting.polls).toEqual([]);
    await expect(leaseOf("harbour")).resolves.toBeUndefined();
  });
});

it("a source whose message the queue refuses is due at once", async () => {
  await setting.addSource("harbour");
  setting.refuse.polls = true;
  await setting.tick();
  await expect(leaseOf("harbour")).resolves.toBeUndefined();
  expect(setting.outcomes()).toEqual(["not-done"]);
  setting.refuse.polls = false;
  await setting.tick();
  expect(setting.polls).toHaveLength(1);
});

it("one source that cannot be read keeps none of the others from being polled", async () => {
  await setting.addSource("broken");
  await setting.addSource("harbour");
  const { get } = setting.deps.sources;
  Object.assign(setting.deps.sources, {
    get: async (id: string) => (id === "broken" ? Promise.reject(new Error("throttled")) : get(id)),
  });
  await setting.tick();
  expect(setting.polls).toMatchObject([{ sourceId: "harbour" }]);
  expect(setting.observer.outcomes).toMatchObject([{ outcome: "not-done", sourceId: "broken" }, {}]);
});

it("a step that fails keeps none of the others from being made", async () => {
  Object.assign(setting.deps.sources, { listDue: () => Promise.reject(new Error("throttled")) });
  await setting.addSource("harbour");
  await setting.addItem("/ferry", { dueAt: AT, lastEnd: undefined });
  await setting.tick();
  expect(setting.frontier).toHaveLength(1);
  expect(setting.observer.outcomes).toMatchObject([{ outcome: "not-done", code: "sendDueSources" }]);
});

it("the handler makes one tick, and tells what it counted", async () => {
  await setting.addSource("harbour");
  await createHandler(setting.deps)({}, CONTEXT);
  expect(setting.polls).toHaveLength(1);
  expect(setting.observer.flushes).toBe(1);
});
