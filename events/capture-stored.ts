/** capture tells extract that a page's response is safe in the bucket, and where. */
import * as z from "zod";
import { REQUISITE_LIMITS, wantedSchema } from "../shared/requisites/requisite.ts";

/** Where one gzip member of a WARC file stands, in bytes. */
export const warcPointerSchema = z.strictObject({
  key: z.string().min(1),
  offset: z.int().min(0),
  length: z.int().min(1),
});

export const captureStoredSchema = z.strictObject({
  version: z.literal(1),
  captureId: z.uuid(),
  jobId: z.uuid(),
  /** The URL that answered, after redirects. */
  url: z.url(),
  /** ISO 8601, UTC: the `WARC-Date` of the response record. */
  capturedAt: z.iso.datetime(),
  /** The `response` record. */
  response: warcPointerSchema,
  /** Captures of the redirects that led there, in order. */
  redirectIds: z.array(z.uuid()),
  /** Present when a source brought the URL. */
  sourceId: z.string().min(1).optional(),
  /** True where a page's `noarchive` binds. */
  obeyNoarchive: z.boolean().optional(),
  /** What to do with it. Absent: make an article. Otherwise its links alone are read, and its job has ended. */
  task: z.enum(["page-links", "stylesheet-links"]).optional(),
  /** Present where what it is shown with is to be captured too. */
  requisites: z
    .strictObject({
      /** The page's capture: this one, or that of the page which the stylesheet is for. */
      pageId: z.uuid(),
      wanted: wantedSchema,
      /** Steps from the page to what is named here. */
      depth: z.int().min(1).max(REQUISITE_LIMITS.maxDepth),
      /** The stylesheet, as the page named it. */
      stylesheet: z.url().optional(),
    })
    .optional(),
});

export type WarcPointer = z.infer<typeof warcPointerSchema>;
export type CaptureStored = z.infer<typeof captureStoredSchema>;
