/** Owns how the OpenAPI document describes the reading of archived pages. */
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { ROUTES } from "../../shared/api/routes.ts";
import { problems } from "./openapi-parts.ts";

type Route = Extract<(typeof ROUTES)[number], { function: "replay" }>;
type Key = `${Route["method"]} ${Route["path"]}`;

const header = (description: string) => z.string().optional().meta({ description });

const REPLAY = {
  requestParams: {
    path: z.object({
      proxy: z.string().meta({
        description:
          "`<url>` for the TimeGate; `<1–14 digits><modifier>/<url>` for a memento; `*/<url>` for a page of all captures. " +
          "`id_` gives the bytes as captured, `if_`, `fr_` and `mp_` a page without the banner",
      }),
    }),
    header: z.object({
      "accept-datetime": header("Of the TimeGate: the moment that is wanted (RFC 7089)"),
      "pressmark-banner": header("`off` for a page without the banner"),
    }),
  },
  responses: {
    "200": {
      description:
        "The archived answer, with Memento-Datetime, its own status (an archived redirect or error keeps its), and its " +
        "own headers as X-Archive-Orig-*",
      content: { "text/html": { schema: z.string() } },
    },
    "302": { description: "To the memento that is nearest; of the TimeGate, with Vary and Link" },
    "307": { description: "To a copy of a body that no answer holds, for a quarter of an hour" },
    ...problems(
      "bad-accept-datetime",
      "bad-timestamp",
      "url-invalid",
      "url-not-http",
      "url-has-credentials",
      "url-too-long",
      "not-archived",
      "blocked",
      "embargoed",
      "erased",
      "withheld",
      "record-unreadable",
    ),
  },
} satisfies Omit<ZodOpenApiOperationObject, "summary">;

export const REPLAY_OPERATIONS: Readonly<Record<Key, ZodOpenApiOperationObject>> = {
  "GET /web/{proxy+}": { summary: "An archived page: TimeGate, memento, or all captures of a URL", ...REPLAY },
  "HEAD /web/{proxy+}": { summary: "The headers of an archived page", ...REPLAY },
};
