/** Owns what a fetch's outcome means for its job: try again, or settle as captured or failed. Pure. */
import { FAILURES, type FailureCode } from "../../shared/errors.ts";
import type { Exchange, FetchOutcome } from "../../shared/fetch/exchange.ts";
import type { Failure } from "../../shared/index/job.ts";
import { MAX_ATTEMPTS } from "./retry-policy.ts";

/** A passing failure: the job stays open. */
export interface Retry {
  readonly kind: "retry";
  readonly failure: Failure;
}

/** The fetch is over. What was exchanged is kept in any case; with a failure the job fails all the same. */
export interface Settle {
  readonly kind: "settle";
  readonly exchanges: readonly Exchange[];
  readonly failure: Failure | undefined;
}

export type Decision = Retry | Settle;

/**
 * @param earlierAttempts - failed attempts before this one
 * @param conditional - whether the first request named an earlier capture, so that a 304 is an answer
 */
export function decide(outcome: FetchOutcome, earlierAttempts: number, conditional: boolean): Decision {
  const failure = failureOf(outcome, conditional);
  if (failure && FAILURES[failure.code].transient && earlierAttempts + 1 < MAX_ATTEMPTS) {
    return { kind: "retry", failure };
  }
  return { kind: "settle", exchanges: outcome.exchanges, failure };
}

function failureOf(outcome: FetchOutcome, conditional: boolean): Failure | undefined {
  if (outcome.kind === "failed") return { code: outcome.error.code, message: outcome.error.message };
  // Our conditions go out with the first request only, so a 304 further on answers a question that nobody asked.
  if (outcome.exchanges.at(-1)?.status === 304 && !(conditional && outcome.exchanges.length === 1)) {
    return {
      code: "bad-response",
      message: "The server answered 304 to a request without conditions.",
      httpStatus: 304,
    };
  }
  const status = outcome.exchanges.at(-1)?.status ?? 0;
  if (status > 599) return { code: "bad-response", message: `There is no HTTP status ${status}.`, httpStatus: status };
  const code = codeOfStatus(status);
  return code && { code, message: `${FAILURES[code].sentence} (${status})`, httpStatus: status };
}

function codeOfStatus(status: number): FailureCode | undefined {
  if (status === 429) return "http-throttled";
  if (status >= 500) return "http-server-error";
  if (status >= 400) return "http-client-error";
  return undefined;
}
