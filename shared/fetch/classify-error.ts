/** Owns the mapping from what the network stack throws to the pipeline's failure codes. Pure. */
import { FAILURES, type FailureCode, PermanentError, PressmarkError } from "../errors.ts";

/** Which deadline of limits.ts was missed. */
export type Deadline = "connect" | "headers" | "body" | "total";

/** A deadline of this package was missed. Internal: callers see `timeout`, with this as its cause. */
export class DeadlineError extends Error {
  readonly deadline: Deadline;

  constructor(deadline: Deadline, limitMs: number) {
    super(`the ${deadline} deadline of ${limitMs} ms has passed`);
    this.name = "DeadlineError";
    this.deadline = deadline;
  }
}

/** The header block outgrew its limit. Internal: callers see `headers-too-large`. */
export class HeaderBlockTooLargeError extends Error {
  constructor(limitBytes: number) {
    super(`the header block is larger than ${limitBytes} bytes`);
    this.name = "HeaderBlockTooLargeError";
  }
}

/** Node's and undici's error codes that mean one thing wherever they appear. */
const CODES: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: "dns-not-found",
  ENODATA: "dns-not-found",
  EAI_AGAIN: "dns-failed",
  ESERVFAIL: "dns-failed",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-reset",
  EPIPE: "connection-reset",
  UND_ERR_SOCKET: "connection-reset",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "headers-too-large",
  // Raised where the header block breaks off after a Content-Length line.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "bad-response",
  EPROTO: "tls-failed",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls-failed",
  SELF_SIGNED_CERT_IN_CHAIN: "tls-failed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls-failed",
  UNABLE_TO_GET_ISSUER_CERT: "tls-failed",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls-failed",
  HOSTNAME_MISMATCH: "tls-failed",
  INVALID_CA: "tls-failed",
  INVALID_PURPOSE: "tls-failed",
  PATH_LENGTH_EXCEEDED: "tls-failed",
};

/** What undici says when an answer is well-formed but out of place: an unasked 100 Continue or Upgrade. */
const MISPLACED_ANSWERS = new Set(["bad response", "bad upgrade"]);

/**
 * Makes the pipeline's error of whatever a fetch caught. The message names the host and nothing else of the URL, so it
 * can be logged and shown; `cause` keeps the original.
 *
 * @param host `host` or `host:port` for the message
 */
export function classifyFetchError(error: unknown, host: string): PressmarkError {
  for (const each of unwrapped(error)) if (each instanceof PressmarkError) return each;
  return fetchError(failureCodeOf(error), host, error);
}

/** An error with this code, permanent or transient as {@link FAILURES} says. */
export function fetchError(code: FailureCode, host: string, cause?: unknown, detail?: string): PressmarkError {
  const kind = FAILURES[code].transient ? PressmarkError : PermanentError;
  const sentence = detail ? `${FAILURES[code].sentence} (${detail})` : FAILURES[code].sentence;
  return new kind(code, `fetch ${host}: ${sentence}`, cause === undefined ? undefined : { cause });
}

/**
 * True for what undici's HTTP parser throws. Told by its name: its `code` is documented as `HPE_…`, but undici 8.12
 * looks it up the wrong way round and leaves it undefined.
 */
export function isParserError(error: Error): boolean {
  return error.name === "HTTPParserError";
}

function failureCodeOf(error: unknown): FailureCode {
  for (const each of unwrapped(error)) {
    const code = codeOfOne(each);
    if (code) return code;
  }
  return "connection-failed";
}

function codeOfOne(error: Error): FailureCode | undefined {
  if (error instanceof DeadlineError) return "timeout";
  if (error instanceof HeaderBlockTooLargeError) return "headers-too-large";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UND_ERR_SOCKET" && MISPLACED_ANSWERS.has(error.message)) return "bad-response";
  const known = CODES[code];
  if (known) return known;
  if (isParserError(error)) return "bad-response";
  if (/^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_)/.test(code)) return "tls-failed";
  if ("syscall" in error && error.syscall === "getaddrinfo") return "dns-failed";
  return undefined;
}

/** The error, what an AggregateError holds (one for each address tried), and their causes; outermost first. */
function* unwrapped(error: unknown, depth = 0): Generator<Error> {
  // Causes can form a circle.
  if (!(error instanceof Error) || depth > 8) return;
  yield error;
  if (error instanceof AggregateError) for (const each of error.errors) yield* unwrapped(each, depth + 1);
  yield* unwrapped(error.cause, depth + 1);
}
