/** A host's turns and a web of fixed answers, on a clock that the test moves. */

import { type FailureCode, PressmarkError } from "../../../shared/errors.ts";
import type { FetchOutcome, FetchRequest } from "../../../shared/fetch/exchange.ts";
import { createPoliteness } from "../../../shared/politeness/polite-fetch.ts";
import { AT, exchangeOf } from "../../support/fixtures.ts";
import { createMemoryHosts } from "../../support/memory-crawl-stores.ts";

export type Web = Readonly<Record<string, (request: FetchRequest) => FetchOutcome>>;

export function createSetting(web: Web = {}) {
  const clock = { ms: Date.parse(AT) };
  const asked: { url: string; atSeconds: number }[] = [];
  const hosts = createMemoryHosts();
  const now = () => new Date(clock.ms);
  const deps = {
    hosts,
    now,
    random: () => 0,
    async fetchUrl(request: FetchRequest): Promise<FetchOutcome> {
      asked.push({ url: request.url, atSeconds: (clock.ms - Date.parse(AT)) / 1000 });
      const answer = web[request.url];
      return answer ? answer(request) : answered(new URL(request.url).pathname === "/robots.txt" ? 404 : 200);
    },
  };
  return {
    asked,
    deps,
    hosts,
    politeness: createPoliteness(deps),
    /** Another instance of the function: it shares the table and remembers nothing. */
    another: () => createPoliteness(deps),
    pass: (seconds: number) => {
      clock.ms += seconds * 1000;
    },
  };
}

export function answered(
  status: number,
  body = "",
  headers: readonly (readonly [string, string])[] = [],
): FetchOutcome {
  return { kind: "fetched", exchanges: [exchangeOf({ status, body: Buffer.from(body), responseHeaders: headers })] };
}

export function redirected(to: string): FetchOutcome {
  const exchange = exchangeOf({ status: 301, responseHeaders: [["Location", to]] });
  return { kind: "redirected", exchanges: [exchange], to, cookies: [] };
}

export function failed(code: FailureCode): FetchOutcome {
  return { kind: "failed", exchanges: [], error: new PressmarkError(code) };
}
