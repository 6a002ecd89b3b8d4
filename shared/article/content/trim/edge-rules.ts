/** Owns the rules on the lines before an article's first paragraph and after its last. Pure. */
import { wordKey } from "../../metadata/headline.ts";
import type { Content } from "./content.ts";
import { isDateWords } from "./date-line.ts";
import type { Line } from "./lines.ts";
import type { EdgeRule } from "./rule.ts";
import { announces } from "./words.ts";

/** Not an item of a list, nor part of a quote or a table. */
const isOwn = (line: Line) => !line.isListItem && !line.isWithinContent;
const isShort = (line: Line, maxWords: number) => line.words.length <= maxWords;

export const EDGE_RULES: readonly EdgeRule[] = [
  {
    ...{ kind: "head", name: "title", about: "the title said again" },
    matches: (line, { known }) => line.part.element.tagName === "h1" || known.titles.has(wordKey(line.text)),
  },
  {
    ...{ kind: "tail", name: "tail-links", about: "lists of links to the same site" },
    matches: (line) =>
      line.isListItem && !line.isWithinContent && line.part.sameSite > line.part.letters * 0.9 && isShort(line, 20),
  },
  {
    ...{ kind: "edge", name: "date", about: "when it appeared" },
    matches: (line) => !line.isListItem && isDateWords(line.words),
  },
  {
    ...{ kind: "edge", name: "byline", about: "who wrote it" },
    matches: (line, content) => isByline(line, content),
  },
  {
    ...{ kind: "edge", name: "label", about: "a section, a keyword or the site's name" },
    matches: (line, { known }) => isShort(line, 6) && known.labels.has(wordKey(line.text)),
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
    ...{ kind: "tail", name: "author-bio", about: "who the author is" },
    matches: (line, content) => isOwn(line) && line.words.length <= 130 && isBio(line, content),
  },
  {
    ...{ kind: "tail", name: "tail-announcement", about: "more, newsletters, comments, rights" },
    matches: (line) =>
      line.words.length <= 60 &&
      ((line.isHeading && (announces("readMore", line.text) || announces("byline", line.text))) ||
        announces("reply", line.text) ||
        announces("rights", line.text) ||
        announces("share", line.text) ||
        announces("subscribe", line.text)),
  },
  {
    ...{ kind: "tail", name: "tail-credits", about: "who reported and edited" },
    matches: (line) =>
      isShort(line, 30) &&
      announces("byline", line.text) &&
      !line.isHeading &&
      !/[.!?]$/.test(line.text.replace(/\.$/, "")),
  },
];

/**
 * An author who is named in the text before is what the article is about, or speaks in it; the last paragraph then is
 * no biography.
 */
function isBio({ index, text }: Line, { lines, known }: Content): boolean {
  const named = known.authors.filter((name) => namesAuthor(text, [name], 40));
  return named.some((name) => {
    const family = name.slice(name.lastIndexOf(" ") + 1);
    let mentions = 0;
    for (const line of lines) if (line.index < index && line.isProse && line.words.includes(family)) mentions += 1;
    return mentions <= 1;
  });
}

function isByline(line: Line, { known }: Content): boolean {
  if (!isShort(line, 14)) return false;
  return (
    namesAuthor(line.text, known.authors, 30) ||
    (isShort(line, 8) && announces("byline", line.text) && !/[.!?:]$/.test(line.text))
  );
}

/** True where one of the authors is named within the first characters of a line. */
function namesAuthor(text: string, authors: readonly string[], within: number): boolean {
  const start = text
    .slice(0, within + 60)
    .normalize("NFKC")
    .toLowerCase();
  return authors.some((name) => {
    const at = start.indexOf(name);
    return at !== -1 && at <= within;
  });
}
