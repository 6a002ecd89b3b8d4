/** Owns searching a site for its feeds and sitemaps: what its robots.txt names, and what its home page declares. */
import type { SiteSearch } from "../../events/poll-requested.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import { findSourceLinks, sitemapsOf } from "../../shared/feeds/page-links.ts";
import type { SiteSearchStore } from "../../shared/index/site-search-store.ts";
import type { Politeness } from "../../shared/politeness/polite-fetch.ts";
import { robotsUrl } from "../../shared/robots/robots-outcome.ts";
import type { SiteSearchResult } from "../../shared/sources/site-search.ts";
import { fetchDocument } from "./fetch-document.ts";

export interface SearchSiteDeps {
  readonly politeness: Pick<Politeness, "fetch" | "lookUpRobots">;
  readonly searches: Pick<SiteSearchStore, "get" | "put">;
  readonly polls: Pick<Polls, "send">;
  readonly now: () => Date;
}

export type Searched =
  | { readonly kind: "wait"; readonly waitSeconds: number }
  | { readonly kind: "done"; readonly outcome: string; readonly code?: string };

/** Somebody waits for the answer: a host that is not to be had within a minute is told of. */
const LONGEST_WAIT_SECONDS = 60;

export async function searchSite(deps: SearchSiteDeps, search: SiteSearch): Promise<Searched> {
  const sitemaps = await findSitemaps(deps, search.url);
  if (sitemaps.kind === "wait") return waitOrFail(deps, search, sitemaps.waitSeconds);
  const { found } = sitemaps;
  const { url, location } = search;
  const page = await fetchDocument(deps.politeness, { url, location, priority: "on-demand" }, deps.now);
  if (page.kind === "wait") return waitOrFail(deps, search, page.waitSeconds, found);
  if (page.kind === "redirected") {
    const [reason] = (await deps.polls.send([{ ...search, location: page.location }])).values();
    if (reason !== undefined) throw new Error(`polls queue: ${reason}`);
    return { kind: "done", outcome: "redirected" };
  }
  if (page.kind === "document") {
    await end(deps, search, { status: "found", found: firstByUrl([...findSourceLinks(page.body, page), ...found]) });
    return { kind: "done", outcome: "site-searched" };
  }
  const code = page.kind === "failed" ? page.code : "bad-response";
  const message = page.kind === "failed" ? page.message : "The server answered 304 to a request without conditions.";
  return endWithoutPage(deps, search, found, { code, message });
}

/** What robots.txt names is worth something without a home page too. */
async function endWithoutPage(
  deps: SearchSiteDeps,
  search: SiteSearch,
  found: Found,
  error: { code: string; message: string },
): Promise<Searched> {
  const status = found.length > 0 ? "found" : "failed";
  await end(deps, search, { status, found, error });
  return { kind: "done", outcome: status === "found" ? "site-searched" : "site-search-failed", code: error.code };
}

type Found = SiteSearchResult["found"];

async function findSitemaps(
  { politeness }: SearchSiteDeps,
  url: string,
): Promise<{ kind: "wait"; waitSeconds: number } | { kind: "found"; found: Found }> {
  const robots = await politeness.lookUpRobots(url, "on-demand");
  if (robots.kind === "wait") return robots;
  const isRead = robots.kind === "known" && robots.outcome.kind === "rules";
  return { kind: "found", found: isRead ? [...sitemapsOf(robots.outcome.rules.sitemaps, robotsUrl(url))] : [] };
}

async function waitOrFail(
  deps: SearchSiteDeps,
  search: SiteSearch,
  waitSeconds: number,
  found: Found = [],
): Promise<Searched> {
  if (waitSeconds <= LONGEST_WAIT_SECONDS) return { kind: "wait", waitSeconds };
  const message = `The site takes no request for the next ${waitSeconds} seconds.`;
  return endWithoutPage(deps, search, found, { code: "host-waits", message });
}

async function end(
  deps: SearchSiteDeps,
  { searchId, url }: SiteSearch,
  result: Pick<SiteSearchResult, "status" | "found" | "error">,
): Promise<void> {
  const known = await deps.searches.get(searchId);
  const requestedAt = known?.requestedAt ?? deps.now().toISOString();
  await deps.searches.put({ id: searchId, url, requestedAt, ...result });
}

function firstByUrl(found: Found): Found {
  const seen = new Set<string>();
  return found.filter(({ url }) => !seen.has(url) && seen.add(url));
}
