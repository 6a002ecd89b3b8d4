/** The polls queue's message: discover, or the API, asks poll to fetch one document of a source, or to search a site. */
import * as z from "zod";
import { runLedgerSchema } from "../shared/sources/run-ledger.ts";
import { setCookieSchema } from "./capture-requested.ts";

/** Where a redirect has led to; each hop waits for its own host's turn. */
const pollLocationSchema = z.strictObject({
  url: z.url(),
  redirects: z.int().min(1),
  cookies: z.array(setCookieSchema),
});

/** What a run carries from one of its documents to the next: a sitemap index is read one sitemap after the other. */
export const runProgressSchema = z.strictObject({
  ledger: runLedgerSchema,
  documents: z.int().min(0),
  /** Items that went on the frontier so far. */
  accepted: z.strictObject({ new: z.int().min(0), changed: z.int().min(0) }),
  /** ISO date of the oldest unseen item so far that carries one. */
  oldestUnseenAt: z.string().optional(),
  /** True when items or documents were left for a later run. */
  unfinished: z.boolean(),
  documentsLeft: z.int().min(0),
  /** Names of the documents that this run has read: an index that names one twice, or itself, has it read once. */
  read: z.array(z.string()).optional(),
  /** What the first document's answer said: validators and digest, to be kept once the run is over. */
  answer: z
    .strictObject({ etag: z.string().optional(), lastModified: z.string().optional(), bodySha256: z.string() })
    .optional(),
});

export const sourcePollSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("source"),
  sourceId: z.string().min(1),
  /** The lease and the run: a message whose run is not the source's lease any more is stale. */
  runId: z.uuid(),
  startedAt: z.iso.datetime(),
  /** Where the document to be fetched is; the group of the queue is its host. A list that was uploaded has none. */
  url: z.url().optional(),
  location: pollLocationSchema.optional(),
  /** Documents after this one. */
  pending: z.array(z.strictObject({ url: z.url(), depth: z.int().min(1) })),
  /** Depth below the source's own document: 0 is that itself. */
  depth: z.int().min(0),
  progress: runProgressSchema.optional(),
});

export const siteSearchSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("site"),
  searchId: z.uuid(),
  url: z.url(),
  location: pollLocationSchema.optional(),
});

export const pollRequestedSchema = z.discriminatedUnion("kind", [sourcePollSchema, siteSearchSchema]);

export type RunProgressSoFar = z.infer<typeof runProgressSchema>;
export type SourcePoll = z.infer<typeof sourcePollSchema>;
export type SiteSearch = z.infer<typeof siteSearchSchema>;
export type PollRequested = z.infer<typeof pollRequestedSchema>;
