/**
 * Owns the API's request and response shapes. The same schemas validate requests, type the views, and become the
 * OpenAPI document (functions/retrieve/openapi.ts). Pure.
 */
import * as z from "zod";
import { originSchema } from "../../events/capture-requested.ts";
import { ARTICLE_KINDS } from "../article/article.ts";
import { articleRowSchema } from "../index/article-list.ts";
import { articleSummarySchema, captureSchema } from "../index/capture.ts";
import { attemptSchema, failureSchema, JOB_STATUSES } from "../index/job.ts";
import { requisiteKindSchema, requisiteRowSchema, resourcesSchema, wantedSchema } from "../requisites/requisite.ts";
import { robotsVerdictSchema } from "../robots/robots-verdict.ts";
import { parseDurationMs } from "../time.ts";
import { momentSchema } from "./moments.ts";
import { problemSchema } from "./problems.ts";

/** Most URLs in one call. */
export const MAX_URLS = 100;
/** Rows of a page: what is answered by default, and at most. */
export const PAGE_SIZE = { default: 20, max: 100 } as const;

/** What is captured with a page that is asked for now, unless the call says otherwise. */
export const RESOURCES_ON_DEMAND = "all";

/** A URL as sent: what it must look like is checked apart (shared/url/check-url.ts), with a code for each reason. */
const submittedUrl = z.string().meta({ description: "http or https, at most 2,048 characters, no credentials" });

export const captureRequestSchema = z
  .strictObject({
    url: submittedUrl.optional(),
    urls: z
      .array(submittedUrl)
      .min(1)
      .optional()
      .meta({ description: `1 to ${MAX_URLS} URLs` }),
    ifNotArchivedWithin: z
      .string()
      .refine((text) => parseDurationMs(text) !== undefined, "is not an ISO 8601 duration such as PT1H or P7D")
      .optional()
      .meta({ description: "ISO 8601 duration: answer with an existing capture that is no older than this" }),
    resources: resourcesSchema.optional().meta({
      description: `What is captured with the page: its images, or all that makes it look like itself. Default ${RESOURCES_ON_DEMAND}`,
    }),
  })
  .refine((body) => (body.url === undefined) !== (body.urls === undefined), "Send either url or urls.")
  .meta({ id: "CaptureRequest" });

const linksSchema = z.object({
  self: z.url(),
  job: z.url().optional().meta({ description: "What it was captured for; an imported capture has none" }),
  import: z.url().optional(),
  warc: z.url(),
  wacz: z.url(),
  resources: z.url().optional(),
  article: z.url().optional(),
  text: z.url().optional(),
  html: z.url().optional(),
  markdown: z.url().optional(),
});

const extractionViewSchema = z.object({
  status: z.enum(["pending", "none", "done", "failed"]),
  kind: z.enum(ARTICLE_KINDS).optional(),
  extractor: z.string().optional(),
  error: failureSchema.optional(),
});

const count = z.int().min(0);

const resourcesViewSchema = z
  .object({
    wanted: wantedSchema,
    complete: z.boolean().meta({ description: "Page and stylesheets are read; each resource was captured or failed" }),
    found: count,
    captured: count,
    failed: count,
    waiting: count.meta({ description: "On the frontier, or waiting for their host" }),
    leftOut: count.meta({ description: "Over the limits of one page, or no URL that can be fetched" }),
  })
  .meta({ id: "ResourceSummary", description: "How complete the page is: what it is shown with, and what is there." });

export const captureViewSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(["archived", "unchanged"]),
    jobId: z.uuid(),
    url: z.url(),
    capturedAt: z.iso.datetime(),
    httpStatus: z.int(),
    contentType: z.string().nullable(),
    quality: captureSchema.shape.quality.unwrap().nullable(),
    ...articleSummarySchema.shape,
    payloadBytes: z.int(),
    truncated: captureSchema.shape.truncated.unwrap().nullable(),
    redirectTo: z.string().nullable(),
    digests: z.object({
      payloadSha256: z.string().meta({ description: "sha256: and hex, over the payload as it was sent" }),
      payloadSha1: z.string().meta({ description: "sha1: and base32, the WARC-Payload-Digest" }),
      warcSha256: z.string().meta({ description: "sha256: and hex, over the bytes that the warc link answers with" }),
    }),
    revisitOf: z.uuid().nullable(),
    sourceId: z.string().nullable(),
    importId: z.uuid().nullable().meta({ description: "The import whose file it comes from" }),
    robots: robotsVerdictSchema.nullable(),
    noarchive: captureSchema.shape.noarchive.unwrap().nullable().meta({
      description: "Where the page asks not to be archived, and whether that binds",
    }),
    resources: resourcesViewSchema.nullable().meta({ description: "null where nothing is captured with it" }),
    resourceOf: z.uuid().nullable().meta({ description: "The page's capture that this one was made for" }),
    extraction: extractionViewSchema,
    links: linksSchema,
  })
  .meta({ id: "Capture", description: "One fetch of one URL at one moment." });

