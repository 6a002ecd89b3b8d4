/**
 * Owns what metadata is made of: plain strings of a page, no decisions. The tree is walked once for what elements say
 * (gather-page.ts) and once for the lines that a reader sees (visible-lines.ts).
 */
import { attributeOf, lineOf, type PageElement, type PageNode } from "../page/page-tree.ts";
import { gatherPage, MAX_HEADINGS, type Picture } from "./gather-page.ts";
import { type LinkedData, readLinkedData } from "./json-ld.ts";
import { BYLINE_PLACES, isClock, MODIFIED_PLACES, type Place, PUBLISHED_PLACES, type Spot } from "./places.ts";
import { absoluteUrl } from "./plain-text.ts";
import { collectLines, type Line } from "./visible-lines.ts";

/** A text with the name of the place it came from, such as `og:title` or `time[datetime]`. */
export interface Found {
  readonly from: string;
  readonly raw: string;
}

export interface PageFacts {
  readonly url: string;
  /** What relative addresses are resolved against: the page's URL, or its `<base href>`. */
  readonly baseUrl: string;
  readonly documentTitle: string | null;
  /** Contents of `<meta>` by lower-cased `property`, `name`, `itemprop` or `http-equiv`, in document order. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
  readonly linkedData: LinkedData;
  readonly htmlLang: string | null;
  /** `dir` of the document's root or body. */
  readonly dir: string | null;
  /** `href` of the first link of each relation. */
  readonly links: ReadonlyMap<string, string>;
  /** Pictures that say their size, in document order. */
  readonly pictures: readonly Picture[];
  /** Addresses of Creative Commons licences that the page links to outside of figures, each once. */
  readonly commonsLinks: readonly string[];
  /** What links to the site's front page say. */
  readonly homeLinks: readonly string[];
  /** Visible first-level headings, those inside an article first; a heading that links to the front page is none. */
  readonly headings: readonly string[];
  /** Visible second- and third-level headings. */
  readonly subheadings: readonly string[];
  /** Visible places that name authors, best first. */
  readonly bylines: readonly Found[];
  /** Visible places that say when the article was published, best first. */
  readonly publishedTimes: readonly Found[];
  readonly modifiedTimes: readonly Found[];
  /** What a reader sees, line by line. */
  readonly lines: readonly Line[];
}

const MAX_PER_PLACE = 8;
/** A byline or date line is short; longer matches are whole sections whose class merely looks right. */
const MAX_LINE_CHARS = 300;

/** Reads everything that {@link PageFacts} names. Never throws for what a page holds. */
export function collectPageFacts(tree: PageNode, url: string): PageFacts {
  const page = gatherPage(tree, url);
  const inArticleFirst = [...page.headings.filter(({ inArticle }) => inArticle), ...page.headings];
  const headings = (isWanted: (level: number) => boolean) =>
    [...new Set(inArticleFirst.filter(({ level }) => isWanted(level)).map(({ text }) => text))].slice(0, MAX_HEADINGS);
  return {
    url,
    baseUrl: (page.baseHref === null ? null : absoluteUrl(page.baseHref, url)) ?? url,
    documentTitle: page.titles[0] ?? null,
    meta: page.meta,
    linkedData: readLinkedData(page.scripts, url),
    ...{ htmlLang: page.htmlLang, dir: page.dir, links: page.links, pictures: page.pictures },
    ...{ homeLinks: page.homeLinks, commonsLinks: [...page.commonsLinks] },
    headings: headings((level) => level === 1),
    subheadings: headings((level) => level > 1),
    bylines: readPlaces(page.spots, BYLINE_PLACES),
    publishedTimes: readPlaces(page.spots, PUBLISHED_PLACES),
    modifiedTimes: readPlaces(page.spots, MODIFIED_PLACES),
    lines: collectLines(tree),
  };
}

function readPlaces(spots: readonly Spot[], places: readonly Place[]): Found[] {
  return places.flatMap((place) => {
    const here = spots.filter((spot) => place.matches(spot)).slice(0, MAX_PER_PLACE);
    return here.flatMap(({ element }) => readPlace(element, place));
  });
}

function readPlace(element: PageElement, { from, attribute }: Place): Found[] {
  const value = attribute === undefined ? null : attributeOf(element, attribute);
  if (value !== null && value.trim() !== "") return [{ from, raw: value }];
  const text = lineOf(element, " ", MAX_LINE_CHARS, isClock);
  return text === "" || text.length > MAX_LINE_CHARS ? [] : [{ from, raw: text }];
}
