/**
 * Owns choosing the title from what the page declares and what it shows. The tables of declared places are in
 * candidates.ts, cutting site names off is in headline.ts. Pure.
 */
import { TITLE_SOURCES } from "./candidates.ts";
import type { Chosen } from "./choose.ts";
import { sharedWords, withoutSiteName, wordKey } from "./headline.ts";
import type { PageFacts } from "./page-facts.ts";
import { plainLine } from "./plain-text.ts";

/** A heading that shares fewer of its words with the declared titles heads something else. */
const MIN_SHARED_WORDS = 0.6;
/** A page's only heading may say it in other words. */
const MIN_SHARED_BY_ONLY = 0.4;

/** What the visible headings and the declared titles are. */
interface Titles {
  readonly declared: ReadonlyArray<Chosen<string>>;
  readonly headings: readonly string[];
  readonly subheadings: readonly string[];
}

/**
 * The visible heading, where it says what a declared title says: the declared ones are often written for search
 * engines. Else the first declared title, the site's name cut off; else a heading on its own.
 *
 * @param siteName - The site's name as the page declares it.
 */
export function chooseTitle(facts: PageFacts, siteName: string | null): Chosen<string> | null {
  const siteNames = [...(siteName === null ? [] : [siteName]), ...facts.homeLinks].flatMap(
    (name) => plainLine(name) ?? [],
  );
  const siteKeys = new Set(siteNames.map(wordKey));
  const lines = (texts: readonly string[]) =>
    texts.flatMap((text) => plainLine(text) ?? []).filter((text) => !siteKeys.has(wordKey(text)));
  const [headings, subheadings] = [lines(facts.headings), lines(facts.subheadings)];
  const cut = (text: string) => withoutSiteName(text, siteNames, [...headings, ...subheadings], facts.url);
  const declared = TITLE_SOURCES.flatMap((source) => source(facts)).flatMap((found) => {
    const line = plainLine(found.raw);
    return line === null ? [] : [{ ...found, value: cut(line) }];
  });
  const own = declared.filter(({ value }) => !siteKeys.has(wordKey(value)));
  const titles = { declared: own, headings, subheadings };
  const heading = sameHeading(titles) ?? similarHeading(titles);
  if (heading !== null) return { from: heading.from, raw: heading.raw, value: cut(heading.value) };
  return own[0] ?? declared[0] ?? fromHeading("h1", headings[0] ?? facts.headings[0]);
}

/** A heading that says exactly what a declared title does, the first level first. */
function sameHeading({ declared, headings }: Titles): Chosen<string> | null {
  const keys = new Set(declared.map(({ value }) => wordKey(value)));
  const isDeclared = (text: string) => keys.has(wordKey(text));
  const heading = headings.find(isDeclared);
  if (heading !== undefined) return fromHeading("h1", heading);
  for (const text of headings) {
    const own = withoutKicker(text);
    if (own !== null && isDeclared(own)) return { from: "h1", raw: text, value: own };
  }
  return null;
}

function similarHeading({ declared, headings, subheadings }: Titles): Chosen<string> | null {
  const least = headings.length === 1 ? MIN_SHARED_BY_ONLY : MIN_SHARED_WORDS;
  const similar = headings.find((text) => declared.some(({ value }) => sharedWords(text, value) >= least));
  if (similar !== undefined) return fromHeading("h1", similar);
  const keys = new Set(declared.map(({ value }) => wordKey(value)));
  return fromHeading(
    "heading",
    subheadings.find((text) => keys.has(wordKey(text))),
  );
}

/** "Blog: Mill bridge closed": what stands before the colon says where on the site the article is. */
function withoutKicker(heading: string): string | null {
  return /^[^:]{2,30}:\s+(.*)$/.exec(heading)?.[1] ?? null;
}

function fromHeading(from: string, text: string | undefined): Chosen<string> | null {
  return text === undefined ? null : { from, raw: text, value: text };
}
