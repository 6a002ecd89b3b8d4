/**
 * Owns the cookies of one redirect chain: what is kept of `Set-Cookie`, what is sent, and how much of either. Nothing
 * outlives the chain. It must not do any network.
 */
import { CookieJar } from "tough-cookie";
import type { Exchange } from "./exchange.ts";
import { headerValues, isSendableValue } from "./header-lines.ts";
import type { FetchLimits } from "./limits.ts";

export interface CookieChain {
  /** Keeps what the response sets, as far as the limits go; a cookie that breaks the rules is left out. */
  readonly keep: (exchange: Pick<Exchange, "url" | "responseHeaders">) => Promise<void>;
  /** The `Cookie` value for a URL, or `""` where there is none. Cookies past the limit are left out whole. */
  readonly headerFor: (url: URL) => Promise<string>;
}

type CookieLimits = Pick<FetchLimits, "maxCookies" | "maxCookieBytes" | "maxCookieHeaderBytes">;

/** Makes the empty jar of one chain. */
export function createCookieChain(limits: CookieLimits): CookieChain {
  const jar = new CookieJar(undefined, { looseMode: true });
  let taken = 0;

  return {
    async keep(exchange) {
      const lines = headerValues(exchange.responseHeaders, "set-cookie");
      for (const line of lines.filter((each) => each.length <= limits.maxCookieBytes)) {
        if (taken === limits.maxCookies) return;
        taken++;
        await jar.setCookie(line, exchange.url, { ignoreError: true });
      }
    },
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
