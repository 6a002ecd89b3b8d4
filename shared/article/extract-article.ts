/**
 * Owns the order of extraction: bytes to text, text to document, document to metadata and content, content to HTML,
 * Markdown and text. Pure: no network, no clock, no storage; the same input gives the same article.
 */
import type { Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { PermanentError } from "../errors.ts";
import type { Article } from "./article.ts";
import { chooseContent, type PageContent } from "./content/choose-content.ts";
import { findContent } from "./content/readable-content.ts";
import { trimContent } from "./content/trim-content.ts";
import { EXTRACTOR } from "./extractor.ts";
import { declaresArticle, declaresList } from "./metadata/candidates.ts";
import { collectPageFacts } from "./metadata/page-facts.ts";
import { readMetadata } from "./metadata/read-metadata.ts";
import { decodeHtml } from "./page/decode-html.ts";
import { withDocument } from "./page/dom.ts";
import { type ParsedPage, parsePage } from "./page/parse-html.ts";
import { asksNotToBeArchived } from "./page/robots-meta.ts";
import { parseToHast, toHast } from "./page/to-hast.ts";
import { judgeQuality } from "./quality/judge-quality.ts";
import { collectPageSignals } from "./quality/page-signals.ts";
import type { Quality } from "./quality/quality-names.ts";
import { renderMarkdown } from "./render/markdown.ts";
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
}

/** The document is complete in both cases; on `not-article` it holds what the page has of a title and a text. */
export type Extraction = { readonly article: Article; readonly asksNotToBeArchived: boolean } & (
  | { readonly kind: "article" }
  | { readonly kind: "not-article"; readonly reason: Exclude<Quality, "article"> }
);

/**
 * Extracts the article of one page.
 *
 * @throws PermanentError `extraction-failed` for bytes that are no text, or a page too complex to parse;
 *   `content-too-large` for more characters than are parsed.
 */
export async function extractArticle(input: ExtractionInput): Promise<Extraction> {
  const { html, encoding } = decodeHtml(input.body, input.contentType);
  refuseBinary(html);
  const page = parsePage(html, input.contentType);
  const facts = collectPageFacts(page.tree, input.url);
  const metadata = readMetadata(facts);
  const signals = collectPageSignals(page.tree);
  const { readable, isTooLarge } = await readPage(page, input.url);
  const about: PageContent = { page: toHast(page.tree), readable: readable?.root ?? null, facts, metadata };
  const content = chooseContent(about);
  const tree = sanitiseTree(trimContent(content.root, about), facts.baseUrl);
  const text = renderText(tree);
  const wordCount = countWords(text, metadata.language);
  const quality = judgeQuality({
    title: metadata.title,
    isAccessibleForFree: metadata.isAccessibleForFree,
    declaresArticle: declaresArticle(facts),
    declaresList: declaresList(facts),
    hasByline: metadata.authors.length > 0 || metadata.published !== null,
    url: input.url,
    text,
    wordCount,
    tree,
    isReadable: content.from !== "whole-page" || isTooLarge,
    signals,
  });
  const { captureId, url, capturedAt, extractedAt } = input;
  const article: Article = {
    version: 1,
    ...{ captureId, url, capturedAt, extractedAt, extractor: { ...EXTRACTOR }, quality },
    ...metadata,
    ...{ excerpt: makeExcerpt(text, metadata.language), wordCount, text },
    html: toHtml(withDirection(tree, readable?.dir ?? null)),
    markdown: renderMarkdown(tree),
    encoding,
  };
  const found = { article, asksNotToBeArchived: asksNotToBeArchived(page.tree) };
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

/**
 * Readability and the DOM cost more than linear time. Pages over one of these limits are lists and specifications,
 * whose main part needs no finding, or meant to be costly.
 */
const READABILITY_LIMITS = {
  /** 40,000 elements, however flat, took 14 s. The largest of 748 real pages has 9,100. */
  elements: 20_000,
  /** Of {@link ParsedPage.nesting}: 24,000 paragraphs in 90 `<div>` are 4,400,000 and took 103 s. Real: 302,000. */
  nesting: 400_000,
  /**
   * Elements times {@link ParsedPage.restlessCount}: 18 million took 3 s, 72 million 28 s. Real: 4.4 million.
   */
  restless: 20_000_000,
} as const;

interface ReadPage {
  /** Null where Readability found nothing, or was not asked. */
  readonly readable: { readonly root: Root; readonly dir: string | null } | null;
  readonly isTooLarge: boolean;
}

async function readPage(page: ParsedPage, url: string): Promise<ReadPage> {
  const isTooLarge =
    page.elementCount > READABILITY_LIMITS.elements ||
    page.nesting > READABILITY_LIMITS.nesting ||
    page.elementCount * page.restlessCount > READABILITY_LIMITS.restless;
  const found = isTooLarge ? null : await runReadability(page.html, url);
  return { readable: found === null ? null : { root: parseToHast(found.html), dir: found.dir }, isTooLarge };
}

async function runReadability(html: string, url: string): Promise<{ html: string; dir: string | null } | null> {
  try {
    return await withDocument(html, url, findContent);
  } catch (cause) {
    const host = URL.parse(url)?.host ?? "an unknown host";
    throw new PermanentError("extraction-failed", `extract: a page of ${host} broke the parser`, { cause });
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
