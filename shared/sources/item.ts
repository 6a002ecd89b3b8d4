/** Owns the shape of a known item: one article that sources have named. What is done with it is scope.ts, revisits.ts. Pure. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { FAILURE_CODES } from "../errors.ts";
import { articleIdentity } from "../url/article-identity.ts";

const moment = z.iso.datetime();

export const crawlItemSchema = z.object({
  /** {@link itemKey} of its URL. */
  key: z.string().min(1),
  /** The URL that was put on the frontier, as the source named it. */
  url: z.url(),
  /** The source that brought it first: its revisit policy applies. */
  sourceId: z.string().min(1),
  /** The source that put it on the frontier last, where that is another one: `runId` is a run of that. */
  takenBy: z.string().min(1).optional(),
  seenAt: moment,
  /** The newest `lastmod` or `updated` that it was seen with. */
  modifiedAt: z.string().optional(),
  /** The last time that it went on the frontier: by which job, run and document, and as what. */
  jobId: z.uuid(),
  runId: z.string().min(1),
  document: z.string(),
  takenAs: z.enum(["new", "changed", "revisit"]),
  takenAt: moment,
  /** The first source's revisit policy when the item last went on the frontier: ISO 8601 durations, shortest first. */
  revisits: z.array(z.string()),
  /** First capture that succeeded: revisits count from it. */
  firstCapturedAt: moment.optional(),
  /** Revisits of its policy that are over. */
  revisitsDone: z.int().min(0),
  /** How its last job ended; absent while it is on the frontier. */
  lastEnd: z
    .object({
      kind: z.enum(["captured", "unchanged", "failed", "robots-denied"]),
      code: z.enum(FAILURE_CODES).optional(),
      at: moment,
    })
    .optional(),
  /** When it is looked at next: for a revisit, or, while it is on the frontier, to see that it was not lost. */
  dueAt: moment.optional(),
});

export type CrawlItem = Readonly<z.infer<typeof crawlItemSchema>>;

/** What an article is filed under: a hash of its identity, short enough for a key. */
export function itemKey(url: string): string {
  return createHash("sha256").update(articleIdentity(url)).digest("base64url");
}
