/**
 * Owns what fetching a robots.txt comes to: rules, everything allowed, or waiting; and for how long. Fetching and
 * following redirects is the fetcher's, which follows more than the five hops that RFC 9309 asks for. Pure.
 */
import { FAILURES, type FailureCode } from "../errors.ts";
import { narrowRules } from "./narrow-rules.ts";
import { parseRobots } from "./parse-robots.ts";
import type { RobotsRules } from "./robots-rules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long answers count and when failures are tried again. All in milliseconds. */
export const ROBOTS_TIMES = {
  /** A copy is used no longer than this, and this long when the server states nothing (RFC 9309, section 2.4). */
  maxCacheMs: DAY_MS,
  /** A shorter lifetime is not granted: with `no-cache`, each page would cost two requests. */
  minCacheMs: 15 * MINUTE_MS,
  /** Until the second try; doubled after each further failure. Short, since a caller may be waiting for the page. */
  firstRetryMs: 10_000,
  maxRetryMs: 6 * HOUR_MS,
  /** Failing this long counts as unavailable (RFC 9309, section 2.3.1.4, names 30 days). */
  givenUpAfterMs: 30 * DAY_MS,
} as const;

/** The last answer to a request for /robots.txt. */
export type RobotsResponse =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** After content decoding; what `ROBOTS_LIMITS.maxFileBytes` leaves unread need not be there. */
      readonly body: Uint8Array;
      /** The Cache-Control header's values as one list; null where it is absent. */
      readonly cacheControl: string | null;
      /** From the Retry-After header, in milliseconds; null where it is absent. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: "failed"; readonly code: FailureCode };

/** An unbroken run of failures. */
export interface RobotsFailing {
  /** The first one's moment, ISO 8601. */
  readonly since: string;
  readonly count: number;
}

/** What is known of the host from before. */
export interface RobotsPast {
  readonly failing: RobotsFailing | null;
  /** The last rules that were read, however old. */
  readonly rules: RobotsRules | null;
}

/** What the host's URLs meet with. `failing` is to be kept and given back with the next fetch's answer. */
export type RobotsOutcome =
  | {
      readonly kind: "rules";
      readonly rules: RobotsRules;
      /** To be fetched again from this moment on, ISO 8601. */
      readonly expiresAt: string;
      readonly failing: RobotsFailing | null;
    }
  | {
      readonly kind: "allow-all";
      readonly reason: "unavailable" | "redirects-lead-nowhere" | "failing-for-long";
      readonly expiresAt: string;
      readonly failing: RobotsFailing | null;
    }
  | {
      /** Nothing may be fetched, and nothing is denied: URLs wait until a later fetch tells. */
      readonly kind: "wait";
      readonly code: FailureCode;
      /**
       * The failure is not of the passing kind, such as a name that does not exist. The page would most likely
       * meet with it too, so its job can fail with `code` at once.
       */
      readonly lasting: boolean;
      /** When to try again, ISO 8601. */
      readonly retryAt: string;
      readonly failing: RobotsFailing;
    };

/**
 * The policy, by RFC 9309, section 2.3.1:
 *
 * - 2xx: its rules.
 * - 4xx: everything is allowed, also on 401 and 403; but 429 asks to be left alone and means waiting.
 * - A redirect that leads nowhere, or too many: everything is allowed, as if there were none (2.3.1.2).
 * - 5xx and network failures: nothing is fetched. The RFC calls it disallowed; no URL is denied for it, they wait.
 *   After 30 days of failing, the last known rules count again; where none are known, everything is allowed, because a
 *   site whose robots.txt is broken for good could never be archived otherwise. A 429 never turns into permission.
 *
 * @param productToken the rules are narrowed to it, so that the outcome fits a cache entry
 * @param now the moment of the answer
 */
