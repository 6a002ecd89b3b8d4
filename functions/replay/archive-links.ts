/** Owns the links that a replayed page gets in place of its own: which lead where, and how they are spelled. Pure. */
import type { Modifier } from "../../shared/memento/memento-urls.ts";
import { resolveUrl } from "../../shared/page-links/base-url.ts";
import type { LinkKind } from "../../shared/page-links/link-attributes.ts";

/** What a rewritten page is rewritten for. */
export interface RewriteScope {
  /** Where the page, or stylesheet, was captured from. */
  readonly pageUrl: string;
  /** What its relative addresses start from. @default pageUrl */
  readonly baseUrl?: string | undefined;
  /** 14 digits: what it refers to is looked for at the same moment. */
  readonly timestamp: string;
}

/** What embeds an address says what comes back: a stylesheet is rewritten as one, a frame gets no banner. */
const MODIFIER_OF: Readonly<Partial<Record<LinkKind, Modifier>>> = {
  image: "im_",
  icon: "im_",
  stylesheet: "cs_",
  script: "js_",
  font: "oe_",
  media: "oe_",
  track: "oe_",
  object: "oe_",
  frame: "if_",
};

/** Schemes that a reader's click may hand to another program. */
const OUTER_SCHEMES = new Set(["mailto:", "tel:", "sms:", "geo:", "xmpp:", "news:", "irc:", "magnet:"]);

/** What may be written out in the page itself: pictures, fonts and sounds run nothing there. */
const DATA_KINDS = new Set<LinkKind>(["image", "icon", "font", "media", "track"]);

/**
 * An address as the replayed page is to have it; null where it is to have none.
 *
 * @param written - as the captured page has it
 */
export function toArchiveLink(
  written: string,
  kind: LinkKind,
  scope: RewriteScope,
  modifier?: Modifier,
): string | null {
  if (written.trim() === "") return written;
  const base = scope.baseUrl ?? scope.pageUrl;
  const url = resolveUrl(written, base);
  if (url === null) return withoutPage(written, kind, base);
  const { hash } = url;
  url.hash = "";
  // A part of this very page, unless it is a page that is drawn into this one.
  if (hash !== "" && kind !== "frame" && url.href === withoutHash(scope.pageUrl)) return hash;
  return archiveLink(url, scope.timestamp, modifier ?? MODIFIER_OF[kind] ?? "") + hash;
}

/** `/web/<timestamp><modifier>/<url>`, from the root of the archive's own host. */
export function archiveLink(url: URL, timestamp: string, modifier: Modifier | "" = ""): string {
  return `/web/${timestamp}${modifier}/${spellTarget(url)}`;
}

/**
 * A URL as it is to stand in the path of an address of ours. API Gateway hands the path on decoded; what could not be
 * told from its decoded form afterwards (`%2C` from a comma, `%2F` from a slash) has its percent sign encoded, which
 * {@link ./targets.ts} knows.
 */
export function spellTarget(url: URL): string {
  url.username = "";
  url.password = "";
  const { origin, pathname, search } = url;
  return `${origin}${comesBack(origin, pathname) ? pathname : pathname.replaceAll("%", "%25")}${search}`;
}

function comesBack(origin: string, pathname: string): boolean {
  if (!pathname.includes("%")) return true;
  try {
    const decoded = decodeURIComponent(pathname);
    return !/[?#%\\]/.test(decoded) && new URL(origin + decoded).pathname === pathname;
  } catch {
    // Bytes of another charset.
    return false;
  }
}

/** What is not on the web: kept where it can do no harm. */
function withoutPage(written: string, kind: LinkKind, base: string): string | null {
  const protocol = URL.parse(written, base)?.protocol;
  // No address at all, to a browser either.
  if (protocol === undefined) return /^\W*[a-z][\w+.-]*:/i.test(written) ? null : written;
  if (protocol === "data:") return DATA_KINDS.has(kind) ? written : null;
  if (protocol === "about:") return kind === "frame" || kind === "link" ? written : null;
  return kind === "link" && OUTER_SCHEMES.has(protocol) ? written : null;
}

const withoutHash = (url: string): string => url.split("#")[0] ?? url;
