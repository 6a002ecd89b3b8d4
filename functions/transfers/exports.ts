/**
 * Owns asking for exports, and reading how they are. The row is written first and the message second: the message is a
 * name and no more, and whoever asked is told where the one without the other is all there was.
 */
import { v7 } from "uuid";
import type { ExportRequested } from "../../events/export-requested.ts";
import { LINK_SECONDS } from "../../shared/api/deliver.ts";
import { type ExportRequestBody, exportListQuerySchema, exportRequestSchema } from "../../shared/api/export-schemas.ts";
import { exportUrl, toExportRowView, toExportView } from "../../shared/api/export-views.ts";
import { type HttpRequest, type HttpResult, json, parseJsonBody, parseWith } from "../../shared/api/http-handler.ts";
import { endOf, normaliseHost, startOf } from "../../shared/api/moments.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Send } from "../../shared/aws/queues.ts";
import { availableUntil, createExport, type Export, exportKeys, type Selection } from "../../shared/exports/export.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import type { ExportStore } from "../../shared/index/export-store.ts";
import type { GateDeps } from "../../shared/restrictions/gate.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { mayBeHandedOut } from "./still-open.ts";

export interface ExportsDeps extends GateDeps {
  readonly exports: ExportStore;
  readonly sendExports: Send<ExportRequested>;
  readonly objects: Pick<ObjectStore, "put" | "readWhole" | "signedLink">;
}

export async function postExport(deps: ExportsDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const body = parseJsonBody(exportRequestSchema, event);
  const selection = toSelection(body);
  const made = createExport({
    id: v7(),
    createdAt: deps.now().toISOString(),
    by: caller.token,
    title: body.title ?? titleOf(selection),
    description: body.description,
    selection,
    withRequisites: body.requisites,
  });
  await deps.exports.create(made);
  const refused = await deps.sendExports([{ version: 1, exportId: made.id }]);
  if (refused.size > 0) {
    await deps.exports.replace({ export: notQueued(made), revision: 1 });
    throw new ProblemError("frontier-unavailable");
  }
  const headers = { Location: exportUrl(baseUrl, made.id), "Retry-After": "2" };
  return json(202, toExportView(made, baseUrl, deps.now(), undefined), headers);
}

export async function listExports(deps: ExportsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor } = parseWith(exportListQuerySchema, event.queryStringParameters ?? {});
  const selection = ["exports"];
  const page = await deps.exports.list({ limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    exports: page.rows.map((made) => toExportRowView(made, baseUrl, deps.now())),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

export async function getExport(deps: ExportsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const stored = await deps.exports.get(pathIdOf(event, "export-not-found"));
  if (!stored) throw new ProblemError("export-not-found");
  const made = stored.export;
  const view = toExportView(made, baseUrl, deps.now(), await linkOf(deps, made));
  return json(200, view, { "Cache-Control": "no-store" });
}

/** Undefined where there is nothing to fetch, or it may not be handed out any more. */
async function linkOf(deps: ExportsDeps, made: Export): Promise<string | undefined> {
  if (made.status !== "done" || availableUntil(made) <= deps.now()) return undefined;
  if (!(await mayBeHandedOut(deps, made))) return undefined;
  const options = { seconds: LINK_SECONDS, fileName: `${made.id}.wacz`, contentType: "application/wacz" };
  return deps.objects.signedLink(exportKeys(made.id).wacz, options);
}

/** @throws ProblemError for a URL, host or span of time that is none */
function toSelection({ url, ids, host, source, ...span }: ExportRequestBody): Selection {
  const from = span.from === undefined ? undefined : startOf(span.from);
  const to = span.to === undefined ? undefined : endOf(span.to);
  if (ids) return { kind: "ids", ids: [...new Set(ids)] };
  if (host !== undefined) return { kind: "host", host: normaliseHost(host), source, from, to };
  if (url === undefined) return { kind: "articles", source, from, to };
  const checked = checkUrl(url);
  if (!checked.ok) throw new ProblemError(checked.problem);
  return { kind: "url", url: checked.url, from, to };
}

function titleOf(selection: Selection): string {
  switch (selection.kind) {
    case "ids":
      return `${selection.ids.length} ${selection.ids.length === 1 ? "capture" : "captures"}`;
    case "url":
      return `Captures of ${selection.url}`;
    case "host":
      return `Captures of ${selection.host}`;
    case "articles":
      return selection.source === undefined ? "Articles" : `Articles of source ${selection.source}`;
  }
}

function notQueued(made: Export): Export {
  const error = { code: "export-crashed", message: "It could not be queued." } as const;
  return { ...made, status: "failed", step: { kind: "end", chunks: 0 }, error, finishedAt: made.createdAt };
}
