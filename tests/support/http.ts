/** Requests as API Gateway hands them to a function (payload format 2.0, with our authorizer's context). */
import type { HttpEvent, HttpResult } from "../../shared/api/http-handler.ts";
import { PROBLEM_MEDIA_TYPE } from "../../shared/api/problems.ts";
import { DEFAULT_ROUTE, ROUTES, routeKey } from "../../shared/api/routes.ts";
import { CONTEXT } from "./doubles.ts";

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Text goes as it is, bytes in base64, anything else as JSON. */
  readonly body?: unknown;
  /** What the authorizer found out; null for a token that nobody has. @default one with every scope */
  readonly caller?: { readonly token: string; readonly scopes: string } | null;
}

export const BASE_URL = "https://archive.example";
export const ANA = { token: "ana", scopes: "read capture" };

/** @param target - method and path, such as `GET /v1/jobs/7`. */
export function httpEvent(target: string, { headers, query, body, caller = ANA }: Call = {}): HttpEvent {
  const [method = "GET", path = "/"] = target.split(" ");
  const { key, pathParameters } = matchRoute(method, path);
  return {
    version: "2.0",
    routeKey: key,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { host: "archive.example", "x-forwarded-proto": "https", ...headers },
    pathParameters,
    ...(query ? { queryStringParameters: { ...query } } : {}),
    ...(body === undefined ? {} : { body: textOf(body) }),
    isBase64Encoded: body instanceof Uint8Array,
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      authorizer: { lambda: caller ?? { token: "", scopes: "" } },
      domainName: "archive.example",
      domainPrefix: "archive",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "1",
      routeKey: key,
      stage: "$default",
      time: "14/Mar/2026:09:30:00 +0000",
      timeEpoch: 0,
    },
  };
}

function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString("base64");
  return typeof body === "string" ? body : JSON.stringify(body);
}

function matchRoute(method: string, path: string) {
  for (const route of ROUTES) {
    const pattern = route.path.replace(/\{(\w+)\+\}/, "(?<$1>.+)").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = route.method === method ? new RegExp(`^${pattern}$`).exec(path) : null;
    if (match) return { key: routeKey(route), pathParameters: { ...match.groups } };
  }
  return { key: DEFAULT_ROUTE.key, pathParameters: {} };
}

/** What a caller gets to see. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body of a JSON answer, otherwise its text. */
  // biome-ignore lint/suspicious/noExplicitAny: what it is depends on the route, and each test looks at its own part
  readonly body: any;
}

/** Calls a function's handler and reads its answer as a client would. */
export async function call(
  handler: (event: HttpEvent, context: typeof CONTEXT) => Promise<HttpResult>,
  target: string,
  options?: Call,
): Promise<Answer> {
  const { statusCode = 0, headers, body = "", isBase64Encoded } = await handler(httpEvent(target, options), CONTEXT);
  const parsed = new Headers(
    Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  const isJson = ["application/json", PROBLEM_MEDIA_TYPE].includes(parsed.get("content-type") ?? "");
  return {
    status: statusCode,
    headers: parsed,
    body: isJson ? JSON.parse(bytes.toString()) : bytes.toString("latin1"),
  };
}
