/**
 * Days of crawling a web of many newspapers, some slow, failing, rate-limiting or hostile: what was archived, how each
 * host was treated, and whether the ledger accounts for every item.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSuccess } from "../../shared/index/capture-store.ts";
import { decideRobots } from "../../shared/robots/decide-robots.ts";
import { parseRobots } from "../../shared/robots/parse-robots.ts";
import { PRODUCT_TOKEN } from "../../shared/robots/product-token.ts";
import { addEnds, type ItemEndRow, type Run } from "../../shared/sources/run.ts";
import {
  addToLedger,
  countWaiting,
  EMPTY_LEDGER,
  ledgerAddsUp,
  type RunLedger,
} from "../../shared/sources/run-ledger.ts";
import { type CreateSource, SOURCE_DEFAULTS } from "../../shared/sources/source.ts";
import { parseDurationMs } from "../../shared/time.ts";
import { VirtualClock } from "./clock.ts";
import { type Crawl, createCrawl } from "./crawl.ts";
import { FEED_PATH, LIST_PATH } from "./documents.ts";
import { type Asked, ROBOTS_HOST, robotsOf, type SimulatedWeb, startSimulatedWeb } from "./simulated-web.ts";
import { type Article, CRAWL_DELAY_SECONDS, createSites, HOSTILE, type Site } from "./sites.ts";

const SIZE = { hosts: 200, articlesPerHost: 27, publishingHours: 72 };
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The last revisit of the last article comes seven days after its capture. */
const DAYS = 12;
const START = new Date("2026-03-02T06:00:00.000Z");
const MIN_GAP_MS = 2000;
/** A tick of discover, and the wait for the turns of all that was due on the host at the same time. */
const LATEST_REVISIT_MS = 15 * 60_000;

const clock = new VirtualClock(START);
const sites = createSites(SIZE);
let web: SimulatedWeb;
let crawl: Crawl;
let ends: ItemEndRow[];
let ledgers: { run: Run; ledger: RunLedger }[];
const sourceIds = new Map<string, Site>();

beforeAll(async () => {
  web = await startSimulatedWeb(sites, clock);
  crawl = createCrawl(web, clock);
  for (const site of sites) {
    for (const source of sourcesOf(site)) sourceIds.set(await crawl.addSource(source), site);
  }
  await crawl.runUntil(START.getTime() + DAYS * DAY_MS);
  ends = [];
  ledgers = [];
  for (const run of crawl.stores.runs.all()) {
    const { rows } = await crawl.stores.runs.listEnds({ sourceId: run.sourceId, runId: run.id }, { limit: 100_000 });
    ends.push(...rows);
    ledgers.push({ run, ledger: run.state === "closed" ? run.ledger : addEnds(run.ledger, rows) });
  }
}, 600_000);

afterAll(() => web?.stop());

/** What is polled of a site. Where it has a list too, both name the same articles at the same time. */
function sourcesOf(site: Site): CreateSource[] {
  const type = { sitemap: "sitemap", page: "page" }[site.publishes as string] ?? "feed";
  const scope = type === "page" ? { include: ["/news/*", "/private/*"], sameHost: false } : { sameHost: false };
  const main = { type: type as "feed", url: web.urlOf(site.host, FEED_PATH[site.publishes]), scope };
  if (!site.hasList) return [main];
  const schedule = { every: "PT3H" };
  const listScope = { exclude: ["/private/*"], maxNewPerRun: 3 };
  const list = { type: "list" as const, url: web.urlOf(`www.${site.host}`, LIST_PATH), scope: listScope };
  return [
    { ...list, schedule },
    { ...main, schedule },
  ];
}

