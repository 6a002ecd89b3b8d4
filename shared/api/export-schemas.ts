/** Owns the API's shapes of exports. Pure. */
import * as z from "zod";
import { EXPORT_LIMITS, EXPORT_STATUSES, exportCountsSchema } from "../exports/export.ts";
import { failureSchema } from "../index/job.ts";
import { EXPORT_DAYS } from "../names.ts";
import { momentSchema } from "./moments.ts";
import { limitSchema } from "./schemas.ts";

/** Most ids in one request. */
const MAX_IDS = 1000;

export const exportRequestSchema = z
  .strictObject({
    url: z.string().optional().meta({ description: "Every capture of this URL" }),
    ids: z
      .array(z.uuid())
      .min(1)
      .max(MAX_IDS)
      .optional()
      .meta({ description: `These captures, ${MAX_IDS} at the most` }),
    host: z.string().min(1).max(260).optional().meta({ description: "Every capture of this host" }),
    source: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The articles that this source brought; with host, every capture of it that it brought" }),
    from: momentSchema.optional().meta({ description: "Captured at or after; a date is its first moment in UTC." }),
    to: momentSchema.optional().meta({ description: "Captured at or before; a date counts whole, in UTC." }),
    requisites: z
      .boolean()
      .default(true)
      .meta({ description: "Whether pages come with the images, stylesheets and fonts they were shown with" }),
    title: z.string().min(1).max(200).optional(),
    description: z.string().max(2000).optional(),
  })
  .refine(({ url, ids, host, source, from, to }) => {
    const named = [url, ids, host ?? source].filter((given) => given !== undefined).length;
    return named === 1 || (named === 0 && (from ?? to) !== undefined);
  }, "Send one of url, ids, and host or source; or from and to alone for all articles between them.")
  .refine(({ ids, from, to }) => !ids || (from ?? to) === undefined, "ids name captures: from and to say nothing.")
  .meta({
    id: "ExportRequest",
    description: `What a WACZ file is to hold: up to ${EXPORT_LIMITS.captures} captures of up to ${EXPORT_LIMITS.sites} sites.`,
  });

export type ExportRequestBody = z.infer<typeof exportRequestSchema>;

/** `expired`: the bucket has forgotten the file. `withdrawn`: something in it was taken down since. */
const SHOWN_STATUSES = [...EXPORT_STATUSES, "expired", "withdrawn"] as const;

export const exportViewSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(SHOWN_STATUSES),
    title: z.string(),
    description: z.string().nullable(),
    selection: z.looseObject({ kind: z.enum(["ids", "url", "host", "articles"]) }),
    requisites: z.boolean(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    availableUntil: z.iso.datetime().meta({ description: `${EXPORT_DAYS} days after it was asked for` }),
    counts: exportCountsSchema.meta({
      description: "planned = captures + restricted, damaged and tooLarge that were found while writing",
    }),
    bytes: z.int().nullable(),
    error: failureSchema.nullable(),
    links: z.object({
      self: z.url(),
      download: z
        .url()
        .optional()
        .meta({ description: "Good for 15 minutes, and takes Range requests; ask again for another" }),
    }),
  })
  .meta({ id: "Export", description: "A WACZ file that is being made, or was. done, failed and expired are final." });

export const exportRowViewSchema = exportViewSchema
  .extend({ links: exportViewSchema.shape.links.pick({ self: true }) })
  .meta({ id: "ExportListItem" });

export const exportListQuerySchema = z.strictObject({ limit: limitSchema, cursor: z.string().optional() });

export const exportListSchema = z
  .object({
    exports: z.array(exportRowViewSchema),
    nextCursor: z.string().nullable().meta({ description: "Send it back as cursor for the next page." }),
  })
  .meta({ id: "ExportList" });

export const signingKeyViewSchema = z
  .object({
    algorithm: z.literal("ECDSA-P384-SHA256"),
    publicKey: z.base64().meta({ description: "SPKI in base64, as datapackage-digest.json has it" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "SigningKey", description: "The key that every WACZ file of this archive is signed with." });

export type ExportView = z.infer<typeof exportViewSchema>;
export type ExportRowView = z.infer<typeof exportRowViewSchema>;
export type SigningKeyView = z.infer<typeof signingKeyViewSchema>;
