/** What the tests of content have in common: pages made of a few words of HTML, as the way of a page makes them. */

import type { Root } from "hast";
import { type ChosenContent, chooseContent } from "../../../../shared/article/content/choose-content.ts";
import { collectPageFacts } from "../../../../shared/article/metadata/page-facts.ts";
import { readMetadata } from "../../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../../shared/article/page/parse-html.ts";
import { parseToHast, toHast } from "../../../../shared/article/page/to-hast.ts";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { sanitiseTree } from "../../../../shared/article/render/sanitise.ts";
import { renderText } from "../../../../shared/article/render/text.ts";

const URL = "https://courier.example/valley/";

export function pageOf(html: string): Root {
  return toHast(parsePage(html, "text/html").tree);
}

/** @param readable - What Readability would have made of the page, or null. */
export function choose(html: string, readable: string | null): Pick<ChosenContent, "from"> & { readonly text: string } {
  const { tree } = parsePage(html, "text/html");
  const facts = collectPageFacts(tree, URL);
  const metadata = readMetadata(facts, "2026-01-01T00:00:00.000Z");
  const content = { page: toHast(tree), readable: readable === null ? null : parseToHast(readable), facts, metadata };
  const { from, root } = chooseContent(content);
  return { from, text: renderText(readBlocks(sanitiseTree(root, URL))) };
}

/** Sentences that differ, of about 100 letters each. */
export function sentences(count: number, start = 0): string[] {
  return Array.from({ length: count }, (_, at) => {
    const number = start + at;
    return `On day ${number} of the voyage the cook counted ${number * 7} onions, and the mate wrote the number into the log.`;
  });
}

export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${text}</p>`).join("");
}
