/** Owns the answers below `/web/`: TimeGate, mementos, the list of captures, and what is said where there is none. */
import { type HttpRequest, type HttpResult, json } from "../../shared/api/http-handler.ts";
import { PROBLEM_MEDIA_TYPE, type Problem, type ProblemCode, ProblemError } from "../../shared/api/problems.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { rangeOfUrl } from "../../shared/index/site-range.ts";
import { chooseMemento, findMemento, type MementoChoice } from "../../shared/memento/choose-memento.ts";
import type { ClosedVerdict } from "../../shared/memento/timeline.ts";
import { lastMoment, parseHttpDate, toHttpDate, toTimestamp } from "../../shared/memento/timestamp.ts";
import { verdictOn } from "../../shared/restrictions/verdict.ts";
import { toArchiveLink } from "./archive-links.ts";
import { type ArchivedExchange, readExchange } from "./archived-exchange.ts";
import { archivedHeaders } from "./archived-headers.ts";
import { bannerHtml } from "./banner.ts";
import { mementoLinks, mementoPath } from "./memento-links.ts";
import { findNearest } from "./nearest.ts";
import { listPage, type Near, problemPage } from "./own-pages.ts";
import { OWN_POLICY, pagePolicy, SAFE_HEADERS } from "./policy.ts";
import type { FoundMemento, ReplayDeps } from "./replay-deps.ts";
import { type ShowOptions, showBody, showRaw } from "./show-body.ts";
import { type ReplayTarget, readTargets } from "./targets.ts";

/** Captures that the page of all captures names; a TimeMap has them all. */
const MAX_LISTED = 1000;

/** A capture never changes, but may be taken down at any time: a browser's own memory of it is short. */
const MEMENTO_CACHE = "private, max-age=300";

/** Where the reader wants no banner, beside the forms that have none. */
const BANNER_HEADER = "pressmark-banner";

/** Answers `GET` and `HEAD` of anything below `/web/`. */
export async function replay(deps: ReplayDeps, request: HttpRequest): Promise<HttpResult> {
  const { event } = request;
  const target = readTargets(event.rawPath, event.rawQueryString);
  try {
    if ("problem" in target) throw new ProblemError(target.problem);
    const result = await answer(deps, request, target);
    return isHead(request) ? { ...result, body: "", isBase64Encoded: false } : result;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.statusCode === 401) throw error;
    const [url = ""] = "urls" in target ? target.urls : [];
    const nearest = error.problem.code === "not-archived" ? await findNearest(deps, url) : [];
    return answerProblem(request, error.problem, url, nearest);
  }
}

const isHead = ({ event }: HttpRequest): boolean => event.requestContext.http.method === "HEAD";

async function answer(deps: ReplayDeps, request: HttpRequest, target: ReplayTarget): Promise<HttpResult> {
  if (target.kind === "list") return answerList(deps, target);
  if (target.kind === "gate") return answerGate(deps, request, target);
  const wanted = lastMoment(target.timestamp);
  if (!wanted) throw new ProblemError("bad-timestamp");
  const raw = target.modifier === "id_";
  const isExact = target.timestamp.length === 14;
  const choice = await chooseAmong(target, async (url) =>
    isExact
      ? ((await findMemento(deps, url, target.timestamp, { raw })) ?? { kind: "none" })
      : chooseMemento(deps, url, wanted),
  );
  const path = mementoPath(choice.memento, target.modifier);
  if (toTimestamp(choice.memento.capturedAt) === target.timestamp) return answerMemento(deps, request, target, choice);
  const headers = { Location: request.baseUrl + path, "Cache-Control": "no-cache", ...SAFE_HEADERS };
  return { statusCode: 302, headers, body: "" };
}

/** RFC 7089, pattern 2.1: the TimeGate redirects to a memento, and is none itself. */
async function answerGate(deps: ReplayDeps, request: HttpRequest, target: ReplayTarget): Promise<HttpResult> {
  const accepted = request.event.headers["accept-datetime"];
  const wanted = accepted === undefined ? undefined : parseHttpDate(accepted);
  if (accepted !== undefined && !wanted) throw new ProblemError("bad-accept-datetime");
  const choice = await chooseAmong(target, (url) => chooseMemento(deps, url, wanted));
  return {
    statusCode: 302,
    headers: {
      ...SAFE_HEADERS,
      Location: request.baseUrl + mementoPath(choice.memento, target.modifier),
      Vary: "accept-datetime",
      Link: mementoLinks(choice, request.baseUrl, false),
      "Cache-Control": "no-cache",
    },
    body: "",
  };
}

