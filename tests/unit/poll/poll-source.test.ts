/** One poll of a source: what goes on the frontier, what its run accounts for, and what its status remembers. */
import { beforeEach, describe, expect, it } from "vitest";
import { itemKey } from "../../../shared/sources/item.ts";
import { ledgerAddsUp } from "../../../shared/sources/run-ledger.ts";
import { AT, later } from "../../support/fixtures.ts";
import { answered, broken, createSetting, feedOf, redirected, type Setting } from "./setting.ts";

const FEED = "https://paper.example/feed.xml";
const urlOf = (path: string) => `https://paper.example${path}`;

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

async function ledgerOf(): Promise<Record<string, unknown> | undefined> {
  const run = setting.runs.all().at(-1);
  expect(run && ledgerAddsUp(run.ledger)).toBe(true);
  return run?.ledger;
}

/** As capture would end what is on the frontier. */
async function endAll(kind: "captured" | "robots-denied" = "captured"): Promise<void> {
  for (const item of setting.items.all()) {
    await setting.items.replace({ ...item, lastEnd: { kind, at: AT }, dueAt: undefined }, item);
  }
  setting.frontier.length = 0;
}

describe("what is unseen", () => {
  it("goes on the frontier, for the run that found it", async () => {
    setting.web[FEED] = feedOf("/ferry", "/tide");
    const poll = await setting.addSource();
    await setting.deliver(poll);
    expect(setting.frontier).toMatchObject(
      ["/ferry", "/tide"].map((path) => ({
        url: urlOf(path),
        origin: { kind: "source", sourceId: "a-source", runId: poll.runId, takenAs: "new" },
      })),
    );
    expect(setting.runs.all()).toMatchObject([
      { id: poll.runId, outcome: "polled", documents: 1, state: "open", nextCheckAt: later(60_000) },
    ]);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 2, new: 2, known: 0 });
    expect(setting.outcomes()).toEqual(["polled"]);
  });

  it("is looked at again long after, should its end never come", async () => {
    setting.web[FEED] = feedOf("/ferry");
    await setting.deliver(await setting.addSource());
    expect(setting.items.all()).toMatchObject([{ dueAt: later(15 * 86_400_000), sourceId: "a-source" }]);
  });

  it("is taken once, however often and in whatever form the document names it", async () => {
    setting.web[FEED] = feedOf("/ferry", "/ferry?utm_source=feed", "/ferry#top", ...manyPaths(150), "/ferry");
    await setting.deliver(await setting.addSource());
    expect(setting.frontier).toHaveLength(151);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 154, new: 151, known: 3 });
  });

  it("is nothing at the next poll", async () => {
    setting.web[FEED] = feedOf("/ferry");
    await setting.deliver(await setting.addSource());
    setting.web[FEED] = feedOf("/tide", "/ferry");
    await setting.pollAgain();
    expect(setting.frontier.map(({ url }) => url)).toEqual([urlOf("/ferry"), urlOf("/tide")]);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 2, new: 1, known: 1 });
  });

  it("is another source's where that was faster", async () => {
    setting.web[FEED] = feedOf("/ferry", "/tide");
    const poll = await setting.addSource();
    const { create } = setting.deps.items;
    const isFaster = (url: string) => url.endsWith("/tide");
    Object.assign(setting.deps.items, {
      create: async (item: Parameters<typeof create>[0]) => !isFaster(item.url) && create(item),
    });
    await setting.deliver(poll);
    expect(setting.frontier.map(({ url }) => url)).toEqual([urlOf("/ferry")]);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 2, new: 1, known: 1 });
  });

  it("stays over the limit, is counted, and found again by the next run", async () => {
    setting.web[FEED] = feedOf("/ferry", "/tide", "/quay");
    await setting.deliver(await setting.addSource({ scope: { maxNewPerRun: 2 } }));
    await expect(ledgerOf()).resolves.toMatchObject({ new: 2, overLimit: 1 });
    await expect(setting.statusOf()).resolves.toMatchObject({ unfinished: true });
    // The same bytes, and still they are read.
    await setting.pollAgain();
    expect(setting.frontier.map(({ url }) => url)).toContain(urlOf("/quay"));
    await expect(setting.statusOf()).resolves.toMatchObject({ unfinished: false });
  });

  it("is left out of scope, and counted", async () => {
    setting.web[FEED] = feedOf("/ferry", "/sports/final");
    await setting.deliver(await setting.addSource({ scope: { exclude: ["/sports/*"] } }));
    expect(setting.frontier).toHaveLength(1);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 2, new: 1, outOfScope: 1 });
  });

  it("is looked at again in minutes where the frontier refused it", async () => {
    setting.web[FEED] = feedOf("/ferry", "/tide");
    setting.refuse.frontier = ({ url }) => url.endsWith("/tide");
    await setting.deliver(await setting.addSource());
    await expect(setting.items.get(itemKey(urlOf("/tide")))).resolves.toMatchObject({ dueAt: later(300_000) });
    await expect(ledgerOf()).resolves.toMatchObject({ new: 2 });
  });

  it("carries what its source lays down", async () => {
    setting.web[FEED] = feedOf("/ferry");
    await setting.deliver(await setting.addSource({ ignoreRobots: true, obeyNoarchive: true, revisits: ["PT1H"] }));
    expect(setting.frontier).toMatchObject([{ robotsOverride: { by: "ana" }, obeyNoarchive: true }]);
    expect(setting.items.all()).toMatchObject([{ revisits: ["PT1H"] }]);
  });
});

