/**
 * Owns knowing an origin's robots.txt: from memory, from the table, or from the site, in the turn of the host that it is
 * fetched from. What its answer means is ../robots/robots-outcome.ts's. Nothing here sleeps: who has to wait is told so.
 */
import { PressmarkError } from "../errors.ts";
import { decodeContent } from "../fetch/decode-body.ts";
import type { Exchange, FetchOutcome, FetchUrl } from "../fetch/exchange.ts";
import { headerList } from "../fetch/header-lines.ts";
import { FETCH_LIMITS } from "../fetch/limits.ts";
import type { HostStore } from "../index/host-store.ts";
import type { CachedRobots } from "../robots/cached-robots.ts";
import { PRODUCT_TOKEN } from "../robots/product-token.ts";
import { type RobotsOutcome, type RobotsResponse, robotsOutcome, robotsUrl } from "../robots/robots-outcome.ts";
import { ROBOTS_LIMITS } from "../robots/robots-rules.ts";
import type { Priority } from "./host-state.ts";
import { requestResultOf } from "./request-result.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { gapMs, POLITENESS } from "./rules.ts";
import { type TurnDeps, takeTurn, type Wait } from "./turns.ts";

export interface RobotsDeps extends TurnDeps {
  readonly hosts: HostStore;
  readonly fetchUrl: FetchUrl;
  /** Least gap between two requests to a host, in milliseconds. @default POLITENESS.minGapMs */
  readonly minGapMs?: number | undefined;
}

export type RobotsOutcomeKnown = Exclude<RobotsOutcome, { kind: "wait" }>;

export type RobotsLookup =
  | {
      readonly kind: "known";
      readonly outcome: RobotsOutcomeKnown;
      /** Whole seconds until the next request may go out, where one was just made for this; undefined where none was. */
      readonly askedFor?: number | undefined;
    }
  | Wait
  /** It could not be had, and the page would most likely fail in the same way. */
  | { readonly kind: "unreachable"; readonly error: PressmarkError };

/** Origins that one instance remembers: each may hold 350 KB, few hold more than one. */
const MAX_REMEMBERED = 50;

/** A robots.txt that decompresses to more is a bomb; of less, only the first 500 KiB are read. */
const MAX_DECODED_BYTES = 16 * ROBOTS_LIMITS.maxFileBytes;

/** Makes the function that looks an origin up; it remembers what it learned as long as that counts. */
export function createRobotsLookup(deps: RobotsDeps) {
  const remembered = new Map<string, CachedRobots>();

  return async (url: string, priority: Priority): Promise<RobotsLookup> => {
    const { origin } = new URL(url);
    let cached = remembered.get(origin);
    if (!cached || !isCurrent(cached, deps.now())) cached = (await deps.hosts.getRobots(origin)) ?? {};
    if (isCurrent(cached, deps.now())) {
      remember(origin, cached);
      return toLookup(cached, deps.now());
    }
    // One request in a call: a slow one, and another after it, would outlast the function.
    const step = await fetchStep(deps, origin, cached, priority);
    if (step.kind === "wait") return step;
    const waitSeconds = Math.max(1, step.waitSeconds);
    if (step.cached.pending) return { kind: "wait", waitSeconds, reason: "robots" };
    remember(origin, step.cached);
    const lookup = toLookup(step.cached, deps.now());
    return lookup.kind === "known" ? { ...lookup, askedFor: waitSeconds } : lookup;
  };

  function remember(origin: string, cached: CachedRobots): void {
    remembered.delete(origin);
    remembered.set(origin, cached);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }
}

/** A fetch that has begun comes to its end before its predecessor's answer is asked again. */
function isCurrent({ outcome, pending }: CachedRobots, now: Date): boolean {
  if (!outcome || pending) return false;
  return Date.parse(outcome.kind === "wait" ? outcome.retryAt : outcome.expiresAt) > now.getTime();
}

