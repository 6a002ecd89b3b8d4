/** Owns which path of the sample newspaper shows what. It reads the pictures and the style sheet from beside itself. */
import { readFileSync } from "node:fs";
import { windows1252fromString } from "@exodus/bytes/single-byte.js";
import { type SampleArticle, toSlug } from "./article.ts";
import { ARTICLES, FEATURED } from "./articles/index.ts";
import { drawDusk } from "./dusk.ts";
import { AUTHORS, SECTIONS } from "./newsroom.ts";
import { PICTURES } from "./pictures.ts";
import { type Resource, type Route, resource, type Site } from "./respond.ts";
import { articlePage } from "./templates/article-page.ts";
import { robotsFile, rssFeed, siteMap } from "./templates/feeds.ts";
import { frontPage, listingPage } from "./templates/listing-pages.ts";
import { aboutPage, contactPage, notFoundPage, thanksPage } from "./templates/plain-pages.ts";

const HTML = "text/html; charset=utf-8";
const SVG = "image/svg+xml";
/** When everything that is not an article was last changed. */
const FOUNDED = new Date("2026-02-02T06:00:00Z");
const RELATED_COUNT = 3;

/**
 * All of the site.
 * @param origin its URL without a slash at its end; canonical links and the feed name it
 */
export function makeSite(origin: string): Site {
  const listings = listingRoutes(origin);
  const pagePaths = ["/", "/about", "/contact", ...listings.keys()];
  const newest = new Date(Math.max(...ARTICLES.map(({ modified }) => Date.parse(modified))));
  const others = ARTICLES.filter((article) => article !== FEATURED);
  const routes = new Map<string, Route>([
    ["/", serve(page(() => frontPage(FEATURED, others, origin), newest))],
    ...ARTICLES.map((article) => [article.path, serve(articleResource(article, origin))] as const),
    ...listings,
    ["/about", serve(page(aboutPage))],
    ["/contact", serve(page(contactPage))],
    ["/thanks", { kind: "form-answer", resource: page(thanksPage) }],
    ["/old/tide-clock", { kind: "moved", to: FEATURED.path }],
    ["/feed.xml", serve(text("application/rss+xml; charset=utf-8", () => rssFeed(ARTICLES, origin), newest))],
    ["/sitemap.xml", serve(text("application/xml; charset=utf-8", () => siteMap(pagePaths, ARTICLES, origin), newest))],
    ["/robots.txt", serve(text("text/plain; charset=utf-8", () => robotsFile(origin)))],
    ["/style.css", serve(file("text/css; charset=utf-8", "style.css"))],
    ["/tide.css", serve(file("text/css; charset=utf-8", "tide.css"))],
    ["/pictures/waves.svg", serve(file(SVG, "pictures/waves.svg"))],
    ["/favicon.svg", serve(file(SVG, "pictures/lantern.svg"))],
    ...pictureRoutes(),
  ]);
  return { routes, notFound: resource(HTML, FOUNDED, () => Buffer.from(notFoundPage()), { status: 404 }) };
}

/** The pages of sections, tags and authors. */
function listingRoutes(origin: string): Map<string, Route> {
  const routes = new Map<string, Route>();
  const add = (path: string, title: string, about: string, belongs: (article: SampleArticle) => boolean): void => {
    routes.set(path, serve(page(() => listingPage(title, about, ARTICLES.filter(belongs), origin))));
  };
  for (const section of Object.values(SECTIONS)) {
    add(`/section/${section.slug}`, section.name, section.about, (article) => article.section.slug === section.slug);
  }
  for (const author of Object.values(AUTHORS)) {
    add(`/by/${author.slug}`, author.name, author.about, (article) => article.author.slug === author.slug);
  }
  for (const tag of new Set(ARTICLES.flatMap(({ tags }) => tags))) {
    add(`/tag/${toSlug(tag)}`, tag, "", ({ tags }) => tags.includes(tag));
  }
  return routes;
}

function articleResource(article: SampleArticle, origin: string): Resource {
  const document = (): string => articlePage(article, relatedTo(article), origin);
  return resource(`text/html; charset=${article.encoding}`, new Date(article.modified), () =>
    article.encoding === "windows-1252" ? Buffer.from(windows1252fromString(document())) : Buffer.from(document()),
  );
}

/** The others, those of the same section or with a tag in common first. */
function relatedTo(article: SampleArticle): SampleArticle[] {
  const nearness = (other: SampleArticle): number =>
    Number(other.section === article.section) + other.tags.filter((tag) => article.tags.includes(tag)).length;
  return ARTICLES.filter((other) => other !== article)
    .toSorted((a, b) => nearness(b) - nearness(a))
    .slice(0, RELATED_COUNT);
}

function pictureRoutes(): (readonly [path: string, route: Route])[] {
  const drawn = Object.values(PICTURES)
    .filter(({ src }) => src.endsWith(".svg"))
    .map(({ src }) => [src, serve(file(SVG, src.slice(1)))] as const);
  const computed = PICTURES.dusk.sizes.map(
    ({ src, widthPx }) =>
      [src, serve(resource("image/png", FOUNDED, () => drawDusk(widthPx), { compress: false }))] as const,
  );
  return [...drawn, ...computed];
}

function page(make: () => string, lastModified: Date = FOUNDED): Resource {
  return text(HTML, make, lastModified);
}

function text(contentType: string, make: () => string, lastModified: Date = FOUNDED): Resource {
  return resource(contentType, lastModified, () => Buffer.from(make()));
}

/** @param path relative to this folder */
function file(contentType: string, path: string): Resource {
  return resource(contentType, FOUNDED, () => readFileSync(new URL(path, import.meta.url)));
}

function serve(served: Resource): Route {
  return { kind: "resource", resource: served };
}
