/** Owns the API's shapes of restrictions. What may be asked for is shared/restrictions/make-restriction.ts's. Pure. */
import * as z from "zod";
import { erasureSchema, type Restriction, restrictionSchema, scopeSchema } from "../restrictions/restriction.ts";
import { isInForce } from "../restrictions/verdict.ts";
import { limitSchema } from "./schemas.ts";

export const restrictionListQuerySchema = z.strictObject({
  url: z.string().optional().meta({ description: "Those of this URL's registrable domain" }),
  limit: limitSchema,
  cursor: z.string().optional(),
});

export const restrictionViewSchema = z
  .object({
    ...restrictionSchema.pick({ id: true, effect: true, reason: true, by: true, at: true }).shape,
    scope: scopeSchema,
    until: z.iso.datetime().nullable(),
    lifted: restrictionSchema.shape.lifted.unwrap().nullable(),
    inForce: z.boolean(),
    erasure: erasureSchema.nullable(),
    links: z.object({ self: z.url() }),
  })
  .meta({ id: "Restriction", description: "What keeps captures from readers: who asked for it, when, and why." });

export const restrictionListSchema = z
  .object({
    restrictions: z.array(restrictionViewSchema),
    nextCursor: z.string().nullable().meta({ description: "Send it back as cursor for the next page." }),
  })
  .meta({ id: "RestrictionList" });

export type RestrictionView = z.infer<typeof restrictionViewSchema>;

export function toRestrictionView(restriction: Restriction, baseUrl: string, now: Date): RestrictionView {
  const { until = null, lifted = null, erasure = null, ...rest } = restriction;
  const links = { self: restrictionUrl(baseUrl, restriction.id) };
  return { ...rest, until, lifted, erasure, inForce: isInForce(restriction, now), links };
}

export const restrictionUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/restrictions/${id}`;
