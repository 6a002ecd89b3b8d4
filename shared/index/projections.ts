/**
 * Owns which attributes each secondary index carries. Pure: infra/ declares them, shared/index/ relies on them.
 * Every attribute here is paid for on each write that touches it, so an index has what its lists show and no more.
 */

/** `site`: what a CDX line, the choice of a memento and a row of `/v1/captures?url=` need. */
export const SITE_PROJECTION = [
  "id",
  "url",
  "jobId",
  "kind",
  "capturedAt",
  "httpStatus",
  "contentType",
  "payloadSha1",
  "payloadSha256",
  "payloadBytes",
  "warc",
  "responseLength",
  "redirectTo",
  "revisitOf",
  "sourceId",
  "importId",
  "noarchive",
  "quality",
  "title",
  "wordCount",
] as const;

/** `digest`: enough to name the capture that a revisit refers to. */
export const DIGEST_PROJECTION = ["id", "url", "kind", "capturedAt"] as const;

/** `host`, `day` and `source`: a row of `/v1/articles`. */
export const ARTICLE_PROJECTION = [
  "id",
  "url",
  "capturedAt",
  "quality",
  "title",
  "authors",
  "published",
  "language",
  "siteName",
  "wordCount",
  "sourceId",
] as const;

/** `agenda`: a whole run, and a whole restriction, which lists show; of sources and items their name, since they are read again anyway. */
export const AGENDA_PROJECTION = [
  "id",
  "key",
  "sourceId",
  "kind",
  "startedAt",
  "finishedAt",
  "outcome",
  "error",
  "documents",
  "documentsLeft",
  "ledger",
  "state",
  "nextCheckAt",
  "effect",
  "scope",
  "reason",
  "by",
  "at",
  "until",
  "lifted",
  "erasure",
] as const;
