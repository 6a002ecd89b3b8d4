/** Owns knowing a row of other articles' headlines by its build: like elements, each little more than a link into the site. Pure. */
import type { Content } from "./content.ts";
import { isWithin } from "./lines.ts";
import type { Part } from "./parts.ts";

const MIN_CARDS = 2;
/** A card has a headline and at most a few lines of what it is about. */
const MAX_CARD_LETTERS = 600;
/** Shorter links are "more", a name, a tag. */
const MIN_HEADLINE_LETTERS = 12;
/** Of a card's letters at least so many are its headline's. */
const MIN_LINKED_SHARE = 0.12;
/** Cards make up so much of the row; the rest is its heading. */
const MIN_CARDS_SHARE = 0.75;
/** Where text comes first, so much of it has to be read before a row may be told by its build alone. */
const MIN_START = 0.4;

const CONTENT = new Set(["table", "blockquote", "dl", "figure", "pre"]);

/** True for an element whose children are, but for a heading, all of one build and link to other pages of the site. */
export function isRowOfCards(part: Part, content: Content): boolean {
  if (part.parts.length < MIN_CARDS || part.sameSite === 0 || !part.holdsBlocks || isWithin(part, CONTENT))
    return false;
  const isList = part.element.tagName === "ul" || part.element.tagName === "ol";
  if (part.start < content.letters * MIN_START && part.prose > 0) return false;
  const counts = new Map<string, number>();
  for (const inner of part.parts)
    if (inner.letters > 0) counts.set(buildOf(inner), (counts.get(buildOf(inner)) ?? 0) + 1);
  const [build, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0]);
  if (count < MIN_CARDS) return false;
  const cards = part.parts.filter((inner) => inner.letters > 0 && buildOf(inner) === build);
  const letters = cards.reduce((sum, card) => sum + card.letters, 0);
  return letters >= part.letters * MIN_CARDS_SHARE && cards.every((card) => isCard(card, isList));
}

/** Elements of one build have the same name and the same first class. */
function buildOf({ element: { tagName, properties } }: Part): string {
  const { className } = properties;
  return `${tagName}.${Array.isArray(className) ? (className[0] ?? "") : ""}`;
}

function isCard(part: Part, isItem: boolean): boolean {
  if (part.letters > MAX_CARD_LETTERS || part.sameSite < MIN_HEADLINE_LETTERS) return false;
  // An item of a list is text with a link more often than not; with a picture, or nothing but its link, it is a card.
  if (isItem || part.element.tagName === "p") return part.pictures > 0 && part.sameSite > part.letters * 0.3;
  return (
    part.sameSite >= part.letters * MIN_LINKED_SHARE &&
    (part.pictures > 0 || part.holdsBlocks || part.sameSite > part.letters * 0.9)
  );
}
