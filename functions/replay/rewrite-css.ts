/** Owns rewriting the addresses of a stylesheet, or of a `style` attribute, so that they lead into the archive. Pure. */
import { type CssUrl, rewriteCssUrls } from "../../shared/page-links/css-urls.ts";
import { type RewriteScope, toArchiveLink } from "./archive-links.ts";

/** What stands between the addresses stays byte for byte. */
export function rewriteCss(css: string, scope: RewriteScope): string {
  return rewriteCssUrls(css, (found) => addressOf(found, scope));
}

function addressOf({ url, kind }: CssUrl, scope: RewriteScope): string | null {
  // `url(#gradient)` means the page that the style is used in.
  if (url.trimStart().startsWith("#")) return null;
  const link = toArchiveLink(url, kind, scope);
  if (link === url) return null;
  // A stylesheet cannot go without an address where one stands, so it gets one that has nothing loaded.
  return link ?? "about:blank";
}
