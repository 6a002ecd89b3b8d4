/**
 * Owns the links of a section page, and the feeds and sitemaps that a site says it has. It must not fetch, and must not
 * decide which links are in a source's scope.
 */
import { decodeHtml } from "../article/page/decode-html.ts";
import {
  attributeOf,
  childrenOf,
  isElement,
  lineOf,
  nameOf,
  type PageElement,
  type PageNode,
  tokensOf,
} from "../article/page/page-tree.ts";
import { parsePage } from "../article/page/parse-html.ts";
import { PermanentError } from "../errors.ts";
import { resolveAddress, titleOf } from "./item-fields.ts";
import { failed, SOURCE_LIMITS, type SourceItem, type SourceOutcome } from "./source-item.ts";

export interface ReadPageOptions {
  /** Where the page was fetched from, after redirects. */
  readonly url: string;
  /** The HTTP `Content-Type`. @default null */
  readonly contentType?: string | null | undefined;
}

export interface PageLinkOptions extends ReadPageOptions {
  /** Which URLs count: a source's patterns, same host or not. @default all */
  readonly accepts?: ((url: string) => boolean) | undefined;
  /** Links taken; more are left out and the page counts as incomplete. @default SOURCE_LIMITS.maxItems */
  readonly maxItems?: number | undefined;
}

/** The links of a page, or why there are none. */
export type PageLinks =
  | {
      readonly kind: "read";
      /** In the page's order, each URL once; the title is the first text that links to it. */
      readonly items: readonly SourceItem[];
      readonly incomplete: "too-many-items" | null;
    }
  | (SourceOutcome & { readonly kind: "failed" });

/** A feed or sitemap that a site names. */
export interface FoundSource {
  readonly type: "feed" | "sitemap";
  readonly url: string;
  readonly title: string | null;
  /** `link`: the page declares it. `anchor`: the page links to what looks like one. `robots`: robots.txt names it. */
  readonly from: "link" | "anchor" | "robots";
}

/** A page of which only a part is read would seem to have lost the rest of its links. */
const MAX_CHARS = 8 * 1024 * 1024;
const MAX_NODES = 100_000;

/** Longer link texts are whole teasers; the start says enough. */
const MAX_LINK_TEXT_CHARS = 300;
const FEED_TYPES = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/rdf+xml",
  "application/feed+json",
  "application/xml",
  "text/xml",
]);
/** Also the type that WordPress gives its API; JSON Feed 1.0 used it before it had its own. */
const JSON_TYPE = "application/json";
const FEED_PATH =
  /\/(?:feeds?|rss|atom)\/?$|(?:^|[/._-])(?:feed|rss|atom|index)\.(?:xml|rss|atom|rdf|json)$|\.(?:rss|atom)$/i;
const PLAIN_INDEX = /\/index\.(?:xml|json)$/i;

/** Every page that `a[href]` elements link to, in order, without the page itself; `<base href>` is honoured. */
export function readPageLinks(body: Uint8Array, options: PageLinkOptions): PageLinks {
  const page = openPage(body, options);
  if (page.kind === "failed") return page;
  const maxItems = options.maxItems ?? SOURCE_LIMITS.maxItems;
  const links = new Map<string, string | null>();
  const self = resolveAddress(options.url, undefined);
  for (const element of page.elements) {
    if (nameOf(element) !== "a") continue;
    const url = resolveAddress(attributeOf(element, "href") ?? "", page.base);
    if (url === null || url === self || options.accepts?.(url) === false) continue;
    if (!links.has(url) && links.size === maxItems) return read(links, "too-many-items");
    // A picture often links first, without words; the headline under it does with.
    if (!links.get(url)) links.set(url, titleOf(lineOf(element, "", MAX_LINK_TEXT_CHARS)));
  }
  return read(links, null);
}

