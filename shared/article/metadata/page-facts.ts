/**
 * Owns reading from a page what metadata is made of: plain strings, no decisions. It walks the tree once; where bylines
 * and dates stand is said in places.ts.
 */
import {
  attributeOf,
  childrenOf,
  isElement,
  isHidden,
  lineOf,
  nameOf,
  type PageElement,
  type PageNode,
  textOf,
  tokensOf,
} from "../page/page-tree.ts";
import { type LinkedData, readLinkedData } from "./json-ld.ts";
import { BYLINE_PLACES, isElsewhere, MODIFIED_PLACES, type Place, PUBLISHED_PLACES, type Spot } from "./places.ts";
import { absoluteUrl } from "./plain-text.ts";

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
  readonly canonicalHref: string | null;
  readonly imageHref: string | null;
  /** Visible first-level headings, those inside an article first. */
  readonly headings: readonly string[];
  /** Visible places that name authors, best first. */
  readonly bylines: readonly Found[];
  /** Visible places that say when the article was published, best first. */
  readonly publishedTimes: readonly Found[];
  readonly modifiedTimes: readonly Found[];
}

const MAX_PER_PLACE = 8;
const MAX_SPOTS = 1_000;
const MAX_META = 2_000;
/** A `<meta>` may say one thing under several names, such as `og:title twitter:title`. */
const MAX_NAMES_PER_META = 8;
const MAX_HEADINGS = 16;
/** A byline or date line is short; longer matches are whole sections whose class merely looks right. */
const MAX_LINE_CHARS = 300;

/** What the walk gathers, before anything is ranked. */
interface Gathered {
  readonly meta: Map<string, string[]>;
  readonly scripts: string[];
  readonly titles: string[];
  readonly links: PageElement[];
  readonly headings: Array<{ readonly text: string; readonly inArticle: boolean }>;
  readonly spots: Spot[];
  baseHref: string | null;
  htmlLang: string | null;
  metaCount: number;
}

/** Where the walk is. */
interface Context {
  readonly inArticle: boolean;
  readonly inHeader: boolean;
  readonly inAuthor: boolean;
  /** In a place of other articles or of readers' comments, or hidden. */
  readonly isApart: boolean;
}

/** Reads everything that {@link PageFacts} names. Never throws for what a page holds. */
export function collectPageFacts(tree: PageNode, url: string): PageFacts {
  const page: Gathered = {
    ...{ meta: new Map(), scripts: [], titles: [], links: [], headings: [], spots: [] },
    ...{ baseHref: null, htmlLang: null, metaCount: 0 },
  };
  walk(tree, { inArticle: false, inHeader: false, inAuthor: false, isApart: false }, page);
  const href = (rel: string) => {
    const link = page.links.find((element) => tokensOf(element, "rel").includes(rel));
    return link === undefined ? null : attributeOf(link, "href");
  };
  const headings = [...page.headings.filter(({ inArticle }) => inArticle), ...page.headings].map(({ text }) => text);
  return {
    url,
    baseUrl: (page.baseHref === null ? null : absoluteUrl(page.baseHref, url)) ?? url,
    documentTitle: page.titles[0] ?? null,
    meta: page.meta,
    linkedData: readLinkedData(page.scripts, url),
    htmlLang: page.htmlLang,
    canonicalHref: href("canonical"),
    imageHref: href("image_src"),
    headings: [...new Set(headings)].slice(0, MAX_HEADINGS),
    bylines: readPlaces(page.spots, BYLINE_PLACES),
    publishedTimes: readPlaces(page.spots, PUBLISHED_PLACES),
    modifiedTimes: readPlaces(page.spots, MODIFIED_PLACES),
  };
}

function walk(parent: PageNode, context: Context, page: Gathered): void {
  for (const child of childrenOf(parent)) {
    if (!isElement(child)) continue;
    gatherHead(child, page);
    const classes = tokensOf(child, "class");
    const itemprop = tokensOf(child, "itemprop");
    const isApart = context.isApart || isElsewhere(child, classes) || isHidden(child);
    if (!isApart) gatherBody(child, { element: child, classes, itemprop, ...context }, page);
    const inner: Context = {
      inArticle: context.inArticle || nameOf(child) === "article" || nameOf(child) === "main",
      inHeader: context.inHeader || nameOf(child) === "header",
      inAuthor: context.inAuthor || itemprop.includes("author"),
      isApart,
    };
    walk(child, inner, page);
  }
}

function gatherHead(element: PageElement, page: Gathered): void {
  switch (nameOf(element)) {
    case "html":
      page.htmlLang = attributeOf(element, "lang") ?? attributeOf(element, "xml:lang");
      break;
    case "base":
      page.baseHref ??= attributeOf(element, "href");
      break;
    case "title":
      page.titles.push(lineOf(element, "", 2_000));
      break;
    case "link":
      page.links.push(element);
      break;
    case "script":
      page.scripts.push(
        childrenOf(element)
          .map((node) => textOf(node) ?? "")
          .join(""),
      );
      break;
    case "meta":
      gatherMeta(element, page);
      break;
  }
}

function gatherMeta(element: PageElement, page: Gathered): void {
  const content = attributeOf(element, "content") ?? "";
  page.metaCount += 1;
  if (content.trim() === "" || page.metaCount > MAX_META) return;
  const keys = ["property", "name", "itemprop", "http-equiv"].flatMap((attribute) => tokensOf(element, attribute));
  for (const key of new Set(keys.slice(0, MAX_NAMES_PER_META))) {
    const values = page.meta.get(key);
    if (values === undefined) page.meta.set(key, [content]);
    else values.push(content);
  }
}

function gatherBody(element: PageElement, spot: Spot, page: Gathered): void {
  if (nameOf(element) === "h1" && page.headings.length < 4 * MAX_HEADINGS) {
    const text = lineOf(element, "", MAX_LINE_CHARS);
    if (text !== "") page.headings.push({ text, inArticle: spot.inArticle });
  }
  const { classes, itemprop } = spot;
  const speaks = classes.length > 0 || itemprop.length > 0 || ["time", "a", "address"].includes(nameOf(element));
  if (!speaks || page.spots.length >= MAX_SPOTS) return;
  const places = [...BYLINE_PLACES, ...PUBLISHED_PLACES, ...MODIFIED_PLACES];
  if (places.some((place) => place.matches(spot))) page.spots.push(spot);
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
  const text = lineOf(element, " ", MAX_LINE_CHARS);
  return text === "" || text.length > MAX_LINE_CHARS ? [] : [{ from, raw: text }];
}
