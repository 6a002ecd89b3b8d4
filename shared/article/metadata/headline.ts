/** Owns telling a headline from the site's name around it. Pure. */

/** What stands between a headline and a site's name in `<title>`. */
const SEPARATOR = /\s+[|\-–—·•»«:/~]+\s+|\s*[|»]\s*|\s+::\s+/g;

/** A line with more separators is no headline with a site's name around it; each is looked at from both sides. */
const MAX_SEPARATORS = 12;

/** Shorter leftovers are not headlines, whatever the site is called. */
const MIN_HEADLINE_CHARS = 4;

/**
 * Cuts site names off a title's ends: "Rain ends | News | The Daily Heron" becomes "Rain ends".
 *
 * A part is cut off where it is the site's name, or the host's, or where what remains is a heading of the page.
 *
 * @param siteNames - Names of the site that the page gives elsewhere.
 * @param headings - The page's visible first-level headings.
 */
export function withoutSiteName(
  title: string,
  siteNames: readonly string[],
  headings: readonly string[],
  url: string,
): string {
  const known = new Set([...siteNames.map(wordKey), ...hostKeys(url)].filter((key) => key !== ""));
  const headingKeys = new Set(headings.map(wordKey));
  const cuts = [...title.matchAll(SEPARATOR)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (cuts.length > MAX_SEPARATORS) return title;
  for (const { start, end } of cuts) {
    const [before, after] = [title.slice(0, start).trim(), title.slice(end).trim()];
    if (before.length >= MIN_HEADLINE_CHARS && (headingKeys.has(wordKey(before)) || known.has(wordKey(after)))) {
      return known.has(wordKey(after)) ? withoutSiteName(before, siteNames, headings, url) : before;
    }
    if (after.length >= MIN_HEADLINE_CHARS && (headingKeys.has(wordKey(after)) || known.has(wordKey(before))))
      return after;
  }
  return title;
}

/**
 * The site's name as a part of a title says it, believed only where the host, or what links to the front page, is called
 * the same.
 *
 * @returns Null where no part of the title is such a name.
 */
export function siteNameInTitle(title: string, homeLinks: readonly string[], url: string): string | null {
  const parts = title.split(SEPARATOR).map((part) => part.trim());
  const keys = [...hostKeys(url), ...homeLinks.map(wordKey)].filter((key) => key !== "");
  return parts.length < 2 ? null : (parts.find((part) => keys.includes(wordKey(part))) ?? null);
}

/** Letters and digits only, lower case: what two spellings of one headline share. */
export function wordKey(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What a site called like its host may be called: `heron-news.example.co.uk` gives "heronnews" and the whole host. */
function hostKeys(url: string): string[] {
  const host = URL.parse(url)?.hostname.replace(/^www\d?\./, "") ?? "";
  const labels = host.split(".");
  const names = labels.slice(0, -1).filter((label) => label.length > 3);
  return [host, ...names, ...names.map((name) => `the-${name}`)].map(wordKey);
}

/** Share of the shorter text's words that the longer one has too, 0 to 1. */
export function sharedWords(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  return fewer.size === 0 ? 0 : [...fewer].filter((word) => more.has(word)).length / fewer.size;
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}
