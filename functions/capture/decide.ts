/** Owns what a fetch's outcome means for its job: try again, go on elsewhere, or settle as captured or failed. Pure. */
import type { SetCookie } from "../../events/capture-requested.ts";
import { FAILURES, failureOfStatus } from "../../shared/errors.ts";
import type { Exchange, FetchOutcome } from "../../shared/fetch/exchange.ts";
import { FETCH_LIMITS } from "../../shared/fetch/limits.ts";
import type { Failure } from "../../shared/index/job.ts";
import { MAX_ATTEMPTS } from "./retry-policy.ts";

/** A passing failure: the job stays open. */
export interface Retry {
  readonly kind: "retry";
  readonly failure: Failure;
}

/** A redirect: it is kept, and the job goes on where it leads, in the turn of that host. */
export interface Follow {
  readonly kind: "follow";
  readonly exchanges: readonly Exchange[];
  readonly to: string;
  readonly cookies: readonly SetCookie[];
}

/** The fetch is over. What was exchanged is kept in any case; with a failure the job fails all the same. */
export interface Settle {
  readonly kind: "settle";
  readonly exchanges: readonly Exchange[];
  readonly failure: Failure | undefined;
}

export type Decision = Retry | Follow | Settle;

export interface FetchHistory {
  /** Failed attempts before this one. */
  readonly attempts: number;
  /** Redirects before this hop. */
  readonly redirects: number;
  /** Whether the request named an earlier capture, so that a 304 is an answer. */
  readonly conditional: boolean;
}

export function decide(outcome: FetchOutcome, { attempts, redirects, conditional }: FetchHistory): Decision {
  if (outcome.kind === "redirected") return decideRedirect(outcome, redirects);
  const failure = failureOf(outcome, conditional);
  if (failure && FAILURES[failure.code].transient && attempts + 1 < MAX_ATTEMPTS) return { kind: "retry", failure };
  return { kind: "settle", exchanges: outcome.exchanges, failure };
}

function decideRedirect(outcome: Extract<FetchOutcome, { kind: "redirected" }>, redirects: number): Decision {
  const { exchanges, to, cookies } = outcome;
  if (redirects < FETCH_LIMITS.maxRedirects) return { kind: "follow", exchanges, to, cookies };
  const message = `${FAILURES["too-many-redirects"].sentence} (${FETCH_LIMITS.maxRedirects} were followed)`;
  return { kind: "settle", exchanges, failure: { code: "too-many-redirects", message } };
}

function failureOf(outcome: Exclude<FetchOutcome, { kind: "redirected" }>, conditional: boolean): Failure | undefined {
  if (outcome.kind === "failed") return { code: outcome.error.code, message: outcome.error.message };
  const status = outcome.exchanges.at(-1)?.status ?? 0;
  // Our conditions go out with the first hop only, so a 304 further on answers a question that nobody asked.
  if (status === 304 && !conditional) {
    const message = "The server answered 304 to a request without conditions.";
    return { code: "bad-response", message, httpStatus: 304 };
  }
  if (status > 599) return { code: "bad-response", message: `There is no HTTP status ${status}.`, httpStatus: status };
  const code = failureOfStatus(status);
  return code && { code, message: `${FAILURES[code].sentence} (${status})`, httpStatus: status };
}
