/** Owns the API's shapes of sources, their runs, and coverage. The schemas of requests are shared/sources/source.ts's. Pure. */
import * as z from "zod";
import { FAILURE_CODES } from "../errors.ts";
import { resourcesSchema } from "../requisites/requisite.ts";
import { itemEndSchema, runSchema } from "../sources/run.ts";
import { siteSearchResultSchema } from "../sources/site-search.ts";
import { createSourceSchema, sourceSchema } from "../sources/source.ts";
import { limitSchema } from "./schemas.ts";

export const pageQuerySchema = z.strictObject({ limit: limitSchema, cursor: z.string().optional() });
const nextCursorSchema = z.string().nullable().meta({ description: "Send it back as cursor for the next page." });
const status = sourceSchema.shape.status.shape;
const moment = z.iso.datetime().nullable();

export const sourceViewSchema = z
  .object({
    ...sourceSchema.pick({ id: true, type: true, name: true, schedule: true, scope: true, labels: true }).shape,
    url: z.url().nullable(),
    uploadedAt: moment,
    enabled: z.boolean(),
    revisits: z.array(z.string()),
    robotsOverride: sourceSchema.shape.robotsOverride.unwrap().nullable(),
    obeyNoarchive: z.boolean(),
    resources: resourcesSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    state: status.state,
    suspension: status.suspension.unwrap().nullable(),
    nextPollAt: moment,
    lastPolledAt: moment,
    autoSeconds: z.int().meta({ description: "Interval that the schedule auto has come to" }),
    failures: z.int().meta({ description: "Failed polls in a row" }),
    lastFailure: z.string().nullable(),
    silentSince: moment.meta({ description: "Since when it brings nothing for longer than its own past explains" }),
    links: z.object({ self: z.url(), runs: z.url(), articles: z.url() }),
  })
  .meta({ id: "Source", description: "Something that is polled for URLs." });

export const sourceListSchema = z
  .object({ sources: z.array(sourceViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "SourceList" });

const count = z.int().min(0);
export const ledgerViewSchema = z
  .object({
    seen: count,
    new: count,
    changed: count,
    known: count,
    outOfScope: count,
    late: count.meta({ description: "Over a run's limit: left for a later run" }),
    robotsDenied: count,
    captured: count,
    unchanged: count,
    failed: z.partialRecord(z.enum(FAILURE_CODES), count),
    waiting: count.meta({ description: "On the frontier, not ended yet" }),
    addsUp: z.boolean().meta({
      description: "seen = known + outOfScope + late + robotsDenied + captured + unchanged + failed + waiting",
    }),
  })
  .meta({ id: "Ledger", description: "Where each item that was seen has gone." });

export const runViewSchema = z
  .object({
    ...runSchema.pick({ id: true, sourceId: true, kind: true, startedAt: true, outcome: true, documents: true }).shape,
    finishedAt: moment,
    error: runSchema.shape.error.unwrap().nullable(),
    documentsLeft: z.int(),
    closed: z.boolean().meta({ description: "Every item has ended; the ledger changes no more." }),
    ledger: ledgerViewSchema,
    links: z.object({ ends: z.url() }),
  })
  .meta({ id: "Run", description: "One poll of a source, or a day's revisits of it." });

export const runListSchema = z
  .object({ runs: z.array(runViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "RunList" });

export const endListQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  kind: itemEndSchema.shape.kind.optional(),
});

export const endListSchema = z
  .object({
    ends: z.array(
      z.object({
        ...itemEndSchema.pick({ jobId: true, url: true, takenAs: true, kind: true, at: true }).shape,
        code: z.enum(FAILURE_CODES).nullable(),
        message: z.string().nullable(),
        links: z.object({ job: z.url() }),
      }),
    ),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: "EndList", description: "How a run's items ended: what was missed, and why." });

const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "is not a day such as 2026-03-14",
});
export const coverageQuerySchema = z.strictObject({
  from: day.optional().meta({ description: "Runs that started on or after this day, UTC. @default seven days ago" }),
  to: day.optional().meta({ description: "Runs that started on or before this day, UTC. @default today" }),
});

const sumSchema = z.object({ runs: count, failedRuns: count, polls: ledgerViewSchema, revisits: ledgerViewSchema });

export const coverageSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    complete: z.boolean().meta({ description: "False where there were more runs than are added up in one call." }),
    total: sumSchema,
    sources: z.array(sumSchema.extend({ sourceId: z.string(), name: z.string().nullable() })),
  })
  .meta({ id: "Coverage", description: "The ledgers of all runs of a time, added up." });

export const uploadedListSchema = z
  .object({
    source: sourceViewSchema,
    urls: count,
    skipped: z.array(z.object({ line: z.int(), text: z.string(), code: z.string() })),
  })
  .meta({ id: "UploadedList", description: "What an uploaded list holds; bad lines are named, up to twenty." });

export const opmlImportSchema = z
  .object({
    created: z.array(sourceViewSchema),
    existing: z.array(z.object({ url: z.string(), sourceId: z.string() })),
    skipped: z.array(z.string()).meta({ description: "Addresses that are no http(s) URLs" }),
  })
  .meta({ id: "OpmlImport" });

export const siteSearchRequestSchema = z.strictObject({ url: z.string() }).meta({ id: "SiteSearchRequest" });

export const siteSearchViewSchema = z
  .object({
    ...siteSearchResultSchema.pick({ id: true, url: true, requestedAt: true, status: true }).shape,
    found: z.array(
      z.object({
        ...siteSearchResultSchema.shape.found.element.shape,
        create: createSourceSchema.meta({ description: "What to POST to /v1/sources to have it polled" }),
      }),
    ),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    links: z.object({ self: z.url() }),
  })
  .meta({ id: "SiteSearch", description: "The feeds and sitemaps that a site declares." });

export type SourceView = z.infer<typeof sourceViewSchema>;
export type RunView = z.infer<typeof runViewSchema>;
export type LedgerView = z.infer<typeof ledgerViewSchema>;
export type CoverageView = z.infer<typeof coverageSchema>;
export type SiteSearchView = z.infer<typeof siteSearchViewSchema>;
export type EndListView = z.infer<typeof endListSchema>;
export type OpmlImportView = z.infer<typeof opmlImportSchema>;
export type UploadedListView = z.infer<typeof uploadedListSchema>;
