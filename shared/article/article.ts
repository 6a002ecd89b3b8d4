/**
 * Owns the shape of an article: what extract makes of a capture, stores as the JSON payload of a `conversion` record,
 * and the API hands out. Pure.
 */
import * as z from "zod";
import { qualitySchema } from "./quality/quality-names.ts";

/** Whether extract found an article on the page. What else the page may be is its quality. */
export const ARTICLE_KINDS = ["article", "not-article"] as const;

/** The metadata fields whose origin is kept. */
export const ARTICLE_FIELDS = [
  "title",
  "authors",
  "published",
  "modified",
  "language",
  "direction",
  "siteName",
  "description",
  "leadImage",
  "leadImageSize",
  "canonicalUrl",
  "ampUrl",
  "license",
  "section",
  "keywords",
  "isAccessibleForFree",
] as const;

export type ArticleField = (typeof ARTICLE_FIELDS)[number];

/** Whether an article's authors are people or, where it names none, an organisation. */
export const AUTHOR_KINDS = ["people", "organisation"] as const;

/**
 * How much of a moment a date gives: a day; a day and a time of day, on a clock whose zone the page does not name; or an
 * instant, with `Z` or an offset.
 */
export const DATE_PRECISIONS = ["day", "local-time", "instant"] as const;

const articleDateSchema = z.string().nullable().meta({
  description:
    "ISO 8601, as exact as the page: `2024-03-05`, `2024-03-05T10:30` (zone unknown), `2024-03-05T10:30:00+01:00`. No zone is ever assumed.",
});
const datePrecisionSchema = z.enum(DATE_PRECISIONS).nullable().default(null);

/** Where a field's value came from, such as `json-ld:headline`, `og:title`, `time[datetime]`, and its text there. */
export const provenanceSchema = z
  .object({ from: z.string(), raw: z.string() })
  .meta({ id: "Provenance", description: "Which part of the page a field came from, and what it said there." });

export const articleSchema = z
  .object({
    version: z.literal(1),
    captureId: z.uuid(),
    url: z.url(),
    capturedAt: z.iso.datetime(),
    extractedAt: z.iso.datetime(),
    extractor: z.object({ name: z.string(), version: z.string() }),
    quality: qualitySchema,
    /** How likely the quality is, by what was seen. */
    qualityScore: z.number().min(0).max(1),
    /** What spoke for it, heaviest first: stable codes, some with what was seen, as `cards=24`. */
    qualityReasons: z.array(z.string()),
    title: z.string().nullable(),
    authors: z.array(z.string()),
    /** Null without authors. */
    authorKind: z.enum(AUTHOR_KINDS).nullable().default(null),
    published: articleDateSchema,
    publishedPrecision: datePrecisionSchema,
    modified: articleDateSchema,
    modifiedPrecision: datePrecisionSchema,
    /** BCP 47 language tag. */
    language: z.string().nullable(),
    /** The direction that the text is read in. */
    direction: z.enum(["ltr", "rtl"]).nullable().default(null),
    siteName: z.string().nullable(),
    description: z.string().nullable(),
    leadImage: z.string().nullable(),
    /** In CSS pixels, as the page tells it; null where it does not. */
    leadImageSize: z
      .object({ width: z.int().min(1), height: z.int().min(1) })
      .nullable()
      .default(null),
    canonicalUrl: z.string().nullable(),
    ampUrl: z.string().nullable().default(null),
    /** Address or name of the licence that the page puts its text under. */
    license: z.string().nullable().default(null),
    section: z.string().nullable(),
    keywords: z.array(z.string()),
    isAccessibleForFree: z.boolean().nullable(),
    /** First words of the text, at most 300 characters. */
    excerpt: z.string(),
    wordCount: z.int().min(0),
    /** Plain text; paragraphs are parted by one blank line. */
    text: z.string(),
    /** Sanitised HTML, links and images absolute. */
    html: z.string(),
    markdown: z.string(),
    /** The character encoding the page was decoded with (WHATWG name). */
    encoding: z.string(),
    provenance: z.partialRecord(z.enum(ARTICLE_FIELDS), provenanceSchema),
  })
  .meta({ id: "Article", description: "What was extracted from a capture." });

export type Provenance = z.infer<typeof provenanceSchema>;
export type Article = z.infer<typeof articleSchema>;
