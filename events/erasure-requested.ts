/** The erasures queue's message: an erasure that was asked for, or goes on where the invocation before has stopped. */
import * as z from "zod";

export const erasureRequestedSchema = z.strictObject({
  version: z.literal(1),
  restrictionId: z.uuid(),
  /** Sort key of the last row of the site index that was dealt with. */
  after: z.string().min(1).optional(),
});

export type ErasureRequested = z.infer<typeof erasureRequestedSchema>;
