/** Owns one capture up to its article: read the response record, undo its content coding, extract. Writes nothing. */
import type { CaptureStored } from "../../events/capture-stored.ts";
import { type Extraction, type ExtractionInput, extractArticle } from "../../shared/article/extract-article.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { FAILURES, PermanentError, PressmarkError } from "../../shared/errors.ts";
import { decodeContent } from "../../shared/fetch/decode-body.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { Failure } from "../../shared/index/job.ts";
import { readRecord } from "../../shared/warc/read-record.ts";

/** Largest page that is parsed, in bytes after decompression. */
const MAX_PAGE_BYTES = 20 * 1024 * 1024;

export type ExtractedRecord = (
  | { readonly kind: "extracted"; readonly extraction: Extraction }
  | { readonly kind: "failed"; readonly error: Failure }
) & {
  /** Present where the page asks not to be archived. Where that binds, no article is made of it. */
  readonly noarchive?: Capture["noarchive"];
};

/** Expected failures of the page itself are an answer; whatever else goes wrong throws and is tried again. */
export async function extractRecord(
  objects: Pick<ObjectStore, "read">,
  message: CaptureStored,
  capture: Capture,
  { extractedAt, dom }: Pick<ExtractionInput, "extractedAt" | "dom">,
): Promise<ExtractedRecord> {
  const { http, payload } = await readRecord(await objects.read(message.response));
  try {
    if (!http) throw new PermanentError("extraction-failed", "The record holds no HTTP response.");
    const body = await decodeContent(payload, headerList(http.headers, "content-encoding"), MAX_PAGE_BYTES, {
      allowPartial: capture.truncated !== undefined,
    });
    const extraction = await extractArticle({
      captureId: message.captureId,
      url: message.url,
      capturedAt: message.capturedAt,
      extractedAt,
      contentType: headerList(http.headers, "content-type"),
      body,
      dom,
    });
    if (!extraction.asksNotToBeArchived) return { kind: "extracted", extraction };
    const binding = message.obeyNoarchive ?? false;
    const noarchive = { from: "meta", binding } as const;
    if (!binding) return { kind: "extracted", extraction, noarchive };
    return { kind: "failed", error: { code: "noarchive", message: FAILURES.noarchive.sentence }, noarchive };
  } catch (error) {
    if (!(error instanceof PressmarkError)) throw error;
    return { kind: "failed", error: { code: error.code, message: error.message } };
  }
}
