/** Owns the lists: the captures of a URL and the articles of a host, a source or all, paged by cursor. */
import { type HttpRequest, type HttpResult, json, parseWith } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { articleListQuerySchema, captureListQuerySchema } from "../../shared/api/schemas.ts";
import { toArticleRowView, toCaptureRowView } from "../../shared/api/views.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { toListHost, toUrlkey } from "../../shared/url/urlkey.ts";
import type { RetrieveDeps } from "./records.ts";

const DAY_MS = 86_400_000;
/** Keys and ISO 8601 write a year with four digits; `to=9999-12-31` is how people say "without end". */
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

export async function listCaptures(deps: RetrieveDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const query = parseWith(captureListQuerySchema, event.queryStringParameters ?? {});
  const checked = checkUrl(query.url);
  if (!checked.ok) throw new ProblemError(checked.problem);
  const selection = ["captures", toUrlkey(checked.url)];
  const after = query.cursor && decodeCursor(selection, query.cursor);
  const page = await deps.captures.listByUrl(checked.url, { limit: query.limit, after });
  return json(200, {
    captures: (await deps.readable.only(page.rows)).map((row) => toCaptureRowView(row, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

export async function listArticles(deps: RetrieveDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const query = parseWith(articleListQuerySchema, event.queryStringParameters ?? {});
  const host = query.host && normaliseHost(query.host);
  const { source, limit } = query;
  const from = query.from && toIso(Date.parse(query.from));
  const to = query.to && endOf(query.to);
  const selection = ["articles", host ?? null, source ?? null, from ?? null, to ?? null];
  const after = query.cursor && decodeCursor(selection, query.cursor);
  const page = await deps.listArticles({ host, source, from, to, limit, after });
  return json(200, {
    articles: (await deps.readable.only(page.rows)).map((row) => toArticleRowView(row, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

/** `www.Example.com:8080` as the index names it. */
function normaliseHost(host: string): string {
  const url = URL.parse(`http://${host}/`);
  // The origin has no path, query or credentials: what differs from it is more than a host.
  if (url?.href !== `${url?.origin}/`) throw new ProblemError("bad-request", { detail: "host: is not a host name" });
  return toListHost(url.href);
}

/** The first moment after `to`: a date counts whole, a moment to its millisecond. */
function endOf(to: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(to);
  return toIso(Date.parse(to) + (isDate ? DAY_MS : 1));
}

const toIso = (ms: number): string => new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString();
