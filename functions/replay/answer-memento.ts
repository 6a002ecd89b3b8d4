/** Owns the answer for one memento (URI-M): the archived status and headers, and the body in the form that is wanted. */
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import type { Modifier } from "../../shared/memento/memento-urls.ts";
import { toHttpDate, toTimestamp } from "../../shared/memento/timestamp.ts";
import { toArchiveLink } from "./archive-links.ts";
import { type ArchivedExchange, readExchange } from "./archived-exchange.ts";
import { archivedHeaders } from "./archived-headers.ts";
import { bannerHtml } from "./banner.ts";
import { mementoLinks, mementoPath } from "./memento-links.ts";
import { pagePolicy, SAFE_HEADERS } from "./policy.ts";
import type { FoundMemento, ReplayDeps } from "./replay-deps.ts";
import { type ShowOptions, showBody, showRaw } from "./show-body.ts";

/** A capture never changes, but may be taken down at any time: a browser's own memory of it is short. */
const MEMENTO_CACHE = "private, max-age=300";

/** Where the reader wants no banner, beside the forms that have none. */
const BANNER_HEADER = "pressmark-banner";

/** @throws ProblemError `record-unreadable`, or what keeps the holder of a revisit's payload from readers */
export async function answerMemento(
  deps: ReplayDeps,
  request: HttpRequest,
  modifier: Modifier | "",
  choice: FoundMemento,
): Promise<HttpResult> {
  const { memento } = choice;
  const exchange = await readExchange(deps, memento);
  const timestamp = toTimestamp(memento.capturedAt);
  const headers = {
    ...archivedHeaders(exchange.headers),
    ...SAFE_HEADERS,
    "Memento-Datetime": toHttpDate(memento.capturedAt),
    Link: mementoLinks(choice, request.baseUrl, true),
    "Content-Location": mementoPath(memento, modifier),
    "Cache-Control": MEMENTO_CACHE,
  };
  const location = redirectOf(exchange, memento);
  const to = location === undefined ? null : redirectLink(location, memento, modifier);
  const options: ShowOptions = {
    captureId: memento.id,
    pageUrl: memento.url,
    timestamp,
    modifier,
    pagePolicy: await pagePolicyOf(deps, request),
    headers: to ? { ...headers, Location: request.baseUrl + to } : headers,
    acceptsGzip: /\bgzip\b/i.test(request.event.headers["accept-encoding"] ?? ""),
    banner: (notes) => (wantsBanner(request, modifier) ? bannerOf(choice, notes) : null),
  };
  const sendable = { ...exchange, status: sendableStatus(exchange.status) };
  if (modifier === "id_") return settle(await showRaw(deps.objects, sendable, options));
  // What a redirect says beside where it leads is seen by nobody.
  if (to || exchange.payload.length === 0)
    return {
      statusCode: sendable.status,
      headers: { "Content-Type": "text/plain", ...options.headers, "Content-Security-Policy": options.pagePolicy },
      body: "",
    };
  return settle(await showBody(deps.objects, sendable, options));
}

/** A link to a copy is the archive's own doing, and no memento; but a page may still ask for it. */
function settle(result: HttpResult): HttpResult {
  const isLink = result.statusCode === 307 && result.body === undefined;
  return isLink ? { ...result, headers: { ...SAFE_HEADERS, ...result.headers } } : result;
}

function redirectOf({ status, headers }: ArchivedExchange, { redirectTo }: CaptureRow): string | undefined {
  if (status < 300 || status > 399 || status === 304) return undefined;
  return headerList(headers, "location") ?? redirectTo;
}

/** Null for what leads out of the web, or to a part of the page itself. */
function redirectLink(location: string, { url, capturedAt }: CaptureRow, modifier: Modifier | ""): string | null {
  const scope = { pageUrl: url, timestamp: toTimestamp(capturedAt) };
  const link = toArchiveLink(location, "link", scope, modifier || undefined);
  return link?.startsWith("/") ? link : null;
}

/** Some servers answer 999. API Gateway takes what HTTP has (RFC 9110, section 15). */
const sendableStatus = (status: number): number => (status >= 200 && status <= 599 ? status : 502);

function wantsBanner({ event }: HttpRequest, modifier: string): boolean {
  const isFrame = /^i?frame$/.test(event.headers["sec-fetch-dest"] ?? "");
  return modifier === "" && !isFrame && event.headers[BANNER_HEADER]?.toLowerCase() !== "off";
}

function bannerOf({ memento, quality, navigation: { prev, next } }: FoundMemento, notes: readonly string[]): string {
  const beside = (row: CaptureRow | undefined) => row && { href: mementoPath(row), capturedAt: row.capturedAt };
  return bannerHtml({
    url: memento.url,
    capturedAt: memento.capturedAt,
    previous: beside(prev),
    next: beside(next),
    allCaptures: mementoPath(memento).replace(/^\/web\/\d+/, "/web/*"),
    raw: mementoPath(memento, "id_"),
    quality,
    digest: memento.payloadSha256,
    notes,
  });
}

/** The bucket's host is known by a link to it, which is made without asking anybody. */
async function pagePolicyOf({ objects, access }: ReplayDeps, { baseUrl }: HttpRequest): Promise<string> {
  const link = await objects.signedLink("downloads/x", { seconds: 1, fileName: "x", contentType: "text/plain" });
  return pagePolicy({ baseUrl, bucketOrigin: new URL(link).origin, access });
}