describe("what is known", () => {
  it("goes on the frontier again once it says that it changed", async () => {
    setting.web[FEED] = feedOf({ path: "/ferry", modifiedAt: AT });
    await setting.deliver(await setting.addSource());
    const [{ jobId } = { jobId: "" }] = setting.frontier;
    await endAll();
    setting.web[FEED] = feedOf({ path: "/ferry", modifiedAt: later(1000) });
    await setting.pollAgain();
    expect(setting.frontier).toMatchObject([{ origin: { takenAs: "changed" } }]);
    expect(setting.frontier[0]?.jobId).not.toBe(jobId);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 1, new: 0, changed: 1 });
    expect(setting.items.all()[0]?.lastEnd).toBeUndefined();
  });

  it("does not while it is on the frontier: the capture to come finds what changed", async () => {
    setting.web[FEED] = feedOf({ path: "/ferry", modifiedAt: AT });
    await setting.deliver(await setting.addSource());
    setting.web[FEED] = feedOf({ path: "/ferry", modifiedAt: later(1000) });
    await setting.pollAgain();
    expect(setting.frontier).toHaveLength(1);
    await expect(ledgerOf()).resolves.toMatchObject({ known: 1, changed: 0 });
  });

  it("is in the other source's run where that sees the change, by the first one's policy", async () => {
    setting.web[FEED] = feedOf({ path: "/ferry", modifiedAt: AT });
    await setting.deliver(await setting.addSource({ revisits: ["PT1H"] }));
    await endAll();
    setting.web["https://paper.example/all.xml"] = feedOf({ path: "/ferry", modifiedAt: later(1000) });
    const [mine] = [(await setting.sources.get("a-source"))?.source];
    if (mine)
      await setting.sources.create({ ...mine, id: "other", url: "https://paper.example/all.xml", revisits: [] });
    await setting.pollAgain("other");
    expect(setting.frontier).toMatchObject([{ origin: { sourceId: "other", takenAs: "changed" } }]);
    expect(setting.items.all()).toMatchObject([{ sourceId: "a-source", takenBy: "other", revisits: ["PT1H"] }]);
  });

  it("is unseen to a source that robots.txt does not bind, where it was denied", async () => {
    setting.web[FEED] = feedOf("/ferry", "/tide");
    await setting.deliver(await setting.addSource());
    await endAll("robots-denied");
    const stored = await setting.sources.get("a-source");
    if (stored) {
      await setting.sources.replace({
        ...stored,
        source: { ...stored.source, robotsOverride: { by: "ana", at: AT } },
      });
    }
    setting.web[FEED] = feedOf("/tide", "/ferry");
    await setting.pollAgain();
    expect(setting.frontier).toMatchObject([{ origin: { takenAs: "new" } }, { origin: { takenAs: "new" } }]);
    await expect(ledgerOf()).resolves.toMatchObject({ new: 2, known: 0 });
  });
});

