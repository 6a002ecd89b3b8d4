/** Owns asking a Lambda authorizer, and remembering what it said. Source: "Control access to HTTP APIs with Lambda authorizers". */
import type { Functions } from "../lambda/functions.ts";
import type { AuthorizerSpec } from "../resources/model.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";
import { type ApiRequest, toAuthorizerEvent } from "./event.ts";
import type { RouteMatch } from "./routes.ts";

export type Authorization =
  | { readonly kind: "authorized"; readonly context: JsonRecord }
  | { readonly kind: "unauthorized" | "forbidden" | "failed" };

export type Authorize = (request: ApiRequest, match: RouteMatch, nowMs: number) => Promise<Authorization>;

/** Kept results; past this the oldest goes. */
const MAX_CACHED = 1000;

export function createAuthorize(spec: AuthorizerSpec, functions: Pick<Functions, "invoke">): Authorize {
  const cache = new Map<string, { readonly authorization: Authorization; readonly untilMs: number }>();
  return async (request, match, nowMs) => {
    const sources = spec.identitySources.map((source) => readSource(source, request));
    if (sources.some((source) => source === undefined || source === "")) return { kind: "unauthorized" };
    const identity = sources.map(String);
    const key = JSON.stringify(identity);
    const cached = cache.get(key);
    if (cached !== undefined && cached.untilMs > nowMs) return cached.authorization;
    const event = JSON.stringify(toAuthorizerEvent(request, match, identity));
    const result = await functions.invoke(spec.functionName, event);
    const authorization: Authorization = result.ok ? readAnswer(result.payload) : { kind: "failed" };
    if (authorization.kind !== "failed" && spec.cacheSeconds > 0) {
      cache.delete(key);
      cache.set(key, { authorization, untilMs: nowMs + spec.cacheSeconds * 1000 });
      const [oldest] = cache.keys();
      if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    }
    return authorization;
  };
}

/** `$request.header.Authorization` or `$request.querystring.token`. */
function readSource(source: string, request: ApiRequest): string | undefined {
  const [, , place, ...rest] = source.split(/[.$]/);
  const name = rest.join(".");
  if (place === "header") return request.headers[name.toLowerCase()];
  return new URLSearchParams(request.rawQueryString).get(name) ?? undefined;
}

function readAnswer(payload: string): Authorization {
  let answer: Json;
  try {
    answer = JSON.parse(payload) as Json;
  } catch {
    return { kind: "failed" };
  }
  if (!isRecord(answer) || typeof answer.isAuthorized !== "boolean") return { kind: "failed" };
  if (!answer.isAuthorized) return { kind: "forbidden" };
  return { kind: "authorized", context: isRecord(answer.context) ? answer.context : {} };
}
