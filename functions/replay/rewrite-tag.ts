/**
 * Owns what becomes of a start tag in a replayed page: its addresses lead into the archive, and nothing in it runs,
 * sends, or asks the browser for rights. Pure.
 */
import type { StartTag } from "../../shared/page-links/html-scanner.ts";
import { attributeOf, type LinkAttribute, linkAttributesOf } from "../../shared/page-links/link-attributes.ts";
import { readRefresh } from "../../shared/page-links/refresh.ts";
import { rewriteSrcset } from "../../shared/page-links/srcset.ts";
import { type RewriteScope, toArchiveLink } from "./archive-links.ts";
import { rewriteCss } from "./rewrite-css.ts";

export interface TagScope extends RewriteScope {
  /** Rewrites a page that stands in an attribute; null where it is nested too deep to be shown. */
  rewriteInnerPage(html: string): string | null;
  /** Names of frames mean something in a page that is one. */
  readonly keepsTargets: boolean;
}

/** Attributes without their addresses: by name, with the prefix in front. Null leaves one out. */
type Attributes = Map<string, string>;

/**
 * Attributes that run, send, or ask for something: `ping` and `attributionsrc` report to the site, `integrity` would
 * refuse what is rewritten, `crossorigin` and `nonce` mean hosts and policies that are not ours.
 */
const DROPPED = new Set([
  "action",
  "allow",
  "attributionsrc",
  "autofocus",
  "browsingtopics",
  "classid",
  "codebase",
  "code",
  "credentialless",
  "crossorigin",
  "csp",
  "formaction",
  "formmethod",
  "formtarget",
  "integrity",
  "manifest",
  "nonce",
  "ping",
  "referrerpolicy",
  "sharedstoragewritable",
]);

/** `http-equiv` values that only say what the page is; any other asks the browser for something. */
const KEPT_PRAGMAS = new Set(["content-language", "content-style-type", "default-style", "x-ua-compatible"]);

const DROPPED_LINKS = new Set(["hint", "manifest", "script"]);

/** Pictures that stand where another is to be loaded: `data:`, or named as one. */
const PLACEHOLDER = /^\s*(?:$|data:|about:)|placeholder|blank|spacer|transparent|loading|lazy|pixel|1x1/i;

/** The tag to be written, or null where the page is to be without it. */
export function rewriteTag(tag: StartTag, scope: TagScope): string | null {
  if (isDropped(tag)) return null;
  const attributes: Attributes = new Map(
    tag.attrs.map(({ name, value, prefix }) => [prefix ? `${prefix}:${name}` : name, value]),
  );
  const links = linkAttributesOf(tag);
  for (const link of links) setOrDrop(attributes, link.name, rewriteAttribute(link, tag, scope));
  for (const name of attributes.keys()) if (isDroppedAttribute(tag, name, scope)) attributes.delete(name);
  if (tag.tagName === "meta") settleMeta(attributes);
  if (tag.tagName === "link") settleLink(tag, attributes);
  const lazy = showLazy(tag, links, attributes);
  const unchanged =
    !lazy &&
    attributes.size === tag.attrs.length &&
    tag.attrs.every(({ name, value, prefix }) => attributes.get(prefix ? `${prefix}:${name}` : name) === value);
  return unchanged ? tag.raw : writeTag(tag, attributes);
}

/** Whether the tag is a picture that scripts would have loaded later, and is shown at once instead. */
export function isLazyPicture(tag: StartTag): boolean {
  return tag.tagName === "img" && linkAttributesOf(tag).some(({ standsFor }) => standsFor !== undefined);
}

function isDropped(tag: StartTag): boolean {
  switch (tag.tagName) {
    case "base":
    case "embed":
    case "applet":
    case "portal":
    case "fencedframe":
      return true;
    case "meta":
      return isDroppedMeta(tag);
    case "link":
      return linkAttributesOf(tag).some(({ name, kind }) => name === "href" && DROPPED_LINKS.has(kind));
    default:
      return false;
  }
}

function isDroppedMeta(tag: StartTag): boolean {
  const pragma = attributeOf(tag, "http-equiv").trim().toLowerCase();
  if (pragma !== "") return !KEPT_PRAGMAS.has(pragma) && pragma !== "refresh" && pragma !== "content-type";
  return /^(?:referrer|origin-trial|monetization)$/i.test(attributeOf(tag, "name").trim());
}