const isHostile = ({ trouble }: Site): boolean => HOSTILE.some((each) => each === trouble);
/** Ends of an article, whatever its address was written like. */
const endsOf = (site: Site, { path }: Article): ItemEndRow[] => endsByArticle.get(`${site.host}${path}`) ?? [];
let endsByArticle: Map<string, ItemEndRow[]>;
beforeAll(() => {
  endsByArticle = Map.groupBy(ends, ({ url }) => articleName(url));
});
/** What an article is called here, whatever its address was written like. */
function articleName(url: string): string {
  const { hostname, pathname } = new URL(url);
  return hostname.replace(/^www\./, "") + pathname.replace(/;.*$/, "");
}
/** Articles that a source named: while a host takes nothing its feed may roll on. */
const isKnown = (site: Site, { path }: Article): boolean => knownArticles.has(`${site.host}${path}`);
let knownArticles: Set<string>;
beforeAll(() => {
  knownArticles = new Set(crawl.stores.items.all().map(({ url }) => articleName(url)));
});
/** Without the host that only keeps the robots.txt of others. */
const askedOfSites = (): Asked[] => web.asked.filter(({ host }) => host !== ROBOTS_HOST);
const isArticle = ({ path }: Asked): boolean => /^\/(?:news|private)\//.test(path);
const failsToSayItsRules = ({ robots }: Site): boolean => robots === "fails-at-first" || robots === "fails-later";
function countBy<T>(entries: readonly T[], nameOf: (entry: T) => string): Map<string, number> {
  return new Map([...Map.groupBy(entries, nameOf)].map(([name, all]) => [name, all.length]));
}
/** When a host's robots.txt was read, be it that there is none; where it redirects, when that was read. */
function robotsReadAt(host: string, byHost: ReadonlyMap<string, readonly Asked[]>): number[] {
  const site = sites.find((each) => each.host === host.replace(/^www\./, ""));
  const isAway = site?.robots === "elsewhere";
  const isAtWww = site?.robots === "redirects" && !host.startsWith("www.");
  const [where, path] = isAway ? [ROBOTS_HOST, `/of/${site.host}`] : [isAtWww ? `www.${host}` : host, "/robots.txt"];
  const answers = (byHost.get(where) ?? []).filter((each) => each.path === path);
  return answers.flatMap(({ status, atMs }) => (status === 200 || status === 404 ? [atMs] : []));
}
const deniedTo = (site: Site, { path }: Article): boolean => {
  const rules = robotsOf(site);
  const url = `http://${site.host}${path}`;
  return rules !== undefined && !decideRobots(parseRobots(Buffer.from(rules)), url, PRODUCT_TOKEN).allowed;
};

