/** A sitemap index: its sitemaps are read one message after the other, in one run with one account. */
import { beforeEach, describe, expect, it } from "vitest";
import { chooseChildren } from "../../../functions/poll/choose-children.ts";
import { ledgerAddsUp } from "../../../shared/sources/run-ledger.ts";
import { AT } from "../../support/fixtures.ts";
import { answered, createSetting, feedOf, indexOf, type Setting, sitemapOf } from "./setting.ts";

const INDEX = "https://paper.example/sitemap.xml";
const urlOf = (path: string) => `https://paper.example${path}`;
const sitemap = { type: "sitemap", url: INDEX };

let setting: Setting;
beforeEach(() => {
  setting = createSetting({
    [INDEX]: indexOf("/a.xml", "/b.xml"),
    [urlOf("/a.xml")]: sitemapOf("/ferry", "/tide"),
    [urlOf("/b.xml")]: sitemapOf("/tide", "/quay"),
  });
});

const askedFor = () => setting.asked.map(({ url }) => new URL(url).pathname);
const lastRun = () => setting.runs.all().at(-1);

describe("a run", () => {
  it("reads all of them, and accounts for their items together", async () => {
    await setting.deliver(await setting.addSource(sitemap));
    expect(askedFor()).toEqual(["/sitemap.xml", "/a.xml", "/b.xml"]);
    expect(setting.outcomes()).toEqual(["document-read", "document-read", "polled"]);
    expect(setting.runs.all()).toMatchObject([
      { outcome: "polled", documents: 3, state: "open", ledger: { seen: 4, new: 3, known: 1 } },
    ]);
    expect(setting.frontier.map(({ url }) => url)).toEqual(["/ferry", "/tide", "/quay"].map(urlOf));
  });

  it("takes them where it finds them in a feed's place too, and gzip or not", async () => {
    await setting.deliver(await setting.addSource({ type: "feed", url: INDEX }));
    expect(lastRun()).toMatchObject({ documents: 3 });
  });

  it("goes on without one that is not there, and does not wait for it", async () => {
    setting.web[urlOf("/a.xml")] = answered(404);
    await setting.deliver(await setting.addSource(sitemap));
    expect(lastRun()).toMatchObject({ outcome: "polled", documents: 2, ledger: { new: 2 } });
    await expect(setting.statusOf()).resolves.toMatchObject({ unfinished: false, failures: 0 });
  });

  it("leaves one that fails for now to the next run", async () => {
    setting.web[urlOf("/a.xml")] = answered(503);
    await setting.deliver(await setting.addSource(sitemap));
    expect(lastRun()).toMatchObject({ documents: 2, documentsLeft: 1 });
    expect((await setting.statusOf())?.readThroughAt).toBeUndefined();
    await expect(setting.statusOf()).resolves.toMatchObject({ unfinished: true });
  });

  it("ends where the host needs a long rest, with what it has", async () => {
    setting.web[urlOf("/b.xml")] = { kind: "wait", waitSeconds: 90_000, reason: "paused" };
    await setting.deliver(await setting.addSource(sitemap));
    expect(lastRun()).toMatchObject({ outcome: "polled", documents: 2, documentsLeft: 1, ledger: { new: 2 } });
    const status = await setting.statusOf();
    expect(status?.unfinished).toBe(true);
    expect(Date.parse(status?.nextPollAt ?? "")).toBeGreaterThanOrEqual(Date.parse(AT) + 90_000_000);
  });

  it("ends once it has taken all that it may", async () => {
    await setting.deliver(await setting.addSource({ ...sitemap, scope: { maxNewPerRun: 2 } }));
    expect(askedFor()).toEqual(["/sitemap.xml", "/a.xml"]);
    expect(lastRun()).toMatchObject({ documents: 2, documentsLeft: 1 });
    await setting.pollAgain();
    expect(setting.frontier.map(({ url }) => url)).toContain(urlOf("/quay"));
  });

  it("that was paused half-way keeps account of what it took", async () => {
    const poll = await setting.addSource(sitemap);
    setting.web[urlOf("/b.xml")] = () => sitemapOf("/quay");
    await setting.once(poll);
    const [next] = setting.queue.splice(0);
    if (next) await setting.once(next);
    const stored = await setting.sources.get("a-source");
    if (stored) await setting.sources.replace({ ...stored, lease: undefined });
    await setting.deliver();
    expect(setting.outcomes().at(-1)).toBe("stale");
    expect(lastRun()).toMatchObject({ id: poll.runId, documents: 2, documentsLeft: 1, ledger: { new: 2 } });
  });
});

