import { describe, expect, it, onTestFinished } from "vitest";
import { readSourceDocument } from "../../shared/feeds/read-source.ts";
import type { FetchRequest } from "../../shared/fetch/exchange.ts";
import { createFetcher } from "../../shared/fetch/fetcher.ts";
import { VirtualClock } from "./clock.ts";
import { FEED_PATH, LIST_PATH } from "./documents.ts";
import { ROBOTS_HOST, robotsOf, startSimulatedWeb } from "./simulated-web.ts";
import { createSites, HOSTILE, type Site } from "./sites.ts";

const START = new Date("2026-03-02T06:00:00.000Z");
const HOUR_MS = 3_600_000;
const SIZE = { hosts: 120, articlesPerHost: 27, publishingHours: 72 };
const sites = createSites(SIZE);

/** The web at its start, and a fetcher that reaches it and nothing else. */
async function startWeb() {
  const clock = new VirtualClock(START);
  const web = await startSimulatedWeb(sites, clock);
  onTestFinished(() => web.stop());
  const limits = { headersTimeoutMs: 200, maxBodyBytes: 64 * 1024 };
  const { lookup, pairs: allowPrivate } = web;
  const fetchUrl = createFetcher({ userAgent: "test", lookup, allowPrivate, limits });
  const ask = async (host: string, path: string, more: Partial<FetchRequest> = {}) => {
    const outcome = await fetchUrl({ url: web.urlOf(host, path), redirects: "report", ...more });
    if (outcome.kind === "failed") return { status: 0, code: outcome.error.code, body: new Uint8Array(0), headers: [] };
    const { status, body, responseHeaders: headers, truncated } = outcome.exchanges[0];
    return { status, code: truncated ?? undefined, body, headers };
  };
  const itemsOf = async (host: string, path: string) => {
    const reading = readSourceDocument((await ask(host, path)).body, { url: web.urlOf(host, path) });
    const urls: string[] = [];
    for await (const { url } of reading.items) urls.push(url);
    return urls;
  };
  return { web, clock, ask, itemsOf, at: (hour: number) => clock.moveTo(START.getTime() + hour * HOUR_MS) };
}

function find(wanted: Partial<Site>): Site {
  const site = sites.find((each) =>
    Object.entries(wanted).every(([name, value]) => each[name as keyof Site] === value),
  );
  if (!site) throw new Error(`no site is ${JSON.stringify(wanted)}`);
  return site;
}

describe("the simulated web", () => {
  it("is the same at each start", () => {
    expect(createSites(SIZE)).toEqual(sites);
    expect(createSites(SIZE, 8)).not.toEqual(sites);
  });

  it.each(["rss", "atom", "json", "rdf"] as const)("has %s feeds that can be read, and roll", async (publishes) => {
    const { itemsOf, at } = await startWeb();
    const site = find({ publishes, trouble: "none" });
    at(10);
    const before = await itemsOf(site.host, FEED_PATH[publishes]);
    at(72);
    const after = await itemsOf(site.host, FEED_PATH[publishes]);
    expect(before.length).toBeGreaterThan(0);
    expect(after).toHaveLength(20);
    expect(before.filter((url) => after.includes(url)).length).toBeLessThan(before.length);
  });

  it("writes an address another way at each poll where a site has such a habit", async () => {
    const { itemsOf, at } = await startWeb();
    at(72);
    for (const links of ["campaign", "session", "www"] as const) {
      const isFeed = ({ publishes }: Site) => publishes !== "page" && publishes !== "sitemap";
      const site =
        sites.find((each) => each.links === links && isFeed(each) && each.trouble === "none") ?? find({ links });
      const path = FEED_PATH[site.publishes];
      expect(await itemsOf(site.host, path), links).not.toEqual(await itemsOf(site.host, path));
    }
  });

  it("answers 304 where validators are honest, and for ever where they lie", async () => {
    const { ask, at } = await startWeb();
    for (const validators of ["honest", "lying"] as const) {
      const site = find({ validators, publishes: validators === "lying" ? "json" : "atom", trouble: "none" });
      at(validators === "lying" ? 30 : 10);
      const { headers } = await ask(site.host, FEED_PATH[site.publishes]);
      const etag = headers.find(([name]) => name.toLowerCase() === "etag")?.[1] ?? "none";
      at(validators === "lying" ? 60 : 20);
      const later = await ask(site.host, FEED_PATH[site.publishes], { validators: { etag } });
      expect(later.status, validators).toBe(validators === "lying" ? 304 : 200);
    }
  });

  it("lists all articles of a site that has a list", async () => {
    const { itemsOf, at } = await startWeb();
    const site = find({ hasList: true });
    at(72);
    expect(await itemsOf(site.host, LIST_PATH)).toHaveLength(site.articles.length);
  });

  it("answers for robots.txt as each site does", async () => {
    const { ask, at } = await startWeb();
    const statusAt = async (robots: Site["robots"]) => (await ask(find({ robots }).host, "/robots.txt")).status;
    expect(await statusAt("fails-at-first")).toBe(500);
    expect(await statusAt("fails-later")).toBe(200);
    expect(await statusAt("none")).toBe(404);
    expect(await statusAt("redirects")).toBe(301);
    expect(await statusAt("elsewhere")).toBe(302);
    at(24);
    expect(await statusAt("fails-at-first")).toBe(200);
    expect(await statusAt("fails-later")).toBe(500);
    const away = find({ robots: "elsewhere" });
    const kept = await ask(ROBOTS_HOST, `/of/${away.host}`);
    expect(Buffer.from(kept.body).toString()).toBe(robotsOf(away));
  });

  it.each([
    ["slow-headers", 0, "timeout"],
    ["huge-headers", 0, "headers-too-large"],
    ["redirect-circle", 302, undefined],
    ["garbage", 0, "bad-response"],
    ["status-999", 999, undefined],
    ["inward-redirect", 302, undefined],
    ["reset", 0, "connection-reset"],
    ["endless-body", 200, "length"],
    ["not-found", 404, undefined],
  ] as const)("is hostile by %s", async (trouble, status, code) => {
    const { ask } = await startWeb();
    const site = find({ trouble });
    const answer = await ask(site.host, site.articles[0]?.path ?? "");
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(HOSTILE).toContain(trouble);
  });

  it("keeps who was asked for what, and tells two requests at once", async () => {
    const { web, ask } = await startWeb();
    const [site, other] = [find({ trouble: "slow-headers" }), find({ trouble: "none" })];
    const path = site.articles[0]?.path ?? "";
    await Promise.all([ask(site.host, path), ask(site.host, path), ask(other.host, "/robots.txt")]);
    const asked = web.asked.filter(({ host }) => host === site.host);
    expect(asked.map(({ overlapped }) => overlapped)).toEqual([false, true]);
    expect(asked.map(({ status }) => status)).toEqual([0, 0]);
    expect(web.asked.filter(({ host, overlapped }) => host === other.host && overlapped)).toEqual([]);
  });

  it("notes who comes back before the time that it was told", async () => {
    const { web, clock, ask } = await startWeb();
    const site = find({ trouble: "rate-limits" });
    const path = site.articles[0]?.path ?? "";
    for (let times = 0; times < 9; times += 1) await ask(site.host, path);
    expect(web.asked.map(({ status, wasPaused }) => [status, wasPaused]).slice(-2)).toEqual([
      [429, false],
      [200, true],
    ]);
    clock.moveTo(clock.ms + 300_000);
    await ask(site.host, path);
    expect(web.asked.at(-1)?.wasPaused).toBe(false);
  });
});
