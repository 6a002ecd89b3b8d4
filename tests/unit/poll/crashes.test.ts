/**
 * Polls that die at any of their writes, before it or right after it, and are tried again: no item is lost, none is taken
 * twice, and the run's account adds up with the ends of what it took.
 */
import { describe, expect, it } from "vitest";
import { closeDueRuns } from "../../../functions/discover/close-runs.ts";
import { sendDueSources } from "../../../functions/discover/due-sources.ts";
import { endItem } from "../../../shared/crawl/end-item.ts";
import { countWaiting, ledgerAddsUp } from "../../../shared/sources/run-ledger.ts";
import { createSetting, type Fault, feedOf, indexOf, redirected, type Setting, sitemapOf } from "./setting.ts";

const INDEX = "https://paper.example/sitemap.xml";
const urlOf = (path: string) => `https://paper.example${path}`;
const ALL = ["/ferry", "/tide", "/quay", "/pier"].map(urlOf).toSorted();

const webOf = () => ({
  [INDEX]: redirected("https://paper.example/all.xml"),
  "https://paper.example/all.xml": indexOf("/a.xml", "/b.xml"),
  [urlOf("/a.xml")]: sitemapOf("/ferry", "/tide", "/tide"),
  [urlOf("/b.xml")]: feedOf("/tide", "/quay", "/pier"),
});

/** Ends what is on the frontier, each message as often as it came, and closes the runs. */
async function captureAll(setting: Setting): Promise<void> {
  for (const request of setting.frontier) await endItem(setting, request, { kind: "captured" });
  setting.pass(86_400);
  await closeDueRuns(setting, () => 60_000);
}

async function checkAll(setting: Setting): Promise<void> {
  // Jobs, not messages: one that is sent twice is captured once.
  const jobs = new Map(setting.frontier.map(({ jobId, url }) => [jobId, url]));
  expect([...jobs.values()].toSorted()).toEqual(ALL);
  await captureAll(setting);
  const runs = setting.runs.all();
  const sums = runs.map(({ ledger }) => [ledger.new, ledger.captured, countWaiting(ledger), ledgerAddsUp(ledger)]);
  expect(sums).toEqual([[4, 4, 0, true]]);
  expect(runs).toMatchObject([{ state: "closed", documents: 3 }]);
  expect(setting.items.all()).toHaveLength(4);
  expect((await setting.sources.get("a-source"))?.lease).toBeUndefined();
}

/** All faults that a poll of the whole index can meet. */
async function faults(): Promise<Fault[]> {
  const setting = createSetting(webOf());
  await setting.deliver(await setting.addSource({ type: "sitemap", url: INDEX }));
  return Array.from({ length: setting.writes.count }, (_, at) => [
    { at, when: "before" } as const,
    { at, when: "after" } as const,
  ]).flat();
}

describe.each(await faults())("a poll that dies $when write $at", (fault) => {
  it("is mended by its message's coming again", async () => {
    const setting = createSetting(webOf(), { fault });
    await setting.deliver(await setting.addSource({ type: "sitemap", url: INDEX }));
    expect(setting.writes.failed).toBe(true);
    await checkAll(setting);
  });

  it("is mended by discover where the message is lost with it", async () => {
    const setting = createSetting(webOf(), { fault });
    setting.queue.push(await setting.addSource({ type: "sitemap", url: INDEX }));
    while (setting.queue.length > 0) {
      const [message] = setting.queue.splice(0, 1);
      if (message) await setting.once(message);
    }
    for (let tick = 0; tick < 3; tick += 1) {
      setting.pass(901);
      await sendDueSources({ ...setting, polls: setting.deps.polls }, () => 60_000);
      const isRun = setting.queue.some((message) => message.kind === "source" && message.runId !== runOf(setting));
      // What was learned of the source was lost with its run's end: it is polled anew, and nothing is new.
      if (setting.runs.all().length > 0 && isRun) setting.queue.length = 0;
      await setting.deliver();
    }
    await dropLease(setting);
    await checkAll(setting);
  });
});

const runOf = (setting: Setting): string | undefined => setting.runs.all()[0]?.id;

/** Of the poll that this test leaves out. */
async function dropLease(setting: Setting): Promise<void> {
  const stored = await setting.sources.get("a-source");
  if (stored) await setting.sources.replace({ ...stored, lease: undefined });
}

it("takes what a document names anew at the second try, and still adds up", async () => {
  const setting = createSetting({}, { fault: { at: 2, when: "after" } });
  const FEED = "https://paper.example/feed.xml";
  // The first try dies once it has sent two to the frontier; one of them is gone from the feed by the second.
  setting.web[FEED] = () => (setting.frontier.length === 0 ? feedOf("/ferry", "/tide") : feedOf("/quay", "/tide"));
  await setting.deliver(await setting.addSource());
  expect(setting.writes.failed).toBe(true);
  expect(new Set(setting.frontier.map(({ url }) => url))).toEqual(new Set(["/ferry", "/tide", "/quay"].map(urlOf)));
  await captureAll(setting);
  expect(setting.runs.all()).toMatchObject([{ state: "closed", ledger: { seen: 3, new: 3, captured: 3 } }]);
});

describe("a second try", () => {
  const FEED = "https://paper.example/feed.xml";

  it("of a run whose row is written takes nothing more: the source is polled anew at once", async () => {
    const setting = createSetting({}, { fault: { at: 3, when: "before" } });
    setting.web[FEED] = () => (setting.runs.all().length === 0 ? feedOf("/ferry") : feedOf("/tide", "/ferry"));
    const poll = await setting.addSource();
    await setting.deliver(poll);
    expect(setting.outcomes()).toEqual(["not-done", "stale"]);
    expect(setting.frontier.map(({ url }) => url)).toEqual([urlOf("/ferry")]);
    const stored = await setting.sources.get("a-source");
    expect(stored?.lease).toBeUndefined();
    expect(stored?.source.status.nextPollAt).toBe(poll.startedAt);
    await setting.pollAgain();
    expect(setting.runs.all()).toMatchObject([
      { ledger: { seen: 1, new: 1 } },
      { ledger: { seen: 2, new: 1, known: 1 } },
    ]);
  });

  it("does not send again what has ended meanwhile, but counts it", async () => {
    const setting = createSetting({}, { fault: { at: 1, when: "after" } });
    setting.web[FEED] = feedOf("/ferry");
    const poll = await setting.addSource();
    await setting.once(poll);
    for (const request of setting.frontier) await endItem(setting, request, { kind: "captured" });
    await setting.deliver(poll);
    expect(setting.frontier).toHaveLength(1);
    expect(setting.runs.all()).toMatchObject([{ ledger: { seen: 1, new: 1 }, state: "open" }]);
  });
});
