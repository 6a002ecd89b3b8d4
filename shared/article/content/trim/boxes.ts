/** Owns the rules on boxes that their names or roles give away: share bars, related articles, newsletters, bylines. Pure. */

import { isRowOfCards } from "./cards.ts";
import { isWithin } from "./lines.ts";
import { isBlock, type Part } from "./parts.ts";
import type { BoxRule } from "./rule.ts";
import * as called from "./vocabulary.ts";

const linkedShare = ({ linked, letters }: Part) => (letters === 0 ? 1 : linked / letters);
const hasPictureOnly = ({ letters, pictures }: Part) => letters === 0 && pictures > 0;

/** Names of content that must not be mistaken: quotes, tables and code carry captions, authors and labels of their own. */
const CONTENT = new Set(["blockquote", "table", "pre", "code", "dl", "figure"]);
const isContent = (part: Part) => isWithin(part, CONTENT);

/** A box that is called something (see `names`), of at most so many letters. */
const isBox = (part: Part, maxLetters: number) =>
  part.letters <= maxLetters && !hasPictureOnly(part) && !isContent(part) && !isWithinText(part);

/** True for a word or two of a paragraph: a link, a name set in bold. */
function isWithinText({ element, holdsBlocks, parent }: Part): boolean {
  if (isBlock(element) || holdsBlocks) return false;
  let around = parent;
  while (around !== null && !isBlock(around.element)) around = around.parent;
  return around !== null && !around.holdsBlocks && around.prose > 0;
}

export const BOX_RULES: readonly BoxRule[] = [
  {
    ...{ kind: "box", name: "hidden", about: "what is not shown, or only read aloud", maxShare: 0.15 },
    // A hidden paragraph of text is what a tab, an accordion or a script shows.
    matches: ({ element: { properties }, signals, letters, prose }) =>
      letters > 0 &&
      prose === 0 &&
      (properties.hidden === true ||
        properties.ariaHidden === "true" ||
        /display\s*:\s*none|visibility\s*:\s*hidden/i.test(String(properties.style ?? "").slice(0, 500)) ||
        (letters < 200 && called.HIDDEN.test(signals))),
  },
  {
    ...{ kind: "box", name: "navigation", about: "menus, breadcrumbs, pages, site headers", maxShare: 0.4 },
    names: called.NAVIGATION,
    matches: (part) =>
      isBox(part, 4_000) && (part.letters < 60 || part.controls > 0 || part.sameSite > part.letters * 0.5),
  },
  {
    ...{ kind: "box", name: "share-box", about: "share and print buttons", maxShare: 0.15, names: called.SHARE },
    matches: (part) => isBox(part, 500),
  },
  {
    ...{ kind: "box", name: "related-box", about: "boxes of other articles", maxShare: 0.35, names: called.RELATED },
    matches: (part) => isBox(part, 4_000) && (linkedShare(part) > 0.25 || part.letters < 80),
  },
  {
    ...{
      kind: "box",
      name: "newsletter-box",
      about: "newsletters and subscriptions",
      maxShare: 0.2,
      names: called.NEWSLETTER,
    },
    matches: (part) => isBox(part, 1_500),
  },
  {
    ...{
      kind: "box",
      name: "promo-box",
      about: "promotions, advertisements, paywalls",
      maxShare: 0.2,
      names: called.PROMO,
    },
    matches: (part) => isBox(part, 1_200),
  },
  {
    ...{
      kind: "box",
      name: "byline-box",
      about: "bylines, dates and author biographies",
      maxShare: 0.2,
      names: called.BYLINE,
    },
    matches: (part) => part.titles === 0 && isBox(part, 1_500),
  },
  {
    ...{ kind: "box", name: "tags-box", about: "tags, kickers and section labels", maxShare: 0.15, names: called.TAGS },
    matches: (part) => isBox(part, 600) && (linkedShare(part) > 0.5 || part.letters < 60),
  },
  {
    ...{ kind: "box", name: "comments-box", about: "readers' comments", maxShare: 0.7, names: called.COMMENTS },
    matches: (part) => isBox(part, Number.POSITIVE_INFINITY),
  },
  {
    ...{ kind: "box", name: "media-box", about: "titles of players", maxShare: 0.1, names: called.MEDIA },
    matches: (part) => isBox(part, 250),
  },
  {
    ...{ kind: "box", name: "form-box", about: "forms, and what is called one", maxShare: 0.1, names: called.FORM },
    matches: (part) => isBox(part, 800),
  },
  {
    ...{ kind: "box", name: "cards", about: "rows of other articles' headlines", maxShare: 0.35 },
    matches: isRowOfCards,
  },
  {
    ...{ kind: "box", name: "aside", about: "what stands beside the article, or as its footer", maxShare: 0.25 },
    matches: (part) => isAside(part) && !hasPictureOnly(part) && !isContent(part),
  },
];

function isAside({ element: { tagName, properties } }: Part): boolean {
  return tagName === "aside" || tagName === "footer" || /\bcomplementary\b/.test(String(properties.role ?? ""));
}
