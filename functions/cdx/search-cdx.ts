/** Answers `GET /cdx/search/cdx`: what the Wayback CDX server answers, from the index. */
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { encodeCursor } from "../../shared/index/cursor.ts";
import { formatLink } from "../../shared/memento/link-format.ts";
import { textAnswer } from "./answer.ts";
import { readQuery, resumeKeyQuery } from "./read-query.ts";
import { type CdxDeps, type CdxResult, countPages, runQuery } from "./run-query.ts";
import { createRowWriter, MEDIA_TYPES, writeNumPages } from "./write-rows.ts";

export async function searchCdx(
  deps: CdxDeps,
  { event, baseUrl }: Pick<HttpRequest, "event" | "baseUrl">,
  params = new URLSearchParams(event.rawQueryString),
): Promise<HttpResult> {
  const query = readQuery(params);
  const type = { "Content-Type": MEDIA_TYPES[query.output] };
  if (query.showNumPages) {
    return textAnswer(event, writeNumPages(await countPages(deps, query), query.output), type, query.gzip);
  }
  const writer = createRowWriter(query);
  const { lines, more } = await runQuery(deps, query, writer.line);
  const key = more && encodeCursor(resumeKeyQuery(query), more.after);
  const body = writer.document(lines, query.showResumeKey ? key : undefined);
  return textAnswer(event, body, { ...type, ...headersOf(more, key, params, baseUrl) }, query.gzip);
}

/** Who asked for no resume key is told so that there is more, where it was our bound and not their limit that cut it. */
function headersOf(
  more: CdxResult["more"],
  key: string | undefined,
  params: URLSearchParams,
  baseUrl: string,
): Record<string, string> {
  if (!more || !key || more.cut === "limit") return {};
  const next = new URLSearchParams(params);
  next.set("resumeKey", key);
  const link = formatLink({ href: `${baseUrl}/cdx/search/cdx?${next}`, rel: "next" });
  return { "X-Pressmark-Cut": more.cut, "X-Pressmark-Resume-Key": key, Link: link };
}
