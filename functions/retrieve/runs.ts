/** Owns the coverage ledger as it is read: the runs of a source, how their items ended, and all of them added up. */

import * as z from "zod";
import { type HttpRequest, type HttpResult, json, parseWith } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { coverageQuerySchema, endListQuerySchema, pageQuerySchema } from "../../shared/api/source-schemas.ts";
import { toEndView, toRunView } from "../../shared/api/source-views.ts";
import { ENDS_PAGE, ledgerOf } from "../../shared/crawl/ledger-of.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import type { RunStore } from "../../shared/index/run-store.ts";
import type { ItemEndRow } from "../../shared/sources/run.ts";
import { addUpCoverage } from "./coverage.ts";
import type { RunsDeps } from "./runs-deps.ts";

export async function listRuns(deps: RunsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor } = parseWith(pageQuerySchema, event.queryStringParameters ?? {});
  const sourceId = pathIdOf(event, "source-not-found");
  const selection = ["runs", sourceId];
  const page = await deps.runs.listBySource(sourceId, { limit, after: cursor && decodeCursor(selection, cursor) });
  // The runs of a source that was removed stay readable: what was missed, and why, is not forgotten with it.
  const isNothing = page.rows.length === 0 && cursor === undefined;
  if (isNothing && !(await deps.sources.get(sourceId))) throw new ProblemError("source-not-found");
  const runs = await Promise.all(page.rows.map(async (run) => toRunView(run, await ledgerOf(deps.runs, run), baseUrl)));
  return json(200, { runs, nextCursor: page.after ? encodeCursor(selection, page.after) : null });
}

export async function listEnds({ runs }: RunsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor, kind } = parseWith(endListQuerySchema, event.queryStringParameters ?? {});
  const ref = { sourceId: pathIdOf(event, "run-not-found"), runId: event.pathParameters?.runId ?? "" };
  if (!isRunId(ref.runId) || !(await runs.get(ref))) throw new ProblemError("run-not-found");
  const selection = ["ends", ref.sourceId, ref.runId, kind ?? null];
  const page = await pageOfEnds(runs, ref, { kind, limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    ends: page.rows.map((end) => toEndView(end, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

/** A UUIDv7, or `revisits-` and a day that there is: a key is made of it. */
function isRunId(id: string): boolean {
  const day = /^revisits-(\d{4}-\d{2}-\d{2})$/.exec(id)?.[1];
  if (day !== undefined) return !Number.isNaN(Date.parse(day));
  return z.uuidv7().safeParse(id).success;
}

/** A kind is looked for among all ends: a run has some thousands at the most. */
async function pageOfEnds(
  runs: RunsDeps["runs"],
  ref: Parameters<RunStore["listEnds"]>[0],
  query: { kind: ItemEndRow["kind"] | undefined; limit: number; after: string | undefined },
): Promise<{ rows: readonly ItemEndRow[]; after: string | undefined }> {
  const { kind, limit } = query;
  if (kind === undefined) return runs.listEnds(ref, { limit, after: query.after });
  const found: ItemEndRow[] = [];
  let after = query.after;
  do {
    const page = await runs.listEnds(ref, { limit: ENDS_PAGE, after });
    found.push(...page.rows.filter((end) => end.kind === kind));
    after = page.after;
  } while (after !== undefined && found.length <= limit);
  const rows = found.slice(0, limit);
  return { rows, after: found.length > limit ? rows.at(-1)?.jobId : undefined };
}

export async function getCoverage(deps: RunsDeps, { event }: HttpRequest): Promise<HttpResult> {
  const query = parseWith(coverageQuerySchema, event.queryStringParameters ?? {});
  return json(200, await addUpCoverage(deps, query));
}
