/** Owns the shape of a capture that a record is about to become, before the archive was asked what it has. Pure. */
import type { Capture } from "../../shared/index/capture.ts";
import type { StatedDigest } from "./stated-digest.ts";

/** How records name each other. */
export interface RecordNames {
  readonly recordId: string;
  readonly concurrentTo: readonly string[];
  readonly url: string;
}

interface Common {
  /** UUID of the record, where its id is one. */
  readonly recordId: string | undefined;
  readonly names: RecordNames;
  readonly url: string;
  readonly capturedAt: string;
  readonly remoteAddress: string | undefined;
  readonly truncated: Capture["truncated"];
  readonly contentType: string | null;
  readonly redirectTo?: string | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly asksNotToBeArchived?: boolean;
}

export interface ResponseDraft extends Common {
  readonly kind: "response";
  readonly httpStatus: number;
  readonly payloadBytes: number;
  readonly payloadSha1: string;
  readonly payloadSha256: string;
  /** True for what extract makes an article of. */
  readonly isPage: boolean;
}

export interface RevisitDraft extends Common {
  readonly kind: "revisit";
  /** Undefined where the record keeps no response headers. */
  readonly httpStatus: number | undefined;
  /** True for a 304, false for a payload that came again. */
  readonly isNotModified: boolean;
  readonly refersTo: {
    readonly recordId: string | undefined;
    readonly url: string | undefined;
    readonly capturedAt: string | undefined;
    readonly digest: StatedDigest | undefined;
  };
}

export type Draft = ResponseDraft | RevisitDraft;