describe("what was archived", () => {
  it("is thousands of articles of two hundred hosts", () => {
    expect(new Set(askedOfSites().map(({ host }) => host.replace(/^www\./, ""))).size).toBe(SIZE.hosts);
    expect(sites.reduce((sum, { articles }) => sum + articles.length, 0)).toBeGreaterThanOrEqual(5000);
  });

  it("is each article exactly once as new, and then again as its revisits come due", () => {
    const policy = SOURCE_DEFAULTS.revisits.map((duration) => parseDurationMs(duration) ?? 0);
    for (const site of sites.filter((each) => !isHostile(each))) {
      for (const article of site.articles) {
        const found = endsOf(site, article);
        const name = `${site.host}${article.path} (${site.trouble})`;
        const news = found.filter(({ takenAs }) => takenAs === "new");
        if (deniedTo(site, article)) {
          // Asked about once, and again where a sitemap says that it has changed; never fetched.
          expect(new Set(found.map(({ kind }) => kind)), name).toEqual(new Set(["robots-denied"]));
          expect(news, name).toHaveLength(1);
          continue;
        }
        expect(news, name).toHaveLength(1);
        const revisits = found.filter(({ takenAs }) => takenAs === "revisit");
        // Where all goes well, all four came; where a host was away, those that were missed are made up for by one.
        if (site.trouble === "none" || site.trouble === "slow") {
          expect(news[0]?.kind, name).toBe("captured");
          expect(
            revisits.map(({ kind }) => kind).every((kind) => kind !== "failed"),
            name,
          ).toBe(true);
          if (!failsToSayItsRules(site)) expect(revisits, name).toHaveLength(policy.length);
        }
        expect(revisits.length, name).toBeLessThanOrEqual(policy.length);
        expect(
          found.some(({ kind }) => kind === "captured"),
          name,
        ).toBe(true);
      }
    }
  });

  it("comes again when it is due, and not before", () => {
    const policy = SOURCE_DEFAULTS.revisits.map((duration) => parseDurationMs(duration) ?? 0);
    const isWell = (site: Site) => (site.trouble === "none" || site.trouble === "slow") && !failsToSayItsRules(site);
    let revisited = 0;
    for (const site of sites.filter(isWell)) {
      for (const article of site.articles.filter((each) => !deniedTo(site, each))) {
        const found = endsOf(site, article).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
        const first = Date.parse(found[0]?.at ?? "");
        const revisits = found.filter(({ takenAs }) => takenAs === "revisit");
        for (const [index, { at }] of revisits.entries()) {
          const lateMs = Date.parse(at) - first - (policy[index] ?? 0);
          const name = `${site.host}${article.path}, revisit ${index + 1}`;
          expect(lateMs, name).toBeGreaterThanOrEqual(0);
          expect(lateMs, name).toBeLessThan(LATEST_REVISIT_MS);
          revisited += 1;
        }
      }
    }
    expect(revisited).toBeGreaterThan(10_000);
  });

  it("is every answer that a host gave for an article, once", () => {
    const isSound = ({ host }: Asked) => sites.some((site) => host.endsWith(site.host) && !isHostile(site));
    // 429 and 5xx are asked for again, and kept only where it was the last try.
    const answers = web.asked.filter(
      (each) => isSound(each) && isArticle(each) && each.status > 0 && each.status < 400,
    );
    const given = countBy(answers, ({ host, path }) => host + path);
    const kept = countBy(
      crawl.captures.all().filter(({ httpStatus }) => httpStatus < 400),
      ({ url }) => new URL(url).hostname + new URL(url).pathname.replace(/;.*$/, ""),
    );
    const differing = [...given].filter(([name, count]) => kept.get(name) !== count);
    expect(differing).toEqual([]);
    expect(answers.length).toBeGreaterThan(20_000);
  });

  it("has every edit that was made while an article was watched", () => {
    const successes = crawl.captures.all().filter((each) => each.kind === "response" && isSuccess(each.httpStatus));
    const versions = Map.groupBy(successes, ({ url }) => articleName(url));
    let watched = 0;
    for (const site of sites.filter(({ trouble }) => trouble === "none" || trouble === "slow")) {
      for (const article of site.articles) {
        const captured = endsOf(site, article).find(({ kind }) => kind === "captured");
        const edited = article.editedHours.map((hour) => START.getTime() + hour * 3_600_000);
        // An edit before the first capture is in that; one within the seven days of the policy is met by a revisit.
        const seen = edited.filter((at) => captured && at > Date.parse(captured.at));
        if (seen.length === 0) continue;
        watched += 1;
        expect(versions.get(`${site.host}${article.path}`)?.length, `${site.host}${article.path}`).toBe(
          1 + seen.length,
        );
      }
    }
    expect(watched).toBeGreaterThan(100);
  });

  it("is no payload twice: what was unchanged is a revisit", () => {
    // What was cut off is not known to be the same.
    const successes = crawl.captures
      .all()
      .filter(({ kind, httpStatus, truncated }) => kind === "response" && isSuccess(httpStatus) && !truncated);
    const payloads = countBy(successes, ({ url, payloadSha256 }) => `${url} ${payloadSha256}`);
    expect([...payloads].filter(([, times]) => times > 1)).toEqual([]);
    expect(crawl.captures.all().filter(({ kind }) => kind === "revisit").length).toBeGreaterThan(10_000);
  });
});

