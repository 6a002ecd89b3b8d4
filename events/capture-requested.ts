/** The frontier's message: submit (and later discover) asks capture to fetch one URL. */
import * as z from "zod";

/** Who asked for a capture. */
export const originSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("on-demand"), token: z.string().min(1) }),
  z.strictObject({ kind: z.literal("source"), sourceId: z.string().min(1) }),
]);

export const captureRequestedSchema = z.strictObject({
  version: z.literal(1),
  jobId: z.uuid(),
  /** Validated http(s) URL, as submit normalised it. */
  url: z.url(),
  /** ISO 8601, UTC. */
  requestedAt: z.iso.datetime(),
  origin: originSchema,
});

export type CaptureRequested = z.infer<typeof captureRequestedSchema>;