/** The feeds and sitemaps that a page declares, then those that it only seems to link to; each URL once. */
export function findSourceLinks(body: Uint8Array, options: ReadPageOptions): readonly FoundSource[] {
  const page = openPage(body, options);
  if (page.kind === "failed") return [];
  const found = page.elements.flatMap((element) => {
    const url = resolveAddress(attributeOf(element, "href") ?? "", page.base);
    return url === null ? [] : (declaredSource(element, url) ?? anchoredSource(element, url) ?? []);
  });
  const ordered = [...found.filter(({ from }) => from === "link"), ...found.filter(({ from }) => from === "anchor")];
  return firstByUrl(ordered);
}

/**
 * The sitemaps of a robots.txt.
 *
 * @param values its `Sitemap` values, or the whole lines
 * @param robotsUrl where it was fetched: the protocol asks for full URLs, writers give paths
 */
export function sitemapsOf(values: readonly string[], robotsUrl: string): readonly FoundSource[] {
  return firstByUrl(
    values.flatMap((value) => {
      const address = value.replace(/^\s*sitemap\s*:/i, "").replace(/\s#.*$/, "");
      const url = resolveAddress(address, robotsUrl);
      return url === null ? [] : [{ type: "sitemap", url, title: null, from: "robots" } as const];
    }),
  );
}

type OpenPage =
  | { readonly kind: "page"; readonly elements: readonly PageElement[]; readonly base: string }
  | (SourceOutcome & { readonly kind: "failed" });

function openPage(body: Uint8Array, { url, contentType }: ReadPageOptions): OpenPage {
  const { html } = decodeHtml(body, contentType ?? null);
  if (html.trim() === "") return failed("empty");
  if (html.length > MAX_CHARS) return failed("too-large");
  try {
    const page = parsePage(html, contentType ?? null, MAX_NODES);
    if (page.nodeCount >= MAX_NODES) return failed("too-complex");
    const elements = [...linkElements(page.tree)];
    const base = elements.find((element) => nameOf(element) === "base" && attributeOf(element, "href") !== null);
    return { kind: "page", elements, base: baseUrl(base, url) };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return failed("too-complex");
  }
}

/** HTML, section 2.4.3: a base address that is not one, or `data:` and `javascript:`, is as none. */
function baseUrl(base: PageElement | undefined, url: string): string {
  const href = base === undefined ? null : attributeOf(base, "href");
  const resolved = href === null ? null : URL.parse(href.trim(), url);
  return resolved !== null && /^https?:$/.test(resolved.protocol) ? resolved.href : url;
}

function* linkElements(tree: PageNode): Generator<PageElement> {
  const stack: PageNode[] = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isElement(node) && /^(?:a|link|base)$/.test(nameOf(node))) yield node;
    for (const child of childrenOf(node).toReversed()) stack.push(child);
  }
}

function read(links: ReadonlyMap<string, string | null>, incomplete: "too-many-items" | null): PageLinks {
  const dates = { publishedAt: null, publishedRaw: null, updatedAt: null, updatedRaw: null };
  const items = [...links].map(([url, title]): SourceItem => ({ kind: "article", url, title, ...dates }));
  return { kind: "read", items, incomplete };
}

function declaredSource(element: PageElement, url: string): FoundSource | null {
  if (nameOf(element) !== "link") return null;
  const relations = tokensOf(element, "rel");
  const title = titleOf(attributeOf(element, "title") ?? undefined);
  if (relations.includes("sitemap")) return { type: "sitemap", url, title, from: "link" };
  const mediaType = (attributeOf(element, "type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isFeed = FEED_TYPES.has(mediaType) || (mediaType === JSON_TYPE && FEED_PATH.test(new URL(url).pathname));
  const declares = relations.includes("feed") || (relations.includes("alternate") && isFeed);
  return declares ? { type: "feed", url, title, from: "link" } : null;
}

function anchoredSource(element: PageElement, url: string): FoundSource | null {
  const { pathname } = new URL(url);
  if (nameOf(element) !== "a" || !FEED_PATH.test(pathname) || PLAIN_INDEX.test(pathname)) return null;
  return { type: "feed", url, title: titleOf(lineOf(element, "", MAX_LINK_TEXT_CHARS)), from: "anchor" };
}

function firstByUrl(sources: readonly FoundSource[]): readonly FoundSource[] {
  const seen = new Set<string>();
  return sources.filter(({ url }) => !seen.has(url) && seen.add(url));
}
