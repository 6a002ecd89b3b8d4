/**
 * Owns the order of extraction: bytes to text, text to document, document to metadata and content, content to HTML,
 * Markdown and text. Pure: no network, no clock, no storage; the same input gives the same article.
 */
import type { Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { PermanentError } from "../errors.ts";
import type { Article } from "./article.ts";
import { type ChosenContent, chooseContent, type PageContent } from "./content/choose-content.ts";
import { findContent } from "./content/readable-content.ts";
import { trimContent } from "./content/trim-content.ts";
import { EXTRACTOR } from "./extractor.ts";
import { collectPageFacts } from "./metadata/page-facts.ts";
import { readMetadata } from "./metadata/read-metadata.ts";
import { settleLanguage } from "./metadata/settle-language.ts";
import { decodePage } from "./page/decode-page.ts";
import { type DomName, type DomReading, readDocument } from "./page/dom.ts";
import { parsePage } from "./page/parse-html.ts";
import { asksNotToBeArchived } from "./page/robots-meta.ts";
import { parseToHast, toHast } from "./page/to-hast.ts";
import { judgeQuality } from "./quality/judge-quality.ts";
import { collectPageSignals } from "./quality/page-signals.ts";
import type { Quality } from "./quality/quality-names.ts";
import { renderMarkdown } from "./render/markdown.ts";
import { readBlocks } from "./render/read-blocks.ts";
import { sanitiseTree } from "./render/sanitise.ts";
import { renderText } from "./render/text.ts";
import { countWords, makeExcerpt } from "./render/words.ts";

export interface ExtractionInput {
  readonly captureId: string;
  /** Absolute URL that answered. */
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly capturedAt: string;
  /** ISO 8601, UTC. */
  readonly extractedAt: string;
  /** The response's `Content-Type`, or null without one. */
  readonly contentType: string | null;
  /** The response's body, content coding undone. */
  readonly body: Uint8Array;
  /** The DOM to read the page with. @default light, and jsdom where it fails */
  readonly dom?: DomName | undefined;
}

/** How the page was read: `failure` says what the light DOM failed with, where jsdom had to stand in. */
export type DomReport = Omit<DomReading<unknown>, "value">;

/** The document is complete in both cases; on `not-article` it holds what the page has of a title and a text. */
export type Extraction = {
  readonly article: Article;
  readonly asksNotToBeArchived: boolean;
  readonly dom: DomReport;
} & ({ readonly kind: "article" } | { readonly kind: "not-article"; readonly reason: Exclude<Quality, "article"> });

/** Told of the content as it was chosen, before any of it is taken out. The bench tries rules one by one on it. */
export type OnChosen = (chosen: ChosenContent, about: PageContent) => void;

/**
 * Extracts the article of one page.
 *
 * @throws PermanentError `extraction-failed` for bytes that are no text, or that break the parser.
 */
export async function extractArticle(input: ExtractionInput, onChosen?: OnChosen): Promise<Extraction> {
  const { html, encoding } = await decodePage(input.body, input.contentType);
  refuseBinary(html);
  const page = parsePage(html, input.contentType);
  const facts = collectPageFacts(page.tree, input.url);
  const declared = readMetadata(facts, input.capturedAt);
  const signals = collectPageSignals(page.tree, input.url);
  const { value: readable, ...dom } = await readDocument(page, input.url, input.dom ?? "light", findContent);
  // Its HTML is parsed once more, as a browser would: Readability nests blocks in paragraphs, and what renders the tree
  // does not expect them there.
  const readableRoot = readable === null ? null : parseToHast(readable.html);
  const about: PageContent = { page: toHast(page.tree), readable: readableRoot, facts, metadata: declared };
  const content = chooseContent(about);
  onChosen?.(content, about);
  const tree = sanitiseTree(trimContent(content.root, about), facts.baseUrl);
  const blocks = readBlocks(tree);
  const text = renderText(blocks);
  const metadata = settleLanguage(declared, text);
  const wordCount = countWords(text, metadata.language);
  const isReadable = content.from !== "whole-page" || dom.isTooCostly;
  const judged = { url: input.url, html, facts, metadata, signals, tree, text, wordCount, isReadable };
  const { quality, score: qualityScore, reasons } = judgeQuality(judged);
  const { captureId, url, capturedAt, extractedAt } = input;
  const article: Article = {
    version: 1,
    ...{ captureId, url, capturedAt, extractedAt, extractor: { ...EXTRACTOR } },
    ...{ quality, qualityScore, qualityReasons: [...reasons] },
    ...metadata,
    ...{ excerpt: makeExcerpt(text, metadata.language), wordCount, text },
    html: toHtml(withDirection(tree, readable?.dir ?? null)),
    markdown: renderMarkdown(blocks),
    encoding,
  };
  const found = { article, asksNotToBeArchived: asksNotToBeArchived(page.tree), dom };
  return quality === "article" ? { kind: "article", ...found } : { kind: "not-article", reason: quality, ...found };
}

/** Pictures, archives and PDFs sent as HTML. Text has hardly any control characters that are not whitespace. */
function refuseBinary(html: string): void {
  const sample = html.slice(0, 4_096);
  const controls = sample.match(/(?![\t\n\f\r])\p{Cc}/gu)?.length ?? 0;
  const malformed = sample.match(/\ufffd/g)?.length ?? 0;
  if (/^%PDF-/.test(sample) || controls > sample.length / 20 || malformed > sample.length / 3) {
    throw new PermanentError("extraction-failed", "extract: the body is not text");
  }
}

/** Readability finds the direction outside the content; the stored HTML must still say it. */
function withDirection(tree: Root, dir: string | null): Root {
  if (dir !== "rtl" && dir !== "ltr") return tree;
  return {
    type: "root",
    children: [{ type: "element", tagName: "div", properties: { dir }, children: contentOf(tree) }],
  };
}

function contentOf(tree: Root) {
  return tree.children.filter((child) => child.type !== "doctype");
}
