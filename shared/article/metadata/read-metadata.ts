/**
 * Owns choosing each metadata field: the first place of its table whose value can be believed, with its provenance.
 * Pure; the places and their order are in candidates.ts.
 */
import type { Article, ArticleField, Provenance } from "../article.ts";
import { uniqueNames } from "./author-names.ts";
import { chooseAuthors } from "./authors.ts";
import * as from from "./candidates.ts";
import { type Chosen, choose } from "./choose.ts";
import { chooseDates, datePrecision } from "./dates.ts";
import { siteNameInTitle } from "./headline.ts";
import { languageTag } from "./language-tag.ts";
import { chooseLeadImage } from "./lead-image.ts";
import type { Found, PageFacts } from "./page-facts.ts";
import { readFreedom } from "./paywall.ts";
import { absoluteUrl, plainLine } from "./plain-text.ts";
import { chooseTitle } from "./title.ts";
import { linesNearTitle } from "./visible-lines.ts";

/** The fields of an article that its text does not decide. */
export type Metadata = Pick<
  Article,
  ArticleField | "authorKind" | "publishedPrecision" | "modifiedPrecision" | "provenance"
>;

/** Raw texts are kept as evidence, not as a second copy of the page. */
const MAX_RAW_CHARS = 1_000;
const MAX_KEYWORDS = 50;
const MAX_KEYWORD_CHARS = 100;
/** So many are looked at to find those: some are empty, too long or repeated. */
const MAX_KEYWORD_PIECES = 4 * MAX_KEYWORDS;

/** Reads every metadata field. What a page does not say, or says unbelievably, is null or empty. */
export function readMetadata(facts: PageFacts, capturedAt: string): Metadata {
  const { baseUrl } = facts;
  const language = choose(facts, from.LANGUAGE_SOURCES, languageTag);
  const siteName = choose(facts, from.SITE_NAME_SOURCES, nameLine) ?? siteNameFromTitle(facts);
  const title = chooseTitle(facts, siteName?.value ?? null);
  const titled = { ...facts, nearTitle: linesNearTitle(facts.lines, title?.value ?? null) };
  const siteNames = [...(siteName === null ? [] : [siteName.value]), ...facts.homeLinks];
  const found = {
    title,
    authors: chooseAuthors(titled, language?.value ?? null, siteNames),
    ...chooseDates(titled, capturedAt, language?.value ?? null),
    language,
    direction: choose(facts, from.DIRECTION_SOURCES, readDirection),
    siteName,
    description: choose(facts, from.DESCRIPTION_SOURCES, plainLine),
    ...chooseLeadImage(facts),
    canonicalUrl: choose(facts, from.CANONICAL_SOURCES, (raw) => readCanonical(raw, facts)),
    ampUrl: choose(facts, from.AMP_SOURCES, (raw) => absoluteUrl(raw, baseUrl)),
    license: choose(facts, from.LICENSE_SOURCES, (raw) => readLicense(raw, baseUrl)),
    section: choose(facts, from.SECTION_SOURCES, nameLine),
    keywords: chooseKeywords(facts),
    isAccessibleForFree: choose(facts, from.FREE_ACCESS_SOURCES, readFreedom),
  } satisfies { [field in ArticleField]: Chosen<unknown> | null };
  return {
    ...valuesOf(found),
    authors: found.authors?.value ?? [],
    authorKind: found.authors?.kind ?? null,
    keywords: found.keywords?.value ?? [],
    publishedPrecision: datePrecision(found.published?.value ?? null),
    modifiedPrecision: datePrecision(found.modified?.value ?? null),
    provenance: provenanceOf(found),
  };
}

type Values<F> = { [field in keyof F]: F[field] extends Chosen<infer T> | null ? T | null : never };

function valuesOf<F extends { readonly [field: string]: Chosen<unknown> | null }>(found: F): Values<F> {
  const values = Object.entries(found).map(([field, chosen]) => [field, chosen?.value ?? null]);
  return Object.fromEntries(values) as Values<F>;
}

function provenanceOf(found: { readonly [field in ArticleField]: Found | null }): Article["provenance"] {
  const entries = Object.entries(found).flatMap(
    ([field, origin]): Array<[string, Provenance]> =>
      origin === null ? [] : [[field, { from: origin.from, raw: origin.raw.slice(0, MAX_RAW_CHARS).toWellFormed() }]],
  );
  return Object.fromEntries(entries);
}

/** A name: a line that is not an address and not as long as a paragraph. */
function nameLine(raw: string): string | null {
  const line = plainLine(raw);
  return line === null || line.length > 200 || /^https?:\/\//i.test(line) ? null : line;
}

function siteNameFromTitle(facts: PageFacts): Chosen<string> | null {
  const title = plainLine(facts.documentTitle);
  const value = title === null ? null : siteNameInTitle(title, facts.homeLinks, facts.url);
  return title === null || value === null ? null : { from: "title", raw: title, value };
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

function readDirection(raw: string): "ltr" | "rtl" | null {
  const word = raw.trim().toLowerCase();
  return word === "ltr" || word === "rtl" ? word : null;
}

/** A whole site that calls its front page the canonical one of every page is mistaken. */
function readCanonical(raw: string, { baseUrl, url }: PageFacts): string | null {
  const canonical = absoluteUrl(raw, baseUrl);
  const isFront = (address: string) => URL.parse(address)?.pathname === "/";
  return canonical !== null && isFront(canonical) && !isFront(url) && URL.parse(canonical)?.search === ""
    ? null
    : canonical;
}

/** An address, or the name of a licence; "All rights reserved" is none. */
function readLicense(raw: string, baseUrl: string): string | null {
  const isAddress = /^\s*(?:https?:)?\/|^\s*[^\s]+\.html?\s*$/i.test(raw);
  if (isAddress) return absoluteUrl(raw, baseUrl);
  const line = nameLine(raw);
  return line === null || /all rights reserved|alle rechte|tous droits|©|copyright/i.test(line) ? null : line;
}
