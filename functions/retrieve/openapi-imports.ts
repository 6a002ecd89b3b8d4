/** Owns how the routes of imports are described in the OpenAPI document. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import {
  importListQuerySchema,
  importListSchema,
  importProblemListSchema,
  importRequestSchema,
  importUploadQuerySchema,
  importViewSchema,
  newImportViewSchema,
} from "../../shared/api/import-schemas.ts";
import type { ROUTES } from "../../shared/api/routes.ts";
import { jsonOf, problems } from "./openapi-parts.ts";

type TransferRoute = Extract<(typeof ROUTES)[number], { function: "transfers" }>;
type ImportRoute = Extract<TransferRoute, { path: `/v1/imports${string}` }>;
type Key = ImportRoute extends infer R ? (R extends ImportRoute ? `${R["method"]} ${R["path"]}` : never) : never;

const path = z.object({ id: z.uuid() });
const file = { schema: z.string().meta({ format: "binary" }) };

export const IMPORT_OPERATIONS: Readonly<Record<Key, ZodOpenApiOperationObject>> = {
  "POST /v1/imports": {
    summary: "Import a WARC or WACZ file that others made",
    description:
      "With JSON: an import and a signed link to upload the file by (5 GiB at most), after which it is started. With " +
      "?fileName= and the file as the body (4 MiB at most): it is started at once. Needs the scope admin, since an " +
      "import says what pages were like at times of its own choosing.",
    requestParams: { query: importUploadQuerySchema.partial() },
    requestBody: {
      required: true,
      content: {
        ...jsonOf(importRequestSchema),
        "application/warc": file,
        "application/gzip": file,
        "application/wacz": file,
      },
    },
    responses: {
      "201": { description: "The import, and where its file goes", content: jsonOf(newImportViewSchema) },
      "202": { description: "The file is here and will be read", content: jsonOf(importViewSchema) },
      ...problems("bad-request", "not-json", "too-large", "frontier-unavailable"),
    },
  },
  "GET /v1/imports": {
    summary: "All imports, newest first",
    requestParams: { query: importListQuerySchema },
    responses: {
      "200": { description: "A page of imports", content: jsonOf(importListSchema) },
      ...problems("bad-request", "bad-cursor"),
    },
  },
  "GET /v1/imports/{id}": {
    summary: "One import, and what became of its records so far",
    requestParams: { path },
    responses: {
      "200": { description: "The import", content: jsonOf(importViewSchema) },
      ...problems("import-not-found"),
    },
  },
  "GET /v1/imports/{id}/problems": {
    summary: "The records that were skipped, and why",
    requestParams: { path, query: importListQuerySchema },
    responses: {
      "200": { description: "A page of problems", content: jsonOf(importProblemListSchema) },
      ...problems("import-not-found", "bad-request", "bad-cursor"),
    },
  },
  "POST /v1/imports/{id}/start": {
    summary: "Read the file that was uploaded",
    requestParams: { path },
    responses: {
      "202": { description: "It is read, or was already", content: jsonOf(importViewSchema) },
      ...problems("import-not-found", "import-not-uploaded", "import-size-differs", "frontier-unavailable"),
    },
  },
};
