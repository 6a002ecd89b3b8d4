/** The frontier's message: submit, poll and discover ask capture to fetch one URL. */
import * as z from "zod";
import { REQUISITE_LIMITS, requisiteKindSchema, resourcesSchema } from "../shared/requisites/requisite.ts";

/** Who asked for a capture. */
export const originSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("on-demand"), token: z.string().min(1) }),
  z.strictObject({
    kind: z.literal("source"),
    sourceId: z.string().min(1),
    /** The run whose ledger this capture is accounted for in. */
    runId: z.string().min(1),
    /** Why: an item unseen, one that says that it changed, or a revisit that was due. */
    takenAs: z.enum(["new", "changed", "revisit"]),
  }),
  /** A captured page is shown with it. */
  z.strictObject({
    kind: z.literal("requisite"),
    /** The page's capture. */
    pageId: z.uuid(),
    as: requisiteKindSchema,
    /** Steps from the page; 1 is what it names itself. */
    depth: z.int().min(1).max(REQUISITE_LIMITS.maxDepth),
  }),
]);

/** A `Set-Cookie` line and the URL whose answer carried it. */
export const setCookieSchema = z.strictObject({ url: z.url(), line: z.string() });

/** Where a redirect has led to: each hop waits for its own host's turn, so each is a message of its own. */
export const locationSchema = z.strictObject({
  url: z.url(),
  /** The URL that redirected there. */
  via: z.url(),
  /** Captures of the redirects so far, in order. */
  redirectIds: z.array(z.uuid()).min(1),
  /** Cookies that the chain has set so far. */
  cookies: z.array(setCookieSchema),
});

/** Who decided, and when, that robots.txt does not bind. */
export const robotsOverrideSchema = z.strictObject({ by: z.string().min(1), at: z.iso.datetime() });

export const captureRequestedSchema = z.strictObject({
  version: z.literal(1),
  jobId: z.uuid(),
  /** Validated http(s) URL, as submit normalised it. */
  url: z.url(),
  /** ISO 8601, UTC. */
  requestedAt: z.iso.datetime(),
  origin: originSchema,
  location: locationSchema.optional(),
  robotsOverride: robotsOverrideSchema.optional(),
  /** True where a page's `noarchive` binds; otherwise it is only recorded. */
  obeyNoarchive: z.boolean().optional(),
  /** What is captured with the page. Absent: nothing. */
  resources: resourcesSchema.optional(),
});

export type SetCookie = z.infer<typeof setCookieSchema>;
export type RobotsOverride = z.infer<typeof robotsOverrideSchema>;
export type CaptureRequested = z.infer<typeof captureRequestedSchema>;