describe("an answer", () => {
  it("is asked for with the validators of the last whole one", async () => {
    const headers = [["ETag", '"one"']] as const;
    setting.web[FEED] = answered(200, feedOf("/ferry"), headers);
    await setting.deliver(await setting.addSource());
    setting.web[FEED] = answered(304);
    await setting.pollAgain();
    expect(setting.asked.at(-1)).toMatchObject({ validators: { etag: '"one"' }, priority: "crawl" });
    expect(setting.runs.all().at(-1)).toMatchObject({ outcome: "not-modified", documents: 0, state: "closed" });
    expect(setting.outcomes()).toEqual(["polled", "not-modified"]);
  });

  it("of the same bytes is not read", async () => {
    setting.web[FEED] = feedOf("/ferry");
    await setting.deliver(await setting.addSource());
    setting.deps.items.getMany = async () => {
      throw new Error("It was read");
    };
    await setting.pollAgain();
    expect(setting.runs.all().at(-1)).toMatchObject({ outcome: "not-modified", state: "closed" });
    await expect(setting.statusOf()).resolves.toMatchObject({ failures: 0 });
  });

  it("that nobody asked for, 304 without conditions, is a failure", async () => {
    setting.web[FEED] = answered(304);
    await setting.deliver(await setting.addSource());
    expect(setting.runs.all()).toMatchObject([{ outcome: "failed", error: { code: "bad-response" } }]);
  });

  it.each([
    [answered(404), "http-client-error"],
    [answered(429), "http-throttled"],
    [answered(503), "http-server-error"],
    [answered(200, "<!doctype html><p>Nothing here.</p>"), "html-not-feed"],
    [answered(200, ""), "empty"],
    [answered(200, "not gzip", [["Content-Encoding", "gzip"]]), "broken-content-encoding"],
    [broken("dns-not-found"), "dns-not-found"],
    [{ kind: "denied", robots: { allowed: false, rule: "Disallow: /", group: null } }, "robots-denied"],
    [{ kind: "unreachable", code: "tls-failed", message: "" }, "tls-failed"],
    [{ kind: "wait", waitSeconds: 900, reason: "robots", code: "timeout" }, "timeout"],
  ] as const)("that is no document fails the run (%#: %s, %s)", async (answer, code) => {
    setting.web[FEED] = answer;
    await setting.deliver(await setting.addSource());
    expect(setting.runs.all()).toMatchObject([{ outcome: "failed", error: { code }, state: "closed" }]);
    expect(setting.observer.outcomes).toMatchObject([{ outcome: "poll-failed", code, sourceId: "a-source" }]);
    const status = await setting.statusOf();
    expect(status).toMatchObject({ failures: 1, lastFailure: code });
    expect(Date.parse(status?.nextPollAt ?? "")).toBeGreaterThan(Date.parse(AT));
  });

  it("that says when to come again is obeyed", async () => {
    setting.web[FEED] = answered(503, "", [["Retry-After", "7200"]]);
    await setting.deliver(await setting.addSource());
    await expect(setting.statusOf()).resolves.toMatchObject({ nextPollAt: later(7_200_000) });
  });

  it("that says it is gone, again and again, suspends the source", async () => {
    setting.web[FEED] = answered(410);
    await setting.addSource();
    for (let poll = 0; poll < 3; poll += 1) await setting.pollAgain();
    await expect(setting.statusOf()).resolves.toMatchObject({ state: "suspended", suspension: { code: "gone" } });
    expect(setting.observer.outcomes.at(-1)).toEqual({
      outcome: "source-suspended",
      sourceId: "a-source",
      code: "gone",
    });
  });

  it("from elsewhere is asked for in that host's turn, without validators", async () => {
    setting.web[FEED] = redirected("https://feeds.example/paper");
    setting.web["https://feeds.example/paper"] = feedOf("/ferry");
    await setting.deliver(await setting.addSource());
    expect(setting.outcomes()).toEqual(["redirected", "polled"]);
    expect(setting.asked.at(-1)).toMatchObject({ url: "https://feeds.example/paper", validators: undefined });
    expect(setting.frontier).toHaveLength(1);
  });

  it("that sends from one place to the next without end is given up", async () => {
    setting.web[FEED] = redirected(FEED);
    await setting.deliver(await setting.addSource());
    expect(setting.runs.all()).toMatchObject([{ outcome: "failed", error: { code: "too-many-redirects" } }]);
    expect(setting.asked).toHaveLength(11);
  });
});

describe("a page", () => {
  const PAGE = "https://paper.example/news/";

  it("brings what it links to on its own host", async () => {
    setting.web[PAGE] = answered(200, `<a href="/ferry">Ferry</a> <a href="https://other.example/x">Else</a>`);
    await setting.deliver(await setting.addSource({ type: "page", url: PAGE }));
    expect(setting.frontier.map(({ url }) => url)).toEqual([urlOf("/ferry")]);
    await expect(ledgerOf()).resolves.toMatchObject({ seen: 2, new: 1, outOfScope: 1 });
  });

  it("without anything in it fails", async () => {
    setting.web[PAGE] = answered(200, " ");
    await setting.deliver(await setting.addSource({ type: "page", url: PAGE }));
    expect(setting.runs.all()).toMatchObject([{ outcome: "failed", error: { code: "empty" } }]);
  });
});

