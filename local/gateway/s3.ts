/** Owns S3 at the gateway: what the caller may do, what S3 refuses and fauxqs would take, and then fauxqs. */
import type { ServerResponse } from "node:http";
import type { Fauxqs } from "../emulators/fauxqs.ts";
import { type BufferedRequest, toIncomingMessage } from "../emulators/replay.ts";
import type { Model } from "../resources/model.ts";
import type { Caller } from "./callers.ts";
import type { Refusal } from "./errors.ts";
import { parseS3Target, type S3Target, toS3Calls } from "./s3-calls.ts";
import { answerPreflight, corsHeaders } from "./s3-cors.ts";
import { checkUpload } from "./s3-upload.ts";
import type { Service } from "./service.ts";

/** Query parameters of GetObject that set a header of the answer. */
const RESPONSE_HEADERS = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

export function createS3Service(fauxqs: Fauxqs, corsRules: Model["corsRules"] = new Map()): Service {
  const underway = new Set<string>();
  const rulesOf = (target: S3Target | undefined) => corsRules.get(target?.bucket ?? "") ?? [];
  return {
    dialect: "xml",
    preflight: (request) => answerPreflight(rulesOf(parseS3Target(request.url)), request),
    handle(request, caller, response) {
      const target = parseS3Target(request.url);
      if (target === undefined) return invalid("The path cannot be decoded.");
      // fauxqs makes file names of keys, so these two would leave their folder.
      if (/(^|\/)\.{1,2}(\/|$)/.test(target.key)) return invalid("The embedded cloud takes no . or .. within a key.");
      const refusal = refuse(target, request, caller, fauxqs);
      if (refusal !== undefined) return refusal;
      const checked = isUpload(target, request) ? checkUpload(request) : ({ kind: "upload", request } as const);
      if (checked.kind === "refused") return checked.refusal;
      if (request.method === "PUT" && request.headers["if-none-match"] === "*") {
        const conflict = claim(target, response, fauxqs, underway);
        if (conflict !== undefined) return conflict;
      }
      if (request.method === "GET") overrideHeaders(target, response);
      for (const [name, value] of Object.entries(corsHeaders(rulesOf(target), request)))
        response.setHeader(name, value);
      fauxqs.answer(toIncomingMessage(checked.request), response);
      return undefined;
    },
  };
}

function refuse(target: S3Target, request: BufferedRequest, caller: Caller, fauxqs: Fauxqs): Refusal | undefined {
  for (const call of toS3Calls(target, request)) {
    const refusal = caller.refuse(call);
    if (refusal !== undefined) return refusal;
  }
  // Who may not list a bucket is not told that a key is missing (S3 API reference, GetObject, "Permissions").
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads || target.key === "" || exists(fauxqs, target)) return undefined;
  return caller.refuse({ action: "s3:ListBucket", resource: `arn:aws:s3:::${target.bucket}`, context: {} });
}

/**
 * `If-None-Match: *`: refused when the object is there, and while another such write of the same key is under way, so
 * that of two writers at most one wins (S3 user guide, "Conditional writes").
 */
function claim(target: S3Target, response: ServerResponse, fauxqs: Fauxqs, underway: Set<string>): Refusal | undefined {
  const id = `${target.bucket}/${target.key}`;
  if (exists(fauxqs, target)) {
    const message = "At least one of the pre-conditions you specified did not hold";
    return { code: "PreconditionFailed", message, status: 412 };
  }
  if (underway.has(id)) {
    const message = "A conflicting conditional operation is in progress against this resource";
    return { code: "ConditionalRequestConflict", message, status: 409 };
  }
  underway.add(id);
  response.once("close", () => underway.delete(id));
  return undefined;
}

function isUpload({ key }: S3Target, { method, headers }: BufferedRequest): boolean {
  return method === "PUT" && key !== "" && headers["x-amz-copy-source"] === undefined;
}

function exists(fauxqs: Fauxqs, { bucket, key }: S3Target): boolean {
  return fauxqs.s3.hasObject(bucket, key);
}

function invalid(message: string): Refusal {
  return { code: "InvalidArgument", message, status: 400 };
}

/** `response-content-type=…` and its kin, which a presigned link uses to name a download. */
function overrideHeaders({ query }: S3Target, response: ServerResponse): void {
  const overrides = RESPONSE_HEADERS.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  if (overrides.length === 0) return;
  const writeHead = response.writeHead.bind(response) as (
    status: number,
    headers?: Record<string, unknown>,
  ) => ServerResponse;
  response.writeHead = ((status: number, headers?: Record<string, unknown>) =>
    writeHead(
      status,
      status < 300 ? { ...headers, ...Object.fromEntries(overrides) } : headers,
    )) as typeof response.writeHead;
}
