/** Owns making, reading, changing and removing sources over HTTP. What a change means is shared/sources/change-source.ts's. */
import { v7 } from "uuid";
import type { Caller } from "../../shared/api/caller.ts";
import { type HttpRequest, type HttpResult, json, parseJsonBody, parseWith } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { pageQuerySchema } from "../../shared/api/source-schemas.ts";
import { sourceUrl, toSourceView } from "../../shared/api/source-views.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import type { SourceStore, StoredSource } from "../../shared/index/source-store.ts";
import { createSource, needsAdmin, patchSource } from "../../shared/sources/change-source.ts";
import { createSourceSchema, patchSourceSchema, type Source } from "../../shared/sources/source.ts";

export interface SourcesDeps {
  readonly sources: SourceStore;
  readonly now: () => Date;
}

/** Others change a source at the same moment: a person, or a poll that ends. */
const MAX_TRIES = 5;

export async function postSource(deps: SourcesDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const request = parseJsonBody(createSourceSchema, event);
  if (needsAdmin(request)) assertAdmin(caller);
  const source = createSource(v7(), request, { by: caller.token, now: deps.now() });
  await deps.sources.create(source);
  return json(201, toSourceView(source, baseUrl), { Location: sourceUrl(baseUrl, source.id) });
}

export async function listSources({ sources }: SourcesDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor } = parseWith(pageQuerySchema, event.queryStringParameters ?? {});
  const selection = ["sources"];
  const page = await sources.list({ limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    sources: page.rows.map((source) => toSourceView(source, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

export async function getSource(deps: SourcesDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { source } = await findSource(deps.sources, pathIdOf(event, "source-not-found"));
  return json(200, toSourceView(source, baseUrl));
}

export async function patchSourceOf(deps: SourcesDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const patch = parseJsonBody(patchSourceSchema, event);
  const changed = await changeSource(deps, pathIdOf(event, "source-not-found"), (stored) => {
    if (needsAdmin(patch, stored.source)) assertAdmin(caller);
    const source = patchSource(stored.source, patch, { by: caller.token, now: deps.now() });
    // What a poll of another address, or of a paused source, still brings is not this source's any more.
    const keepsLease = source.url === stored.source.url && source.status.state === "active";
    return { source, lease: keepsLease ? stored.lease : undefined };
  });
  return json(200, toSourceView(changed, baseUrl));
}

export async function deleteSource({ sources }: SourcesDeps, { event }: HttpRequest): Promise<HttpResult> {
  if (!(await sources.remove(pathIdOf(event, "source-not-found")))) throw new ProblemError("source-not-found");
  return { statusCode: 204 };
}

/** @throws ProblemError `source-not-found` */
export async function findSource(sources: SourceStore, id: string): Promise<StoredSource> {
  const stored = await sources.get(id);
  if (!stored) throw new ProblemError("source-not-found");
  return stored;
}

/**
 * Changes a source as it is now.
 *
 * @throws ProblemError `source-not-found`, `source-changed`, and what `change` throws
 */
export async function changeSource(
  { sources }: Pick<SourcesDeps, "sources">,
  id: string,
  change: (stored: StoredSource) => Pick<StoredSource, "source" | "lease">,
): Promise<Source> {
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const stored = await findSource(sources, id);
    const changed = change(stored);
    if (await sources.replace({ ...changed, revision: stored.revision })) return changed.source;
  }
  throw new ProblemError("source-changed");
}

/** @throws ProblemError `forbidden` */
export function assertAdmin({ scopes }: Caller): void {
  if (scopes.includes("admin")) return;
  throw new ProblemError("forbidden", { detail: "Setting robots.txt aside needs a token with the admin scope." });
}
