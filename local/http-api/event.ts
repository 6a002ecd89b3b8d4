/**
 * Owns the event that an HTTP API sends to a function, payload format 2.0. Pure.
 * Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
import { ACCOUNT_ID } from "../aws-names.ts";
import type { Json, JsonRecord } from "../template/json.ts";
import type { RouteMatch } from "./routes.ts";

/** One request as the server read it. */
export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly encodedPath: string;
  readonly rawQueryString: string;
  /** Lower-case names, repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly receivedAt: Date;
  readonly body: Buffer;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Bodies of these types arrive as text, all others in base64. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;

/** @param authorizer what a Lambda authorizer said, as its context. */
export function toApiEvent(
  request: ApiRequest,
  { route, pathParameters }: RouteMatch,
  authorizer?: JsonRecord,
): JsonRecord {
  const event: Record<string, Json> = { ...commonFields(request, route.key, route.apiId), isBase64Encoded: false };
  if (Object.keys(pathParameters).length > 0) event.pathParameters = pathParameters;
  if (authorizer !== undefined) {
    event.requestContext = { ...(event.requestContext as JsonRecord), authorizer: { lambda: authorizer } };
  }
  if (request.body.length > 0) {
    event.isBase64Encoded = !TEXT_TYPES.test(request.headers["content-type"] ?? "");
    event.body = request.body.toString(event.isBase64Encoded ? "base64" : "utf8");
  }
  return event;
}

/** The event of a Lambda authorizer: the same without a body, with what identifies the caller. */
export function toAuthorizerEvent(
  request: ApiRequest,
  { route, pathParameters }: RouteMatch,
  identitySource: readonly string[],
): JsonRecord {
  return {
    ...commonFields(request, route.key, route.apiId),
    type: "REQUEST",
    routeArn: `arn:aws:execute-api:us-east-1:${ACCOUNT_ID}:${route.apiId}/$default/${request.method}${decodePath(request)}`,
    identitySource: [...identitySource],
    pathParameters,
  };
}

function commonFields(request: ApiRequest, routeKey: string, apiId: string): JsonRecord {
  const { cookie, ...headers } = request.headers;
  const fields: Record<string, Json> = {
    version: "2.0",
    routeKey,
    // An HTTP API gives the path decoded, unlike a function URL.
    rawPath: decodePath(request),
    rawQueryString: request.rawQueryString,
    headers,
    requestContext: toContext(request, routeKey, apiId),
  };
  if (cookie !== undefined) fields.cookies = cookie.split(/;\s*/);
  const query = toQueryParameters(request.rawQueryString);
  if (Object.keys(query).length > 0) fields.queryStringParameters = query;
  return fields;
}

function toContext(request: ApiRequest, routeKey: string, apiId: string): JsonRecord {
  const domainName = (request.headers.host ?? "").replace(/:\d+$/, "");
  return {
    accountId: ACCOUNT_ID,
    apiId,
    domainName,
    domainPrefix: domainName.split(".")[0] ?? "",
    http: {
      method: request.method,
      path: decodePath(request),
      protocol: "HTTP/1.1",
      sourceIp: request.sourceIp,
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId: request.id,
    routeKey,
    stage: "$default",
    time: toCommonLogTime(request.receivedAt),
    timeEpoch: request.receivedAt.getTime(),
  };
}

function decodePath({ encodedPath }: ApiRequest): string {
  return decodeURIComponent(encodedPath);
}

/** Repeated names are joined by a comma. */
function toQueryParameters(rawQueryString: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const earlier = parameters[name];
    parameters[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return parameters;
}

/** `12/Mar/2026:19:03:58 +0000` */
function toCommonLogTime(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[date.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
