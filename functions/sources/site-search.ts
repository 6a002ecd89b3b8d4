/** Owns asking for a search of a site for its feeds and sitemaps, and handing out what was found. */
import { v7 } from "uuid";
import { type HttpRequest, type HttpResult, json, parseJsonBody } from "../../shared/api/http-handler.ts";
import { lookUntil } from "../../shared/api/look-until.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { waitSecondsOf } from "../../shared/api/prefer.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { siteSearchRequestSchema } from "../../shared/api/source-schemas.ts";
import { siteSearchUrl, toSiteSearchView } from "../../shared/api/source-views.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import type { SiteSearchStore } from "../../shared/index/site-search-store.ts";
import type { SiteSearchResult } from "../../shared/sources/site-search.ts";
import { checkUrl } from "../../shared/url/check-url.ts";

export interface SiteSearchDeps {
  readonly searches: SiteSearchStore;
  readonly polls: Pick<Polls, "send">;
  readonly now: () => Date;
}

/** A search takes two requests and the gap between them: nobody has to ask for this wait. */
const USUAL_WAIT_SECONDS = 20;

export async function postSiteSearch(deps: SiteSearchDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const waitSeconds = waitSecondsOf(event.headers.prefer, USUAL_WAIT_SECONDS);
  const checked = checkUrl(parseJsonBody(siteSearchRequestSchema, event).url);
  if (!checked.ok) throw new ProblemError(checked.problem);
  const { url } = checked;
  const id = v7();
  let result: SiteSearchResult = { id, url, requestedAt: deps.now().toISOString(), status: "searching", found: [] };
  await deps.searches.put(result);
  const refused = await deps.polls.send([{ version: 1, kind: "site", searchId: id, url }]);
  if (refused.size > 0) throw new ProblemError("frontier-unavailable");
  await lookUntil(async () => {
    result = (await deps.searches.get(id)) ?? result;
    return result.status !== "searching";
  }, waitSeconds * 1000);
  const location = { Location: siteSearchUrl(baseUrl, id) };
  if (result.status !== "searching") return json(200, toSiteSearchView(result, baseUrl), location);
  return json(202, toSiteSearchView(result, baseUrl), { ...location, "Retry-After": "2" });
}

export async function getSiteSearch(deps: SiteSearchDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const result = await deps.searches.get(pathIdOf(event, "site-search-not-found"));
  if (!result) throw new ProblemError("site-search-not-found");
  return json(200, toSiteSearchView(result, baseUrl));
}