export function robotsOutcome(
  response: RobotsResponse,
  past: RobotsPast,
  productToken: string,
  now: Date,
): RobotsOutcome {
  const read = response.kind === "answered" ? meaningOf(response.status) : meaningOfFailure(response.code);
  const cacheControl = response.kind === "answered" ? response.cacheControl : null;
  const expiresAt = after(now, cacheLifetimeMs(cacheControl));
  if (read === "rules" && response.kind === "answered") {
    return { kind: "rules", rules: narrowRules(parseRobots(response.body), productToken), expiresAt, failing: null };
  }
  if (read === "unavailable" || read === "redirects-lead-nowhere") {
    return { kind: "allow-all", reason: read, expiresAt, failing: null };
  }
  const code = response.kind === "failed" ? response.code : statusCode(response.status);
  const retryAfterMs = response.kind === "answered" ? (response.retryAfterMs ?? 0) : 0;
  return whileFailing(code, retryAfterMs, past, now);
}

/** Where the rules of a URL's host stand: one file for each scheme, host and port (RFC 9309, section 2.3). */
export function robotsUrl(url: string): string {
  return new URL("/robots.txt", new URL(url).origin).href;
}

/**
 * How long an answer counts, in milliseconds: `max-age`, or nothing on `no-cache` and `no-store`, kept between
 * `minCacheMs` and `maxCacheMs` of {@link ROBOTS_TIMES} (RFC 9309, section 2.4; RFC 9111, section 5.2.2).
 */
export function cacheLifetimeMs(cacheControl: string | null): number {
  const { minCacheMs, maxCacheMs } = ROBOTS_TIMES;
  const directives = (cacheControl ?? "").toLowerCase().split(",");
  let lifetimeMs: number = maxCacheMs;
  for (const directive of directives) {
    const [name = "", value = ""] = directive.split("=").map((part) => part.trim());
    const seconds = /^"?(\d{1,10})"?$/.exec(value)?.[1];
    if (name === "no-cache" || name === "no-store") lifetimeMs = 0;
    else if (name === "max-age" && seconds !== undefined) lifetimeMs = Math.min(lifetimeMs, Number(seconds) * 1000);
  }
  return Math.max(lifetimeMs, minCacheMs);
}

type Meaning = "rules" | "unavailable" | "redirects-lead-nowhere" | "unreachable";

function meaningOf(status: number): Meaning {
  if (status >= 200 && status < 300) return "rules";
  // Nothing was asked on a condition, so "not modified" tells nothing.
  if (status === 304 || status === 429) return "unreachable";
  if (status >= 300 && status < 400) return "redirects-lead-nowhere";
  return status >= 400 && status < 500 ? "unavailable" : "unreachable";
}

function meaningOfFailure(code: FailureCode): Meaning {
  return code === "too-many-redirects" || code === "bad-redirect" ? "redirects-lead-nowhere" : "unreachable";
}

function statusCode(status: number): FailureCode {
  return status === 429 ? "http-throttled" : "http-server-error";
}

function whileFailing(code: FailureCode, retryAfterMs: number, past: RobotsPast, now: Date): RobotsOutcome {
  const { firstRetryMs, maxRetryMs, maxCacheMs, givenUpAfterMs } = ROBOTS_TIMES;
  const failing = { since: past.failing?.since ?? now.toISOString(), count: (past.failing?.count ?? 0) + 1 };
  const failingMs = now.getTime() - Date.parse(failing.since);
  if (failingMs >= givenUpAfterMs && code !== "http-throttled") {
    const expiresAt = after(now, maxCacheMs);
    if (past.rules) return { kind: "rules", rules: past.rules, expiresAt, failing };
    return { kind: "allow-all", reason: "failing-for-long", expiresAt, failing };
  }
  const backOffMs = Math.min(firstRetryMs * 2 ** (failing.count - 1), maxRetryMs);
  const retryAt = after(now, Math.max(backOffMs, Math.min(retryAfterMs, maxCacheMs)));
  return { kind: "wait", code, lasting: !FAILURES[code].transient, retryAt, failing };
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
