/**
 * Owns telling running text from everything else: which blocks are prose, and which elements stand apart from any
 * article by what they are (navigation, comments, forms, share bars). Names are web-wide vocabulary, never a
 * publisher's. Pure.
 */
import type { Element } from "hast";
import type { Block } from "./outline.ts";

/** Shorter lines are labels even with a full stop. In letters; see `sizeOf`. */
const MIN_SENTENCE = 40;
/** Thai has no full stops, verse and chat have none; a line this long is text. */
const MIN_PARAGRAPH = 140;
/** A paragraph with more of its text in links leads elsewhere. */
const MAX_LINKED = 0.4;

/** Ends of sentences, with what closes behind them: Latin, CJK, Arabic, Urdu, Devanagari, Greek. */
const SENTENCE_END = /[.!?:;。．！？：；؟۔।॥·…][\p{Pe}\p{Pf}\p{Pi}"'*\d[\]]{0,4}$/u;
/** Cut off, as teasers are. */
const CUT_OFF = /(?:…|\.\.\.)[\])»”"]?$/;

export function isProse({ key, size, linked }: Block): boolean {
  if (size < MIN_SENTENCE || linked > MAX_LINKED * size) return false;
  const tail = key.slice(-8);
  return !CUT_OFF.test(tail) && (size >= MIN_PARAGRAPH || SENTENCE_END.test(tail));
}

/** True for a text that breaks off with an ellipsis. */
export function isCutOff({ key }: Block): boolean {
  return CUT_OFF.test(key.slice(-8));
}

/** How far an element stands from an article's running text. */
export const STANDING = {
  inside: 0,
  /** Belongs to an article, but its words are not the running text: figures, times. */
  beside: 1,
  /** No part of an article. */
  apart: 2,
  /** Readers' comments: may be longer than the article, and read like it. */
  talk: 3,
} as const;
export type Standing = (typeof STANDING)[keyof typeof STANDING];

const BESIDE_NAMES = new Set([
  "figure",
  "figcaption",
  "audio",
  "video",
  "time",
  "address",
  "summary",
  "label",
  "object",
]);
const APART_NAMES = new Set(["nav", "aside", "footer", "form", "fieldset", "dialog", "menu", "button", "select"]);
/** Never judged by their classes, which speak of the whole page. */
const FRAMES = new Set(["html", "body", "main"]);
const APART_ROLES = new Set([
  ...["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "alert", "menu"],
  ...["menubar", "tablist", "toolbar", "form", "tooltip"],
]);

/** Words in classes and ids of what stands beside articles. */
const APART_WORDS = new Set([
  ...["ad", "ads", "advert", "advertisement", "adslot", "author", "authors", "banner", "bio", "breadcrumb"],
  ...["breadcrumbs", "byline", "caption", "consent", "cookie", "cookies", "copyright", "cta", "disclaimer", "dialog"],
  ...["footer", "footnotes", "form", "gdpr", "login", "menu", "meta", "metadata", "modal", "nav", "navbar"],
  ...["navigation", "newsletter", "newsletters", "overlay", "pager", "pagination", "popup", "popular", "promo"],
  ...["promoted", "promotion", "pullquote", "rating", "recirc", "recommend", "recommendations", "recommended"],
  ...["related", "share", "sharing", "sidebar", "signup", "sitemap", "social", "sponsor", "sponsored", "subscribe"],
  ...["subscription", "survey", "tag", "taglist", "tags", "teaser", "teasers", "toc", "toolbar", "tooltip"],
  ...["trending", "upsell"],
]);
const TALK_WORDS = new Set(["comment", "comments", "commentlist", "discussion", "disqus", "replies", "respond"]);
/** Whole names; `overflow-hidden` hides nothing. */
const HIDDEN_NAMES = new Set(["hidden", "sr-only", "screen-reader-text", "visually-hidden", "noprint"]);
/** `has-sidebar` says something of a page, not what the element is. */
const OF_THE_PAGE = new Set(["has", "with", "no", "is", "without", "hide", "js", "not"]);
const MAX_TOKENS = 40;
const MAX_TOKEN_CHARS = 80;

/**
 * Makes a judge of elements by name, role, class and id, shown or hidden; it remembers class names, of which a page repeats few. It says
 * nothing of descendants, which stand no nearer than what is around them.
 */
export function makeStandingJudge(): (node: Element) => Standing {
  const known = new Map<string, Standing>();
  const judgeToken = (token: string): Standing => {
    let standing = known.get(token);
    standing ??= judgeName(token);
    known.set(token, standing);
    return standing;
  };
  return ({ tagName, properties }) => {
    if (FRAMES.has(tagName)) return STANDING.inside;
    const { role, className, id, itemProp } = properties;
    let standing: Standing = BESIDE_NAMES.has(tagName) ? STANDING.beside : STANDING.inside;
    if (APART_NAMES.has(tagName) || (typeof role === "string" && APART_ROLES.has(role))) standing = STANDING.apart;
    if (Array.isArray(itemProp) && itemProp.includes("comment")) return STANDING.talk;
    if (Array.isArray(className)) {
      for (const token of className.slice(0, MAX_TOKENS)) standing = further(standing, judgeToken(String(token)));
    }
    return typeof id === "string" ? further(standing, judgeToken(id)) : standing;
  };
}

/** The one that stands further from the text. */
export function further(one: Standing, other: Standing): Standing {
  return one < other ? other : one;
}

function judgeName(token: string): Standing {
  if (token.length > MAX_TOKEN_CHARS) return STANDING.inside;
  if (HIDDEN_NAMES.has(token)) return STANDING.apart;
  const words = token
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z]+/);
  if (OF_THE_PAGE.has(words[0] ?? "")) return STANDING.inside;
  if (words.some((word) => TALK_WORDS.has(word))) return STANDING.talk;
  return words.some((word) => APART_WORDS.has(word)) ? STANDING.apart : STANDING.inside;
}

/** React fills a streamed page from `<div hidden id="S:…">`: hidden only until a script has moved it to its place. */
const STREAMED = /^S:[0-9a-z]{1,8}$/;

/** True where the page itself says that an element is not shown, by attribute or inline style. */
export function isHidden({ properties: { hidden, style, ariaHidden, id } }: Element): boolean {
  if (hidden !== undefined && hidden !== null && hidden !== false) return !STREAMED.test(String(id ?? ""));
  if (String(ariaHidden ?? "") === "true") return true;
  return typeof style === "string" && /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}
