/** Owns the shape of a search of a site for its feeds and sitemaps. Pure. */
import * as z from "zod";

export const siteSearchResultSchema = z.object({
  id: z.uuid(),
  url: z.url(),
  requestedAt: z.iso.datetime(),
  status: z.enum(["searching", "found", "failed"]),
  found: z.array(
    z.object({
      type: z.enum(["feed", "sitemap"]),
      url: z.url(),
      title: z.string().nullable(),
      from: z.enum(["link", "anchor", "robots"]),
    }),
  ),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type SiteSearchResult = Readonly<z.infer<typeof siteSearchResultSchema>>;
