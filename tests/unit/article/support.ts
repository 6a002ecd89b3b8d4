/** Owns what the article tests share: the fixture pages and an input with every field set. Tests only. */
import { readFileSync } from "node:fs";
import type { Root } from "hast";
import type { ExtractionInput } from "../../../shared/article/extract-article.ts";
import { parseToHast } from "../../../shared/article/page/to-hast.ts";
import { sanitiseTree } from "../../../shared/article/render/sanitise.ts";

/** One page of tests/fixtures/pages, as bytes. */
export function fixturePage(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/pages/${name}`, import.meta.url));
}

/** An input for a page, given as bytes or as UTF-8 text. */
export function inputOf(page: Uint8Array | string, overrides: Partial<ExtractionInput> = {}): ExtractionInput {
  return {
    captureId: "0190b3a5-7b1c-7c3a-9d58-0d5f3f6f2a11",
    url: "https://courier.example/2024/03/05/mill-bridge?from=feed",
    capturedAt: "2024-03-07T10:00:00.000Z",
    extractedAt: "2024-03-07T10:00:05.000Z",
    contentType: "text/html",
    body: typeof page === "string" ? new TextEncoder().encode(page) : page,
    ...overrides,
  };
}

/** The safe tree of a piece of HTML. */
export function sanitiseHtml(html: string, baseUrl: string): Root {
  return sanitiseTree(parseToHast(html), baseUrl);
}
