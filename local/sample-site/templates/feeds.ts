/** Owns what crawlers read: the feed, the site map and the robots file. Pure. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { PAPER } from "../newsroom.ts";

/**
 * RSS 2.0 (rssboard.org) of all articles, newest first.
 * @param origin the site's URL without a slash at its end
 */
export function rssFeed(articles: readonly SampleArticle[], origin: string): string {
  const built = articles.map(({ modified }) => Date.parse(modified)).reduce((a, b) => Math.max(a, b), 0);
  const items = articles.map(
    (article) => html`<item>
<title>${article.title}</title>
<link>${origin}${article.path}</link>
<guid isPermaLink="true">${origin}${article.path}</guid>
<pubDate>${rssDate(article.published)}</pubDate>
<dc:creator>${article.author.name}</dc:creator>
<category>${article.section.name}</category>
<description>${article.standfirst}</description>
</item>
`,
  );
  return html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${PAPER.name}</title>
<link>${origin}/</link>
<atom:link rel="self" type="application/rss+xml" href="${origin}/feed.xml"/>
<description>${PAPER.description}</description>
<language>en-gb</language>
<lastBuildDate>${rssDate(new Date(built).toISOString())}</lastBuildDate>
${items}</channel>
</rss>
`.text;
}

/**
 * A site map (sitemaps.org, protocol 0.9). Pages without a date of their own have no `lastmod`.
 * @param origin the site's URL without a slash at its end
 */
export function siteMap(pagePaths: readonly string[], articles: readonly SampleArticle[], origin: string): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${pagePaths.map((path) => html`<url><loc>${origin}${path}</loc></url>\n`)}${articles.map(
  ({ path, modified }) => html`<url><loc>${origin}${path}</loc><lastmod>${modified}</lastmod></url>\n`,
)}</urlset>
`.text;
}

/**
 * The robots file (RFC 9309): everything but the forms' answer may be fetched.
 * @param origin the site's URL without a slash at its end
 */
export function robotsFile(origin: string): string {
  return `User-agent: *
Disallow: /thanks
Allow: /

Sitemap: ${origin}/sitemap.xml
`;
}

/** RFC 822 dates with a four-digit year, which is what `toUTCString` writes. */
function rssDate(iso: string): string {
  return new Date(iso).toUTCString();
}
