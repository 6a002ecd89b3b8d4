/** The erasures queue's message: an erasure that was asked for, or goes on where the invocation before has stopped. */
import * as z from "zod";
import { restrictionSchema } from "../shared/restrictions/restriction.ts";

export const erasureRequestedSchema = z.strictObject({
  version: z.literal(1),
  /** The whole of it: where its row is not written yet, or never was, it is made of this. */
  restriction: restrictionSchema.strict(),
  /** Sort key of the last row of the site index that was dealt with. */
  after: z.string().min(1).optional(),
});

export type ErasureRequested = z.infer<typeof erasureRequestedSchema>;
