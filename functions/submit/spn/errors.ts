/**
 * Owns the `error:*` family of Save Page Now: one table from our failure codes, from HTTP statuses, and from what a call
 * can be refused with. The names are the Internet Archive's, which existing clients sort failures by; the sentences are
 * our own, but end where clients look: `(HTTP status=404).` Pure.
 */
import type { FailureCode } from "../../../shared/errors.ts";
import type { Failure } from "../../../shared/index/job.ts";

/** How a call, or a job, failed in Save Page Now's words. */
export interface SaveError {
  readonly statusExt: `error:${string}`;
  readonly message: string;
}

/** What each failure of a job is called; ours alone are `error:job-failed`. Those of an HTTP status go by {@link BY_STATUS}. */
const BY_FAILURE: Readonly<Partial<Record<FailureCode, `error:${string}`>>> = {
  "address-not-allowed": "error:blocked-url",
  "bad-redirect": "error:invalid-server-response",
  "bad-response": "error:invalid-server-response",
  "connection-failed": "error:cannot-fetch",
  "connection-refused": "error:cannot-fetch",
  "connection-reset": "error:protocol-error",
  "dns-failed": "error:invalid-host-resolution",
  "dns-not-found": "error:invalid-host-resolution",
  "headers-too-large": "error:invalid-server-response",
  "http-client-error": "error:no-access",
  "http-server-error": "error:internal-server-error",
  "http-throttled": "error:too-many-requests",
  timeout: "error:read-timeout",
  "port-not-allowed": "error:blocked-url",
  "tls-failed": "error:protocol-error",
  "too-many-redirects": "error:too-many-redirects",
  "broken-content-encoding": "error:invalid-server-response",
  "content-too-large": "error:filesize-limit",
  "robots-denied": "error:blocked-url",
  noarchive: "error:blocked-url",
  "waited-too-long": "error:soft-time-limit-exceeded",
};

/** What each HTTP status of the page is called; others go by their class, in {@link BY_FAILURE}. */
const BY_STATUS: Readonly<Record<number, `error:${string}`>> = {
  400: "error:bad-request",
  401: "error:unauthorized",
  403: "error:no-access",
  404: "error:not-found",
  405: "error:method-not-allowed",
  410: "error:not-found",
  429: "error:too-many-requests",
  500: "error:internal-server-error",
  501: "error:not-implemented",
  502: "error:bad-gateway",
  503: "error:service-unavailable",
  504: "error:gateway-timeout",
  505: "error:http-version-not-supported",
  509: "error:bandwidth-limit-exceeded",
  511: "error:network-authentication-required",
};

/** The failure of a job. `httpStatus` is the page's. */
export function errorOfFailure({ code, message, httpStatus }: Failure): SaveError {
  const byStatus = code.startsWith("http-") && httpStatus !== undefined ? BY_STATUS[httpStatus] : undefined;
  const sentence = message.replace(/\s*\(\d{3}\)$/, "").replace(/\.$/, "");
  const status = httpStatus === undefined ? "" : ` (HTTP status=${httpStatus})`;
  return { statusExt: byStatus ?? BY_FAILURE[code] ?? "error:job-failed", message: `${sentence}${status}.` };
}

/** Limits of one token: {@link ./limits.ts} says why. */
export const LIMITS = { open: 24, daily: 100_000 } as const;

/** What a call is refused with before there is a job: HTTP status, name, and sentence. */
export const REFUSALS = {
  "not-logged-in": { status: 401, message: "You need to be logged in to use Save Page Now." },
  "may-not-save": { status: 403, message: "This token may read, but it may not save pages." },
  "url-invalid": { status: 400, statusExt: "error:invalid-url-syntax", message: "The URL is not valid." },
  "bad-option": { status: 400, statusExt: "error:bad-option", message: "An option is not understood." },
  blocked: { status: 403, statusExt: "error:blocked-url", message: "This URL was taken down and is not captured." },
  "open-limit": {
    status: 429,
    statusExt: "error:user-session-limit",
    message: `You have already reached the limit of active sessions: ${LIMITS.open}. Wait until one has ended.`,
  },
  "daily-limit": {
    status: 429,
    statusExt: "error:too-many-daily-captures",
    message: `You cannot make more than ${LIMITS.daily.toLocaleString("en-US")} captures per day.`,
  },
  "cannot-start": {
    status: 503,
    statusExt: "error:celery",
    message: "Cannot start capture: the queue took nothing. Nothing was accepted; try again.",
  },
  "no-such-job": {
    status: 404,
    statusExt: "error:no-such-job",
    message: "There is no job of this id; jobs are kept for 30 days.",
  },
} as const satisfies Record<string, { status: number; statusExt?: `error:${string}`; message: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** Thrown to refuse a call; the routes make an answer of it. */
export class SaveRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string = REFUSALS[code].message) {
    super(message);
    this.name = "SaveRefusal";
    this.code = code;
  }
}
