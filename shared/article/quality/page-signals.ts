/**
 * Owns the one walk over a page's tree that counts what tells kinds of pages apart: where its letters stand, and which
 * of its parts repeat. What single elements count for is in element-counts.ts; what the counts mean, in kind-features.ts
 * and wall-features.ts.
 */
import {
  attributeOf,
  childrenOf,
  isElement,
  isHidden,
  nameOf,
  type PageElement,
  type PageNode,
  textOf,
} from "../page/page-tree.ts";
import { lettersIn, MIN_PROSE_LETTERS } from "./content-signals.ts";
import { countElement, type ElementCounts, emptyElementCounts, readHead } from "./element-counts.ts";
import { addPart, countCards, emptyPart, type Part } from "./repeats.ts";
import { type PartRole, RoleReader } from "./vocabulary.ts";

/** Letters are as `lettersIn` counts them. */
export interface PageSignals extends ElementCounts {
  letters: number;
  linkedLetters: number;
  /** Letters outside of navigation, header, footer and sidebars; and those of them in links. */
  mainLetters: number;
  mainLinkedLetters: number;
  /**
   * Letters of long unlinked paragraphs and lines that stand in the one place that holds most of them, outside of
   * navigation and comments: an article's stand together.
   */
  proseInOnePlace: number;
  /** The largest group of teasers in one place. */
  cards: number;
  consentLetters: number;
  /** Short texts that are a price. */
  prices: number;
  /** Short texts outside of navigation that have a date: teasers and messages are dated one by one. */
  dates: number;
  /** The first visible words, in one line. */
  opening: string;
  /** What is shown where scripts do not run. */
  withoutScripts: string;
  /** Larger parts with the names that linked data may call them by. */
  readonly blocks: Array<{ readonly names: string; readonly letters: number }>;
}

/** Where the walk is. */
interface Place {
  readonly inLink: boolean;
  readonly inHeading: boolean;
  readonly inNavigation: boolean;
  readonly inConsent: boolean;
  readonly inComments: boolean;
}

const OUTSIDE: Place = {
  ...{ inLink: false, inHeading: false, inNavigation: false, inConsent: false, inComments: false },
};

const MAX_OPENING_CHARS = 2_000;
const MIN_BLOCK_LETTERS = 200;
const MAX_BLOCKS = 500;

interface Walk {
  readonly signals: PageSignals;
  readonly roles: RoleReader;
  /** The first name of the page's path: pages of one part of a site begin alike. */
  readonly folder: string;
}

/** Counts what {@link PageSignals} names. */
export function collectPageSignals(tree: PageNode, url: string): Readonly<PageSignals> {
  const signals: PageSignals = {
    ...emptyElementCounts(),
    ...{ letters: 0, linkedLetters: 0, mainLetters: 0, mainLinkedLetters: 0, proseInOnePlace: 0 },
    ...{ cards: 0, consentLetters: 0, prices: 0, dates: 0 },
    ...{ opening: "", withoutScripts: "", blocks: [] },
  };
  const path = URL.parse(url)?.pathname ?? "/";
  const walk: Walk = { signals, roles: new RoleReader(), folder: path.slice(0, path.indexOf("/", 1) + 1) };
  walkChildren(tree, OUTSIDE, walk);
  return signals;
}

function walkChildren(parent: PageNode, place: Place, walk: Walk): Part {
  const { signals } = walk;
  const whole = emptyPart();
  const parts: Part[] = [];
  let prose = 0;
  for (const child of childrenOf(parent)) {
    const text = textOf(child);
    if (text !== null) {
      const letters = countText(text, place, signals, whole);
      if (letters >= MIN_PROSE_LETTERS && mayBeProse(place)) prose += letters;
    } else if (isElement(child)) {
      const part = walkElement(child, place, walk);
      if (part === null) continue;
      parts.push(part);
      addPart(whole, part);
      if (part.isProse) prose += part.letters;
    }
  }
  signals.proseInOnePlace = Math.max(signals.proseInOnePlace, prose);
  if (parts.length > 1 && !place.inNavigation) signals.cards = Math.max(signals.cards, countCards(parts));
  return whole;
}

/** A year, or a day of a month by its English name. */
const DATE =
  /(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d|\d\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d (?:day|hour|week|month|year)s? ago/i;
const MAX_DATE_CHARS = 80;

function mayBeProse({ inLink, inNavigation, inComments }: Place): boolean {
  return !inLink && !inNavigation && !inComments;
}

const PRICE =
  /(?:[$€£¥₹₩₽]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD|INR)\b)\s?\d|\d\s?(?:[€£₽₴₫฿]|kr\b|zł|Kč|Ft\b|lei\b|円|元)/u;
