/**
 * Owns what a record of a file that others made is to this archive: a capture, a request, something that is counted, or
 * something that is wrong. Looks nothing up. Pure.
 */

import type { HeaderLines } from "../../shared/fetch/exchange.ts";
import { headerList, headerValues } from "../../shared/fetch/header-lines.ts";
import { isHtmlResponse, mediaTypeOf } from "../../shared/fetch/html-response.ts";
import { redirectOf } from "../../shared/fetch/redirect.ts";
import type { ImportProblemCode } from "../../shared/imports/import-problems.ts";
import { readArchiveDirectives } from "../../shared/robots/archive-directives.ts";
import { PRODUCT_TOKEN } from "../../shared/robots/product-token.ts";
import { sha1OfHex } from "../../shared/warc/digests.ts";
import { bareUri } from "../../shared/warc/named-headers.ts";
import type { Payload } from "./block-facts.ts";
import type { Draft, RecordNames, RevisitDraft } from "./draft.ts";
import { MAX_RECORD_BYTES } from "./member-copy.ts";
import { readTargetUrl, readWarcDate, uuidOf } from "./record-fields.ts";
import type { RawRecord } from "./record-reader.ts";
import { holds, readStatedDigest } from "./stated-digest.ts";

export type Interpreted =
  | { readonly kind: "capture"; readonly draft: Draft }
  | { readonly kind: "request"; readonly names: RecordNames; readonly method: string }
  | { readonly kind: "other"; readonly type: string }
  | { readonly kind: "problem"; readonly code: ImportProblemCode };

/** Types that the standard has; a name of one's own is counted as `unknown`, so that names cannot fill a row. */
const KNOWN_TYPES = [
  "warcinfo",
  "metadata",
  "conversion",
  "continuation",
  "resource",
  "response",
  "revisit",
  "request",
];

export async function interpret(record: RawRecord, now: Date): Promise<Interpreted> {
  const { type, fields, block } = record;
  // wget digests a revisit's block before it takes the payload away, and says that it is truncated.
  const isCutRevisit = type === "revisit" && fields.has("warc-truncated");
  const blockDigest = isCutRevisit ? undefined : readStatedDigest(fields.get("warc-block-digest"));
  if (!holds(blockDigest, block.digests)) return problem("block-digest-mismatch");
  const names = namesOf(fields);
  if (type === "request") return { kind: "request", names, method: block.firstLine.split(" ")[0] ?? "" };
  const target = fields.get("warc-target-uri") ?? "";
  const isOfTheWeb = /^<?https?:/i.test(target.trim());
  if (!["response", "revisit", "resource"].includes(type) || (!isOfTheWeb && target !== "")) {
    return { kind: "other", type: KNOWN_TYPES.includes(type) ? type : "unknown" };
  }
  if (record.contentLength > MAX_RECORD_BYTES) return problem("record-too-large");
  if (fields.has("warc-segment-number")) return problem("segmented");
  const url = readTargetUrl(target);
  if (url === undefined) return problem("bad-url");
  const date = readWarcDate(fields.get("warc-date"), now);
  if (typeof date !== "string") return problem(date.code);
  const about = { url, capturedAt: date, names };
  return type === "revisit" ? revisitOf(record, about) : responseOf(record, about);
}

const problem = (code: ImportProblemCode): Interpreted => ({ kind: "problem", code });

interface About {
  readonly url: string;
  readonly capturedAt: string;
  readonly names: RecordNames;
}

async function responseOf(record: RawRecord, about: About): Promise<Interpreted> {
  const { type, fields, block } = record;
  const stated = readStatedDigest(fields.get("warc-payload-digest"));
  const payload = block.joined ?? block.raw;
  if (!holds(stated, block.raw.digests) && !holds(stated, payload.digests)) return problem("payload-digest-mismatch");
  const http = type === "resource" ? asResponse(fields.get("content-type")) : block.http;
  if (!http) return problem("bad-http");
  const isSuccess = http.status >= 200 && http.status < 300;
  const isPage = isSuccess && payload.length > 0 && (await isHtmlResponse(http.headers, payload.start));
  const draft: Draft = {
    ...commonOf(record, about),
    kind: "response",
    ...responseFacts(about.url, http),
    payloadBytes: payload.length,
    payloadSha1: sha1OfHex(digestOf(payload, "sha1", stated)),
    payloadSha256: `sha256:${payload.digests.get("sha256")}`,
    isPage,
  };
  return { kind: "capture", draft };
}

