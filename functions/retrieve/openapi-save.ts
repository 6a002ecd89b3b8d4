/** Owns the operations of Save Page Now in the OpenAPI document. */
import * as z from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { jsonOf, problems } from "./openapi-parts.ts";

const errorSchema = z
  .object({
    status: z.literal("error").optional(),
    status_ext: z.string().optional().meta({ description: "error:invalid-url-syntax, error:not-found, …" }),
    message: z.string(),
  })
  .meta({ id: "SaveError", description: "An error in Save Page Now's words." });

const takenSchema = z
  .object({
    url: z.url(),
    job_id: z.string().meta({ description: "spn2- and 40 hexadecimal digits" }),
    message: z.string().optional().meta({ description: "A capture was there already, or what is not done" }),
  })
  .meta({ id: "SaveTaken" });

const statusSchema = z
  .looseObject({
    status: z.enum(["pending", "success", "error"]),
    job_id: z.string(),
    original_url: z.string().optional().meta({ description: "The URL that was captured in the end" }),
    timestamp: z.string().optional().meta({ description: "14 digits: the memento is /web/<timestamp>/<original_url>" }),
    duration_sec: z.number().optional(),
    http_status: z.int().optional(),
    resources: z.array(z.string()),
    outlinks: z.array(z.string()).optional(),
    counters: z.object({ outlinks: z.int(), embeds: z.int() }).optional(),
    first_archive: z.boolean().optional(),
    not_done: z.array(z.string()).optional(),
    status_ext: z.string().optional(),
    exception: z.null().optional(),
    message: z.string().optional(),
  })
  .meta({ id: "SaveStatus" });

const userSchema = z
  .object({
    available: z.int(),
    processing: z.int(),
    daily_captures: z.int(),
    daily_captures_limit: z.int(),
  })
  .meta({ id: "SaveUser" });

const requestSchema = z
  .looseObject({
    url: z.string(),
    capture_all: z.string().optional().meta({ description: "1: an error page counts as a success" }),
    skip_first_archive: z.string().optional().meta({ description: "1: do not tell whether it is the first capture" }),
    if_not_archived_within: z.string().optional().meta({ description: "3d, 5h 20m, or seconds" }),
  })
  .meta({ id: "SaveRequest", description: "docs/save-page-now.md says what becomes of the other parameters." });

const refused = (description: string) => ({ description, content: jsonOf(errorSchema) });

const REFUSED: ZodOpenApiResponsesObject = {
  "401": refused("No token that is known: Authorization: LOW key:token, or Bearer token"),
  "403": refused("The token may not save, or the URL was taken down (`error:blocked-url`)"),
};

const NOT_TAKEN: ZodOpenApiResponsesObject = {
  "400": refused("`error:invalid-url-syntax`, `error:bad-option`"),
  "429": refused("`error:user-session-limit`, `error:too-many-daily-captures`"),
  "503": refused("`error:celery`: the queue took nothing"),
};

const pathUrl = z.object({
  proxy: z.string().meta({ description: "The URL as it is, its slashes and query not encoded" }),
});

const post: ZodOpenApiOperationObject = {
  summary: "Save Page Now: capture a page",
  requestBody: {
    required: false,
    content: { "application/x-www-form-urlencoded": { schema: requestSchema }, ...jsonOf(requestSchema) },
  },
  responses: {
    "200": { description: "The id to follow", content: jsonOf(takenSchema) },
    ...NOT_TAKEN,
    ...REFUSED,
  },
};

const get: ZodOpenApiOperationObject = {
  summary: "Save Page Now as older clients use it: capture a page and wait up to 25 seconds",
  requestParams: { path: pathUrl },
  responses: {
    "200": {
      description: "Captured: Content-Location and Link name the memento; X-Page-Cache: HIT where it was there before",
      content: { ...jsonOf(takenSchema), "text/html": { schema: z.string() } },
    },
    "202": { description: "Still being captured", content: { "text/html": { schema: z.string() } } },
    "302": { description: "Captured, for browsers: to the memento" },
    "520": { description: "Not captured: X-Archive-Wayback-Runtime-Error says why" },
    ...NOT_TAKEN,
    ...REFUSED,
  },
} as ZodOpenApiOperationObject;

const user: ZodOpenApiOperationObject = {
  summary: "Save Page Now: how much the token is saving",
  responses: { "200": { description: "Numbers", content: jsonOf(userSchema) }, ...REFUSED },
};

export const SAVE_OPERATIONS = {
  "POST /save": post,
  "POST /save/{proxy+}": { ...post, summary: "The same with the URL in the path", requestParams: { path: pathUrl } },
  "GET /save/{proxy+}": get,
  "HEAD /save/{proxy+}": { ...get, summary: "The same, headers only" },
  "POST /save/status": {
    summary: "Save Page Now: how one save goes (job_id), or up to 100 (job_ids)",
    security: [],
    responses: {
      "200": { description: "One status, or a list", content: jsonOf(z.union([statusSchema, z.array(statusSchema)])) },
      "400": refused("`error:bad-option`"),
      "404": refused("`error:no-such-job`"),
    },
  },
  "GET /save/status/{id}": {
    summary: "Save Page Now: how a save goes",
    security: [],
    requestParams: { path: z.object({ id: z.string() }) },
    responses: {
      "200": { description: "Its status", content: jsonOf(statusSchema) },
      "404": refused("`error:no-such-job`"),
    },
  },
  "GET /save/status/user": user,
  "POST /save/status/user": user,
  "GET /save/status/system": {
    summary: "Save Page Now: whether it works",
    security: [],
    responses: { "200": { description: "It does", content: jsonOf(z.object({ status: z.literal("ok") })) } },
  },
  "POST /{proxy+}": {
    summary: "POST /save/ is POST /save; anything else is not found",
    security: [],
    requestParams: { path: z.object({ proxy: z.string() }) },
    responses: {
      "200": { description: "As POST /save", content: jsonOf(takenSchema) },
      ...problems("not-found"),
    },
  },
} as const satisfies Record<string, ZodOpenApiOperationObject>;
