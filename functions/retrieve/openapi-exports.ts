/** Owns the operations of exports in the OpenAPI document. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import {
  exportListQuerySchema,
  exportListSchema,
  exportRequestSchema,
  exportViewSchema,
  signingKeyViewSchema,
} from "../../shared/api/export-schemas.ts";
import { jsonOf, problems } from "./openapi-parts.ts";

const idPath = z.object({ id: z.uuid() });
const exportOf = (description: string) => ({ description, content: jsonOf(exportViewSchema) });

export const EXPORT_OPERATIONS = {
  "POST /v1/exports": {
    summary: "Have a signed WACZ file made of a URL's captures, a host's, a source's articles, or chosen captures",
    requestBody: { required: true, content: jsonOf(exportRequestSchema) },
    responses: {
      "202": exportOf("Accepted: follow the Location until it is done"),
      ...problems(
        "url-invalid",
        "url-not-http",
        "url-has-credentials",
        "url-too-long",
        "not-json",
        "bad-request",
        "frontier-unavailable",
      ),
    },
  },
  "GET /v1/exports": {
    summary: "All exports, newest first",
    requestParams: { query: exportListQuerySchema },
    responses: {
      "200": { description: "A page of exports", content: jsonOf(exportListSchema) },
      ...problems("bad-request", "bad-cursor"),
    },
  },
  "GET /v1/exports/{id}": {
    summary: "One export: how far it is, and once it is done, where to fetch it",
    requestParams: { path: idPath },
    responses: { "200": exportOf("The export"), ...problems("export-not-found") },
  },
  "GET /v1/captures/{id}/wacz": {
    summary: "A page with what it was shown with, as a signed WACZ file",
    requestParams: { path: idPath },
    responses: {
      "200": {
        description: "The file",
        content: { "application/wacz": { schema: z.string().meta({ format: "binary" }) } },
      },
      "307": { description: "Too large for an answer (some 4 MiB): follow the Location, which is good for 15 minutes" },
      ...problems("capture-not-found", "wacz-too-large", "blocked", "embargoed", "erased", "withheld"),
    },
  },
  "GET /v1/signing-key": {
    summary: "The public key that this archive's WACZ files are signed with",
    responses: { "200": { description: "The key", content: jsonOf(signingKeyViewSchema) } },
  },
} as const satisfies Record<string, ZodOpenApiOperationObject>;
