/**
 * Owns choosing each metadata field: the first place of its table whose value can be believed, with its provenance.
 * Pure; the places and their order are in candidates.ts.
 */
import type { Article, ArticleField, Provenance } from "../article.ts";
import { MAX_AUTHORS, splitAuthors, uniqueNames } from "./author-names.ts";
import * as from from "./candidates.ts";
import { sharedWords, siteNameInTitle, withoutSiteName, wordKey } from "./headline.ts";
import { languageTag } from "./language-tag.ts";
import type { Source } from "./limits.ts";
import type { Found, PageFacts } from "./page-facts.ts";
import { parseDate } from "./parse-date.ts";
import { absoluteUrl, plainLine } from "./plain-text.ts";

/** The fields of an article that its text does not decide. */
export type Metadata = Pick<Article, ArticleField | "provenance">;

/** Raw texts are kept as evidence, not as a second copy of the page. */
const MAX_RAW_CHARS = 1_000;
const MAX_KEYWORDS = 50;
const MAX_KEYWORD_CHARS = 100;
/** So many are looked at to find those: some are empty, too long or repeated. */
const MAX_KEYWORD_PIECES = 4 * MAX_KEYWORDS;
/** A heading that shares fewer of its words with the declared titles heads something else. */
const MIN_SHARED_WORDS = 0.6;

interface Chosen<T> extends Found {
  readonly value: T;
}

/** Reads every metadata field. What a page does not say, or says unbelievably, is null or empty. */
export function readMetadata(facts: PageFacts): Metadata {
  const { baseUrl } = facts;
  const language = choose(facts, from.LANGUAGE_SOURCES, languageTag);
  const siteName = choose(facts, from.SITE_NAME_SOURCES, nameLine) ?? siteNameFromTitle(facts);
  const found = {
    title: chooseTitle(facts, siteName?.value ?? null),
    authors: chooseAuthors(facts, language?.value ?? null, siteName?.value ?? null),
    published: choose(facts, from.PUBLISHED_SOURCES, parseDate),
    modified: choose(facts, from.MODIFIED_SOURCES, parseDate),
    language,
    siteName,
    description: choose(facts, from.DESCRIPTION_SOURCES, plainLine),
    leadImage: choose(facts, from.LEAD_IMAGE_SOURCES, (raw) => absoluteUrl(raw, baseUrl)),
    canonicalUrl: choose(facts, from.CANONICAL_SOURCES, (raw) => absoluteUrl(raw, baseUrl)),
    section: choose(facts, from.SECTION_SOURCES, nameLine),
    keywords: chooseKeywords(facts),
    isAccessibleForFree: choose(facts, from.FREE_ACCESS_SOURCES, readFreedom),
  } satisfies { [field in ArticleField]: Chosen<unknown> | null };
  return {
    title: found.title?.value ?? null,
    authors: found.authors?.value ?? [],
    published: found.published?.value ?? null,
    modified: found.modified?.value ?? null,
    language: language?.value ?? null,
    siteName: siteName?.value ?? null,
    description: found.description?.value ?? null,
    leadImage: found.leadImage?.value ?? null,
    canonicalUrl: found.canonicalUrl?.value ?? null,
    section: found.section?.value ?? null,
    keywords: found.keywords?.value ?? [],
    isAccessibleForFree: found.isAccessibleForFree?.value ?? null,
    provenance: provenanceOf(found),
  };
}

function provenanceOf(found: { readonly [field in ArticleField]: Found | null }): Article["provenance"] {
  const entries = Object.entries(found).flatMap(
    ([field, origin]): Array<[string, Provenance]> =>
      origin === null ? [] : [[field, { from: origin.from, raw: origin.raw.slice(0, MAX_RAW_CHARS).toWellFormed() }]],
  );
  return Object.fromEntries(entries);
}

