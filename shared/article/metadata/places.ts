/** Owns where on a visible page authors and dates stand: one ranked table each, best first. Pure. */
import { attributeOf, nameOf, type PageElement, tokensOf } from "../page/page-tree.ts";

/** An element that may say something, and where it stands. */
export interface Spot {
  readonly element: PageElement;
  /** Lower case. */
  readonly classes: readonly string[];
  /** Lower case. */
  readonly itemprop: readonly string[];
  readonly inArticle: boolean;
  readonly inHeader: boolean;
  /** Inside `itemprop="author"`. */
  readonly inAuthor: boolean;
}

export interface Place {
  /** Provenance name. */
  readonly from: string;
  readonly matches: (spot: Spot) => boolean;
  /** Read when there; else the text is. */
  readonly attribute?: string;
}

const hasClass =
  (...names: readonly string[]) =>
  ({ classes }: Spot) =>
    names.some((name) => classes.includes(name));
const classLike =
  (pattern: RegExp) =>
  ({ classes }: Spot) =>
    classes.some((name) => pattern.test(name));
const hasProp =
  (name: string) =>
  ({ itemprop }: Spot) =>
    itemprop.includes(name);
const isTime = ({ element }: Spot) => nameOf(element) === "time";
const isDated = (spot: Spot) => isTime(spot) && attributeOf(spot.element, "datetime") !== null;
const linksToAuthor = ({ element }: Spot) =>
  nameOf(element) === "a" && (attributeOf(element, "href") ?? "").includes("/author/");

export const BYLINE_PLACES: readonly Place[] = [
  { from: "microdata:author.name", matches: (spot) => spot.inAuthor && hasProp("name")(spot), attribute: "content" },
  { from: "microdata:author", matches: hasProp("author"), attribute: "content" },
  {
    from: "a[rel=author]",
    matches: ({ element }) => nameOf(element) === "a" && /\bauthor\b/i.test(attributeOf(element, "rel") ?? ""),
  },
  { from: "byline", matches: classLike(/(?:byline|author)[-_]{0,2}name/) },
  { from: "byline", matches: hasClass("p-author", "entry-author") },
  {
    from: "byline",
    matches: (spot) => hasClass("author")(spot) && (hasClass("vcard")(spot) || nameOf(spot.element) === "address"),
  },
  {
    from: "byline",
    matches: (spot) =>
      classLike(/byline/)(spot) || hasClass("post-author", "article-author", "author")(spot) || linksToAuthor(spot),
  },
];

export const PUBLISHED_PLACES: readonly Place[] = [
  {
    from: "microdata:datePublished",
    matches: (spot) => hasProp("datepublished")(spot) && attributeOf(spot.element, "datetime") !== null,
    attribute: "datetime",
  },
  { from: "microdata:datePublished", matches: hasProp("datepublished"), attribute: "content" },
  {
    from: "time[pubdate]",
    matches: (spot) => isTime(spot) && attributeOf(spot.element, "pubdate") !== null,
    attribute: "datetime",
  },
  {
    from: "time.published",
    matches: (spot) => isDated(spot) && classLike(/publish|^entry-date$/)(spot),
    attribute: "datetime",
  },
  { from: "time[datetime]", matches: (spot) => isDated(spot) && spot.inHeader, attribute: "datetime" },
  { from: "time[datetime]", matches: (spot) => isDated(spot) && spot.inArticle, attribute: "datetime" },
  { from: "time[datetime]", matches: isDated, attribute: "datetime" },
  { from: "time", matches: isTime },
  {
    from: "date line",
    matches: (spot) =>
      classLike(/publish/)(spot) ||
      hasClass("entry-date", "post-date", "article-date", "article__date", "date-published")(spot),
  },
  {
    from: "date line",
    matches: (spot) => classLike(/post-?date|article-date|timestamp/)(spot) || hasClass("date")(spot),
  },
  { from: "date line", matches: (spot) => classLike(/date(?!.*update)(?<!update)|post-meta|entry-meta|byline/)(spot) },
];

export const MODIFIED_PLACES: readonly Place[] = [
  {
    from: "microdata:dateModified",
    matches: (spot) => hasProp("datemodified")(spot) && attributeOf(spot.element, "datetime") !== null,
    attribute: "datetime",
  },
  { from: "microdata:dateModified", matches: hasProp("datemodified"), attribute: "content" },
  {
    from: "time.updated",
    matches: (spot) => isDated(spot) && classLike(/update|modified/)(spot),
    attribute: "datetime",
  },
];

/** Where other articles stand, what readers say, or which day it is: their names and dates are not this article's. */
export function isElsewhere(element: PageElement, classes: readonly string[]): boolean {
  return ["aside", "footer", "nav"].includes(nameOf(element)) || isOthers(element, classes);
}

/** The same by what an element calls itself. */
export function isOthers(element: PageElement, classes: readonly string[]): boolean {
  // A theme may say on `body` that it has comments; that is not a place.
  if (nameOf(element) === "body" || nameOf(element) === "html") return false;
  return isClock(element) || [...classes, attributeOf(element, "id") ?? ""].some((name) => ELSEWHERE.test(name));
}

/** True for an element that calls itself the day of today. */
export function isClock(element: PageElement): boolean {
  return [...tokensOf(element, "class"), attributeOf(element, "id") ?? ""].some((name) => CLOCK.test(name));
}

/** A theme says `comments-open` of the article itself. */
const ELSEWHERE = /related|recommend|comment(?!s-(?:open|closed|enabled|disabled))/i;

/** Mastheads show the day on which the page is read: `todays-date`, `current_date`, `date-today`. */
const CLOCK = /(?:^|[-_])(?:today(?:s|-s)?|current|now)[-_]?date(?:$|[-_])|(?:^|[-_])date[-_]?(?:today|now)(?:$|[-_])/i;