describe("a list that was uploaded", () => {
  const upload = { type: "list", url: undefined, name: "Reading list" };

  it("is read from the bucket, and once", async () => {
    const poll = await setting.addSource(upload, { nextPollAt: AT });
    setting.lists.set("a-source", `${urlOf("/ferry")}\n${urlOf("/tide")}\n`);
    await setting.deliver(poll);
    expect(setting.asked).toEqual([]);
    expect(setting.frontier).toHaveLength(2);
    expect((await setting.statusOf())?.nextPollAt).toBeUndefined();
  });

  it("is read again for what was over the limit", async () => {
    const poll = await setting.addSource({ ...upload, scope: { maxNewPerRun: 1 } }, { nextPollAt: AT });
    setting.lists.set("a-source", `${urlOf("/ferry")}\n${urlOf("/tide")}\n`);
    await setting.deliver(poll);
    expect((await setting.statusOf())?.nextPollAt).toBeDefined();
    await setting.pollAgain();
    expect(setting.frontier).toHaveLength(2);
    expect((await setting.statusOf())?.nextPollAt).toBeUndefined();
  });

  it("is due at once where another came while it was read", async () => {
    const poll = await setting.addSource(upload, { nextPollAt: AT });
    setting.lists.set("a-source", `${urlOf("/ferry")}\n`);
    setting.pass(5);
    const stored = await setting.sources.get("a-source");
    if (!stored) throw new Error("It is gone");
    const source = { ...stored.source, uploadedAt: later(5000) };
    await setting.sources.replace({
      ...stored,
      source: { ...source, status: { ...source.status, nextPollAt: later(5000) } },
    });
    await setting.deliver(poll);
    await expect(setting.statusOf()).resolves.toMatchObject({ nextPollAt: later(5000) });
  });
});

describe("a source that is changed while it is polled", () => {
  it("stays paused", async () => {
    setting.web[FEED] = feedOf("/ferry");
    const poll = await setting.addSource();
    const stored = await setting.sources.get("a-source");
    if (!stored) throw new Error("It is gone");
    const source = { ...stored.source, enabled: false, status: { ...stored.source.status, state: "paused" as const } };
    await setting.sources.replace({ ...stored, source });
    await setting.deliver(poll);
    const status = await setting.statusOf();
    expect(status).toMatchObject({ state: "paused", lastPolledAt: AT });
    expect(status?.nextPollAt).toBeUndefined();
  });

  it("keeps the change that was made between reading and writing it", async () => {
    setting.web[FEED] = () => feedOf("/ferry");
    const poll = await setting.addSource();
    const { create } = setting.deps.runs;
    Object.assign(setting.deps.runs, {
      create: async (run: Parameters<typeof create>[0]) => {
        const stored = await setting.sources.get("a-source");
        if (stored) await setting.sources.replace({ ...stored, source: { ...stored.source, name: "Renamed" } });
        return create(run);
      },
    });
    await setting.deliver(poll);
    const stored = await setting.sources.get("a-source");
    expect(stored).toMatchObject({ source: { name: "Renamed", status: { lastPolledAt: AT } } });
    expect(stored?.lease).toBeUndefined();
  });

  it("or removed, or leased to another run, has nothing done for it", async () => {
    const poll = await setting.addSource();
    await setting.lease("a-source");
    await expect(setting.once(poll)).resolves.toBe("fulfilled");
    await setting.sources.remove("a-source");
    await expect(setting.once(poll)).resolves.toBe("fulfilled");
    expect(setting.outcomes()).toEqual(["stale", "stale"]);
    expect(setting.asked).toEqual([]);
    expect(setting.runs.all()).toEqual([]);
  });
});

it("tells of a source that is silent, at each of its polls", async () => {
  setting.web[FEED] = answered(500);
  const gaps = Array.from({ length: 5 }, (_, index) => ({ day: `2026-03-0${index + 1}`, seconds: 3600 }));
  await setting.deliver(await setting.addSource({}, { longestGaps: gaps, lastUnseenAt: "2026-03-10T00:00:00.000Z" }));
  expect(setting.outcomes()).toEqual(["poll-failed", "source-silent"]);
  await expect(setting.statusOf()).resolves.toMatchObject({ silentSince: AT });
});

it("acknowledges a message that cannot be read, and logs it", async () => {
  await expect(setting.once("{")).resolves.toBe("fulfilled");
  expect(setting.observer.outcomes).toMatchObject([{ outcome: "bad-message", code: "bad-message" }]);
});

it("keeps a message whose next step the queue refuses", async () => {
  setting.web[FEED] = redirected("https://feeds.example/paper");
  setting.refuse.polls = true;
  await expect(setting.once(await setting.addSource())).resolves.toBe("rejected");
  expect(setting.outcomes()).toEqual(["not-done"]);
});

it("makes a lease that is about to run out last", async () => {
  setting.web[FEED] = { kind: "wait", waitSeconds: 30, reason: "gap" };
  const poll = await setting.addSource();
  setting.pass(600);
  await setting.once(poll);
  expect((await setting.sources.get("a-source"))?.lease).toEqual({ runId: poll.runId, until: later(1_500_000) });
});

const manyPaths = (count: number): string[] => Array.from({ length: count }, (_, index) => `/story-${index}`);
