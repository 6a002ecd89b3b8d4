/**
 * Owns what S3 checks of an upload and fauxqs does not: the aws-chunked framing, given checksums. Pure.
 * Source: S3 API reference, "Transferring payload in multiple chunks" and "Checking object integrity".
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { BufferedRequest } from "../emulators/replay.ts";
import type { Refusal } from "./errors.ts";

export type Upload =
  | { readonly kind: "upload"; readonly request: BufferedRequest }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Header to its value for a body; CRC32C and CRC64NVME are not in Node and are taken as given. */
const CHECKSUMS: Readonly<Record<string, (body: Buffer) => string>> = {
  "x-amz-checksum-sha256": (body) => createHash("sha256").update(body).digest("base64"),
  "x-amz-checksum-sha1": (body) => createHash("sha1").update(body).digest("base64"),
  "x-amz-checksum-crc32": (body) => crc32Base64(body),
  "content-md5": (body) => createHash("md5").update(body).digest("base64"),
};

/** Takes the framing off and checks every checksum that came with the body, in headers or in the trailer. */
export function checkUpload(request: BufferedRequest): Upload {
  const headers: Record<string, string> = { ...request.headers };
  let body = request.body;
  if (isChunked(headers)) {
    const decoded = decodeChunks(body);
    if (decoded === undefined || String(decoded.body.length) !== headers["x-amz-decoded-content-length"]) {
      return refuse("IncompleteBody", "The aws-chunked body is not as long as its headers say.");
    }
    body = decoded.body;
    Object.assign(headers, decoded.trailers);
    unframe(headers);
  }
  for (const [name, compute] of Object.entries(CHECKSUMS)) {
    const given = headers[name];
    if (given === undefined || given === compute(body)) continue;
    return refuse("BadDigest", `The ${name} you specified did not match what we received.`);
  }
  // Without a type, fauxqs's own small body limit would hold; this one is S3's default.
  headers["content-type"] ??= "binary/octet-stream";
  return { kind: "upload", request: { ...request, headers, body } };
}

function refuse(code: string, message: string): Upload {
  return { kind: "refused", refusal: { code, message, status: 400 } };
}

function isChunked(headers: Readonly<Record<string, string>>): boolean {
  const sha256 = headers["x-amz-content-sha256"] ?? "";
  return sha256.startsWith("STREAMING-") || (headers["content-encoding"] ?? "").split(/,\s*/).includes("aws-chunked");
}

/** The stored object knows nothing of how it travelled. */
function unframe(headers: Record<string, string>): void {
  const encoding = (headers["content-encoding"] ?? "")
    .split(/,\s*/)
    .filter((name) => name !== "aws-chunked" && name !== "");
  if (encoding.length > 0) headers["content-encoding"] = encoding.join(", ");
  else delete headers["content-encoding"];
  for (const name of ["x-amz-trailer", "x-amz-decoded-content-length", "transfer-encoding"]) delete headers[name];
}

/** Undefined for a body that is cut off or malformed. */
function decodeChunks(framed: Buffer): { body: Buffer; trailers: Record<string, string> } | undefined {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = framed.indexOf("\r\n", offset);
    if (lineEnd < 0) return undefined;
    const size = /^([0-9a-f]+)(?:;|$)/i.exec(framed.toString("latin1", offset, lineEnd))?.[1];
    if (size === undefined) return undefined;
    const start = lineEnd + 2;
    const length = Number.parseInt(size, 16);
    if (length === 0) return { body: Buffer.concat(chunks), trailers: parseTrailers(framed.toString("latin1", start)) };
    if (start + length + 2 > framed.length) return undefined;
    chunks.push(framed.subarray(start, start + length));
    offset = start + length + 2;
  }
}

function parseTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function crc32Base64(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}
