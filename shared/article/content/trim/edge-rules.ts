/** Owns the rules on the lines before an article's first paragraph and after its last. Pure. */
import { wordKey } from "../../metadata/headline.ts";
import { endsSentence, isBiography, isByline, isCredit } from "./bylines.ts";
import type { Content } from "./content.ts";
import { isDateWords } from "./date-line.ts";
import type { Line } from "./lines.ts";
import type { EdgeRule } from "./rule.ts";
import { announces, saysOnly } from "./words.ts";

/** Not an item of a list, nor part of a quote or a table. */
const isOwn = (line: Line) => !line.isListItem && !line.isWithinContent;
const isShort = (line: Line, maxWords: number) => line.words.length <= maxWords;

/** Of 474 real titles the longest has 34 words; headings that hold more hold a page with broken tags. */
const MAX_TITLE_WORDS = 40;

export const EDGE_RULES: readonly EdgeRule[] = [
  {
    ...{ kind: "head", name: "title", about: "the title said again" },
    matches: (line, { known }) =>
      isShort(line, MAX_TITLE_WORDS) && (line.part.element.tagName === "h1" || known.titles.has(wordKey(line.text))),
  },
  {
    ...{ kind: "edge", name: "date", reach: 2, about: "when it appeared" },
    matches: (line) => isOwn(line) && !line.isHeading && !/[$€£¥₹%+]/.test(line.text) && isDateWords(line.words),
  },
  {
    ...{ kind: "edge", name: "byline", reach: 2, about: "who wrote it" },
    matches: (line, content) => !line.isWithinContent && isByline(line, content),
  },
  {
    ...{ kind: "head", name: "scraps", about: "words of buttons and labels" },
    matches: (line, content) =>
      isShort(line, 3) && isOwn(line) && !line.isHeading && isText(content) && !endsSentence(line.text),
  },
  {
    ...{ kind: "edge", name: "edge-links", about: "links before the first paragraph or after the last" },
    matches: (line) =>
      isOwn(line) &&
      !line.isHeading &&
      line.part.linked > line.part.letters * 0.6 &&
      isShort(line, 16) &&
      !/[.!?]$/.test(line.text),
  },
  {
    ...{ kind: "tail", name: "tail-links", about: "lists of links to the same site" },
    matches: (line) =>
      line.isListItem &&
      !line.isWithinContent &&
      !line.isHeading &&
      line.part.sameSite > line.part.letters * 0.9 &&
      isShort(line, 20),
  },
  {
    ...{ kind: "tail", name: "author-bio", about: "who the author is" },
    matches: (line, content) => isOwn(line) && isBiography(line, content),
  },
  {
    ...{ kind: "tail", name: "tail-credits", about: "who reported and edited" },
    matches: (line) => isOwn(line) && isCredit(line),
  },
  {
    ...{ kind: "tail", name: "tail-announcement", about: "more, newsletters, comments, rights" },
    matches: (line) => !line.isWithinContent && isShort(line, 60) && isAnnouncement(line),
  },
];

/** Where paragraphs are the lesser part, as in a poem or a list, short lines are the article. */
function isText({ prose, letters }: Content): boolean {
  return prose > letters * 0.4;
}

/** A paragraph of text may begin with any word: only what links, or is short, can be told by it. */
function isAnnouncement(line: Line): boolean {
  const { text, isHeading, isProse, part } = line;
  if (isHeading && (announces("readMore", text) || announces("byline", text))) return true;
  if (saysOnly("share", text)) return true;
  if (announces("reply", text)) return isHeading || isShort(line, 12);
  return (!isProse || part.linked > 0) && (announces("rights", text) || announces("subscribe", text));
}
