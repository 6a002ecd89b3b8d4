/** Owns what the end of a fetch means for its host: whether it answered, asked for a pause, or is in trouble. Pure. */
import type { FailureCode } from "../errors.ts";
import type { FetchOutcome } from "../fetch/exchange.ts";
import { headerList } from "../fetch/header-lines.ts";
import type { RequestResult } from "./host-state.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** Failures before any request was sent, for reasons of ours: they say nothing of the host. */
const NOT_THE_HOSTS: ReadonlySet<FailureCode> = new Set(["address-not-allowed", "port-not-allowed", "bad-message"]);
/** The host answered; what it answered is of no use. */
const ANSWERED: ReadonlySet<FailureCode> = new Set(["bad-redirect", "too-many-redirects"]);

export function requestResultOf(outcome: FetchOutcome, now: Date): RequestResult {
  if (outcome.kind === "failed") {
    const { code } = outcome.error;
    return { kind: NOT_THE_HOSTS.has(code) || ANSWERED.has(code) ? "ok" : "failed" };
  }
  const last = outcome.exchanges.at(-1);
  const status = last?.status ?? 0;
  const retryAfter = last ? headerList(last.responseHeaders, "retry-after") : null;
  const seconds = parseRetryAfter(retryAfter, now);
  if (status === 429 || (status === 503 && seconds !== undefined)) return { kind: "retry-after", seconds };
  return { kind: status >= 500 && status <= 599 ? "server-error" : "ok" };
}
