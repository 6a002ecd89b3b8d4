/** Owns the shape of a capture as the index holds it. Pure. */
import * as z from "zod";
import { warcPointerSchema } from "../../events/capture-stored.ts";
import { ARTICLE_KINDS, articleSchema } from "../article/article.ts";
import { qualitySchema } from "../article/quality/quality-names.ts";
import { wantedSchema } from "../requisites/requisite.ts";
import { robotsVerdictSchema } from "../robots/robots-verdict.ts";
import { failureSchema } from "./job.ts";

/** What the index keeps of an article; the rest is in its `conversion` record. */
export const articleSummarySchema = articleSchema.pick({
  title: true,
  authors: true,
  published: true,
  modified: true,
  language: true,
  siteName: true,
  section: true,
  wordCount: true,
});

/**
 * `pending`: extract has not come to it; `done`: there is an article document; `failed`: there is none, and why;
 * `none`: there is nothing to extract (a redirect, an error page, a file that is not HTML).
 */
export const extractionSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("pending") }),
  z.object({ status: z.literal("none") }),
  z.object({
    status: z.literal("done"),
    /** Whether the page is an article at all. */
    kind: z.enum(ARTICLE_KINDS),
    /** The `conversion` record that holds the article document. */
    record: warcPointerSchema,
    extractor: z.string(),
    extractedAt: z.iso.datetime(),
  }),
  z.object({ status: z.literal("failed"), error: failureSchema }),
]);

export const captureSchema = articleSummarySchema.partial().extend({
  id: z.uuid(),
  /** The job that it was captured for; of an imported one, its import. */
  jobId: z.uuid(),
  /** URL of this exchange. */
  url: z.url(),
  /** `WARC-Date` of the response. */
  capturedAt: z.iso.datetime(),
  /** A `revisit` stores no payload: it is the one of {@link revisitOf}. */
  kind: z.enum(["response", "revisit"]),
  httpStatus: z.int(),
  /** Media type without parameters, lower case; null where the server named none. */
  contentType: z.string().nullable(),
  /** Absent where an imported record does not say. */
  remoteAddress: z.string().optional(),
  /** Payload length in bytes, content coding intact. */
  payloadBytes: z.int().min(0),
  /** `sha1:` and base32: the WARC-Payload-Digest. */
  payloadSha1: z.string(),
  /** `sha256:` and hex. */
  payloadSha256: z.string(),
  truncated: z.enum(["length", "time", "disconnect", "unspecified"]).optional(),
  redirectTo: z.string().optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** All records of this exchange, the response first: that slice is a valid WARC by itself. */
  warc: warcPointerSchema,
  /** Length of the first record of {@link warc}, in bytes: the one a CDX line points to. */
  responseLength: z.int().min(1),
  /** `sha256:` and hex over the bytes of {@link warc}. */
  warcSha256: z.string(),
  /** The capture that holds the payload of a revisit. */
  revisitOf: z.object({ id: z.uuid(), url: z.url(), capturedAt: z.iso.datetime() }).optional(),
  sourceId: z.string().optional(),
  /** Present where it was imported from a file that others made. */
  importId: z.uuid().optional(),
  /** Where in that file its record stands, as positionOf in shared/imports/import.ts writes it. */
  importPosition: z.string().optional(),
  /** What robots.txt said of the URL. */
  robots: robotsVerdictSchema.optional(),
  /** Where the page asks not to be archived, and whether that binds: then nobody may read it. */
  noarchive: z.object({ from: z.enum(["x-robots-tag", "meta"]), binding: z.boolean() }).optional(),
  /** Present where its bytes are overwritten: when, and by which restriction. What it said of the page is gone too. */
  erased: z.object({ at: z.iso.datetime(), restrictionId: z.uuid() }).optional(),
  quality: qualitySchema.optional(),
  /** What is captured with the page; absent where nothing is. */
  resources: wantedSchema.optional(),
  /** The page's capture that this one was made for: no article is made of it, whatever it holds. */
  requisiteOf: z.uuid().optional(),
  extraction: extractionSchema,
});

export type ArticleSummary = z.infer<typeof articleSummarySchema>;
export type Extraction = z.infer<typeof extractionSchema>;
export type Capture = z.infer<typeof captureSchema>;

/**
 * Whether a later capture may stand for this one's payload. Not while its article is not made, or was lost to crashes
 * of our own: "nothing changed since" would then be an answer without an article, for ever.
 */
export function mayBeReferredTo({ extraction }: Pick<Capture, "extraction">): boolean {
  if (extraction.status === "failed") return extraction.error.code !== "extract-crashed";
  return extraction.status !== "pending";
}
