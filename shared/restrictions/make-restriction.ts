/** Owns what may be asked for, and what it becomes: a restriction with the moment and the name of who asked. Pure. */
import * as z from "zod";
import { EFFECTS, type Restriction, type Scope } from "./restriction.ts";

/** Longest reason, in characters: readers see it. */
const MAX_REASON_CHARS = 500;

const submittedUrl = z.string().min(1);

export const restrictionRequestSchema = z
  .strictObject({
    effect: z.enum(EFFECTS),
    captureId: z.uuid().optional(),
    url: submittedUrl.optional().meta({ description: "Every capture of this URL" }),
    prefix: submittedUrl.optional().meta({ description: "Every capture of all URLs that begin so" }),
    reason: z.string().trim().min(1).max(MAX_REASON_CHARS).meta({ description: "What readers are told" }),
    until: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "When a block or an embargo ends by itself" }),
  })
  .refine(
    ({ captureId, url, prefix }) => [captureId, url, prefix].filter((each) => each !== undefined).length === 1,
    "Send one of captureId, url and prefix.",
  )
  .refine(({ effect, until }) => effect !== "embargo" || until !== undefined, {
    path: ["until"],
    error: "An embargo needs the moment that it ends.",
  })
  .refine(({ effect, until }) => effect !== "erase" || until === undefined, {
    path: ["until"],
    error: "What is erased does not come back.",
  })
  .meta({ id: "RestrictionRequest" });

export type RestrictionRequest = z.infer<typeof restrictionRequestSchema>;

/** @param id a UUIDv7 of the moment `now`: by its id a restriction is found */
export function makeRestriction(
  id: string,
  { effect, reason, until }: RestrictionRequest,
  scope: Scope,
  { by, now }: { by: string; now: Date },
): Restriction {
  return {
    id,
    effect,
    scope,
    reason,
    by,
    at: now.toISOString(),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    ...(effect === "erase" ? { erasure: { status: "running", captures: 0, bytes: 0 } as const } : {}),
  };
}
