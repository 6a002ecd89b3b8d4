/** What a search of a site comes to: its robots.txt's sitemaps, and the feeds that its home page has. */
import { v7 } from "uuid";
import { beforeEach, expect, it } from "vitest";
import type { SiteSearch } from "../../../events/poll-requested.ts";
import { CONTEXT, recordOf, setHandlerEnv } from "../../support/doubles.ts";
import { AT } from "../../support/fixtures.ts";
import { answered, broken, createSetting, redirected, type Setting } from "./setting.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/poll/handler.ts");

const HOME = "https://paper.example/";
const PAGE = `<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">
  <link rel="sitemap" href="/sitemap.xml"><p>Welcome.</p>`;

let setting: Setting;
let search: SiteSearch;
beforeEach(async () => {
  setting = createSetting({ [HOME]: PAGE });
  search = { version: 1, kind: "site", searchId: v7(), url: HOME };
  await setting.searches.put({ id: search.searchId, url: HOME, requestedAt: AT, status: "searching", found: [] });
});

function nameSitemaps(...sitemaps: readonly string[]): void {
  const rules = { groups: [], sitemaps, truncated: false, coarse: false };
  setting.robots.lookup = { kind: "known", outcome: { kind: "rules", rules, expiresAt: AT, failing: null } };
}

const result = () => setting.searches.get(search.searchId);
const SITEMAP = { type: "sitemap", url: `${HOME}sitemap.xml`, title: null };
const NEWS_SITEMAP = { type: "sitemap", url: `${HOME}news.xml`, title: null, from: "robots" };

it("finds what the page declares and what robots.txt names, each once", async () => {
  nameSitemaps("/news.xml", `${HOME}sitemap.xml`);
  await setting.deliver(search);
  await expect(result()).resolves.toEqual({
    id: search.searchId,
    url: HOME,
    requestedAt: AT,
    status: "found",
    found: [
      { type: "feed", url: `${HOME}feed.xml`, title: "News", from: "link" },
      { ...SITEMAP, from: "link" },
      NEWS_SITEMAP,
    ],
  });
  expect(setting.observer.outcomes).toMatchObject([{ outcome: "site-searched", host: "paper.example" }]);
});

it("goes ahead of what crawls: somebody waits for it", async () => {
  await setting.deliver(search);
  expect(setting.asked).toMatchObject([{ url: HOME, priority: "on-demand", robotsOverride: undefined }]);
});

it("finds nothing on a page that declares nothing, and that is an answer", async () => {
  setting.web[HOME] = "<p>Welcome.</p>";
  await setting.deliver(search);
  await expect(result()).resolves.toMatchObject({ status: "found", found: [] });
});

it("follows the page to where it has moved, in the turn of its host", async () => {
  setting.web[HOME] = redirected("https://www.paper.example/");
  setting.web["https://www.paper.example/"] = PAGE;
  await setting.deliver(search);
  expect(setting.outcomes()).toEqual(["redirected", "site-searched"]);
  await expect(result()).resolves.toMatchObject({ found: [{ url: "https://www.paper.example/feed.xml" }, {}] });
});

it.each([
  [answered(404), "http-client-error"],
  [broken("dns-not-found"), "dns-not-found"],
  [{ kind: "denied", robots: { allowed: false, rule: "Disallow: /", group: null } }, "robots-denied"],
  [{ kind: "wait", waitSeconds: 900, reason: "circuit-open" }, "host-waits"],
] as const)("without the page fails, but keeps what robots.txt names (%#: %s)", async (answer, code) => {
  setting.web[HOME] = answer;
  await setting.deliver(search);
  await expect(result()).resolves.toMatchObject({ status: "failed", found: [], error: { code } });
  nameSitemaps("/news.xml");
  await setting.deliver(search);
  await expect(result()).resolves.toMatchObject({ status: "found", found: [NEWS_SITEMAP], error: { code } });
});

it("waits for its host on the queue, where that takes seconds", async () => {
  setting.web[HOME] = { kind: "wait", waitSeconds: 5, reason: "gap" };
  await expect(setting.once(search)).resolves.toBe("rejected");
  setting.robots.lookup = { kind: "wait", waitSeconds: 7, reason: "busy" };
  await expect(setting.once(search)).resolves.toBe("rejected");
  expect(setting.givenBack).toEqual([5, 7]);
  await expect(result()).resolves.toMatchObject({ status: "searching" });
});

it("does not wait for a robots.txt that is not to be had for long", async () => {
  setting.robots.lookup = { kind: "wait", waitSeconds: 7200, reason: "robots", code: "timeout" };
  await setting.deliver(search);
  await expect(result()).resolves.toMatchObject({ status: "failed", error: { code: "host-waits" } });
});

it("stays on the queue where the next step is refused, or the result cannot be kept", async () => {
  setting.web[HOME] = redirected("https://www.paper.example/");
  setting.refuse.polls = true;
  await expect(setting.once(search)).resolves.toBe("rejected");
  const dying = createSetting({ [HOME]: PAGE }, { fault: { at: 0, when: "before" } });
  await expect(dying.once(search)).resolves.toBe("rejected");
});

it("is settled by the handler message by message, whatever became of the others", async () => {
  const [good, waiting] = [recordOf(search), recordOf({ ...search, url: "https://busy.example/" })];
  setting.web["https://busy.example/"] = { kind: "wait", waitSeconds: 5, reason: "gap" };
  const answer = await createHandler(setting.deps)({ Records: [waiting, good] }, CONTEXT);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: waiting.messageId }] });
  await expect(result()).resolves.toMatchObject({ status: "found" });
  expect(setting.observer.flushes).toBe(1);
});
