/**
 * Owns what a browser lets archived content do. It comes from strangers and is shown under the archive's own host, so
 * each answer that holds any is sandboxed: it runs nothing, sends no form, has no rights of the archive's own, and can load only
 * archived content. Whatever the rewriting overlooked ends here. Pure.
 */
import type { ARCHIVE_ACCESS } from "../../shared/names.ts";

/** Where a page's pictures may come from beside the archive: the bucket that hands out what is too large for an answer. */
export interface PolicyPlaces {
  /** Scheme and host of the archive, as the reader's browser knows them. */
  readonly baseUrl: string;
  /** Scheme and host of the bucket. */
  readonly bucketOrigin: string;
  /** Who may read the archive: with `token`, a browser must be able to send what it was given. */
  readonly access: ArchiveAccess;
}

type ArchiveAccess = (typeof ARCHIVE_ACCESS)[number];

/**
 * Without `allow-scripts` nothing runs, and nothing goes on by itself (refresh, autoplay). Clicks may leave a frame, and
 * may save a file.
 *
 * Without `allow-same-origin` the page's origin is opaque: to the API it is any stranger's page. But a browser sends no
 * `Basic` credentials with what such a page loads (Chromium keeps them by the page's origin; tried), so that in an
 * archive that is read with a token it would be without pictures and style. There it keeps the archive's origin, of which
 * without scripts nothing follows but those credentials; they open `/web/` and its like, never the API, and the sources
 * below name nothing else.
 */
const PAGE_SANDBOX = "sandbox allow-downloads allow-top-navigation-by-user-activation";
const SANDBOX: Readonly<Record<ArchiveAccess, string>> = {
  public: PAGE_SANDBOX,
  token: `${PAGE_SANDBOX} allow-same-origin`,
};

/** Of an archived page. What it loads must stand under `/web/`: nothing else of the archive can be asked from it. */
export function pagePolicy({ baseUrl, bucketOrigin, access }: PolicyPlaces): string {
  const archive = `${new URL(baseUrl).origin}/web/`;
  return [
    SANDBOX[access],
    "default-src 'none'",
    `img-src ${archive} ${bucketOrigin} data:`,
    `media-src ${archive} ${bucketOrigin} data:`,
    `style-src ${archive} 'unsafe-inline'`,
    `font-src ${archive} data:`,
    `frame-src ${archive}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** Of everything else that was archived, should it be opened by itself: a picture, an SVG, a file as it came. */
export const FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'";

/** Of the archive's own pages: text, links, one stylesheet in the page. */
export const OWN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** What a browser may show by itself; anything else is saved as a file. */
const SHOWN =
  /^(?:text\/(?!html)[\w.+-]+|image\/[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+|application\/(?:pdf|json|[\w.-]+\+json|xml|(?:rss|atom|rdf)\+xml|(?:x-)?javascript|ecmascript|font-[\w-]+|x-font-[\w-]+|vnd\.ms-fontobject|ogg))$/;

export type MediaKind = "page" | "stylesheet" | "shown" | "file";

/** How a body of this media type is given out; `modifier` is what embeds it. */
export function mediaKindOf(mediaType: string, modifier: string): MediaKind {
  const isPage = mediaType === "text/html" || mediaType === "application/xhtml+xml";
  // A page that stands where a picture or stylesheet was: an error page, which the browser would not show there.
  if (isPage) return /^(?:im|cs|js)_$/.test(modifier) ? "shown" : "page";
  if (
    mediaType === "text/css" ||
    (modifier === "cs_" && /^(?:text\/plain|application\/octet-stream)$/.test(mediaType))
  ) {
    return "stylesheet";
  }
  return SHOWN.test(mediaType) ? "shown" : "file";
}

/** Headers that every answer with archived content has. */
export const SAFE_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  // A sandboxed page has no origin that could be named, and its fonts are asked for across origins.
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "*",
} as const;
