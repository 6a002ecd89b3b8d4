/**
 * Owns the names that elements of feeds and sitemaps go by: namespaces, roots, entries and the fields in them, as
 * tables. It must not read anything. Names are in lower case, because writers disagree on theirs.
 */
import type { AddressField, PlainField } from "./item-fields.ts";
import type { SourceFormat, SourceItem } from "./source-item.ts";

/** What an element's namespace makes of it; `core` is the format of the document itself. */
export type Vocabulary = "core" | "atom" | "dc" | "dcterms" | "news" | "feedburner" | "other";

/** By namespace name, without scheme, `www.` and trailing slash or hash, which real documents get wrong. */
const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  "w3.org/2005/atom": "atom",
  "purl.org/atom/ns": "atom",
  "purl.org/dc/elements/1.0": "dc",
  "purl.org/dc/elements/1.1": "dc",
  "purl.org/dc/terms": "dcterms",
  "google.com/schemas/sitemap-news/0.9": "news",
  "rssnamespace.org/feedburner/ext/1.0": "feedburner",
  // RSS 0.9, 1.0, 1.1 and the one that some writers give RSS 2.0.
  "my.netscape.com/rdf/simple/0.9": "core",
  "channel.netscape.com/rdf/simple/0.9": "core",
  "purl.org/rss/1.0": "core",
  "backend.userland.com/rss": "core",
  "backend.userland.com/rss2": "core",
  "sitemaps.org/schemas/sitemap/0.9": "core",
  "sitemaps.org/schemas/sitemap/0.84": "core",
  "google.com/schemas/sitemap/0.84": "core",
  "google.com/schemas/sitemap/0.9": "core",
};

/** What a prefix means that nobody declared. */
const PREFIXES: Readonly<Record<string, Vocabulary>> = {
  atom: "atom",
  atom10: "atom",
  a10: "atom",
  dc: "dc",
  dcterms: "dcterms",
  news: "news",
  n: "news",
  feedburner: "feedburner",
};

/** Roots by local name; `channel` where the writer forgot `rss`. */
const ROOTS: Readonly<Record<string, SourceFormat>> = {
  rss: "rss",
  channel: "rss",
  rdf: "rdf",
  feed: "atom",
  urlset: "sitemap",
  sitemapindex: "sitemap-index",
};

/** Entries by local name. Writers mix up the two sitemap kinds, so an entry says what it is, not its root. */
const SITEMAP_ENTRIES: Readonly<Record<string, SourceItem["kind"]>> = { url: "article", sitemap: "sitemap" };
const ENTRIES: Readonly<Record<SourceFormat, Readonly<Record<string, SourceItem["kind"]>>>> = {
  rss: { item: "article" },
  rdf: { item: "article" },
  atom: { entry: "article" },
  sitemap: SITEMAP_ENTRIES,
  "sitemap-index": SITEMAP_ENTRIES,
  "json-feed": {},
  text: {},
};

/** A field whose text counts; `link` and `guid` need more than a table, see xml-reader.ts. */
const FIELDS: Readonly<Record<string, AddressField | PlainField>> = {
  "core:title": "title",
  "core:link": "link",
  "core:loc": "loc",
  "core:guid": "permalink",
  "core:id": "id",
  "core:pubdate": "published",
  "core:date": "published",
  "core:published": "published",
  "core:issued": "published",
  "core:created": "published",
  "core:lastmod": "updated",
  "core:updated": "updated",
  "core:modified": "updated",
  "atom:link": "link",
  "atom:published": "published",
  "atom:updated": "updated",
  "dc:title": "title",
  "dc:date": "published",
  "dcterms:issued": "published",
  "dcterms:created": "published",
  "dcterms:date": "published",
  "dcterms:modified": "updated",
  "news:title": "title",
  "news:publication_date": "published",
  "feedburner:origlink": "originalLink",
};

/** What namespace `uri` means; `rootUri` is what the root itself is in, however it is spelled. */
export function vocabularyOf(prefix: string, uri: string | undefined, rootUri: string | undefined): Vocabulary {
  if (uri === undefined || uri === "") return prefix === "" ? "core" : (own(PREFIXES, prefix) ?? "other");
  if (uri === rootUri) return "core";
  const name = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[/#]+$/, "");
  // A default namespace that nobody knows is a misspelled one.
  return own(VOCABULARIES, name) ?? (prefix === "" ? "core" : "other");
}

export function rootFormat(local: string): SourceFormat | undefined {
  return own(ROOTS, local);
}

export function entryKind(format: SourceFormat, local: string): SourceItem["kind"] | undefined {
  return own(ENTRIES[format], local);
}

export function fieldOf(vocabulary: Vocabulary, local: string): AddressField | PlainField | undefined {
  return own(FIELDS, `${vocabulary}:${local}`);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
