/** Owns what the metadata tests share: a page's metadata from its HTML. Tests only. */
import { collectPageFacts, type PageFacts } from "../../../../shared/article/metadata/page-facts.ts";
import { type Metadata, readMetadata } from "../../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../../shared/article/page/parse-html.ts";

export const URL_OF_PAGE = "https://courier.example/valley/mill-bridge";
const CAPTURED_AT = "2024-03-07T10:00:00.000Z";

/** The facts of a page. */
export function factsOf(html: string, url = URL_OF_PAGE): PageFacts {
  return collectPageFacts(parsePage(html, "text/html").tree, url);
}

/** What metadata says of a page captured on 7 March 2024. */
export function metadataOf(html: string, url = URL_OF_PAGE): Metadata {
  return readMetadata(factsOf(html, url), CAPTURED_AT);
}

/** A script of linked data. */
export function linked(json: unknown): string {
  return `<script type="application/ld+json">${typeof json === "string" ? json : JSON.stringify(json)}</script>`;
}
