/** Owns what a source's document names: articles in portions, and the sitemaps of an index. It decides nothing of them. */
import { readPageLinks } from "../../shared/feeds/page-links.ts";
import { readSourceDocument } from "../../shared/feeds/read-source.ts";
import type { SourceItem, SourceOutcome } from "../../shared/feeds/source-item.ts";
import type { SeenItem } from "../../shared/sources/scope.ts";
import type { SourceType } from "../../shared/sources/source.ts";
import type { FailedDocument, FetchedDocument } from "./fetch-document.ts";

/** A sitemap that an index names. */
export interface ChildSitemap {
  readonly url: string;
  /** `lastmod`, ISO 8601. */
  readonly modifiedAt: string | undefined;
}

export type DocumentEnd =
  | {
      readonly kind: "read";
      /** True where it was not read to its end: what is missing may come with the next poll. */
      readonly isCutOff: boolean;
      readonly children: readonly ChildSitemap[];
    }
  | FailedDocument;

/** What known items are asked for at once: as many as one BatchGetItem takes. */
const PORTION = 100;

/**
 * Reads a document.
 *
 * @param take - called with each portion of its articles, in order, before more is read
 */
export async function readDocument(
  type: SourceType,
  { body, url, contentType }: Pick<FetchedDocument, "body" | "url" | "contentType">,
  take: (items: readonly SeenItem[]) => Promise<void>,
): Promise<DocumentEnd> {
  const reading = type === "page" ? readPage(body, url, contentType) : readSourceDocument(body, { url, contentType });
  const children: ChildSitemap[] = [];
  let portion: SeenItem[] = [];
  for await (const item of reading.items) {
    if (item.kind === "sitemap") children.push({ url: item.url, modifiedAt: item.updatedAt ?? undefined });
    else portion.push(toSeenItem(item));
    if (portion.length < PORTION) continue;
    await take(portion);
    portion = [];
  }
  if (portion.length > 0) await take(portion);
  const outcome = reading.outcome();
  if (outcome.kind === "failed") return outcome;
  return { kind: "read", isCutOff: outcome.incomplete !== null, children };
}

type Outcome = { kind: "read"; incomplete: unknown } | Extract<SourceOutcome, { kind: "failed" }>;

function readPage(
  body: Uint8Array,
  url: string,
  contentType: string | null,
): { items: Iterable<SourceItem>; outcome: () => Outcome } {
  const page = readPageLinks(body, { url, contentType });
  return page.kind === "failed"
    ? { items: [], outcome: () => page }
    : { items: page.items, outcome: () => ({ kind: "read", incomplete: page.incomplete }) };
}

function toSeenItem({ url, publishedAt, updatedAt }: SourceItem): SeenItem {
  return { url, publishedAt: publishedAt ?? undefined, modifiedAt: updatedAt ?? undefined };
}
