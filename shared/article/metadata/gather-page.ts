/**
 * Owns the walk over a page's tree: it gathers what elements say of the page's metadata, and ranks nothing. Where bylines
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
import { BYLINE_PLACES, isElsewhere, MODIFIED_PLACES, PUBLISHED_PLACES, type Spot } from "./places.ts";

/** Relations of links that fields are read from. */
const RELATIONS = ["canonical", "amphtml", "image_src", "license"] as const;

/** A picture as its element describes it. */
export interface Picture {
  readonly src: string;
  readonly width: string | null;
  readonly height: string | null;
}

const MAX_SPOTS = 1_000;
const MAX_META = 2_000;
/** A `<meta>` may say one thing under several names, such as `og:title twitter:title`. */
const MAX_NAMES_PER_META = 8;
export const MAX_HEADINGS = 16;
const MAX_PICTURES = 200;
const MAX_HOME_LINKS = 10;
const PLACES = [...BYLINE_PLACES, ...PUBLISHED_PLACES, ...MODIFIED_PLACES];
/** A heading or the name in a link is shorter. */
const MAX_LINE_CHARS = 300;

interface Heading {
  readonly text: string;
  readonly level: number;
  readonly inArticle: boolean;
}

/** What the walk gathers, before anything is ranked. */
export interface Gathered {
  readonly baseUrl: string;
  readonly home: string | null;
  readonly meta: Map<string, string[]>;
  readonly scripts: string[];
  readonly titles: string[];
  readonly links: Map<string, string>;
  readonly headings: Heading[];
  readonly pictures: Picture[];
  readonly homeLinks: string[];
  readonly commonsLinks: Set<string>;
  readonly spots: Spot[];
  baseHref: string | null;
  htmlLang: string | null;
  dir: string | null;
  metaCount: number;
}

/** Where the walk is. */
interface Context {
  readonly inArticle: boolean;
  readonly inHeader: boolean;
  readonly inAuthor: boolean;
  readonly inFigure: boolean;
  /** In a place of other articles or of readers' comments, or hidden. */
  readonly isApart: boolean;
}

/** Walks a page. */
export function gatherPage(tree: PageNode, url: string): Gathered {
  const page: Gathered = {
    ...{ baseUrl: url, home: URL.parse("/", url)?.href ?? null },
    ...{ meta: new Map(), scripts: [], titles: [], links: new Map(), headings: [], spots: [] },
    ...{ pictures: [], homeLinks: [], commonsLinks: new Set() },
    ...{ baseHref: null, htmlLang: null, dir: null, metaCount: 0 },
  };
  walk(tree, { inArticle: false, inHeader: false, inAuthor: false, inFigure: false, isApart: false }, page);
  return page;
}

function walk(parent: PageNode, context: Context, page: Gathered): void {
  for (const child of childrenOf(parent)) {
    if (!isElement(child)) continue;
    gatherHead(child, page);
    if (!context.inFigure && nameOf(child) === "a") gatherCommonsLink(child, page);
    const classes = tokensOf(child, "class");
    const itemprop = propertiesOf(child);
    const isApart = context.isApart || isElsewhere(child, classes) || isHidden(child);
    if (!isApart) gatherBody(child, { element: child, classes, itemprop, ...context }, page);
    const inner: Context = {
      inArticle: context.inArticle || nameOf(child) === "article" || nameOf(child) === "main",
      inHeader: context.inHeader || nameOf(child) === "header",
      inAuthor: context.inAuthor || itemprop.includes("author"),
      inFigure: context.inFigure || nameOf(child) === "figure",
      isApart,
    };
    walk(child, inner, page);
  }
}

/** Microdata's names, and RDFa's without their prefix: `schema:datePublished` says what `datePublished` says. */
function propertiesOf(element: PageElement): readonly string[] {
  const itemprop = tokensOf(element, "itemprop");
  if (nameOf(element) === "meta") return itemprop;
  const property = tokensOf(element, "property").map((name) => name.replace(/^[a-z]+:/, ""));
  return property.length === 0 ? itemprop : [...itemprop, ...property];
}

function gatherHead(element: PageElement, page: Gathered): void {
  switch (nameOf(element)) {
    case "html":
      page.htmlLang = attributeOf(element, "lang") ?? attributeOf(element, "xml:lang");
      page.dir = attributeOf(element, "dir");
      break;
    case "body":
      page.dir ??= attributeOf(element, "dir");
      break;
    case "base":
      page.baseHref ??= attributeOf(element, "href");
      break;
    case "title":
      page.titles.push(lineOf(element, "", 2_000));
      break;
    case "link":
    case "a":
      gatherLink(element, page);
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

function gatherLink(element: PageElement, page: Gathered): void {
  const href = attributeOf(element, "href");
  if (href === null) return;
  for (const rel of tokensOf(element, "rel")) {
    const isMeant = nameOf(element) === "link" ? RELATIONS.some((name) => name === rel) : rel === "license";
    if (isMeant && !page.links.has(rel)) page.links.set(rel, href);
  }
}

const COMMONS = /^https?:\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\//i;

function gatherCommonsLink(element: PageElement, page: Gathered): void {
  const href = attributeOf(element, "href") ?? "";
  if (page.commonsLinks.size < 2 && href.length < 200 && COMMONS.test(href)) page.commonsLinks.add(href);
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
  const name = nameOf(element);
  if (/^h[1-3]$/.test(name)) gatherHeading(element, spot.inArticle, page);
  else if (name === "img") gatherPicture(element, page);
  else if (name === "a") gatherHomeLink(element, page);
  const { classes, itemprop } = spot;
  const speaks = classes.length > 0 || itemprop.length > 0 || ["time", "a", "address"].includes(name);
  if (!speaks || page.spots.length >= MAX_SPOTS) return;
  if (PLACES.some((place) => place.matches(spot))) page.spots.push(spot);
}

function gatherHeading(element: PageElement, inArticle: boolean, page: Gathered): void {
  const level = Number(nameOf(element).slice(1));
  if (page.headings.filter((heading) => heading.level === level).length >= 4 * MAX_HEADINGS) return;
  const text = lineOf(element, "", MAX_LINE_CHARS);
  if (text !== "" && !childrenOf(element).some((node) => isElement(node) && leadsHome(node, page))) {
    page.headings.push({ text, level, inArticle });
  }
}

function gatherPicture(element: PageElement, page: Gathered): void {
  const src = attributeOf(element, "src");
  const [width, height] = [attributeOf(element, "width"), attributeOf(element, "height")];
  if (src !== null && width !== null && height !== null && page.pictures.length < MAX_PICTURES) {
    page.pictures.push({ src, width, height });
  }
}

function gatherHomeLink(element: PageElement, page: Gathered): void {
  if (page.homeLinks.length >= MAX_HOME_LINKS || !leadsHome(element, page)) return;
  const text = lineOf(element, " ", MAX_LINE_CHARS);
  if (text !== "") page.homeLinks.push(text);
}

function leadsHome(element: PageElement, page: Gathered): boolean {
  const href = nameOf(element) === "a" ? attributeOf(element, "href") : null;
  if (href === null || page.home === null || href.length > page.home.length + 1) return false;
  return URL.parse(href, page.baseUrl)?.href === page.home && page.home !== page.baseUrl;
}
