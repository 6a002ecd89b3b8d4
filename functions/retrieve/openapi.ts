/** Owns the OpenAPI 3.1 document: the routes of shared/api/routes.ts described by the schemas that validate them. */
import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { type HttpRequest, type HttpResult, json } from "../../shared/api/http-handler.ts";
import { type Access, ROUTES, type Route, routeKey } from "../../shared/api/routes.ts";
import {
  articleListQuerySchema,
  articleListSchema,
  batchViewSchema,
  captureListQuerySchema,
  captureListSchema,
  captureRequestSchema,
  captureViewSchema,
  formSchema,
  jobViewSchema,
  resourceListQuerySchema,
  resourceListSchema,
} from "../../shared/api/schemas.ts";
import { articleSchema } from "../../shared/article/article.ts";
import { EXPORT_OPERATIONS } from "./openapi-exports.ts";
import { IMPORT_OPERATIONS } from "./openapi-imports.ts";
import { LOOKUP_OPERATIONS } from "./openapi-lookup.ts";
import { jsonOf, problems } from "./openapi-parts.ts";
import { REPLAY_OPERATIONS } from "./openapi-replay.ts";
import { RESTRICTION_OPERATIONS } from "./openapi-restrictions.ts";
import { SAVE_OPERATIONS } from "./openapi-save.ts";
import { SOURCE_OPERATIONS } from "./openapi-sources.ts";

type Key = `${(typeof ROUTES)[number]["method"]} ${(typeof ROUTES)[number]["path"]}`;

/** What keeps a capture from readers. */
const RESTRICTED = ["blocked", "embargoed", "erased", "withheld"] as const;

const idPath = z.object({ id: z.uuid() });

const OPERATIONS: Readonly<Partial<Record<Key, ZodOpenApiOperationObject>>> = {
  "POST /v1/captures": {
    summary: "Capture one URL, or up to 100, now",
    requestParams: {
      header: z.object({
        prefer: z.string().optional().meta({ description: "wait=N waits up to N seconds, at most 25 (RFC 7240)" }),
        "idempotency-key": z
          .string()
          .max(255)
          .optional()
          .meta({ description: "Two calls with one key and body are one job; kept as long as the job" }),
      }),
    },
    requestBody: { required: true, content: jsonOf(captureRequestSchema) },
    responses: {
      "200": {
        description: "An existing capture (ifNotArchivedWithin), or a job that has ended: see its status and error",
        content: jsonOf(z.union([captureViewSchema, jobViewSchema, batchViewSchema])),
      },
      "201": {
        description: "Captured while the call waited: the capture, or a result for each URL",
        content: jsonOf(z.union([captureViewSchema, batchViewSchema])),
      },
      "202": {
        description: "Accepted: the job to follow, or a result for each URL",
        content: jsonOf(z.union([jobViewSchema, batchViewSchema])),
      },
      ...problems(
        "url-invalid",
        "url-not-http",
        "url-has-credentials",
        "url-too-long",
        "too-many-urls",
        "not-json",
        "bad-request",
        "bad-preference",
        "bad-idempotency-key",
        "idempotency-key-reused",
        "frontier-unavailable",
      ),
    },
  },
  "GET /v1/jobs/{id}": {
    summary: "Follow a job",
    requestParams: { path: idPath },
    responses: { "200": { description: "The job", content: jsonOf(jobViewSchema) }, ...problems("job-not-found") },
  },
  "GET /v1/captures": {
    summary: "Every capture of a URL, newest first",
    requestParams: { query: captureListQuerySchema },
    responses: {
      "200": { description: "A page of captures", content: jsonOf(captureListSchema) },
      ...problems("bad-request", "bad-cursor", "url-invalid", "url-not-http", "url-has-credentials", "url-too-long"),
    },
  },
  "GET /v1/captures/{id}": {
    summary: "One capture",
    requestParams: { path: idPath },
    responses: {
      "200": { description: "The capture", content: jsonOf(captureViewSchema) },
      ...problems("capture-not-found", ...RESTRICTED),
    },
  },
  "GET /v1/captures/{id}/resources": {
    summary: "What a page is shown with: images, stylesheets, fonts, icons, and what became of each",
    requestParams: { path: idPath, query: resourceListQuerySchema },
    responses: {
      "200": { description: "A page of resources", content: jsonOf(resourceListSchema) },
      ...problems("bad-request", "bad-cursor", "capture-not-found"),
    },
  },
  "GET /v1/captures/{id}/{form}": {
    summary: "A capture as text, Markdown, sanitised HTML, article document, or WARC records",
    requestParams: { path: idPath.extend({ form: formSchema }) },
    responses: {
      "200": {
        description: "The capture in that form",
        content: {
          "text/plain": { schema: z.string() },
          "text/markdown": { schema: z.string() },
          "text/html": { schema: z.string() },
          "application/json": { schema: articleSchema },
          "application/warc": { schema: z.string().meta({ format: "binary" }) },
        },
      },
      "307": { description: "Too large for an answer (some 4 MiB): follow the Location, which is good for 15 minutes" },
      ...problems("capture-not-found", "no-article", "not-extracted-yet", "not-found", ...RESTRICTED),
    },
  },
  "GET /v1/articles": {
    summary: "Articles of a host, a source, or all, newest capture first",
    requestParams: { query: articleListQuerySchema },
    responses: {
      "200": { description: "A page of articles", content: jsonOf(articleListSchema) },
      ...problems("bad-request", "bad-cursor"),
    },
  },
  ...SOURCE_OPERATIONS,
  ...RESTRICTION_OPERATIONS,
  ...LOOKUP_OPERATIONS,
  ...REPLAY_OPERATIONS,
  ...SAVE_OPERATIONS,
  ...IMPORT_OPERATIONS,
  ...EXPORT_OPERATIONS,
  "GET /v1/openapi.json": {
    summary: "This document",
    responses: { "200": { description: "OpenAPI 3.1", content: jsonOf(z.looseObject({})) } },
  },
};

/** The document for an archive at `baseUrl`. */
export function createOpenApi(baseUrl: string): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Pressmark",
      version: "1",
      description: "Archive web articles: capture a URL, read its clean text, list and prove its captures.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: baseUrl }],
    security: [{ token: [] }],
    paths: toPaths(),
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  });
}

export async function getOpenApi({ baseUrl }: Pick<HttpRequest, "baseUrl">): Promise<HttpResult> {
  return json(200, createOpenApi(baseUrl));
}

function toPaths() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of ROUTES as readonly Route[]) {
    const operation = OPERATIONS[routeKey(route) as Key];
    if (!operation) throw new Error(`${routeKey(route)} is not described`);
    // OpenAPI has no name for what is left of a path.
    const path = route.path.replace("{proxy+}", "{proxy}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(operation, route.access) };
  }
  return paths;
}

function toOperation(operation: ZodOpenApiOperationObject, access: Access): ZodOpenApiOperationObject {
  if (access === "public") return { ...operation, security: [] };
  // Save Page Now refuses in its own words: openapi-save.ts.
  if (access === "save") return operation;
  const refusals =
    access === "archive" ? problems("archive-locked", "forbidden") : problems("unauthorized", "forbidden");
  return {
    ...operation,
    // Where the archive is open to all, no token is needed.
    ...(access === "archive" ? { security: [{}, { token: [] }] } : {}),
    responses: { ...operation.responses, ...refusals },
  };
}
