/**
 * Owns what a page or a stylesheet refers to: each address with what it is for, in the order of the text. It must not
 * fetch, and must not decide what is wanted.
 */
import { baseOfTag, resolveUrl } from "./base-url.ts";
import { readCssUrls } from "./css-urls.ts";
import { lookThroughHtml } from "./html-scanner.ts";
import { attributeOf, type LinkAttribute, type LinkKind, linkAttributesOf, type Tag } from "./link-attributes.ts";
import { readRefresh } from "./refresh.ts";
import { readSrcset } from "./srcset.ts";

export interface PageLink {
  readonly kind: LinkKind;
  /** Absolute http(s) URL, without a fragment. */
  readonly url: string;
  /** Element that names it; `style` for what stands in CSS between its tags. */
  readonly element: string;
  /** Of a `<link>`: its relations in lower case; of a `hint`, what is to be loaded (`as`). */
  readonly rel?: string | undefined;
  readonly as?: string | undefined;
  /** Of a stylesheet: the media that it is for, as written. */
  readonly media?: string | undefined;
  /** Where a `srcset` says for which screen: `2x`, `640w`. */
  readonly descriptor?: string | undefined;
  /** A script of the page would have put it where it is shown. */
  readonly lazy?: true | undefined;
}

export interface PageLinks {
  /** Each URL once for each kind. */
  readonly links: readonly PageLink[];
  /** What relative addresses were resolved against. */
  readonly baseUrl: string;
  /** True where the page is longer, or has more links, than is read. */
  readonly isCut: boolean;
}

export const PAGE_LINK_LIMITS = {
  /** Four times the largest page that one could call an article; all of a captured 20 MiB would take seconds. */
  maxChars: 8 * 1024 * 1024,
  maxLinks: 10_000,
  /** As `checkUrl` has it: longer ones are never fetched. */
  maxUrlChars: 2048,
} as const;

/** The links of a page, which was fetched from `url`. */
export function readPageLinks(html: string, url: string): PageLinks {
  const text = html.slice(0, PAGE_LINK_LIMITS.maxChars);
  // A base counts for the links before it too, so all are resolved at the end.
  const found: Written[] = [];
  let base: string | null = null;
  const hasRoom = () => found.length < PAGE_LINK_LIMITS.maxLinks;
  lookThroughHtml(
    text,
    (tag, stop) => {
      base ??= baseOfTag(tag, url);
      for (const link of linkAttributesOf(tag)) if (hasRoom()) found.push(...addressesOf(tag, link));
      if (!hasRoom()) stop();
    },
    (css) => {
      if (hasRoom()) found.push(...cssAddresses(css, "style"));
    },
  );
  const baseUrl = base ?? url;
  const isCut = text.length < html.length || !hasRoom();
  return { links: resolveAll(found.slice(0, PAGE_LINK_LIMITS.maxLinks), baseUrl), baseUrl, isCut };
}

/** The links of a stylesheet, which was fetched from `url`. */
export function readStylesheetLinks(css: string, url: string): PageLinks {
  const text = css.slice(0, PAGE_LINK_LIMITS.maxChars);
  const found = cssAddresses(text, "style");
  const isCut = text.length < css.length || found.length > PAGE_LINK_LIMITS.maxLinks;
  return { links: resolveAll(found.slice(0, PAGE_LINK_LIMITS.maxLinks), url), baseUrl: url, isCut };
}

/** A link whose address is as the page writes it. */
type Written = Omit<PageLink, "url"> & { readonly written: string };

function addressesOf(tag: Tag, { kind, syntax, value, standsFor }: LinkAttribute): Written[] {
  const about = { kind, element: tag.tagName, ...(standsFor && { lazy: true as const }), ...linkFacts(tag, kind) };
  switch (syntax) {
    case "url":
      return [{ ...about, written: value }];
    case "url-list":
      return value.split(/[\t\n\f\r ,]+/).map((written) => ({ ...about, written }));
    case "srcset":
      return readSrcset(value).map(({ url, descriptor }) => ({ ...about, written: url, descriptor }));
    case "css":
      return cssAddresses(value, tag.tagName).map((link) => ({ ...link, ...(standsFor && { lazy: true as const }) }));
    case "refresh":
      return [{ ...about, written: readRefresh(value)?.url ?? "" }];
    case "html":
      // A page in a page: what it needs is read when it is asked for by itself, which it never is.
      return [];
  }
}

function linkFacts(tag: Tag, kind: LinkKind): Pick<PageLink, "rel" | "as" | "media"> {
  if (tag.tagName !== "link") return {};
  const media = attributeOf(tag, "media");
  return {
    rel: attributeOf(tag, "rel").toLowerCase(),
    ...(kind === "hint" && { as: attributeOf(tag, "as").toLowerCase() }),
    ...(media !== "" && { media }),
  };
}

function cssAddresses(css: string, element: string): Written[] {
  return readCssUrls(css).urls.map(({ url, kind }) => ({ kind, element, written: url }));
}

function resolveAll(found: readonly Written[], baseUrl: string): PageLink[] {
  const seen = new Set<string>();
  return found.flatMap(({ written, ...link }) => {
    // `#part` is the page itself; an empty address is nobody's.
    if (written.trim() === "" || written.trimStart().startsWith("#") || link.kind === "base") return [];
    const resolved = written.length > PAGE_LINK_LIMITS.maxUrlChars ? null : resolveUrl(written, baseUrl);
    if (resolved === null) return [];
    resolved.hash = "";
    const key = `${link.kind} ${resolved.href}`;
    if (resolved.href.length > PAGE_LINK_LIMITS.maxUrlChars || seen.has(key)) return [];
    seen.add(key);
    return [{ ...link, url: resolved.href }];
  });
}
