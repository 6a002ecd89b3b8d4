/** Owns the lists: the captures of a URL and the articles of a host, a source or all, paged by cursor. */
import { type HttpRequest, type HttpResult, json, parseWith } from "../../shared/api/http-handler.ts";
import { endOf, normaliseHost, startOf } from "../../shared/api/moments.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { articleListQuerySchema, captureListQuerySchema } from "../../shared/api/schemas.ts";
import { toArticleRowView, toCaptureRowView } from "../../shared/api/views.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { toUrlkey } from "../../shared/url/urlkey.ts";
import type { RetrieveDeps } from "./records.ts";

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
  const from = query.from && startOf(query.from);
  const to = query.to && endOf(query.to);
  const selection = ["articles", host ?? null, source ?? null, from ?? null, to ?? null];
  const after = query.cursor && decodeCursor(selection, query.cursor);
  const page = await deps.listArticles({ host, source, from, to, limit, after });
  return json(200, {
    articles: (await deps.readable.only(page.rows)).map((row) => toArticleRowView(row, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}
