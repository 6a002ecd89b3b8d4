/**
 * Owns the cookies of one redirect chain: what is kept of `Set-Cookie`, what is sent, and how much of either. Nothing
 * outlives the chain. It must not do any network.
 */
import { CookieJar } from "tough-cookie";
import type { SetCookie } from "../../events/capture-requested.ts";
import type { Exchange } from "./exchange.ts";
import { headerValues, isSendableValue } from "./header-lines.ts";
import type { FetchLimits } from "./limits.ts";

export interface CookieChain {
  /** Keeps what the response sets, as far as the limits go; a cookie that breaks the rules is left out. */
  readonly keep: (exchange: Pick<Exchange, "url" | "responseHeaders">) => Promise<void>;
  /** The `Cookie` value for a URL, or `""` where there is none. Cookies past the limit are left out whole. */
  readonly headerFor: (url: URL) => Promise<string>;
  /** What was kept, as it came: another chain that is made with it goes on from here. At most `maxChainBytes`. */
  readonly taken: () => readonly SetCookie[];
}

type CookieLimits = Pick<FetchLimits, "maxCookies" | "maxCookieBytes" | "maxCookieHeaderBytes" | "maxChainBytes">;

/** Makes the jar of one chain: empty, or with what earlier hops of it have set. */
export async function createCookieChain(
  limits: CookieLimits,
  earlier: readonly SetCookie[] = [],
): Promise<CookieChain> {
  const jar = new CookieJar(undefined, { looseMode: true });
  const taken: SetCookie[] = [];
  const take = async (cookie: SetCookie): Promise<void> => {
    if (taken.length === limits.maxCookies) return;
    taken.push(cookie);
    await jar.setCookie(cookie.line, cookie.url, { ignoreError: true });
  };
  for (const cookie of earlier) await take(cookie);

  return {
    async keep(exchange) {
      const lines = headerValues(exchange.responseHeaders, "set-cookie");
      for (const line of lines.filter((each) => each.length <= limits.maxCookieBytes)) {
        await take({ url: exchange.url, line });
      }
    },
    taken: () => newestWithin(taken, limits.maxChainBytes),
    async headerFor(url) {
      const pairs: string[] = [];
      let bytes = 0;
      for (const cookie of await jar.getCookies(url.href)) {
        const pair = cookie.cookieString();
        const more = pair.length + (pairs.length === 0 ? 0 : "; ".length);
        // One that can't be sent would make the request fail; the others still can.
        if (bytes + more > limits.maxCookieHeaderBytes || !isSendableValue(pair)) continue;
        pairs.push(pair);
        bytes += more;
      }
      return pairs.join("; ");
    },
  };
}

/** As many of the newest as fit, in order: a cookie that is set again counts as it was set last. */
function newestWithin(cookies: readonly SetCookie[], maxBytes: number): readonly SetCookie[] {
  let bytes = 0;
  const first = cookies.findLastIndex(({ url, line }) => {
    bytes += Buffer.byteLength(JSON.stringify({ url, line }));
    return bytes > maxBytes;
  });
  return cookies.slice(first + 1);
}