describe("how hosts were treated", () => {
  it("none saw two requests at once", () => {
    expect(web.asked.filter(({ overlapped }) => overlapped)).toEqual([]);
    expect(crawl.overlaps).toEqual([]);
  });

  it("none saw two requests closer than its gap, be it ours or its own Crawl-delay", () => {
    const tooClose: string[] = [];
    for (const [host, asked] of Map.groupBy(web.asked, (each) => each.host)) {
      const site = sites.find((each) => each.host === host.replace(/^www\./, ""));
      // robots.txt itself is asked for before anybody can know what it says.
      const gapMs = site?.robots === "crawl-delay" ? CRAWL_DELAY_SECONDS * 1000 : MIN_GAP_MS;
      for (const [index, next] of asked.entries()) {
        const before: Asked | undefined = asked[index - 1];
        const wantedMs = before?.path === "/robots.txt" ? MIN_GAP_MS : gapMs;
        if (before && next.atMs - before.atMs < wantedMs) tooClose.push(`${host}: ${before.path}, ${next.path}`);
      }
    }
    expect(tooClose).toEqual([]);
  });

  it("none was asked while it wanted to be left alone", () => {
    expect(web.asked.filter(({ wasPaused }) => wasPaused)).toEqual([]);
    expect(crawl.outcomes.get("capture retry http-throttled")).toBeGreaterThan(100);
  });

  it("none was asked for what its robots.txt denies", () => {
    const broken = web.asked.filter(({ host, path }) => {
      const site = sites.find((each) => each.host === host.replace(/^www\./, ""));
      // A robots.txt that a redirected host serves under www stands for both.
      const rules = site && robotsOf(site);
      return (
        rules !== undefined &&
        !decideRobots(parseRobots(Buffer.from(rules)), `http://${host}${path}`, PRODUCT_TOKEN).allowed
      );
    });
    expect(broken).toEqual([]);
  });

  it("none was asked for a page but with its robots.txt known, read within the last day", () => {
    const byHost = Map.groupBy(web.asked, ({ host }) => host);
    for (const [host, asked] of Map.groupBy(askedOfSites(), (each) => each.host)) {
      const readAt = robotsReadAt(host, byHost);
      for (const { path, atMs } of asked.filter((each) => each.path !== "/robots.txt")) {
        const isKnown = readAt.some((at) => at <= atMs && atMs - at <= DAY_MS);
        if (!isKnown) expect.fail(`${host}${path} after ${(atMs - START.getTime()) / HOUR_MS} hours`);
      }
    }
  });

  it("each was asked for its robots.txt first, and for it about once a day", () => {
    for (const [host, asked] of Map.groupBy(askedOfSites(), (each) => each.host)) {
      expect(asked[0]?.path, host).toBe("/robots.txt");
      const site = sites.find((each) => each.host === host.replace(/^www\./, ""));
      if (!site || site.robots === "redirects" || site.robots === "elsewhere" || failsToSayItsRules(site)) continue;
      expect(asked.filter(({ path }) => path === "/robots.txt").length, host).toBeLessThanOrEqual(DAYS + 1);
    }
  });

  it("one that fails for hours is left in peace: its circuit opens", () => {
    for (const site of sites.filter(({ trouble }) => trouble === "fails-for-hours" || trouble === "resets-for-hours")) {
      const hours = site.trouble === "fails-for-hours" ? [6, 14] : [3, 9];
      const [from = 0, to = 0] = hours.map((hour) => START.getTime() + hour * 3_600_000);
      const asked = web.asked.filter(({ host, atMs }) => host.endsWith(site.host) && atMs > from && atMs < to);
      expect(asked.length, site.host).toBeLessThan(25);
    }
    expect(crawl.outcomes.get("capture waiting circuit-open")).toBeGreaterThan(0);
  });
});

