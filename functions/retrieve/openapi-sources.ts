/** Owns the operations of sources, runs and coverage in the OpenAPI document. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import {
  coverageQuerySchema,
  coverageSchema,
  endListQuerySchema,
  endListSchema,
  opmlImportSchema,
  pageQuerySchema,
  runListSchema,
  siteSearchRequestSchema,
  siteSearchViewSchema,
  sourceListSchema,
  sourceViewSchema,
  uploadedListSchema,
} from "../../shared/api/source-schemas.ts";
import { createSourceSchema, patchSourceSchema } from "../../shared/sources/source.ts";
import { jsonOf, problems } from "./openapi-parts.ts";

const idPath = z.object({ id: z.string() });
const opml = { "text/x-opml": { schema: z.string() } };
const sourceOf = (description: string) => ({ description, content: jsonOf(sourceViewSchema) });

export const SOURCE_OPERATIONS = {
  "POST /v1/sources": {
    summary: "Make a source: a feed, sitemap, section page or list that is polled on a schedule",
    requestBody: { required: true, content: jsonOf(createSourceSchema) },
    responses: { "201": sourceOf("The source, due at once"), ...problems("not-json", "bad-request") },
  },
  "GET /v1/sources": {
    summary: "All sources, oldest first",
    requestParams: { query: pageQuerySchema },
    responses: {
      "200": { description: "A page of sources", content: jsonOf(sourceListSchema) },
      ...problems("bad-request", "bad-cursor"),
    },
  },
  "GET /v1/sources/{id}": {
    summary: "One source and how its polls stand",
    requestParams: { path: idPath },
    responses: { "200": sourceOf("The source"), ...problems("source-not-found") },
  },
  "PATCH /v1/sources/{id}": {
    summary: "Change a source: what is absent stays. enabled: false pauses it, true ends a pause or a suspension",
    requestParams: { path: idPath },
    requestBody: { required: true, content: jsonOf(patchSourceSchema) },
    responses: {
      "200": sourceOf("The source as it is now"),
      ...problems("not-json", "bad-request", "source-not-found", "source-changed"),
    },
  },
  "DELETE /v1/sources/{id}": {
    summary: "Remove a source. What it brought stays, and so do its runs",
    requestParams: { path: idPath },
    responses: { "204": { description: "Removed" }, ...problems("source-not-found") },
  },
  "PUT /v1/sources/{id}/list": {
    summary: "Upload a list of URLs, one a line, for a source of type list without a url; it is read at once",
    requestParams: { path: idPath },
    requestBody: { required: true, content: { "text/plain": { schema: z.string() } } },
    responses: {
      "202": { description: "Taken; bad lines are named and left out", content: jsonOf(uploadedListSchema) },
      ...problems("source-not-found", "not-a-list", "list-empty", "too-large", "source-changed"),
    },
  },
  "POST /v1/sources/discover": {
    summary: "Find the feeds and sitemaps that a site declares, on its home page and in robots.txt",
    requestParams: {
      header: z.object({
        prefer: z.string().optional().meta({ description: "wait=N waits up to N seconds, at most 25; 20 if absent" }),
      }),
    },
    requestBody: { required: true, content: jsonOf(siteSearchRequestSchema) },
    responses: {
      "200": { description: "What was found, or why nothing could be", content: jsonOf(siteSearchViewSchema) },
      "202": { description: "Still searching: follow the Location", content: jsonOf(siteSearchViewSchema) },
      ...problems(
        "url-invalid",
        "url-not-http",
        "url-has-credentials",
        "url-too-long",
        "not-json",
        "bad-request",
        "bad-preference",
        "frontier-unavailable",
      ),
    },
  },
  "GET /v1/sources/discover/{id}": {
    summary: "Follow a search of a site",
    requestParams: { path: idPath },
    responses: {
      "200": { description: "The search", content: jsonOf(siteSearchViewSchema) },
      ...problems("site-search-not-found"),
    },
  },
  "GET /v1/sources.opml": {
    summary: "All feeds as OPML 2.0",
    responses: { "200": { description: "The list", content: opml } },
  },
  "POST /v1/sources.opml": {
    summary: "Make a source of each feed of an OPML list that is none yet",
    requestBody: { required: true, content: opml },
    responses: {
      "200": { description: "Nothing was new", content: jsonOf(opmlImportSchema) },
      "201": { description: "What was made, what was there, what was left out", content: jsonOf(opmlImportSchema) },
      ...problems("opml-unusable", "too-large"),
    },
  },
  "GET /v1/sources/{id}/runs": {
    summary: "The coverage ledger of a source: each run, and where every item seen has gone; newest first",
    requestParams: { path: idPath, query: pageQuerySchema },
    responses: {
      "200": { description: "A page of runs", content: jsonOf(runListSchema) },
      ...problems("bad-request", "bad-cursor", "source-not-found"),
    },
  },
  "GET /v1/sources/{id}/runs/{runId}/ends": {
    summary: "How a run's items ended: exactly what was missed, and why",
    requestParams: { path: idPath.extend({ runId: z.string() }), query: endListQuerySchema },
    responses: {
      "200": { description: "A page of ends", content: jsonOf(endListSchema) },
      ...problems("bad-request", "bad-cursor", "run-not-found"),
    },
  },
  "GET /v1/coverage": {
    summary: "The ledgers of all runs between two days, added up, for each source and in all",
    requestParams: { query: coverageQuerySchema },
    responses: { "200": { description: "The sums", content: jsonOf(coverageSchema) }, ...problems("bad-request") },
  },
} as const satisfies Record<string, ZodOpenApiOperationObject>;
