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

/** @param earlierAttempts - failed attempts before this one */
export function decide(outcome: FetchOutcome, earlierAttempts: number): Decision {
  const failure = failureOf(outcome);
  if (failure && FAILURES[failure.code].transient && earlierAttempts + 1 < MAX_ATTEMPTS) {
    return { kind: "retry", failure };
  }
  return { kind: "settle", exchanges: outcome.exchanges, failure };
}

function failureOf(outcome: FetchOutcome): Failure | undefined {
  if (outcome.kind === "failed") return { code: outcome.error.code, message: outcome.error.message };
  const status = outcome.exchanges.at(-1)?.status ?? 0;
  const code = codeOfStatus(status);
  return code && { code, message: `${FAILURES[code].sentence} (${status})`, httpStatus: status };
}

function codeOfStatus(status: number): FailureCode | undefined {
  if (status === 429) return "http-throttled";
  if (status >= 500) return "http-server-error";
  if (status >= 400) return "http-client-error";
  return undefined;
}
