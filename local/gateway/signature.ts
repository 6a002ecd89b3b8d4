/**
 * Owns AWS Signature Version 4 as far as the gateway needs it: who signed a request, and whether a presigned URL was
 * signed as it stands and is still good. A header-signed request is known by its random access key alone.
 * Source: S3 API reference, "Authenticating requests: using query parameters". Pure.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { BufferedRequest } from "../emulators/replay.ts";
import type { Refusal } from "./errors.ts";

export interface Signer {
  readonly accessKeyId: string;
  readonly region: string;
  /** `s3`, `sqs`, `dynamodb`, `events`, `lambda`, `sts`. */
  readonly service: string;
  readonly presigned: boolean;
}

/** Who signed; undefined for a request that is not signed. */
export function findSigner(request: Pick<BufferedRequest, "url" | "headers">): Signer | undefined {
  const inHeader = /^AWS4-HMAC-SHA256\s.*Credential=([^,\s]+)/.exec(request.headers.authorization ?? "")?.[1];
  const inQuery = queryOf(request.url).get("X-Amz-Credential") ?? undefined;
  const [accessKeyId, , region, service] = (inHeader ?? inQuery ?? "").split("/");
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service, presigned: inHeader === undefined };
}

/** Checks a presigned request against its signer's secret and the clock. */
export function refusePresigned(request: BufferedRequest, secretAccessKey: string, nowMs: number): Refusal | undefined {
  const query = queryOf(request.url);
  const signedAt = query.get("X-Amz-Date") ?? "";
  const signedAtMs = Date.parse(signedAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const lifeSeconds = Number(query.get("X-Amz-Expires"));
  if (Number.isNaN(signedAtMs) || !(lifeSeconds > 0 && lifeSeconds <= 604_800)) {
    return { code: "AuthorizationQueryParametersError", message: "X-Amz-Date or X-Amz-Expires is wrong", status: 400 };
  }
  if (nowMs > signedAtMs + lifeSeconds * 1000) {
    return { code: "AccessDenied", message: "Request has expired", status: 403 };
  }
  const expected = signPresigned(request, query, secretAccessKey, signedAt);
  const given = Buffer.from(query.get("X-Amz-Signature") ?? "");
  if (given.length === expected.length && timingSafeEqual(given, Buffer.from(expected))) return undefined;
  const message = "The request signature we calculated does not match the signature you provided.";
  return { code: "SignatureDoesNotMatch", message, status: 403 };
}

function signPresigned(request: BufferedRequest, query: URLSearchParams, secret: string, signedAt: string): string {
  const scope = (query.get("X-Amz-Credential") ?? "").split("/").slice(1);
  const signedHeaders = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const canonicalQuery = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort();
  const path = request.url.split("?")[0] ?? "/";
  const canonical = [
    request.method,
    path
      .split("/")
      .map((segment) => encodeStrictly(decodeURIComponent(segment)))
      .join("/"),
    canonicalQuery.join("&"),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}`),
    "",
    signedHeaders.join(";"),
    query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", signedAt, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>((secretOrKey, part) => hmac(secretOrKey, part), `AWS4${secret}`);
  return hmac(key, toSign).toString("hex");
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : url.slice(start + 1));
}

/** RFC 3986 unreserved characters stay, everything else is encoded: stricter than encodeURIComponent. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
