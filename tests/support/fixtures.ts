/** Made-up messages, jobs, captures and exchanges for the suites. Nothing here is anybody's real page. */
import { v7 } from "uuid";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { Article } from "../../shared/article/article.ts";
import type { Exchange } from "../../shared/fetch/exchange.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { ExtractionResult } from "../../shared/index/extraction-store.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";

export const AT = "2026-03-14T09:30:00.000Z";

/** A moment some milliseconds after {@link AT}. */
export const later = (ms: number): string => new Date(Date.parse(AT) + ms).toISOString();

export function requestOf(changes: Partial<CaptureRequested> = {}): CaptureRequested {
  return {
    version: 1,
    jobId: v7(),
    url: "https://paper.example/ferry",
    requestedAt: AT,
    origin: { kind: "on-demand", token: "ana" },
    ...changes,
  };
}

/** A captured page that waits for extract. */
export function captureOf(changes: Partial<Capture> = {}): Capture {
  return {
    id: v7(),
    jobId: v7(),
    url: "https://paper.example/ferry",
    capturedAt: AT,
    kind: "response",
    httpStatus: 200,
    contentType: "text/html",
    remoteAddress: "192.0.2.7",
    payloadBytes: 24,
    payloadSha1: "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    payloadSha256: sha256Hex(Buffer.from("a page")),
    warc: { key: "captures/2026/03/14/a.warc.gz", offset: 400, length: 900 },
    responseLength: 500,
    warcSha256: sha256Hex(Buffer.from("records")),
    extraction: { status: "pending" },
    ...changes,
  };
}

/** A block of the URL that {@link captureOf} has, asked for some milliseconds after {@link AT}. */
export function restrictionOf(changes: Partial<Restriction> = {}, ms = 0): Restriction {
  return {
    id: v7({ msecs: Date.parse(AT) + ms }),
    effect: "block",
    scope: { kind: "url", url: "https://paper.example/ferry" },
    reason: "The court of the island said so.",
    by: "ana",
    at: later(ms),
    ...changes,
  };
}

export function articleOf(changes: Partial<Article> = {}): Article {
  return {
    version: 1,
    captureId: v7(),
    url: "https://paper.example/ferry",
    capturedAt: AT,
    extractedAt: later(500),
    extractor: { name: "test", version: "1" },
    quality: "article",
    qualityScore: 0.9,
    qualityReasons: ["json-ld:article=NewsArticle"],
    title: "The ferry ran late",
    authors: ["Ines Harrow"],
    authorKind: "people",
    published: "2026-03-14",
    publishedPrecision: "day",
    modified: null,
    modifiedPrecision: null,
    language: "en",
    direction: "ltr",
    siteName: "The Paper",
    description: null,
    leadImage: null,
    leadImageSize: null,
    canonicalUrl: null,
    ampUrl: null,
    license: null,
    section: null,
    keywords: [],
    isAccessibleForFree: null,
    excerpt: "The ferry",
    wordCount: 4,
    text: "The ferry ran late.",
    html: "<p>The ferry ran late.</p>",
    markdown: "The ferry ran late.",
    encoding: "UTF-8",
    provenance: {},
    ...changes,
  };
}

export const DONE = {
  status: "done",
  kind: "article",
  record: { key: "articles/2026/03/14/a.warc.gz", offset: 300, length: 700 },
  extractor: "test/1",
  extractedAt: later(500),
} as const;

/** What extract files of an article. */
export function extractionOf(article: Partial<Article> = {}): ExtractionResult {
  return { extraction: DONE, quality: "article", article: articleOf(article) };
}

export function exchangeOf(changes: Partial<Exchange> = {}): Exchange {
  return {
    url: "https://paper.example/ferry",
    method: "GET",
    startedAt: new Date(AT),
    requestHeaders: [["Host", "paper.example"]],
    remoteAddress: "192.0.2.7",
    httpVersion: "HTTP/1.1",
    status: 200,
    statusText: "OK",
    responseHeaders: [["Content-Type", "text/html; charset=utf-8"]],
    body: Buffer.from("<!doctype html><p>The ferry ran late.</p>"),
    truncated: null,
    durationMs: 12,
    ...changes,
  };
}
