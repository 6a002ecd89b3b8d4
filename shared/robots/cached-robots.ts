/** Owns the shape of a robots.txt in the cache: the outcome of its last fetch, or how far its redirects have led. Pure. */
import * as z from "zod";
import { FAILURE_CODES } from "../errors.ts";

const moment = z.iso.datetime();

const lines = z.array(z.string()).readonly();

const robotsRulesSchema = z
  .object({
    groups: z
      .array(z.object({ agents: lines, rules: lines, crawlDelaySeconds: z.number().nullable() }).readonly())
      .readonly(),
    sitemaps: lines,
    truncated: z.boolean(),
    coarse: z.boolean(),
  })
  .readonly();

const failingSchema = z.object({ since: moment, count: z.int().min(1) }).readonly();

const robotsOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("rules"),
    rules: robotsRulesSchema,
    expiresAt: moment,
    failing: failingSchema.nullable(),
  }),
  z.object({
    kind: z.literal("allow-all"),
    reason: z.enum(["unavailable", "redirects-lead-nowhere", "failing-for-long"]),
    expiresAt: moment,
    failing: failingSchema.nullable(),
  }),
  z.object({
    kind: z.literal("wait"),
    code: z.enum(FAILURE_CODES),
    lasting: z.boolean(),
    retryAt: moment,
    failing: failingSchema,
  }),
]);

export const cachedRobotsSchema = z.object({
  /** What the last fetch came to; absent before the first has ended. */
  outcome: robotsOutcomeSchema.optional(),
  /** The last rules that were read, kept while later fetches fail. */
  lastRules: robotsRulesSchema.optional(),
  /** A fetch under way: the redirect to follow next, and how many were followed. */
  pending: z.object({ url: z.url(), followed: z.int().min(1) }).optional(),
});

export type CachedRobots = Readonly<z.infer<typeof cachedRobotsSchema>>;
