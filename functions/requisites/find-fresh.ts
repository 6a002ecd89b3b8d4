/** Owns looking for a capture that is recent enough to stand for a requisite, so that its host is not asked again. */
import type { CaptureStored } from "../../events/capture-stored.ts";
import { type CaptureStore, isSuccess } from "../../shared/index/capture-store.ts";
import { isStylesheetType, REQUISITE_LIMITS } from "../../shared/requisites/requisite.ts";

/** Newest captures of a URL that are looked at: others of its urlkey, and errors, may be newer than the good one. */
const DEPTH = 5;

/**
 * The id of a good capture; undefined where it has to be fetched. A redirect is fetched again: what it led to may have
 * been another answer's.
 */
export async function findFresh(
  captures: Pick<CaptureStore, "listByUrl">,
  url: string,
  now: Date,
): Promise<string | undefined> {
  const { rows } = await captures.listByUrl(url, { limit: DEPTH });
  const oldestMs = now.getTime() - REQUISITE_LIMITS.freshMs;
  const isFresh = (capturedAt: string) => Date.parse(capturedAt) >= oldestMs;
  return rows.find(
    (row) => row.url === url && (isSuccess(row.httpStatus) || row.kind === "revisit") && isFresh(row.capturedAt),
  )?.id;
}

/** Where the payload of a stylesheet stands, as extract is told of it; undefined where it is none, or is gone. */
export async function stylesheetOf(
  captures: Pick<CaptureStore, "get">,
  captureId: string,
): Promise<Pick<CaptureStored, "captureId" | "jobId" | "url" | "capturedAt" | "response"> | undefined> {
  const capture = await captures.get(captureId);
  const holder = capture?.revisitOf ? await captures.get(capture.revisitOf.id) : capture;
  if (!capture || !holder || !isStylesheetType(holder.contentType)) return undefined;
  const { jobId, url, capturedAt } = capture;
  return { captureId, jobId, url, capturedAt, response: { ...holder.warc, length: holder.responseLength } };
}
