/** Owns which address the relative ones of a page start from, and resolving them. Pure. */
import { lookThroughHtml } from "./html-scanner.ts";
import { attributeOf, type Tag } from "./link-attributes.ts";

/**
 * The page's base address: that of its first `<base>` with an `href`, wherever it stands (HTML, section 2.4.3), or the
 * page's own where that is none that pages are fetched by.
 */
export function baseUrlOf(html: string, pageUrl: string): string {
  if (!/<base[\s/]/i.test(html)) return pageUrl;
  let base = pageUrl;
  lookThroughHtml(html, (tag, stop) => {
    const found = baseOfTag(tag, pageUrl);
    if (found === null) return;
    base = found;
    stop();
  });
  return base;
}

/** Null for a tag that sets no base. */
export function baseOfTag(tag: Tag, pageUrl: string): string | null {
  if (tag.tagName !== "base" || !tag.attrs.some(({ name }) => name === "href")) return null;
  const resolved = URL.parse(attributeOf(tag, "href").trim(), pageUrl);
  return resolved !== null && /^https?:$/.test(resolved.protocol) ? resolved.href : pageUrl;
}

/** The http(s) address that is meant, with its fragment, or null. */
export function resolveUrl(written: string, base: string): URL | null {
  // A browser's own parser drops line ends and tabs, and blanks around; so does this one.
  const url = URL.parse(written, base);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" ? url : null;
}