/** A price stands alone; in a sentence it is a sum of money. */
const MAX_PRICE_CHARS = 40;

/** @returns Its letters. */
function countText(text: string, place: Place, signals: PageSignals, whole: Part): number {
  const trimmed = text.trim();
  if (trimmed === "") return 0;
  const letters = lettersIn(trimmed);
  signals.letters += letters;
  whole.letters += letters;
  if (place.inLink) {
    signals.linkedLetters += letters;
    whole.linked += letters;
  }
  if (!place.inNavigation) {
    if (letters <= MAX_DATE_CHARS && DATE.test(trimmed)) signals.dates += 1;
    signals.mainLetters += letters;
    if (place.inLink) signals.mainLinkedLetters += letters;
    const room = MAX_OPENING_CHARS - signals.opening.length;
    if (room > 0) signals.opening += `${trimmed.slice(0, room)} `;
  }
  if (place.inConsent) signals.consentLetters += letters;
  if (letters <= MAX_PRICE_CHARS && PRICE.test(trimmed)) signals.prices += 1;
  return letters;
}

/** Nothing in them is shown. What stands in `<noscript>` is: pages are archived as they are without scripts. */
const UNSEEN = new Set(["script", "head", "style", "title"]);

/** Null for what is not shown. */
function walkElement(element: PageElement, place: Place, walk: Walk): Part | null {
  const name = nameOf(element);
  const { signals } = walk;
  if (name === "noscript" && signals.withoutScripts.length < MAX_OPENING_CHARS) {
    signals.withoutScripts += ` ${plainText(element, MAX_OPENING_CHARS)}`;
  }
  if (name === "head") for (const child of childrenOf(element)) if (isElement(child)) readHead(child, signals);
  if (UNSEEN.has(name) || isHidden(element)) return null;
  const className = attributeOf(element, "class") ?? "";
  const id = attributeOf(element, "id");
  const names = id === null ? className : `${className} ${id}`;
  const roles = walk.roles.rolesOf(names);
  const inner = placeIn(element, name, roles, place);
  countElement(element, name, { roles, ...inner, folder: walk.folder }, signals);
  const part = walkChildren(element, inner, walk);
  part.key = `${name} ${className.trimStart().split(/\s/, 1)[0]}`;
  notePart(part, name, inner);
  if (part.letters >= MIN_BLOCK_LETTERS && names !== "" && signals.blocks.length < MAX_BLOCKS) {
    signals.blocks.push({ names, letters: part.letters });
  }
  return part;
}

function notePart(part: Part, name: string, place: Place): void {
  if (place.inLink && name === "a") part.links += 1;
  const isSign =
    name === "img" ? place.inLink : place.inLink && place.inHeading && (name === "a" || isHeadingName(name));
  if (isSign) part.linkedSigns += 1;
  part.isProse = name === "p" && mayBeProse(place) && part.letters - part.linked >= MIN_PROSE_LETTERS;
}

function placeIn(element: PageElement, name: string, roles: readonly PartRole[], place: Place): Place {
  return {
    inLink: place.inLink || (name === "a" && attributeOf(element, "href") !== null),
    inHeading: place.inHeading || isHeadingName(name),
    inNavigation: place.inNavigation || isNavigation(element, name, roles),
    inConsent: place.inConsent || roles.includes("consent"),
    inComments: place.inComments || roles.includes("comment"),
  };
}

function isHeadingName(name: string): boolean {
  return name.length === 2 && name >= "h1" && name <= "h4";
}

const NAVIGATION = new Set(["nav", "footer", "aside", "header"]);
const NAVIGATION_ROLES = new Set(["navigation", "banner", "contentinfo", "complementary"]);
/** Their class names speak of the page, not of a part. */
const WHOLES = new Set(["html", "body", "main", "article"]);

function isNavigation(element: PageElement, name: string, roles: readonly PartRole[]): boolean {
  if (NAVIGATION.has(name) || NAVIGATION_ROLES.has(attributeOf(element, "role") ?? "")) return true;
  return !WHOLES.has(name) && (roles.includes("navigation") || roles.includes("sidebar"));
}

/** The text of an element, its own limit in mind: deep or long parts are read in part. */
function plainText(element: PageElement, maxChars: number): string {
  let text = "";
  const read = (node: PageNode): void => {
    if (text.length > maxChars) return;
    text += (textOf(node) ?? "").slice(0, maxChars);
    for (const child of childrenOf(node)) read(child);
  };
  read(element);
  return text.replace(/\s+/g, " ").trim();
}