function rewriteAttribute(link: LinkAttribute, tag: StartTag, scope: TagScope): string | null {
  const { value, kind, syntax } = link;
  const rewrite = (url: string) => toArchiveLink(url, kind, scope, tag.tagName === "frame" ? "fr_" : undefined);
  switch (syntax) {
    case "url":
      if (kind === "other") return value;
      // What the page calls its own address is a fact about it, and no way to anywhere.
      return isCanonical(tag) ? (URL.parse(value, scope.baseUrl ?? scope.pageUrl)?.href ?? value) : rewrite(value);
    case "srcset":
      return rewriteSrcset(value, (url) => rewrite(url) ?? "about:blank");
    case "css":
      return rewriteCss(value, scope);
    case "html":
      return scope.rewriteInnerPage(value);
    case "refresh":
      return rewriteRefresh(value, scope);
    case "url-list":
      return null;
  }
}

const isCanonical = (tag: StartTag): boolean =>
  tag.tagName === "link" && /(?:^|\s)canonical(?:\s|$)/i.test(attributeOf(tag, "rel"));

function rewriteRefresh(content: string, scope: RewriteScope): string | null {
  const refresh = readRefresh(content);
  // A page that loads itself again and again would not do so in an archive.
  if (!refresh?.url) return null;
  const link = toArchiveLink(refresh.url, "refresh", scope);
  return link === null ? null : `${refresh.seconds}; url=${link}`;
}

function isDroppedAttribute(tag: StartTag, name: string, scope: TagScope): boolean {
  if (DROPPED.has(name) || /^on/i.test(name)) return true;
  if (name === "target") return !scope.keepsTargets;
  // Of a link: to be saved under this name, which is then the archive's affair; `sandbox` would only loosen ours.
  return name === "sandbox" && tag.tagName === "iframe";
}

function settleMeta(attributes: Attributes): void {
  // It is given out in UTF-8, whatever it came in.
  if (attributes.has("charset")) attributes.set("charset", "utf-8");
  const isType = attributes.get("http-equiv")?.trim().toLowerCase() === "content-type";
  if (isType) attributes.set("content", "text/html; charset=utf-8");
}

/** Stylesheets that a script's one word would put in force: `media=print onload="this.media='all'"`, and `preload`. */
function settleLink(tag: StartTag, attributes: Attributes): void {
  const onload = attributeOf(tag, "onload");
  const media = /media\s*=\s*["']([\w\s():,-]+)["']/.exec(onload)?.[1];
  if (media) attributes.set("media", media);
  if (/\brel\s*=\s*["']stylesheet["']/.test(onload)) attributes.set("rel", "stylesheet");
}

/** Puts in place what a script would have put there, where nothing or a placeholder stands. True where it did. */
function showLazy(tag: StartTag, links: readonly LinkAttribute[], attributes: Attributes): boolean {
  const shown = new Set<string>();
  for (const { name, standsFor } of links) {
    const value = attributes.get(name) ?? "";
    if (!standsFor || standsFor === "background" || shown.has(standsFor) || value.trim() === "") continue;
    if (!PLACEHOLDER.test(attributeOf(tag, standsFor))) continue;
    attributes.set(standsFor, value);
    shown.add(standsFor);
  }
  return shown.size > 0;
}

function setOrDrop(attributes: Attributes, name: string, value: string | null): void {
  if (value === null) attributes.delete(name);
  else attributes.set(name, value);
}

/** Every value is quoted and every sign escaped that could end it, or could be taken for markup by a second parser. */
function writeTag({ tagName, selfClosing }: StartTag, attributes: Attributes): string {
  const written = [...attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return `<${tagName}${written.join("")}${selfClosing ? " />" : ">"}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  '"': "&quot;",
  "<": "&lt;",
  ">": "&gt;",
  "\u00a0": "&nbsp;",
};

/** For text too, which then holds no tag. */
export function escapeAttribute(value: string): string {
  return value.replace(/[&"<>\u00a0]/g, (char) => ESCAPES[char] ?? char);
}
