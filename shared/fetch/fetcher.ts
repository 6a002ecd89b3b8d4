/**
 * Owns a whole fetch: following redirects by hand, the cookies of the chain, conditional requests. It must not decode
 * bodies or judge statuses: a 404 is an answer worth keeping.
 */
import type { LookupFunction } from "node:net";
import { PermanentError } from "../errors.ts";
import { type AddressGuard, createAddressGuard } from "./address-guard.ts";
import { fetchError } from "./classify-error.ts";
import { type CookieChain, createCookieChain } from "./cookie-chain.ts";
import type { Exchange, FetchOutcome, FetchRequest, FetchUrl, HeaderLines, Validators } from "./exchange.ts";
import { isSendableValue } from "./header-lines.ts";
import { FETCH_LIMITS, type FetchLimits } from "./limits.ts";
import { redirectOf } from "./redirect.ts";
import { runExchange, totalTimeoutError } from "./run-exchange.ts";
import { pairOf, type TargetOptions } from "./target-rules.ts";

export interface FetcherOptions extends TargetOptions {
  /** The User-Agent header; see buildUserAgent. */
  readonly userAgent: string;
  /** @default FETCH_LIMITS, for each limit that is not given */
  readonly limits?: Partial<FetchLimits> | undefined;
  /** Resolves names. @default the operating system's lookup */
  readonly lookup?: LookupFunction | undefined;
}

/** What a browser sends for a page, with all else welcome too: PDFs and pictures are captured. */
const ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/** English where a site has to choose, its own language otherwise: an archive has no reader's preference to state. */
const ACCEPT_LANGUAGE = "en,*;q=0.5";

/** What decode-body.ts can undo. */
const ACCEPT_ENCODING = "gzip, deflate, br, zstd";

interface Chain {
  readonly limits: FetchLimits;
  readonly guard: AddressGuard;
  readonly userAgent: string;
  readonly accept: string;
  readonly cookies: CookieChain;
  readonly exchanges: Exchange[];
  readonly endsAtMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes the function that fetches. Each hop has its own connection, closed when the hop is over, so nothing is kept
 * between calls and there is nothing to close.
 *
 * The returned function rejects only with the reason of the caller's own `signal`; all else is a {@link FetchOutcome}.
 *
 * @throws TypeError when an entry of an option is not of its form, or the User-Agent can't be sent
 */
export function createFetcher(options: FetcherOptions): FetchUrl {
  if (!isSendableValue(options.userAgent)) throw new TypeError("the User-Agent has characters that cannot be sent");
  const guard = createAddressGuard(options);
  const fetcherLimits: FetchLimits = { ...FETCH_LIMITS, ...options.limits };

  return async (request, signal) => {
    const limits = { ...fetcherLimits, maxBodyBytes: request.maxBodyBytes ?? fetcherLimits.maxBodyBytes };
    const url = fetchableUrl(request.url);
    if (!url) {
      const error = new PermanentError("bad-message", "fetch: the URL is not http(s), or has credentials");
      return { kind: "failed", exchanges: [], error };
    }
    const endsAtMs = performance.now() + limits.totalTimeoutMs;
    const cookies = await createCookieChain(limits, request.cookies);
    const { userAgent } = options;
    const { accept = ACCEPT } = request;
    const chain = { limits, guard, userAgent, accept, cookies, exchanges: [], endsAtMs, signal };
    return followChain(url, request, chain);
  };
}

async function followChain(start: URL, request: FetchRequest, chain: Chain): Promise<FetchOutcome> {
  const { exchanges, limits, guard, endsAtMs, signal } = chain;
  let url = start;
  for (let followed = 0; ; followed++) {
    if (performance.now() >= endsAtMs) return { kind: "failed", exchanges, error: totalTimeoutError(url, limits) };
    const headers = await headersFor(url, followed === 0 ? request.validators : undefined, chain);
    const result = await runExchange({ url, headers, limits, guard, endsAtMs, signal });
    if (result.kind === "failed") return { kind: "failed", exchanges, error: result.error };
    exchanges.push(result.exchange);
    const [first = result.exchange, ...rest] = exchanges;

    const redirect = redirectOf(result.exchange);
    if (redirect.kind === "none") return { kind: "fetched", exchanges: [first, ...rest] };
    if (redirect.kind === "bad") {
      return { kind: "failed", exchanges, error: fetchError("bad-redirect", pairOf(url), undefined, redirect.reason) };
    }
    if (followed >= limits.maxRedirects) {
      const detail = `${limits.maxRedirects} were followed`;
      return { kind: "failed", exchanges, error: fetchError("too-many-redirects", pairOf(url), undefined, detail) };
    }
    await chain.cookies.keep(result.exchange);
    url = redirect.url;
    if (request.redirects === "report") {
      return { kind: "redirected", exchanges: [first, ...rest], to: url.href, cookies: chain.cookies.taken() };
    }
  }
}

/** The header lines that this code adds; Host and Connection come from undici. */
async function headersFor(url: URL, validators: Validators | undefined, chain: Chain): Promise<HeaderLines> {
  const cookie = await chain.cookies.headerFor(url);
  const optional: HeaderLines = [
    ["Cookie", cookie],
    ["If-None-Match", validators?.etag ?? ""],
    ["If-Modified-Since", validators?.lastModified ?? ""],
  ];
  return [
    ["User-Agent", chain.userAgent],
    ["Accept", chain.accept],
    ["Accept-Language", ACCEPT_LANGUAGE],
    ["Accept-Encoding", ACCEPT_ENCODING],
    // A stored validator that can't be sent makes the request unconditional, not impossible.
    ...optional.filter(([, value]) => value !== "" && isSendableValue(value)),
  ];
}

function fetchableUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password) return null;
  url.hash = "";
  return url;
}
