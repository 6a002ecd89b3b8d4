/** Owns what a response's redirect means: to follow, to refuse, or none. Pure: no network, no limits. */
import { MAX_URL_LENGTH } from "../url/check-url.ts";
import type { Exchange } from "./exchange.ts";
import { headerValues } from "./header-lines.ts";

/** The statuses that a GET follows (RFC 9110, section 15.4). 300 and 304 are answers. */
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

export type Redirect =
  | { readonly kind: "none" }
  | { readonly kind: "follow"; readonly url: URL }
  | { readonly kind: "bad"; readonly reason: string };

/** True where the status alone could redirect: used to keep less of such a body. */
export function isRedirectStatus(status: number): boolean {
  return REDIRECT_STATUSES.has(status);
}

/**
 * Where a response leads. One without a `Location`, or with an empty one, is simply the answer. The fragment is
 * dropped: it never goes over the wire. A URL with credentials, or longer than one may be, is refused as submit refuses
 * it.
 */
export function redirectOf(exchange: Pick<Exchange, "url" | "status" | "responseHeaders">): Redirect {
  if (!isRedirectStatus(exchange.status)) return { kind: "none" };
  const location = headerValues(exchange.responseHeaders, "location").find((value) => value.trim() !== "");
  if (location === undefined) return { kind: "none" };
  const url = URL.parse(decodeLocation(location), exchange.url);
  if (!url) return { kind: "bad", reason: "the Location is not a URL" };
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { kind: "bad", reason: `the Location's scheme is ${url.protocol.slice(0, -1)}` };
  }
  if (url.username || url.password) return { kind: "bad", reason: "the Location has credentials" };
  url.hash = "";
  if (url.href.length > MAX_URL_LENGTH) {
    return { kind: "bad", reason: `the Location is longer than ${MAX_URL_LENGTH} characters` };
  }
  return { kind: "follow", url };
}

/** Servers write non-ASCII paths as raw UTF-8, which browsers accept; bytes that are not UTF-8 stay latin1. */
function decodeLocation(latin1: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"));
  } catch {
    return latin1;
  }
}