export const captureRowViewSchema = captureViewSchema
  .pick({
    id: true,
    status: true,
    jobId: true,
    url: true,
    capturedAt: true,
    httpStatus: true,
    contentType: true,
    quality: true,
  })
  .extend({
    title: z.string().nullable(),
    wordCount: z.int(),
    digests: captureViewSchema.shape.digests.omit({ warcSha256: true }),
    links: linksSchema.pick({ self: true, job: true, import: true, warc: true }),
  })
  .meta({ id: "CaptureRow", description: "A capture in a list." });

export const jobViewSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(JOB_STATUSES),
    url: z.url(),
    origin: originSchema,
    requestedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    attempts: z.array(attemptSchema),
    captureId: z.uuid().nullable(),
    redirectIds: z.array(z.uuid()),
    error: failureSchema.nullable(),
    waiting: z
      .object({ until: z.iso.datetime(), reason: z.string() })
      .nullable()
      .meta({ description: "While it waits for its host: until when, and why" }),
    robots: robotsVerdictSchema.nullable().meta({ description: "What robots.txt said, where it denied" }),
    links: z.object({ self: z.url(), capture: z.url().optional() }),
  })
  .meta({ id: "Job", description: "One ingest request's life. archived, unchanged and failed are final." });

const submittedSchema = z
  .object({
    url: z.string(),
    job: jobViewSchema.optional(),
    capture: captureViewSchema.optional(),
    error: problemSchema.optional(),
  })
  .meta({ id: "Submitted", description: "What became of one URL: a capture, a job to follow, or why it was refused." });

export const batchViewSchema = z.object({ results: z.array(submittedSchema) }).meta({ id: "Batch" });

const LIMIT = `is not a whole number from 1 to ${PAGE_SIZE.max}`;
/** Digits alone: `Number` would take 0x5, 1e1 and blanks too. */
export const limitSchema = z.preprocess(
  (text) => (/^\d+$/.test(String(text)) ? Number(text) : text),
  z.int(LIMIT).min(1, LIMIT).max(PAGE_SIZE.max, LIMIT).default(PAGE_SIZE.default),
);
const nextCursorSchema = z.string().nullable().meta({ description: "Send it back as cursor for the next page." });
export const captureListQuerySchema = z.strictObject({
  url: submittedUrl,
  limit: limitSchema,
  cursor: z.string().optional(),
});

export const articleListQuerySchema = z.strictObject({
  host: z.string().min(1).max(260).optional(),
  source: z.string().min(1).max(100).optional(),
  from: momentSchema.optional().meta({ description: "Captured at or after; a date is its first moment in UTC." }),
  to: momentSchema.optional().meta({ description: "Captured at or before; a date counts whole, in UTC." }),
  limit: limitSchema,
  cursor: z.string().optional(),
});

export const captureListSchema = z
  .object({ captures: z.array(captureRowViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "CaptureList" });

const articleRowViewSchema = articleRowSchema
  .extend({ links: z.object({ capture: z.url(), text: z.url(), article: z.url() }) })
  .meta({ id: "ArticleListItem" });

export const articleListSchema = z
  .object({ articles: z.array(articleRowViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "ArticleList" });

export const resourceListQuerySchema = z.strictObject({ limit: limitSchema, cursor: z.string().optional() });

export const resourceListSchema = z
  .object({
    resources: z.array(
      z.object({
        url: z.url(),
        kind: requisiteKindSchema.nullable(),
        depth: z.int().nullable().meta({ description: "Steps from the page; 2 is what a stylesheet of it names" }),
        status: requisiteRowSchema.shape.status,
        captureId: z.uuid().nullable(),
        redirectIds: z.array(z.uuid()),
        code: requisiteRowSchema.shape.code.unwrap().nullable(),
        message: z.string().nullable(),
        links: z.object({ job: z.url(), capture: z.url().optional() }),
      }),
    ),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: "ResourceList", description: "What a page is shown with, in no order that means anything." });

/** What a capture can be read as. */
export const FORMS = ["text", "markdown", "html", "article", "warc"] as const;
export const formSchema = z.enum(FORMS);
export type Form = (typeof FORMS)[number];

export type CaptureRequestBody = z.infer<typeof captureRequestSchema>;
export type CaptureView = z.infer<typeof captureViewSchema>;
export type CaptureRowView = z.infer<typeof captureRowViewSchema>;
export type ResourceListView = z.infer<typeof resourceListSchema>;
export type JobView = z.infer<typeof jobViewSchema>;
export type Submitted = z.infer<typeof submittedSchema>;
export type ArticleRowView = z.infer<typeof articleRowViewSchema>;