function toLookup({ outcome }: CachedRobots, now: Date): RobotsLookup {
  if (!outcome) throw new Error("A current robots.txt has an outcome");
  if (outcome.kind !== "wait") return { kind: "known", outcome };
  if (outcome.lasting) return { kind: "unreachable", error: new PressmarkError(outcome.code) };
  const waitSeconds = Math.ceil((Date.parse(outcome.retryAt) - now.getTime()) / 1000);
  const bounded = Math.min(Math.max(1, waitSeconds), POLITENESS.maxWaitSeconds);
  return { kind: "wait", waitSeconds: bounded, reason: "robots", code: outcome.code };
}

/** One request of a robots.txt fetch, and what is known after it. */
async function fetchStep(
  deps: RobotsDeps,
  origin: string,
  past: CachedRobots,
  priority: Priority,
): Promise<{ kind: "fetched"; cached: CachedRobots; waitSeconds: number } | Wait> {
  const url = past.pending?.url ?? robotsUrl(origin);
  const knownDelay = past.lastRules?.groups[0]?.crawlDelaySeconds ?? undefined;
  const turn = await takeTurn(deps, { host: new URL(url).host, priority, gapMs: gapMs(knownDelay, deps.minGapMs) });
  if (turn.kind === "wait") return turn;
  const fetched = await deps.fetchUrl({ url, redirects: "report", maxBodyBytes: ROBOTS_LIMITS.maxFileBytes + 1 });
  const waitSeconds = await turn.end(requestResultOf(fetched, deps.now()));
  const cached = await afterFetch(fetched, past, deps.now());
  await deps.hosts.putRobots(origin, cached, deps.now());
  // Where a redirect leads to another host, that host's turn is nobody's concern yet.
  const isSameHost = new URL(cached.pending?.url ?? origin).host === new URL(url).host;
  return { kind: "fetched", cached, waitSeconds: isSameHost ? waitSeconds : 0 };
}

async function afterFetch(fetched: FetchOutcome, past: CachedRobots, now: Date): Promise<CachedRobots> {
  const followed = past.pending?.followed ?? 0;
  if (fetched.kind === "redirected" && followed < FETCH_LIMITS.maxRedirects) {
    return { ...past, pending: { url: fetched.to, followed: followed + 1 } };
  }
  const failing = past.outcome && "failing" in past.outcome ? past.outcome.failing : null;
  const known = { failing: failing ?? null, rules: past.lastRules ?? null };
  const outcome = robotsOutcome(await toResponse(fetched, now), known, PRODUCT_TOKEN, now);
  return { outcome, lastRules: outcome.kind === "rules" ? outcome.rules : past.lastRules };
}

async function toResponse(fetched: FetchOutcome, now: Date): Promise<RobotsResponse> {
  if (fetched.kind === "failed") return { kind: "failed", code: fetched.error.code };
  if (fetched.kind === "redirected") return { kind: "failed", code: "too-many-redirects" };
  const exchange = fetched.exchanges.at(-1) ?? fetched.exchanges[0];
  // Half a robots.txt may lack just the line that denies. One that is too long is read as far as it is to be.
  if (exchange.truncated && exchange.truncated !== "length") return { kind: "failed", code: "connection-reset" };
  try {
    return await toAnswer(exchange, now);
  } catch (error) {
    if (!(error instanceof PressmarkError)) throw error;
    return { kind: "failed", code: error.code };
  }
}

async function toAnswer(exchange: Exchange, now: Date): Promise<RobotsResponse> {
  const { responseHeaders: headers, status } = exchange;
  const retryAfter = parseRetryAfter(headerList(headers, "retry-after"), now);
  const isRead = status >= 200 && status < 300;
  const coding = headerList(headers, "content-encoding");
  return {
    kind: "answered",
    status,
    body: isRead
      ? await decodeContent(exchange.body, coding, MAX_DECODED_BYTES, { allowPartial: exchange.truncated !== null })
      : new Uint8Array(0),
    cacheControl: headerList(headers, "cache-control"),
    retryAfterMs: retryAfter === undefined ? null : retryAfter * 1000,
  };
}
