/**
 * Owns the ranking: for each field one table of the places it may stand in, best first. It reads plain facts only; what
 * a value must look like to be believed is decided by the field's reader.
 */
import { limited } from "./limits.ts";
import { bylinesIn, changesIn, datesIn, namesIn, strongBylines, type TitledFacts } from "./near-title.ts";
import type { PageFacts } from "./page-facts.ts";
import { dateInUrl, linked, linkedFreedom, linkedKeywords, linkedPeople, meta, metaLike, single } from "./sources.ts";

/** The title has rules of its own (see headline.ts): these are what it is chosen from beside the headings. */
export const TITLE_SOURCES = limited("line", [
  linked("article", "headline"),
  meta("og:title"),
  meta("twitter:title", "parsely-title", "sailthru.title"),
  meta("dc.title", "dcterms.title", "citation_title"),
  linked("article", "name"),
  single("title", (facts) => facts.documentTitle),
]);

export const AUTHOR_SOURCES = limited<TitledFacts>("line", [
  (facts) => strongBylines(facts),
  linkedPeople("article", "author"),
  meta("citation_author", "parsely-author", "sailthru.author", "article:author_name", "byl"),
  meta("author", "article:author", "og:article:author"),
  meta("dc.creator", "dcterms.creator", "dc.creator.personalname"),
  (facts) => facts.bylines.slice(0, 1),
  linkedPeople("article", "creator"),
  linkedPeople("page", "author"),
  meta("twitter:creator"),
  (facts) => facts.bylines.slice(1),
  (facts) => bylinesIn(facts.nearTitle),
  (facts) => namesIn(facts.lines),
]);

export const PUBLISHED_SOURCES = limited<TitledFacts>("line", [
  linked("article", "datePublished"),
  meta("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
  meta(
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
  ),
  meta("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
  meta("datepublished", "pubdate", "publishdate", "publish-date", "publication_date", "publish_date", "date"),
  metaLike(/(?:^|[-_.:])publi(?:sh|cation)(?:ed)?[-_.:]?(?:date|time|on|at)(?:[-_.:]?time)?$/),
  (facts) => facts.publishedTimes.filter(({ from: place }) => place.startsWith("microdata")),
  (facts) => datesIn(facts.nearTitle),
  linked("page", "datePublished"),
  linked("article", "dateCreated"),
  (facts) => facts.publishedTimes.filter(({ from: place }) => !place.startsWith("microdata")),
  single("url", dateInUrl),
]);

export const MODIFIED_SOURCES = limited<TitledFacts>("line", [
  linked("article", "dateModified"),
  meta("article:modified_time", "article:modified", "og:modified_time", "og:updated_time"),
  meta("dc.date.modified", "dcterms.modified", "datemodified", "lastmod", "last-modified", "modified"),
  (facts) => facts.modifiedTimes,
  linked("page", "dateModified"),
  (facts) => changesIn(facts.nearTitle),
]);

export const LANGUAGE_SOURCES = limited("line", [
  single("html[lang]", (facts) => facts.htmlLang),
  linked("article", "inLanguage", "alternateName", "name"),
  meta("content-language", "language", "dc.language", "dcterms.language"),
  meta("og:locale"),
  linked("page", "inLanguage", "alternateName", "name"),
]);

export const SITE_NAME_SOURCES = limited("line", [
  meta("og:site_name"),
  linked("site", "name"),
  linked("article", "publisher", "name"),
  meta("application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher"),
]);

export const DESCRIPTION_SOURCES = limited("description", [
  meta("description"),
  meta("og:description"),
  linked("article", "description"),
  meta("twitter:description", "dc.description", "dcterms.description", "dcterms.abstract"),
]);

export const LEAD_IMAGE_SOURCES = limited("url", [
  meta("og:image:secure_url", "og:image", "og:image:url"),
  linked("article", "image", "url", "contentUrl", "@id"),
  meta("twitter:image", "twitter:image:src", "image"),
  single("link[rel=image_src]", (facts) => facts.links.get("image_src") ?? null),
  linked("article", "thumbnailUrl"),
]);

export const CANONICAL_SOURCES = limited("url", [
  single("link[rel=canonical]", (facts) => facts.links.get("canonical") ?? null),
  meta("og:url"),
  linked("article", "mainEntityOfPage", "@id", "url"),
  linked("article", "url"),
]);

export const AMP_SOURCES = limited("url", [single("link[rel=amphtml]", (facts) => facts.links.get("amphtml") ?? null)]);

export const LICENSE_SOURCES = limited("line", [
  linked("article", "license", "url", "@id", "name"),
  single("link[rel=license]", (facts) => facts.links.get("license") ?? null),
  meta("dcterms.license", "dc.rights", "dcterms.rights", "dc.rights.license"),
  linked("page", "license", "url", "@id", "name"),
  (facts) =>
    facts.commonsLinks.length === 1 ? facts.commonsLinks.map((raw) => ({ from: "a[href*=creativecommons]", raw })) : [],
]);

export const DIRECTION_SOURCES = limited("line", [single("html[dir]", (facts) => facts.dir)]);

export const SECTION_SOURCES = limited("line", [
  meta("article:section", "parsely-section"),
  linked("article", "articleSection"),
  meta("section", "category"),
]);

export const KEYWORD_SOURCES = limited("keywords", [
  linkedKeywords,
  meta("article:tag"),
  meta("news_keywords", "parsely-tags", "sailthru.tags"),
  meta("keywords", "dc.subject", "dcterms.subject"),
]);

export const FREE_ACCESS_SOURCES = limited("line", [
  linkedFreedom("article"),
  linkedFreedom("page"),
  meta("article:content_tier"),
]);

/** True where JSON-LD or OpenGraph call the page an article. */
export function declaresArticle(facts: PageFacts): boolean {
  return facts.linkedData.article !== null || openGraphType(facts) === "article";
}

function openGraphType(facts: PageFacts): string | null {
  return facts.meta.get("og:type")?.[0]?.trim().toLowerCase() ?? null;
}
