/** The feeds, sitemaps and section pages of the simulated newspapers: what stands in them at a moment. */
import type { Article, Site } from "./sites.ts";

export interface Moment {
  /** Hours since the start. */
  readonly hour: number;
  readonly startMs: number;
  /** How often the host was asked for something: addresses that change with each poll change with it. */
  readonly nth: number;
  readonly baseUrl: string;
}

/** Feeds show the newest so many, and roll. */
const FEED_LENGTH = 20;

export const FEED_PATH = {
  rss: "/feed",
  atom: "/feed",
  json: "/feed",
  rdf: "/feed",
  sitemap: "/sitemap.xml",
  page: "/",
};

/** One address a line, of all articles there are, where a site has such a list. */
export const LIST_PATH = "/all.txt";

export function documentOf(site: Site, path: string, at: Moment): { body: string; type: string } | undefined {
  const published = site.articles
    .filter(({ publishedHour }) => publishedHour <= at.hour)
    .toSorted((a, b) => b.publishedHour - a.publishedHour);
  const newest = published.slice(0, FEED_LENGTH);
  if (path === LIST_PATH && site.hasList) {
    return { body: published.map(({ path: each }) => `${at.baseUrl}${each}\n`).join(""), type: "text/plain" };
  }
  if (path === "/sitemap.xml" && site.publishes === "sitemap")
    return { body: sitemapIndex(at), type: "application/xml" };
  const part = /^\/sitemap-([01])\.xml$/.exec(path)?.[1];
  if (part !== undefined && site.publishes === "sitemap") {
    const own = published.filter(({ path: each }) => Number(each.at(-1)) % 2 === Number(part));
    return { body: sitemap(site, own, at), type: "application/xml" };
  }
  if (path !== FEED_PATH[site.publishes]) return undefined;
  if (site.publishes === "page") return { body: section(site, newest, at), type: "text/html; charset=utf-8" };
  return feed(site, newest, at);
}

function feed(site: Site, articles: readonly Article[], at: Moment): { body: string; type: string } {
  const entries = articles.map((article) => ({ article, link: linkOf(site, article, at) }));
  switch (site.publishes) {
    case "json": {
      const items = entries.map(({ article, link }) => ({ id: article.path, url: link, title: article.title }));
      const body = JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: site.host, items });
      return { body, type: "application/feed+json" };
    }
    case "atom": {
      const items = entries.map(
        ({ article, link }) =>
          `<entry><title>${article.title}</title><link href="${link}"/><updated>${isoAt(at, changedHour(article, at))}</updated>` +
          `<published>${isoAt(at, article.publishedHour)}</published></entry>`,
      );
      const body = `<feed xmlns="http://www.w3.org/2005/Atom"><title>${site.host}</title>${items.join("")}</feed>`;
      return { body, type: "application/atom+xml" };
    }
    case "rdf": {
      const items = entries.map(
        ({ article, link }) => `<item rdf:about="${link}"><title>${article.title}</title><link>${link}</link></item>`,
      );
      const head = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"';
      return {
        body: `<rdf:RDF ${head}><channel><title>x</title></channel>${items.join("")}</rdf:RDF>`,
        type: "text/xml",
      };
    }
    default: {
      const items = entries.map(
        ({ article, link }) =>
          `<item><title>${article.title} &nbsp;&hellip; & more</title><link>${link}</link>` +
          `<pubDate>${new Date(isoAt(at, article.publishedHour)).toUTCString()}</pubDate></item>`,
      );
      return {
        body: `<rss version="2.0"><channel><title>${site.host}</title>${items.join("")}</channel></rss>`,
        type: "text/xml",
      };
    }
  }
}

const sitemapIndex = ({ baseUrl }: Moment): string =>
  `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${[0, 1]
    .map((part) => `<sitemap><loc>${baseUrl}/sitemap-${part}.xml</loc></sitemap>`)
    .join("")}</sitemapindex>`;

function sitemap(site: Site, articles: readonly Article[], at: Moment): string {
  const urls = articles.map(
    (article) =>
      `<url><loc>${linkOf(site, article, at)}</loc><lastmod>${isoAt(at, changedHour(article, at))}</lastmod></url>`,
  );
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>`;
}

function section(site: Site, articles: readonly Article[], at: Moment): string {
  const links = articles.map((article) => `<h2><a href="${linkOf(site, article, at)}">${article.title}</a></h2>`);
  return `<!doctype html><title>${site.host}</title>${links.join("")}`;
}

/** The address as it is written this time. */
function linkOf(site: Site, { path }: Article, { nth, baseUrl }: Moment): string {
  if (site.links === "campaign")
    return `${baseUrl}${path}?utm_source=feed&amp;utm_campaign=c${nth}`.replace(
      "&amp;",
      site.publishes === "json" ? "&" : "&amp;",
    );
  if (site.links === "session") return `${baseUrl}${path};jsessionid=${nth.toString(16).padStart(8, "0")}`;
  if (site.links === "www" && nth % 2 === 0) return `${baseUrl.replace("//", "//www.")}${path}`;
  return `${baseUrl}${path}`;
}

function changedHour({ publishedHour, editedHours }: Article, { hour }: Moment): number {
  return Math.max(publishedHour, ...editedHours.filter((each) => each <= hour));
}

const isoAt = ({ startMs }: Moment, hour: number): string => new Date(startMs + hour * 3_600_000).toISOString();
