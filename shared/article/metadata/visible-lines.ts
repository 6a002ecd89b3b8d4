/**
 * Owns reading a page as lines: what a reader sees as one short line, in order, without menus, other articles and
 * comments. Bylines and dates that no markup names are found in the lines around the headline. It decides nothing.
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
  tokensOf,
} from "../page/page-tree.ts";
import { wordKey } from "./headline.ts";
import { isOthers } from "./places.ts";

/** One line of a page. */
export interface Line {
  /** At most {@link MAX_LINE_CHARS} of it. */
  readonly text: string;
  /** UTF-16 units of the whole line, blanks counted once. */
  readonly length: number;
  /** 1 to 6 in a heading, else 0. */
  readonly heading: number;
  /** `datetime` of the `<time>` in it; null without. */
  readonly time: string | null;
  /** True at the start of an element whose class says that it holds an author. */
  readonly inAuthor: boolean;
}

const MAX_LINE_CHARS = 300;
/** Of 394 real articles none has more than 2,900 before its first comment. */
const MAX_LINES = 4_000;

/** Elements that begin and end a line. */
const BLOCKS = new Set([
  ...["address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl"],
  ...["dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"],
  ...["li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul"],
]);
/** Elements whose text is none of the page's own. */
const SKIPPED = new Set([
  ...["head", "script", "noscript", "nav", "footer", "select", "option", "button", "textarea", "datalist"],
  ...["audio", "video", "figcaption", "pre", "dialog"],
]);

/** Widely used class vocabulary: `post_author`, `text__author`, `author-box`, `byline`, `AuthorName`. */
const AUTHOR_CLASS = /(?:author|byline|writer)s?(?:name|link|info|text|box)?(?:$|[-_\d])/;
/** A name stands in the first lines of such an element; after them comes who it is. */
const AUTHOR_LINES = 4;

/** The line under way. */
interface Gathering {
  readonly lines: Line[];
  /** Lines before this one are an author's. */
  authorEnd: number;
  /** How many `<aside>` are open: names in one are seldom the author's. */
  asides: number;
  parts: string[];
  length: number;
  heading: number;
  time: string | null;
}

/** Reads the lines of a page. */
export function collectLines(tree: PageNode): readonly Line[] {
  const page: Gathering = { lines: [], authorEnd: 0, asides: 0, parts: [], length: 0, heading: 0, time: null };
  gather(tree, page);
  endLine(page);
  return page.lines;
}

function gather(parent: PageNode, page: Gathering): void {
  for (const child of childrenOf(parent)) {
    if (page.lines.length >= MAX_LINES) return;
    const value = textOf(child);
    if (value !== null) addText(value, page);
    else if (isElement(child) && isSeen(child)) gatherElement(child, page);
  }
}

function gatherElement(element: PageElement, page: Gathering): void {
  const name = nameOf(element);
  const isBlock = BLOCKS.has(name);
  if (isBlock) endLine(page);
  const level = /^h[1-6]$/.test(name) ? Number(name.slice(1)) : 0;
  if (level > 0) page.heading = level;
  if (name === "time") page.time ??= attributeOf(element, "datetime");
  const before = page.authorEnd;
  if (name === "aside") page.asides += 1;
  const isAuthor = page.asides === 0 && isAuthors(element);
  if (isAuthor) page.authorEnd = Math.max(before, page.lines.length + AUTHOR_LINES);
  gather(element, page);
  if (isBlock) endLine(page);
  if (name === "aside") page.asides -= 1;
  if (level > 0) page.heading = 0;
  if (isAuthor) {
    endLine(page);
    page.authorEnd = before;
  }
}

function isAuthors(element: PageElement): boolean {
  return nameOf(element) !== "body" && tokensOf(element, "class").some((token) => AUTHOR_CLASS.test(token));
}

function isSeen(element: PageElement): boolean {
  if (SKIPPED.has(nameOf(element)) || isHidden(element)) return false;
  return !isOthers(element, tokensOf(element, "class"));
}

function addText(value: string, page: Gathering): void {
  const text = value
    .slice(0, 4 * MAX_LINE_CHARS)
    .replace(/\s+/g, " ")
    .trim();
  if (text === "") return;
  if (page.length <= MAX_LINE_CHARS) page.parts.push(text);
  page.length += Math.max(text.length, value.length > 4 * MAX_LINE_CHARS ? value.length : 0) + 1;
}

function endLine(page: Gathering): void {
  if (page.parts.length > 0 || page.time !== null) {
    const text = page.parts.join(" ");
    const { heading, time } = page;
    const inAuthor = page.lines.length < page.authorEnd;
    const length = Math.max(page.length - 1, 0);
    page.lines.push({ text: text.slice(0, MAX_LINE_CHARS), length, heading, time, inAuthor });
  }
  page.parts = [];
  page.length = 0;
  page.time = null;
}

/** A headline's surroundings: a kicker, a date and an author before it, and before its text begins. */
const LINES_BEFORE = 8;
const LINES_AFTER = 24;
/** A line this long is a paragraph. The first behind the headline may be its standfirst; with the second, text begins. */
const PARAGRAPH_CHARS = 200;

/**
 * The lines around the headline, those behind it first.
 *
 * @param title - The article's title; the line that says the same is the headline, else the first first-level heading.
 */
export function linesNearTitle(lines: readonly Line[], title: string | null): readonly Line[] {
  const key = wordKey(title ?? "");
  const isTitle = ({ text }: Line) => key !== "" && wordKey(text) === key;
  const headings = lines.flatMap((line, at) => (line.heading > 0 ? [{ line, at }] : []));
  const headline = headings.find(({ line }) => isTitle(line)) ?? headings.find(({ line }) => line.heading === 1);
  const at = headline?.at ?? lines.findIndex(isTitle);
  if (at === -1) return [];
  return [...linesAfter(lines, at), ...linesBefore(lines, at)];
}

function linesAfter(lines: readonly Line[], at: number): Line[] {
  const found: Line[] = [];
  let paragraphs = 0;
  for (const line of lines.slice(at + 1, at + 1 + LINES_AFTER)) {
    if (line.length > PARAGRAPH_CHARS) paragraphs += 1;
    if (paragraphs === 2 || line.heading === 1) break;
    found.push(line);
  }
  return found;
}

function linesBefore(lines: readonly Line[], at: number): Line[] {
  const found: Line[] = [];
  for (const line of lines.slice(Math.max(at - LINES_BEFORE, 0), at).reverse()) {
    if (line.length > PARAGRAPH_CHARS || line.heading > 0) break;
    found.push(line);
  }
  return found;
}
