/** Owns the operations of takedowns, embargoes and erasures in the OpenAPI document. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import {
  restrictionListQuerySchema,
  restrictionListSchema,
  restrictionViewSchema,
} from "../../shared/api/restriction-schemas.ts";
import { restrictionRequestSchema } from "../../shared/restrictions/make-restriction.ts";
import { jsonOf, problems } from "./openapi-parts.ts";

const idPath = z.object({ id: z.uuid() });
const restrictionOf = (description: string) => ({ description, content: jsonOf(restrictionViewSchema) });

export const RESTRICTION_OPERATIONS = {
  "POST /v1/restrictions": {
    summary:
      "Keep a capture, a URL or all under a prefix from readers: block, embargo until a moment, or erase for good",
    requestBody: { required: true, content: jsonOf(restrictionRequestSchema) },
    responses: {
      "201": restrictionOf("It holds from now on"),
      "202": restrictionOf("An erasure: readers are kept away from now on, and the bytes are overwritten behind it"),
      ...problems(
        "not-json",
        "bad-request",
        "until-is-past",
        "url-invalid",
        "url-not-http",
        "url-has-credentials",
        "url-too-long",
        "capture-not-found",
        "queue-unavailable",
      ),
    },
  },
  "GET /v1/restrictions": {
    summary: "All restrictions, newest first, lifted ones and erasures too; or those of one URL's registrable domain",
    requestParams: { query: restrictionListQuerySchema },
    responses: {
      "200": { description: "A page of restrictions", content: jsonOf(restrictionListSchema) },
      ...problems("bad-request", "bad-cursor", "url-invalid", "url-not-http", "url-has-credentials", "url-too-long"),
    },
  },
  "GET /v1/restrictions/{id}": {
    summary: "One restriction; of an erasure, how far it has come",
    requestParams: { path: idPath },
    responses: { "200": restrictionOf("The restriction"), ...problems("restriction-not-found") },
  },
  "POST /v1/restrictions/{id}/lift": {
    summary: "End a block or an embargo. It stays on record",
    requestParams: { path: idPath },
    responses: {
      "200": restrictionOf("It holds no more"),
      ...problems("restriction-not-found", "erased-for-good"),
    },
  },
} satisfies Record<string, ZodOpenApiOperationObject>;
