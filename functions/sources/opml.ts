/** Owns OPML in and out: the feeds of other readers become sources, and ours can be taken elsewhere. */
import { v7 } from "uuid";
import { type HttpRequest, type HttpResult, json, textOf } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { OpmlImportView } from "../../shared/api/source-schemas.ts";
import { toSourceView } from "../../shared/api/source-views.ts";
import { type OpmlEntry, readOpml, writeOpml } from "../../shared/feeds/opml.ts";
import type { SourceStore } from "../../shared/index/source-store.ts";
import { createSource } from "../../shared/sources/change-source.ts";
import { SOURCE_LIMITS, type Source } from "../../shared/sources/source.ts";
import type { SourcesDeps } from "./sources.ts";

const PAGE = 200;
/** New sources of one call: their writes must fit into the call's time. */
const MAX_CREATED = 2000;
/** Sources that are written at once. */
const AT_ONCE = 20;

export async function getOpml({ sources }: SourcesDeps): Promise<HttpResult> {
  const entries: OpmlEntry[] = [];
  for await (const { type, url, name, labels } of allSources(sources)) {
    if (type === "feed" && url !== undefined) entries.push({ url, title: name, labels });
  }
  const headers = {
    "Content-Type": "text/x-opml; charset=utf-8",
    "Content-Disposition": 'attachment; filename="sources.opml"',
  };
  return { statusCode: 200, headers, body: writeOpml(entries, "Sources of a Pressmark archive") };
}

export async function postOpml(deps: SourcesDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const read = readOpml(textOf(event));
  if (read.kind === "failed") {
    throw new ProblemError(read.code === "too-large" ? "too-large" : "opml-unusable", { detail: read.message });
  }
  const known = new Map<string, string>();
  for await (const source of allSources(deps.sources)) if (source.url !== undefined) known.set(source.url, source.id);
  const fresh = read.entries.filter(({ url }) => !known.has(url));
  if (fresh.length > MAX_CREATED) {
    throw new ProblemError("too-large", {
      detail: `The list names ${fresh.length} new feeds; a call takes ${MAX_CREATED}.`,
    });
  }
  const created = fresh.map((entry) => toSource(entry, { by: caller.token, now: deps.now() }));
  for (let start = 0; start < created.length; start += AT_ONCE) {
    await Promise.all(created.slice(start, start + AT_ONCE).map((source) => deps.sources.create(source)));
  }
  const answer: OpmlImportView = {
    created: created.map((source) => toSourceView(source, baseUrl)),
    existing: read.entries.flatMap(({ url }) => {
      const sourceId = known.get(url);
      return sourceId === undefined ? [] : [{ url, sourceId }];
    }),
    skipped: [...read.skipped],
  };
  return json(created.length > 0 ? 201 : 200, answer);
}

function toSource({ url, title, labels }: OpmlEntry, change: Parameters<typeof createSource>[2]): Source {
  const fitting = [...new Set(labels.map((label) => cut(label, SOURCE_LIMITS.labelLength)))].filter(Boolean);
  const name = cut(title ?? "", SOURCE_LIMITS.nameLength);
  return createSource(
    v7(),
    { type: "feed", url, labels: fitting.slice(0, SOURCE_LIMITS.labels), ...(name ? { name } : {}) },
    change,
  );
}

/** A cut through a character leaves half of it, which DynamoDB does not store. */
const cut = (text: string, maxLength: number): string => text.slice(0, maxLength).toWellFormed().trim();

async function* allSources(sources: Pick<SourceStore, "list">): AsyncGenerator<Source> {
  let after: string | undefined;
  do {
    const page = await sources.list({ limit: PAGE, after });
    yield* page.rows;
    after = page.after;
  } while (after !== undefined);
}
