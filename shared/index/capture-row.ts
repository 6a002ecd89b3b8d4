/** Owns the shape of a capture in a list: what the `site` index carries. Pure. */
import { type Capture, captureSchema } from "./capture.ts";
import type { SITE_PROJECTION } from "./projections.ts";

/** A row of a URL's capture list. */
export type CaptureRow = Pick<Capture, (typeof SITE_PROJECTION)[number]>;

export const captureRowSchema = captureSchema.pick({
  id: true,
  url: true,
  jobId: true,
  kind: true,
  capturedAt: true,
  httpStatus: true,
  contentType: true,
  payloadSha1: true,
  payloadSha256: true,
  payloadBytes: true,
  warc: true,
  responseLength: true,
  redirectTo: true,
  revisitOf: true,
  sourceId: true,
  importId: true,
  noarchive: true,
  quality: true,
  title: true,
  wordCount: true,
} satisfies Record<(typeof SITE_PROJECTION)[number], true>);