/** As readRecord reads it. */
function asResponse(contentType: string | undefined): { readonly status: number; readonly headers: HeaderLines } {
  return { status: 200, headers: contentType === undefined ? [] : [["Content-Type", contentType]] };
}

/** What the record states where that is a SHA-1: it may be over the chunks, and revisits of it name it like that. */
function digestOf(payload: Payload, algorithm: string, stated: ReturnType<typeof readStatedDigest>): string {
  return stated?.algorithm === algorithm ? stated.hex : (payload.digests.get(algorithm) ?? "");
}

function revisitOf(record: RawRecord, about: About): Interpreted {
  const { fields, block } = record;
  const profile = fields.get("warc-profile") ?? "";
  const stated = readStatedDigest(fields.get("warc-payload-digest"));
  const refersTo: RevisitDraft["refersTo"] = {
    recordId: uuidOf(fields.get("warc-refers-to")),
    url: readTargetUrl(fields.get("warc-refers-to-target-uri") ?? ""),
    capturedAt: optionalDate(fields.get("warc-refers-to-date")),
    digest: stated,
  };
  const draft: Draft = {
    ...commonOf(record, about),
    kind: "revisit",
    // Of a revisit it says no more than that the payload is elsewhere.
    truncated: undefined,
    ...(block.http ? responseFacts(about.url, block.http) : { httpStatus: undefined, contentType: null }),
    isNotModified: /server-not-modified/.test(profile),
    refersTo,
  };
  return { kind: "capture", draft };
}

function optionalDate(text: string | undefined): string | undefined {
  const date = readWarcDate(text, new Date(8.64e15));
  return typeof date === "string" ? date : undefined;
}

const TRUNCATIONS = ["length", "time", "disconnect", "unspecified"] as const;

function commonOf({ fields }: RawRecord, { url, capturedAt, names }: About) {
  const truncated = fields.get("warc-truncated")?.toLowerCase();
  return {
    recordId: uuidOf(fields.get("warc-record-id")),
    names,
    url,
    capturedAt,
    remoteAddress: fields.get("warc-ip-address")?.slice(0, 100),
    truncated:
      truncated === undefined
        ? undefined
        : (TRUNCATIONS.find((name) => name === truncated) ?? ("unspecified" as const)),
  };
}

/** Headers are strangers': what the index keeps of them is cut. */
const MAX_KEPT_CHARS = 1000;

function responseFacts(url: string, { status, headers }: { status: number; headers: HeaderLines }) {
  const redirect = redirectOf({ url, status, responseHeaders: headers });
  const asks = readArchiveDirectives(headerValues(headers, "x-robots-tag"), [], PRODUCT_TOKEN).noarchive;
  return {
    httpStatus: status,
    contentType: mediaTypeOf(headers)?.slice(0, MAX_KEPT_CHARS) ?? null,
    redirectTo: redirect.kind === "follow" ? redirect.url.href : undefined,
    etag: headerList(headers, "etag")?.slice(0, MAX_KEPT_CHARS),
    lastModified: headerList(headers, "last-modified")?.slice(0, MAX_KEPT_CHARS),
    asksNotToBeArchived: asks,
  };
}

function namesOf(fields: ReadonlyMap<string, string>): RecordNames {
  return {
    recordId: bareUri(fields.get("warc-record-id") ?? ""),
    concurrentTo: (fields.get("warc-concurrent-to") ?? "").split(",").map(bareUri).filter(Boolean),
    url: bareUri(fields.get("warc-target-uri") ?? ""),
  };
}