describe("hostile hosts", () => {
  it.each([
    ["slow-headers", "timeout"],
    ["huge-headers", "headers-too-large"],
    ["redirect-circle", "too-many-redirects"],
    ["garbage", "bad-response"],
    ["status-999", "bad-response"],
    ["inward-redirect", "address-not-allowed"],
    ["reset", "connection-reset"],
    ["not-found", "http-client-error"],
    ["denies-all", "robots-denied"],
  ] as const)("end as recorded failures: %s as %s", (trouble, code) => {
    const site = sites.find((each) => each.trouble === trouble);
    if (!site) throw new Error("there is one");
    const known = site.articles.filter((article) => isKnown(site, article));
    expect(known.length).toBeGreaterThan(2);
    for (const article of known) {
      const found = endsOf(site, article);
      expect(found.length, article.path).toBeGreaterThan(0);
      for (const end of found) {
        expect([code === "robots-denied" ? "robots-denied" : "failed", code]).toEqual([end.kind, end.code ?? end.kind]);
      }
    }
  });

  it("that send without end have what came kept, and marked as cut off", () => {
    const site = sites.find(({ trouble }) => trouble === "endless-body");
    const kept = crawl.captures.all().filter(({ url }) => new URL(url).hostname === site?.host);
    expect(new Set(kept.map(({ truncated }) => truncated))).toEqual(new Set(["length"]));
    expect(new Set(kept.map(({ url }) => url)).size).toBe(site?.articles.length);
  });

  it("whose feed is a bomb is a source that keeps failing, and says why", async () => {
    const [id] = [...sourceIds].find(([, site]) => site.trouble === "bomb-feed") ?? [""];
    const stored = await crawl.stores.sources.get(id);
    expect(stored?.source.status).toMatchObject({ state: "suspended", suspension: { code: "keeps-failing" } });
    expect(stored?.source.status.lastFailure).toBe("content-too-large");
  });
});

describe("the ledger", () => {
  it("adds up for every run, and nothing waits in the end", () => {
    for (const { run, ledger } of ledgers) {
      expect([ledgerAddsUp(ledger), countWaiting(ledger)], `${run.sourceId} ${run.id}`).toEqual([true, 0]);
    }
    expect(ledgers.length).toBeGreaterThan(1000);
  });

  it("adds up in all: every item seen is in exactly one of its columns", () => {
    const total = ledgers.reduce((sum, { ledger }) => addToLedger(sum, ledger), EMPTY_LEDGER);
    const failed = Object.values(total.failed).reduce((sum, count) => sum + count, 0);
    const { seen, known, outOfScope, overLimit, robotsDenied, captured, unchanged } = total;
    expect(seen).toBe(known + outOfScope + overLimit + robotsDenied + captured + unchanged + failed);
    for (const column of [known, outOfScope, overLimit, robotsDenied, captured, unchanged, failed]) {
      expect(column).toBeGreaterThan(0);
    }
  });

  it("has each article that a source named as new once, and misses none of a host that can be asked", () => {
    const answering = sites.filter(({ trouble }) => trouble !== "bomb-feed" && trouble !== "reset");
    const ids = new Set([...sourceIds].flatMap(([id, site]) => (answering.includes(site) ? [id] : [])));
    const polled = ledgers.filter(({ run }) => run.kind === "poll" && ids.has(run.sourceId));
    const news = ends.filter(({ takenAs }) => takenAs === "new");
    expect(new Set(news.map(({ url }) => articleName(url))).size).toBe(news.length);
    const taken = new Set(news.map(({ url }) => articleName(url)));
    const published = answering.flatMap(({ host, articles }) => articles.map(({ path }) => `${host}${path}`));
    expect(published.filter((name) => !taken.has(name))).toEqual([]);
    expect(polled.reduce((sum, { ledger }) => sum + ledger.captured, 0)).toBeGreaterThan(4000);
  });

  it("leaves no message behind that could be sent, and none came so often that SQS would have put it aside", () => {
    // What is left waits for hosts that never answer in HTTP; their circuits are open.
    const silent = sites.filter(({ trouble }) =>
      ["reset", "slow-headers", "huge-headers", "garbage"].includes(trouble),
    );
    const waiting = crawl.frontier.groups().filter((group) => !silent.some(({ host }) => group.includes(host)));
    expect([waiting, crawl.frontier.expired, crawl.polls.expired]).toEqual([[], 0, 0]);
    expect(crawl.frontier.mostReceives).toBeLessThan(200);
    expect(crawl.polls.mostReceives).toBeLessThan(50);
  });
});
