/** The names of what a page can turn out to be. Pure: schemas, events and the extractor import it. */
import * as z from "zod";

export const QUALITIES = [
  "article",
  "listing",
  "thin",
  "paywall",
  "consent-wall",
  "bot-wall",
  "soft-404",
  "error",
] as const;

export const qualitySchema = z.enum(QUALITIES).meta({
  id: "Quality",
  description: "What the captured page turned out to be.",
});

export type Quality = z.infer<typeof qualitySchema>;