/** Asks for each URL that may be meant, until one has captures. @throws ProblemError `not-archived`, `blocked`, … */
async function chooseAmong(
  { urls }: ReplayTarget,
  choose: (url: string) => Promise<MementoChoice>,
): Promise<FoundMemento> {
  for (const url of urls) {
    const choice = await choose(url);
    if (choice.kind === "found") return choice;
    if (choice.kind === "restricted") throw closedProblem(choice.verdict);
  }
  throw new ProblemError("not-archived");
}

/** 451, with the reason that whoever asked for it gave. */
function closedProblem(verdict: ClosedVerdict): ProblemError {
  if (verdict.kind === "withheld") return new ProblemError("withheld");
  const { reason, until } = verdict.by;
  return new ProblemError(verdict.kind, { detail: until ? `${reason} (until ${until})` : reason });
}

async function answerMemento(
  deps: ReplayDeps,
  request: HttpRequest,
  { modifier }: ReplayTarget,
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
  const to = location && toArchiveLink(location, "link", { pageUrl: memento.url, timestamp }, modifier || undefined);
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
async function pagePolicyOf({ objects }: ReplayDeps, { baseUrl }: HttpRequest): Promise<string> {
  const link = await objects.signedLink("downloads/x", { seconds: 1, fileName: "x", contentType: "text/plain" });
  return pagePolicy({ baseUrl, bucketOrigin: new URL(link).origin });
}

async function answerList(deps: ReplayDeps, { urls }: ReplayTarget): Promise<HttpResult> {
  for (const url of urls) {
    const restrictions = await deps.restrictions.ofSite(url);
    const rows: CaptureRow[] = [];
    let closed: ClosedVerdict | undefined;
    for await (const page of deps.captures.walk(rangeOfUrl(url), { order: "descending", pageSize: MAX_LISTED })) {
      for (const row of page) {
        const verdict = verdictOn(row, restrictions, deps.now());
        if (verdict.kind === "open") rows.push(row);
        else closed = verdict;
      }
      if (rows.length > MAX_LISTED) break;
    }
    const [newest] = rows;
    if (newest) return ownPage(200, listPage(newest.url, rows.slice(0, MAX_LISTED), rows.length <= MAX_LISTED));
    if (closed) throw closedProblem(closed);
  }
  throw new ProblemError("not-archived");
}

/** How clients of the Wayback Machine know why there is nothing; they know a plain 404 by itself. */
const RUNTIME_ERRORS: Readonly<Partial<Record<ProblemCode, string>>> = {
  blocked: "AdministrativeAccessControlException",
  embargoed: "AdministrativeAccessControlException",
  erased: "AdministrativeAccessControlException",
  withheld: "RobotAccessControlException",
  "record-unreadable": "ResourceNotAvailableException",
};

/** Errors of the archive's own have no Memento-Datetime and no Link: they are nothing that was archived. */
function answerProblem(request: HttpRequest, problem: Problem, url: string, nearest: readonly Near[]): HttpResult {
  const runtimeError = RUNTIME_ERRORS[problem.code];
  const headers: Record<string, string> = runtimeError ? { "X-Archive-Wayback-Runtime-Error": `${runtimeError}: ${problem.code}` } : {};
  const html = /\btext\/html\b/.test(request.event.headers.accept ?? "");
  const near = nearest.map(({ row, why }) => ({
    url: row.url,
    capturedAt: row.capturedAt,
    why,
    href: request.baseUrl + mementoPath(row),
  }));
  const result = html
    ? ownPage(problem.status, problemPage(problem, url, nearest))
    : json(problem.status, near.length > 0 ? { ...problem, nearest: near } : problem, {
        "Content-Type": PROBLEM_MEDIA_TYPE,
      });
  return {
    ...result,
    headers: { ...result.headers, ...headers },
    ...(isHead(request) && { body: "" }),
  };
}

function ownPage(statusCode: number, html: string): HttpResult {
  return {
    statusCode,
    headers: {
      ...SAFE_HEADERS,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": OWN_POLICY,
      "Cache-Control": "no-cache",
    },
    body: html,
  };
}
