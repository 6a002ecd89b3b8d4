/** Owns the row of an imported capture. Pure. */
import type { WarcPointer } from "../../events/capture-stored.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { Draft, ResponseDraft, RevisitDraft } from "./draft.ts";
import type { Holder, RecordSource } from "./known-captures.ts";

/** Where the records of a capture stand, and their digest. */
export interface StoredRecords {
  readonly warc: WarcPointer;
  readonly responseLength: number;
  /** `sha256:` and hex over the bytes of `warc`. */
  readonly warcSha256: string;
}

export function toResponse(draft: ResponseDraft, id: string, source: RecordSource, stored: StoredRecords): Capture {
  return {
    ...commonOf(draft, id, source, stored),
    kind: "response",
    httpStatus: draft.httpStatus,
    payloadBytes: draft.payloadBytes,
    payloadSha1: draft.payloadSha1,
    payloadSha256: draft.payloadSha256,
    quality: draft.httpStatus >= 400 ? "error" : undefined,
    extraction: { status: draft.isPage ? "pending" : "none" },
  };
}

export function toRevisit(
  draft: RevisitDraft,
  id: string,
  source: RecordSource,
  stored: StoredRecords,
  holder: Holder,
): Capture {
  return {
    ...commonOf(draft, id, source, stored),
    kind: "revisit",
    httpStatus: draft.httpStatus ?? (draft.isNotModified ? 304 : holder.httpStatus),
    contentType: draft.contentType ?? holder.contentType,
    // A 304 has no body; of the other kind the same body came again.
    payloadBytes: draft.isNotModified ? 0 : holder.payloadBytes,
    payloadSha1: holder.payloadSha1,
    payloadSha256: holder.payloadSha256,
    revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
    extraction: { status: "none" },
  };
}

function commonOf(draft: Draft, id: string, { importId, position }: RecordSource, stored: StoredRecords) {
  return {
    id,
    jobId: importId,
    url: draft.url,
    capturedAt: draft.capturedAt,
    contentType: draft.contentType,
    remoteAddress: draft.remoteAddress,
    truncated: draft.truncated,
    redirectTo: draft.redirectTo,
    etag: draft.etag,
    lastModified: draft.lastModified,
    ...stored,
    importId,
    importPosition: position,
    // Whether it binds is decided by the source that brings a page, and an import has none.
    noarchive: draft.asksNotToBeArchived ? ({ from: "x-robots-tag", binding: false } as const) : undefined,
  };
}
