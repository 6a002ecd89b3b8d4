/** Owns what all answers to standard clients have in common: open to scripts of any page, compressed where asked for. */
import { gzipSync } from "node:zlib";
import type { MiddlewareObj } from "@middy/core";
import type { HttpEvent, HttpResult } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";

/** Any page may read these answers (the Fetch standard, section 3.2): they are public, or need a token of one's own. */
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Link, X-Memento-Count, X-Pressmark-Cut, X-Pressmark-Resume-Key",
} as const;

export function allowAllOrigins(): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    after: (request) => {
      if (request.response) request.response.headers = { ...request.response.headers, ...CORS };
    },
    onError: ({ error }) => {
      if (error instanceof ProblemError) Object.assign(error.headers, CORS);
    },
  };
}

/** @param compress - undefined: where the caller's Accept-Encoding has gzip */
export function textAnswer(
  event: HttpEvent,
  body: string,
  headers: Readonly<Record<string, string>>,
  compress: boolean | undefined = /\bgzip\b/.test(event.headers["accept-encoding"] ?? ""),
): HttpResult {
  const varied = { Vary: "Accept-Encoding", ...headers };
  if (!compress) return { statusCode: 200, headers: varied, body };
  const zipped = gzipSync(body).toString("base64");
  return { statusCode: 200, headers: { ...varied, "Content-Encoding": "gzip" }, body: zipped, isBase64Encoded: true };
}
