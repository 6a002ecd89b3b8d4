/** Owns what the trimming tests share: an article's text to set a leak or a trap in. Tests only. */

import { toHtml } from "hast-util-to-html";
import { trimContent } from "../../../../shared/article/content/trim-content.ts";
import { collectPageFacts } from "../../../../shared/article/metadata/page-facts.ts";
import { type Metadata, readMetadata } from "../../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../../shared/article/page/parse-html.ts";
import { parseToHast } from "../../../../shared/article/page/to-hast.ts";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { sanitiseTree } from "../../../../shared/article/render/sanitise.ts";
import { renderText } from "../../../../shared/article/render/text.ts";

const URL = "https://courier.example/valley/ferry";

export const FIRST =
  "The ferry at the lower landing will run again from Monday, the parish council said, after a winter in which nobody could cross.";
export const MIDDLE =
  "Its new rope was made by the last rope walk of the county, and is four metres longer than the old one, because the river has moved.";
export const LAST =
  "Passengers are asked to bring the fare in coins, as the ferrywoman has both hands on the rope and no pocket for a machine.";

/** Paragraphs of text, each in `<p>`. */
export const paragraphs = (...texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join("");

interface Options {
  readonly metadata?: Partial<Metadata>;
  readonly without?: readonly string[];
}

/** What is left of a piece of HTML: its text, its HTML, and the rules that took something out. */
export function trim(html: string, { metadata = {}, without = [] }: Options = {}) {
  const facts = collectPageFacts(parsePage("<title>Ferry runs again</title>", "text/html").tree, URL);
  const rules: string[] = [];
  const root = trimContent(
    parseToHast(html),
    { facts, metadata: { ...readMetadata(facts, "2026-01-01T00:00:00.000Z"), ...metadata } },
    { without: new Set(without), watch: (rule) => rules.push(rule) },
  );
  const tree = sanitiseTree(root, URL);
  return { text: renderText(readBlocks(tree)), html: toHtml(tree), rules };
}

/** The text of an article, with a piece of HTML before, within or after its paragraphs. */
export function textWith(place: "before" | "within" | "after", html: string, options: Options = {}): string {
  const [before, within, after] = (["before", "within", "after"] as const).map((each) => (each === place ? html : ""));
  return trim(`<article>${before}<p>${FIRST}</p>${within}${paragraphs(MIDDLE, LAST)}${after}</article>`, options).text;
}

/** The article's text with something left in one place. */
export function left(place: "before" | "within" | "after", text: string): string {
  const [before, within, after] = (["before", "within", "after"] as const).map((each) =>
    each === place ? [text] : [],
  );
  return [...(before ?? []), FIRST, ...(within ?? []), MIDDLE, LAST, ...(after ?? [])].join("\n\n");
}

export const PLAIN = [FIRST, MIDDLE, LAST].join("\n\n");
