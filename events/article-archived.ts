/** The detail of the "Article Archived" event on the bus: what an operator's own targets receive. */
import * as z from "zod";
import { qualitySchema } from "../shared/article/quality/quality-names.ts";

export const articleArchivedSchema = z.strictObject({
  version: z.literal(1),
  captureId: z.uuid(),
  jobId: z.uuid(),
  url: z.url(),
  capturedAt: z.iso.datetime(),
  quality: qualitySchema,
  title: z.string().nullable(),
  authors: z.array(z.string()),
  published: z.string().nullable(),
  language: z.string().nullable(),
  wordCount: z.int().min(0),
  sourceId: z.string().min(1).optional(),
});

export type ArticleArchived = z.infer<typeof articleArchivedSchema>;
