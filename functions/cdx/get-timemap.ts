/**
 * Answers `GET /web/timemap/<format>/<url>`, and the Wayback Machine's `GET /web/timemap/<format>?url=`, which is its CDX
 * server under another name.
 */
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { badRequestOf, ProblemError } from "../../shared/api/problems.ts";
import { formatLinkHeader } from "../../shared/memento/link-format.ts";
import {
  readTarget,
  TIMEMAP_FORMATS,
  type TimeMapFormat,
  timeMapUrl,
  withScheme,
} from "../../shared/memento/memento-urls.ts";
import { firstMoment, lastMoment } from "../../shared/memento/timestamp.ts";
import { type CheckedUrl, checkUrl } from "../../shared/url/check-url.ts";
import { textAnswer } from "./answer.ts";
import { loadTimeMap, type Span, type TimeMap } from "./load-timemap.ts";
import type { CdxDeps } from "./run-query.ts";
import { searchCdx } from "./search-cdx.ts";
import { TIMEMAP_TYPES, writeTimeMap } from "./write-timemap.ts";

type Request = Pick<HttpRequest, "event" | "baseUrl">;

/** By path: whatever query there is belongs to the archived URL. */
export async function getTimeMap(deps: CdxDeps, request: Request): Promise<HttpResult> {
  const { event } = request;
  const [start = "", format = ""] = /^\/web\/timemap\/([^/]+)\//.exec(event.rawPath) ?? [];
  const rest = event.rawPath.slice(start.length);
  const [page = "", from = "", until = ""] = /^(\d{14})-(\d{14})\//.exec(rest) ?? [];
  const span = page === "" ? undefined : readSpan(from, until);
  return answer(deps, request, toFormat(format), readTarget(rest.slice(page.length), event.rawQueryString), span);
}

/** By parameter: `json` and `cdx` are the CDX server's answers, with all of its parameters. */
export async function getTimeMapOf(deps: CdxDeps, request: Request): Promise<HttpResult> {
  const { event } = request;
  const format = /^\/web\/timemap\/([^/]+)\/?$/.exec(event.rawPath)?.[1] ?? "";
  const params = new URLSearchParams(event.rawQueryString);
  if (format === "json" && !params.has("output")) params.set("output", "json");
  if (format === "json" || format === "cdx") return searchCdx(deps, request, params);
  const url = params.get("url")?.trim();
  if (!url) throw badRequestOf("url: this parameter is required, or the URL at the end of the path");
  return answer(deps, request, toFormat(format), checkUrl(withScheme(url)));
}

async function answer(
  deps: CdxDeps,
  { event, baseUrl }: Request,
  format: TimeMapFormat,
  target: CheckedUrl,
  span?: Span,
): Promise<HttpResult> {
  if (!target.ok) throw new ProblemError(target.problem);
  const timeMap = await loadTimeMap(deps, target.url, span, baseUrl.length);
  if (!timeMap) throw new ProblemError("not-found", { detail: "There is no capture of this URL." });
  return textAnswer(event, writeTimeMap(timeMap, format, baseUrl), {
    "Content-Type": TIMEMAP_TYPES[format],
    "X-Memento-Count": String(timeMap.mementos.length),
    ...nextLink(timeMap, format, baseUrl),
  });
}

/** The forms that have no place for it say in a header where they go on. */
function nextLink({ url, pages: [next] }: TimeMap, format: TimeMapFormat, baseUrl: string): Record<string, string> {
  if (!next) return {};
  const { from, until } = next;
  const link = { href: timeMapUrl(baseUrl, format, url, next), rel: "next", type: TIMEMAP_TYPES[format], from, until };
  return { Link: formatLinkHeader([link]) };
}

function toFormat(name: string): TimeMapFormat {
  const format = TIMEMAP_FORMATS.find((each) => each === name);
  if (!format) throw badRequestOf(`A TimeMap is one of ${TIMEMAP_FORMATS.join(", ")}: /web/timemap/link/<url>`);
  return format;
}

function readSpan(from: string, until: string): Span {
  const [first, last] = [firstMoment(from), lastMoment(until)];
  if (!first || !last) throw badRequestOf("A page of a TimeMap is named by two timestamps of 14 digits");
  return { from: first.toISOString(), until: last.toISOString() };
}
