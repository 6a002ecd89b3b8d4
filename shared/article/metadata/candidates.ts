/**
 * Owns the ranking: for each field one table of the places it may stand in, best first. It reads plain facts only; what
 * a value must look like to be believed is decided in read-metadata.ts.
 */
import { follow, hasType, isNode, listOf, property, textOf } from "./json-ld.ts";
import { limited, type Source, VALUE_LIMITS } from "./limits.ts";
import type { Found, PageFacts } from "./page-facts.ts";

/** A `<meta>` by its property or name. */
function meta(...keys: readonly string[]): Source {
  return (facts) => keys.flatMap((key) => (facts.meta.get(key) ?? []).map((raw) => ({ from: key, raw })));
}

/** A text property of the page's JSON-LD node, or of the object that stands there. */
function linked(node: "article" | "page" | "site", name: string, ...inner: readonly string[]): Source {
  return (facts) => {
    const raw = textOf(follow(property(facts.linkedData[node], name), facts.linkedData.byId), ...inner);
    return raw === null ? [] : [{ from: `json-ld:${name}`, raw }];
  };
}

function single(from: string, read: (facts: PageFacts) => string | null): Source {
  return (facts) => {
    const raw = read(facts);
    return raw === null || raw.trim() === "" ? [] : [{ from, raw }];
  };
}

/** Names of a JSON-LD person property. Organisations count only where no person is named. */
function linkedPeople(node: "article" | "page", name: "author" | "creator"): Source {
  return (facts) => {
    const all = listOf(property(facts.linkedData[node], name)).slice(0, VALUE_LIMITS.line.maxValues);
    const people = all.map((item) => follow(item, facts.linkedData.byId));
    const persons = people.filter((person) => !hasType(person, /Organization$/));
    return (persons.length > 0 ? persons : people).flatMap((person) =>
      personNames(person).map(from(`json-ld:${name}`)),
    );
  };
}

function personNames(person: unknown): string[] {
  if (!isNode(person)) return typeof person === "string" ? [person] : [];
  const { maxValues } = VALUE_LIMITS.line;
  const names = listOf(property(person, "name"))
    .slice(0, maxValues)
    .filter((item) => typeof item === "string");
  if (names.length > 0) return names;
  const [given, family] = [textOf(property(person, "givenName")), textOf(property(person, "familyName"))];
  return given === null && family === null ? [] : [`${given ?? ""} ${family ?? ""}`];
}

function from(name: string): (raw: string) => Found {
  return (raw) => ({ from: name, raw });
}

function linkedKeywords(facts: PageFacts): readonly Found[] {
  const values = listOf(property(facts.linkedData.article, "keywords")).slice(0, VALUE_LIMITS.keywords.maxValues);
  return values.flatMap((value) => textOf(value, "name") ?? []).map(from("json-ld:keywords"));
}

/** `isAccessibleForFree` as schema.org and as publishers write it: true, "False", `http://schema.org/False`. */
function linkedFreedom(node: "article" | "page"): Source {
  return (facts) => {
    const value = listOf(property(facts.linkedData[node], "isAccessibleForFree"))[0];
    const raw = typeof value === "boolean" || typeof value === "string" ? String(value) : "";
    return raw === "" ? [] : [{ from: "json-ld:isAccessibleForFree", raw }];
  };
}

/** `/2024/03/05/` in the page's own address: a publisher's way of filing, not of speaking; the last resort. */
function dateInUrl(facts: PageFacts): string | null {
  const path = URL.parse(facts.url)?.pathname ?? "";
  return /\/((?:19|20)\d{2}[/-]\d{1,2}[/-]\d{1,2})(?:[/-]|$)/.exec(path)?.[1] ?? null;
}

/** The title has rules of its own (see headline.ts): these are what it is chosen from beside the headings. */
export const TITLE_SOURCES = limited("line", [
  linked("article", "headline"),
  meta("og:title"),
  meta("twitter:title", "parsely-title", "sailthru.title"),
  meta("dc.title", "dcterms.title", "citation_title"),
  linked("article", "name"),
  single("title", (facts) => facts.documentTitle),
]);

export const AUTHOR_SOURCES = limited("line", [
  linkedPeople("article", "author"),
  meta("citation_author", "parsely-author", "sailthru.author", "article:author_name", "byl"),
  meta("author", "article:author", "og:article:author"),
  meta("dc.creator", "dcterms.creator", "dc.creator.personalname"),
  (facts) => facts.bylines.slice(0, 1),
  linkedPeople("article", "creator"),
  linkedPeople("page", "author"),
  meta("twitter:creator"),
  (facts) => facts.bylines.slice(1),
]);

export const PUBLISHED_SOURCES = limited("line", [
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
  (facts) => facts.publishedTimes.filter(({ from: place }) => place.startsWith("microdata")),
  linked("page", "datePublished"),
  linked("article", "dateCreated"),
  (facts) => facts.publishedTimes.filter(({ from: place }) => !place.startsWith("microdata")),
  single("url", dateInUrl),
]);

export const MODIFIED_SOURCES = limited("line", [
  linked("article", "dateModified"),
  meta("article:modified_time", "article:modified", "og:modified_time", "og:updated_time"),
  meta("dc.date.modified", "dcterms.modified", "datemodified", "lastmod", "last-modified", "modified"),
  (facts) => facts.modifiedTimes,
  linked("page", "dateModified"),
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
  single("link[rel=image_src]", (facts) => facts.imageHref),
  linked("article", "thumbnailUrl"),
]);

export const CANONICAL_SOURCES = limited("url", [
  single("link[rel=canonical]", (facts) => facts.canonicalHref),
  meta("og:url"),
  linked("article", "mainEntityOfPage", "@id", "url"),
  linked("article", "url"),
]);

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

/** True where JSON-LD or OpenGraph call the page a collection of other pages or products, or a search result. */
export function declaresList(facts: PageFacts): boolean {
  const { page } = facts.linkedData;
  return hasType(page, /(?:CollectionPage|SearchResultsPage)$/) || openGraphType(facts) === "product.group";
}

function openGraphType(facts: PageFacts): string | null {
  return facts.meta.get("og:type")?.[0]?.trim().toLowerCase() ?? null;
}
