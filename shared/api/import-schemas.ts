/** Owns the API's shapes of imports. Pure. */
import * as z from "zod";
import { importProblemSchema, importSchema, MAX_IMPORT_BYTES } from "../imports/import.ts";
import { pageQuerySchema } from "./source-schemas.ts";

const MAX_NAME_CHARS = 255;

export const importRequestSchema = z
  .strictObject({
    fileName: z.string().min(1).max(MAX_NAME_CHARS),
    bytes: z
      .int()
      .min(1)
      .max(MAX_IMPORT_BYTES)
      .optional()
      .meta({ description: "Size of the file; a file of another size is not read" }),
    sha256: z
      .string()
      .regex(/^(sha256:)?[0-9a-fA-F]{64}$/, "is not a SHA-256 in hexadecimal digits")
      .optional()
      .meta({ description: "Digest of the file; a file with another one is not read" }),
  })
  .meta({ id: "ImportRequest" });

/** Of an upload in one call. */
export const importUploadQuerySchema = z.strictObject({ fileName: z.string().min(1).max(MAX_NAME_CHARS) });
export const importListQuerySchema = pageQuerySchema;

const moment = z.iso.datetime().nullable();

export const importViewSchema = z
  .object({
    ...importSchema.pick({ id: true, fileName: true, by: true, createdAt: true, updatedAt: true, state: true }).shape,
    startedAt: moment,
    finishedAt: moment,
    error: importSchema.shape.error.unwrap().nullable(),
    bytes: z.int().nullable(),
    sha256: z.string().nullable().meta({ description: "sha256: and hex of the file, once it was read" }),
    format: importSchema.shape.format.unwrap().nullable(),
    package: importSchema.shape.package
      .unwrap()
      .nullable()
      .meta({ description: "Of a WACZ: whether it is signed, and how many of its files have the digest that it says" }),
    readBytes: z
      .int()
      .nullable()
      .meta({ description: "How far the file, or the package's present WARC file, is read" }),
    counts: importSchema.shape.counts,
    links: z.object({ self: z.url(), problems: z.url(), start: z.url().optional() }),
  })
  .meta({ id: "Import", description: "A file that others made, and what became of its records." });

export const newImportViewSchema = importViewSchema
  .extend({
    upload: z.object({
      method: z.literal("PUT"),
      url: z.url(),
      headers: z.record(z.string(), z.string()).meta({ description: "To be sent with the file" }),
      expiresAt: z.iso.datetime(),
      maxBytes: z.int(),
    }),
  })
  .meta({ id: "NewImport" });

const nextCursorSchema = z.string().nullable().meta({ description: "Send it back as cursor for the next page." });

export const importListSchema = z
  .object({ imports: z.array(importViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "ImportList" });

const problemViewSchema = z.object({
  code: importProblemSchema.shape.code,
  message: z.string(),
  entry: z.string().nullable().meta({ description: "Of a WACZ: the file inside" }),
  offset: z.int().nullable().meta({ description: "Of the record, or of the gzip member that it is in, in bytes" }),
  unpacked: z.int().nullable().meta({ description: "Where in the unpacked member, if that holds several records" }),
  recordId: z.string().nullable(),
  type: z.string().nullable(),
  url: z.string().nullable(),
});

export const importProblemListSchema = z
  .object({ problems: z.array(problemViewSchema), nextCursor: nextCursorSchema })
  .meta({ id: "ImportProblemList", description: "Records that were skipped, and why, in the order of the file." });

export type ImportView = z.infer<typeof importViewSchema>;
export type NewImportView = z.infer<typeof newImportViewSchema>;
export type ImportProblemView = z.infer<typeof problemViewSchema>;