function choose<T>(facts: PageFacts, sources: readonly Source[], read: (raw: string) => T | null): Chosen<T> | null {
  for (const source of sources) {
    for (const found of source(facts)) {
      const value = read(found.raw);
      if (value !== null) return { ...found, value };
    }
  }
  return null;
}

/** A name: a line that is not an address and not as long as a paragraph. */
function nameLine(raw: string): string | null {
  const line = plainLine(raw);
  return line === null || line.length > 200 || /^https?:\/\//i.test(line) ? null : line;
}

function siteNameFromTitle(facts: PageFacts): Chosen<string> | null {
  const title = plainLine(facts.documentTitle);
  const value = title === null ? null : siteNameInTitle(title, facts.url);
  return title === null || value === null ? null : { from: "title", raw: title, value };
}

/**
 * The visible heading, where it says what a declared title says: the declared ones are often written for search
 * engines. Else the first declared title, the site's name cut off; else a heading on its own.
 */
function chooseTitle(facts: PageFacts, siteName: string | null): Chosen<string> | null {
  const headings = facts.headings.flatMap((heading) => plainLine(heading) ?? []);
  const siteNames = siteName === null ? [] : [siteName];
  const declared = from.TITLE_SOURCES.flatMap((source) => source(facts)).flatMap((found) => {
    const line = plainLine(found.raw);
    return line === null ? [] : [{ ...found, value: withoutSiteName(line, siteNames, headings, facts.url) }];
  });
  const isSiteName = (text: string) => siteNames.some((name) => wordKey(name) === wordKey(text));
  const heading = headings.find(
    (text) => !isSiteName(text) && declared.some(({ value }) => sharedWords(text, value) >= MIN_SHARED_WORDS),
  );
  if (heading !== undefined) return { from: "h1", raw: heading, value: heading };
  const first = declared.find(({ value }) => !isSiteName(value)) ?? declared[0];
  if (first !== undefined) return first;
  const alone = headings[0];
  return alone === undefined ? null : { from: "h1", raw: alone, value: alone };
}

function chooseAuthors(facts: PageFacts, language: string | null, siteName: string | null): Chosen<string[]> | null {
  const siteKey = siteName === null ? null : wordKey(siteName);
  let fallback: Chosen<string[]> | null = null;
  for (const source of from.AUTHOR_SOURCES) {
    const all = source(facts);
    const first = all[0];
    if (first === undefined) continue;
    // Several visible bylines are several tries at one; several metadata values are several authors.
    const isVisible = facts.bylines.includes(first);
    const groups = isVisible ? all.map((found) => [found]) : [all];
    for (const group of groups) {
      const names = uniqueNames(group.flatMap(({ raw }) => splitAuthors(raw, language))).slice(0, MAX_AUTHORS);
      const [origin = first] = group;
      const chosen = { from: origin.from, raw: group.map(({ raw }) => raw).join("; "), value: names };
      if (names.some((name) => wordKey(name) !== siteKey)) return chosen;
      if (names.length > 0) fallback ??= chosen;
    }
  }
  return fallback;
}

function chooseKeywords(facts: PageFacts): Chosen<string[]> | null {
  for (const source of from.KEYWORD_SOURCES) {
    const all = source(facts);
    const pieces = all.flatMap(({ raw }) => raw.split(/[,;،、]/, MAX_KEYWORD_PIECES)).slice(0, MAX_KEYWORD_PIECES);
    const parts = pieces.flatMap((part) => plainLine(part) ?? []);
    const value = uniqueNames(parts.filter((part) => part.length <= MAX_KEYWORD_CHARS)).slice(0, MAX_KEYWORDS);
    const first = all[0];
    if (first !== undefined && value.length > 0) {
      return { from: first.from, raw: all.map(({ raw }) => raw).join(", "), value };
    }
  }
  return null;
}

function readFreedom(raw: string): boolean | null {
  const word = raw
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, "");
  if (["true", "yes", "free"].includes(word)) return true;
  if (["false", "no", "locked"].includes(word)) return false;
  return null;
}
