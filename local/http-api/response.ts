/**
 * Owns what an HTTP API makes of a function's result, and its own error answers. Pure.
 * Source: API Gateway developer guide, "Lambda function response for format 2.0".
 */
import { isRecord, type Json } from "../template/json.ts";

export interface ApiResponse {
  readonly status: number;
  /** A list where a header is repeated. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** `{"message": …}`, as API Gateway answers for itself. */
export function errorResponse(status: number, message: string): ApiResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

/** Undefined for a result that is no response: API Gateway answers 500 to that. */
export function toApiResponse(payload: string): ApiResponse | undefined {
  let result: Json;
  try {
    result = JSON.parse(payload) as Json;
  } catch {
    return undefined;
  }
  if (!isRecord(result) || result.statusCode === undefined) {
    const body = typeof result === "string" ? result : payload;
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers: Record<string, string | string[]> = { "content-type": "text/plain;charset=UTF-8" };
  for (const [name, value] of Object.entries(isRecord(result.headers) ? result.headers : {})) {
    headers[name.toLowerCase()] = String(value);
  }
  if (Array.isArray(result.cookies)) headers["set-cookie"] = result.cookies.map(String);
  const body = typeof result.body === "string" ? result.body : JSON.stringify(result.body ?? "");
  if (result.body === undefined || result.body === null) return { status, headers, body: "" };
  return { status, headers, body: result.isBase64Encoded === true ? Buffer.from(body, "base64") : body };
}