describe("the next run", () => {
  it("reads an index of the same bytes all the same: it does not say that its sitemaps are the same", async () => {
    setting.web[INDEX] = answered(200, indexOf("/a.xml"), [["ETag", '"one"']]);
    await setting.deliver(await setting.addSource(sitemap));
    setting.web[urlOf("/a.xml")] = sitemapOf("/ferry", "/tide", "/harbour");
    await setting.pollAgain();
    expect(setting.asked.every(({ validators }) => validators === undefined)).toBe(true);
    expect(setting.frontier.at(-1)?.url).toBe(urlOf("/harbour"));
  });

  it("leaves alone what has not changed since, and reads what changed while the last one ran", async () => {
    setting.web[INDEX] = indexOf(
      { path: "/a.xml", modifiedAt: "2026-03-01T00:00:00Z" },
      { path: "/b.xml", modifiedAt: "2026-03-14T09:31:00Z" },
    );
    setting.web[urlOf("/b.xml")] = () => {
      setting.pass(7200);
      return sitemapOf("/quay");
    };
    await setting.deliver(await setting.addSource(sitemap));
    setting.asked.length = 0;
    await setting.pollAgain();
    expect(askedFor()).toEqual(["/sitemap.xml", "/b.xml"]);
  });
});

describe("an index that leads in circles", () => {
  it.each([
    ["itself", { [INDEX]: indexOf("/sitemap.xml", "/a.xml") }],
    ["one sitemap twice", { [INDEX]: indexOf("/a.xml", "/a.xml") }],
    ["an index that names it", { [INDEX]: indexOf("/c.xml"), [urlOf("/c.xml")]: indexOf("/sitemap.xml", "/a.xml") }],
    [
      "two that name the same",
      {
        [INDEX]: indexOf("/c.xml", "/d.xml"),
        [urlOf("/c.xml")]: indexOf("/a.xml"),
        [urlOf("/d.xml")]: indexOf("/a.xml"),
      },
    ],
  ])("naming %s has each read once", async (_name, web) => {
    Object.assign(setting.web, web);
    await setting.deliver(await setting.addSource(sitemap));
    expect(askedFor()).toHaveLength(new Set(askedFor()).size);
    expect(lastRun()).toMatchObject({ ledger: { seen: 2, new: 2 } });
    expect(lastRun()?.documentsLeft).toBeUndefined();
  });

  it("goes no deeper than three", async () => {
    for (let depth = 0; depth < 6; depth += 1) setting.web[urlOf(`/${depth}.xml`)] = indexOf(`/${depth + 1}.xml`);
    await setting.deliver(await setting.addSource({ type: "sitemap", url: urlOf("/0.xml") }));
    expect(askedFor()).toEqual(["/0.xml", "/1.xml", "/2.xml", "/3.xml"]);
    expect(lastRun()).toMatchObject({ documentsLeft: 1, state: "closed" });
    // No run to come would go deeper.
    await expect(setting.statusOf()).resolves.toMatchObject({ unfinished: false });
  });
});

describe("which are read first", () => {
  const start = { url: INDEX, depth: 0, pending: [], progress: undefined };
  const childOf = (path: string, modifiedAt?: string) => ({ url: urlOf(path), modifiedAt });
  const paths = (pending: readonly { url: string }[]) => pending.map(({ url }) => new URL(url).pathname);

  it("is the newest, and those without a date last", () => {
    const children = [childOf("/none"), childOf("/old", "2026-01-02"), childOf("/new", "2026-03-14T09:00:00Z")];
    expect(paths(chooseChildren(children, {}, start).pending)).toEqual(["/new", "/old", "/none"]);
  });

  it("leaves out what is older than the last whole run, with slack for clocks and for days without a time", () => {
    const children = [
      childOf("/old", "2026-03-14T08:00:00Z"),
      childOf("/just-before", "2026-03-14T09:00:00Z"),
      childOf("/that-day", "2026-03-14"),
      childOf("/the-day-before", "2026-03-13"),
      childOf("/long-before", "2026-03-11"),
    ];
    const { pending } = chooseChildren(children, { readThroughAt: AT }, start);
    expect(paths(pending)).toEqual(["/just-before", "/that-day", "/the-day-before"]);
  });

  it("fits the message that they travel in; the others are for later runs", () => {
    const children = Array.from({ length: 5000 }, (_, index) => childOf(`/sitemap-of-some-length-${index}.xml`));
    const { pending, left, comesBack } = chooseChildren(children, {}, start);
    expect(JSON.stringify(pending).length).toBeLessThan(160_000);
    expect(pending.length + left).toBe(5000);
    expect(comesBack).toBe(true);
  });
});

it("keeps an account that adds up where a document breaks off", async () => {
  setting.web[urlOf("/a.xml")] = sitemapOf("/ferry", "/tide").slice(0, -30);
  await setting.deliver(await setting.addSource(sitemap));
  const run = lastRun();
  expect(run && ledgerAddsUp(run.ledger)).toBe(true);
  expect(run?.ledger.new).toBeGreaterThanOrEqual(2);
});

it("does not hold what a feed among its sitemaps names against it", async () => {
  setting.web[urlOf("/b.xml")] = feedOf("/quay");
  await setting.deliver(await setting.addSource(sitemap));
  expect(lastRun()).toMatchObject({ ledger: { new: 3 } });
});
