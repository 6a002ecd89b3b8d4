/** Owns the HTTP API on loopback: one request through throttle, route, authorizer, function and back. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../cloud-error.ts";
import { listen, readBody, toHeaders } from "../http.ts";
import type { Functions } from "../lambda/functions.ts";
import { MAX_PAYLOAD_BYTES } from "../lambda/runtime-api.ts";
import type { Logs } from "../logs.ts";
import type { Model, Throttle } from "../resources/model.ts";
import type { JsonRecord } from "../template/json.ts";
import { type Authorize, createAuthorize } from "./authorize.ts";
import { type ApiRequest, toApiEvent } from "./event.ts";
import { type ApiResponse, errorResponse, toApiResponse } from "./response.ts";
import { createRouteFinder, type FindRoute, type RouteMatch } from "./routes.ts";
import { type Admit, createTokenBucket } from "./throttle.ts";

/** API Gateway quotas for HTTP APIs: payload size. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface HttpApi {
  readonly url: string;
  /** Requests before this answer 503. */
  open(model: Model, functions: Functions, logs: Logs): void;
  close(): Promise<void>;
}

/**
 * @param port 0 for any free one
 * @throws CloudError when the port cannot be had.
 */
export async function startHttpApi(port: number): Promise<HttpApi> {
  let answer = async (_request: ApiRequest): Promise<ApiResponse> => errorResponse(503, "Service Unavailable");
  const server = createServer((incoming, response) => {
    serve(incoming, response, (request) => answer(request)).catch(() => response.destroy());
  });
  const url = await listen(server, port);
  return {
    url,
    open(model, functions, logs) {
      answer = createAnswer(model, functions, logs);
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<void> {
  const body = await readBody(incoming, MAX_BODY_BYTES);
  const [encodedPath = "/", ...query] = (incoming.url ?? "/").split("?");
  const sourceIp = incoming.socket.remoteAddress ?? "127.0.0.1";
  const headers = {
    ...toHeaders(incoming),
    ...(incoming.headers.cookie === undefined ? {} : { cookie: incoming.headers.cookie }),
    "x-forwarded-for": sourceIp,
    "x-forwarded-port": String(incoming.socket.localPort),
    "x-forwarded-proto": "http",
  };
  const method = incoming.method ?? "GET";
  const [id, receivedAt] = [randomUUID(), new Date()];
  const request = { id, method, encodedPath, rawQueryString: query.join("?"), headers, sourceIp, receivedAt };
  const made = body === undefined ? errorResponse(413, "Request Entity Too Large") : await answer({ ...request, body });
  const bytes = typeof made.body === "string" ? Buffer.from(made.body) : made.body;
  const length = made.status === 204 || made.status === 304 ? {} : { "content-length": String(bytes.length) };
  const own = { ...(made.headers as Record<string, string | string[]>), ...length, "apigw-requestid": id };
  response.writeHead(made.status, own).end(method === "HEAD" ? undefined : bytes);
}

function createAnswer(model: Model, functions: Functions, logs: Logs): (request: ApiRequest) => Promise<ApiResponse> {
  if (model.apis.size > 1) throw new CloudError("the embedded cloud serves one HTTP API, and the stacks declare more");
  const [stage] = model.stages;
  const findRoute = createRouteFinder(model.routes);
  const admit = createAdmit(stage?.throttle, stage?.routeThrottles ?? new Map());
  const authorizers = new Map([...model.authorizers].map(([id, spec]) => [id, createAuthorize(spec, functions)]));
  const refuse = createRefuse(authorizers, model.routes);
  return async (request) => {
    const match = tryFind(findRoute, request);
    if (match === "malformed") return errorResponse(400, "Bad Request");
    if (match === undefined || stage === undefined) return errorResponse(404, "Not Found");
    if (!admit(match.route.key, Date.now())) return errorResponse(429, "Too Many Requests");
    const checked = await refuse(request, match);
    if ("status" in checked) return checked;
    return integrate(request, match, checked.context);
  };

  async function integrate(
    request: ApiRequest,
    match: RouteMatch,
    context?: Authorized["context"],
  ): Promise<ApiResponse> {
    const integration = model.integrations.get(match.route.integrationId);
    if (integration === undefined) return errorResponse(500, "Internal Server Error");
    const event = JSON.stringify(toApiEvent(request, match, context));
    if (Buffer.byteLength(event) > MAX_PAYLOAD_BYTES) return errorResponse(413, "Request Entity Too Large");
    const late = new AbortController();
    const result = await Promise.race([
      functions.invoke(integration.functionName, event),
      sleep(integration.timeoutMs, undefined, { signal: late.signal }),
    ]).finally(() => late.abort());
    if (result === undefined) return errorResponse(503, "Service Unavailable");
    const response = result.ok ? toApiResponse(result.payload) : undefined;
    if (response !== undefined) return response;
    const reason = result.ok
      ? "its result is no HTTP response"
      : `${result.error.errorType}: ${result.error.errorMessage}`;
    logs.write("cloud", `${match.route.key} > ${integration.functionName}: ${reason}`);
    return errorResponse(500, "Internal Server Error");
  }
}

interface Authorized {
  /** What the authorizer hands on; missing on a route without one. */
  readonly context?: JsonRecord;
}

function createRefuse(authorizers: ReadonlyMap<string, Authorize>, routes: Model["routes"]) {
  for (const { authorizerId, key } of routes) {
    if (authorizerId !== undefined && !authorizers.has(authorizerId)) {
      throw new CloudError(`the route ${key} names the authorizer ${authorizerId}, which is not declared`);
    }
  }
  return async (request: ApiRequest, match: RouteMatch): Promise<ApiResponse | Authorized> => {
    const authorize = authorizers.get(match.route.authorizerId ?? "");
    if (authorize === undefined) return {};
    const authorization = await authorize(request, match, Date.now());
    switch (authorization.kind) {
      case "authorized":
        return { context: authorization.context };
      case "unauthorized":
        return errorResponse(401, "Unauthorized");
      case "forbidden":
        return errorResponse(403, "Forbidden");
      default:
        return errorResponse(500, "Internal Server Error");
    }
  };
}

function createAdmit(
  throttle: Throttle | undefined,
  routeThrottles: ReadonlyMap<string, Throttle>,
): (routeKey: string, nowMs: number) => boolean {
  const ofStage: Admit = throttle === undefined ? () => true : createTokenBucket(throttle);
  const ofRoutes = new Map([...routeThrottles].map(([key, limits]) => [key, createTokenBucket(limits)]));
  return (routeKey, nowMs) => (ofRoutes.get(routeKey) ?? ofStage)(nowMs);
}

/** A path like `/%zz` cannot be decoded. */
function tryFind(findRoute: FindRoute, request: ApiRequest): RouteMatch | undefined | "malformed" {
  try {
    decodeURIComponent(request.encodedPath);
    return findRoute(request.method, request.encodedPath);
  } catch {
    return "malformed";
  }
}
