/** Owns how the OpenAPI document describes what clients of web archives look captures up with: CDX, TimeMaps, availability. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { ROUTES } from "../../shared/api/routes.ts";
import { jsonOf, problems } from "./openapi-parts.ts";

type Route = Extract<(typeof ROUTES)[number], { function: "cdx" }>;
type Key = `${Route["method"]} ${Route["path"]}`;

const URL_PROBLEM_CODES = [
  "bad-request",
  "url-invalid",
  "url-not-http",
  "url-has-credentials",
  "url-too-long",
] as const;

const text = z.string();
const optional = (description: string) => z.string().optional().meta({ description });

const cdxQuerySchema = z.object({
  url: z.string().meta({ description: "`host/*` is a prefix, `*.host` a domain" }),
  matchType: z.enum(["exact", "prefix", "host", "domain"]).optional(),
  from: optional("1 to 14 digits, inclusive"),
  to: optional("1 to 14 digits, inclusive"),
  fl: optional(
    "Fields, comma-separated: urlkey, timestamp, original, mimetype, statuscode, digest, length; robotflags, redirect, " +
      "offset, filename, orig.length, orig.offset, orig.filename, quality, captureId, sourceId, sha256",
  ),
  filter: optional("`[!]field:regex`, held against the whole field; repeatable"),
  collapse: optional("`field` or `field:N`: of adjacent rows that are alike in it, the first; repeatable"),
  limit: optional("At most 10,000; negative for the last ones"),
  offset: optional("Rows left out at the beginning"),
  fastLatest: optional("The latest rows, 10 where there is no limit"),
  output: z.enum(["text", "json", "cdxj"]).optional(),
  gzip: optional("`false` for an answer that is not compressed, whatever Accept-Encoding says"),
  showResumeKey: optional("A key at the end with which the query goes on"),
  resumeKey: optional("Where to go on"),
  page: optional("From 0: a page of pageSize blocks of 1,000 rows, before filters"),
  pageSize: optional("Blocks of a page, at most 5"),
  showNumPages: optional("The number of pages alone"),
  showDupeCount: optional("Earlier rows of the answer with the same digest"),
  showSkipCount: optional("Rows filtered out or collapsed after each"),
  lastSkipTimestamp: optional("Timestamp of the last of those"),
  resolveRevisits: optional("Revisits with their payload's media type and status"),
});

export const LOOKUP_OPERATIONS: Readonly<Record<Key, ZodOpenApiOperationObject>> = {
  "GET /cdx/search/cdx": {
    summary: "Captures of a URL, of a prefix, a host or a domain, as the Wayback CDX server lists them",
    requestParams: { query: cdxQuerySchema },
    responses: {
      "200": {
        description:
          "Rows in order of urlkey and time. An answer that one of our bounds cut short has X-Pressmark-Cut, " +
          'X-Pressmark-Resume-Key and a Link with rel="next"',
        content: {
          "text/plain": { schema: text },
          "application/json": { schema: z.array(z.array(text)) },
          "text/x-cdxj": { schema: text },
        },
      },
      ...problems(...URL_PROBLEM_CODES, "bad-cursor"),
    },
  },
  "GET /wayback/available": {
    summary: "The capture of a URL nearest to a moment, as the Wayback Machine's availability API answers",
    requestParams: {
      query: z.object({ url: z.string(), timestamp: optional("1 to 14 digits; the latest where there is none") }),
    },
    responses: {
      "200": { description: "`archived_snapshots` is empty where there is none", content: jsonOf(z.looseObject({})) },
      ...problems(...URL_PROBLEM_CODES),
    },
  },
  "GET /web/timemap/{format}": {
    summary: "A TimeMap by parameter; as json or cdx, the CDX server's answers, as the Wayback Machine has it",
    requestParams: {
      path: z.object({ format: z.enum(["json", "cdx", "link", "cdxj", "ndjson"]) }),
      query: cdxQuerySchema,
    },
    responses: {
      "200": {
        description: "The TimeMap, or rows",
        content: {
          "application/link-format": { schema: text },
          "application/json": { schema: z.array(z.array(text)) },
        },
      },
      ...problems(...URL_PROBLEM_CODES, "bad-cursor", "not-found"),
    },
  },
  "GET /web/timemap/{format}/{proxy+}": {
    summary: "Every capture of a URL (RFC 7089); json is MemGator's object, ndjson are pywb's lines",
    requestParams: {
      path: z.object({
        format: z.enum(["link", "json", "cdxj", "ndjson"]),
        proxy: z.string().meta({ description: "The URL, with its slashes and its query; before it may stand a page" }),
      }),
    },
    responses: {
      "200": {
        description: "Some thousand mementos, and links to the pages that follow",
        headers: { "X-Memento-Count": { description: "Mementos in this answer", schema: { type: "integer" } } },
        content: {
          "application/link-format": { schema: text },
          "application/json": { schema: z.looseObject({}) },
          "text/x-cdxj": { schema: text },
          "application/x-ndjson": { schema: text },
        },
      },
      ...problems(...URL_PROBLEM_CODES, "not-found"),
    },
  },
};
