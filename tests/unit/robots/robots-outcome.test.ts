import { describe, expect, it } from "vitest";
import type { FailureCode } from "../../../shared/errors.ts";
import { PRODUCT_TOKEN } from "../../../shared/robots/product-token.ts";
import {
  cacheLifetimeMs,
  ROBOTS_TIMES,
  type RobotsFailing,
  type RobotsOutcome,
  type RobotsPast,
  type RobotsResponse,
  robotsOutcome,
  robotsUrl,
} from "../../../shared/robots/robots-outcome.ts";

const NOW = new Date("2026-03-01T00:00:00.000Z");
const NEVER: RobotsPast = { failing: null, rules: null };

function answered(status: number, more: { body?: string; cacheControl?: string; retryAfterMs?: number } = {}) {
  return {
    kind: "answered",
    status,
    body: Buffer.from(more.body ?? "User-agent: *\nDisallow: /tides\n\nUser-agent: other\nDisallow: /"),
    cacheControl: more.cacheControl ?? null,
    retryAfterMs: more.retryAfterMs ?? null,
  } as const satisfies RobotsResponse;
}

function outcome(response: RobotsResponse, past = NEVER, now = NOW): RobotsOutcome {
  return robotsOutcome(response, past, PRODUCT_TOKEN, now);
}

function later(ms: number): string {
  return new Date(NOW.getTime() + ms).toISOString();
}

function failingFor(ms: number, count = 100): RobotsFailing {
  return { since: new Date(NOW.getTime() - ms).toISOString(), count };
}

describe("robotsOutcome", () => {
  it.each([200, 203, 206, 299])("of status %i is the rules that concern us, for a day", (status) => {
    expect(outcome(answered(status))).toEqual({
      kind: "rules",
      rules: {
        groups: [{ agents: ["User-agent: *"], rules: ["Disallow: /tides"], crawlDelaySeconds: null }],
        sitemaps: [],
        truncated: false,
        coarse: false,
      },
      expiresAt: later(ROBOTS_TIMES.maxCacheMs),
      failing: null,
    });
  });

  it.each([
    [400, "unavailable"],
    [401, "unavailable"],
    [403, "unavailable"],
    [404, "unavailable"],
    [410, "unavailable"],
    [451, "unavailable"],
    [499, "unavailable"],
    [301, "redirects-lead-nowhere"],
    [300, "redirects-lead-nowhere"],
  ])("of status %i allows everything: %s", (status, reason) => {
    expect(outcome(answered(status))).toEqual({
      kind: "allow-all",
      reason,
      expiresAt: later(ROBOTS_TIMES.maxCacheMs),
      failing: null,
    });
  });

  it.each(["too-many-redirects", "bad-redirect"] as const)("of %s allows everything", (code) => {
    expect(outcome({ kind: "failed", code })).toMatchObject({ kind: "allow-all", reason: "redirects-lead-nowhere" });
  });

  it.each([
    [429, "http-throttled"],
    [500, "http-server-error"],
    [503, "http-server-error"],
    [599, "http-server-error"],
    [304, "http-server-error"],
    [101, "http-server-error"],
    [999, "http-server-error"],
  ])("of status %i is to wait: %s", (status, code) => {
    expect(outcome(answered(status))).toEqual({
      kind: "wait",
      code,
      lasting: false,
      retryAt: later(ROBOTS_TIMES.firstRetryMs),
      failing: { since: NOW.toISOString(), count: 1 },
    });
  });

  it.each<[FailureCode, boolean]>([
    ["timeout", false],
    ["connection-refused", false],
    ["dns-failed", false],
    ["dns-not-found", true],
    ["address-not-allowed", true],
    ["tls-failed", true],
    ["headers-too-large", true],
  ])("of %s is to wait; that no retry can mend it is %s", (code, lasting) => {
    expect(outcome({ kind: "failed", code })).toMatchObject({ kind: "wait", code, lasting });
  });

  it("waits longer after each failure, up to a limit, and counts from the first", () => {
    const waits: number[] = [];
    let past = NEVER;
    for (let nth = 0; nth < 14; nth++) {
      const result = outcome(answered(500), past);
      if (result.kind !== "wait") throw new Error(`not waiting: ${result.kind}`);
      waits.push((Date.parse(result.retryAt) - NOW.getTime()) / 1000);
      past = { ...past, failing: result.failing };
    }
    expect(waits.slice(0, 5)).toEqual([10, 20, 40, 80, 160]);
    expect(waits.at(-1)).toBe(6 * 3600);
    expect(past.failing).toEqual({ since: NOW.toISOString(), count: 14 });
  });

  it.each([
    ["a longer Retry-After", 3 * 3_600_000, 3 * 3_600_000],
    ["no shorter one", 1000, ROBOTS_TIMES.firstRetryMs],
    ["one of a year for a day", 365 * 86_400_000, ROBOTS_TIMES.maxCacheMs],
  ])("honours %s", (_, retryAfterMs, waitMs) => {
    expect(outcome(answered(503, { retryAfterMs }))).toMatchObject({ kind: "wait", retryAt: later(waitMs) });
  });

  it("forgets the failures when an answer comes", () => {
    const past = { failing: failingFor(86_400_000), rules: null };
    expect(outcome(answered(200), past).failing).toBeNull();
    expect(outcome(answered(404), past).failing).toBeNull();
  });

  describe("after failing for 30 days", () => {
    const failing = failingFor(ROBOTS_TIMES.givenUpAfterMs);

    it("allows everything for a day, and still knows since when it fails", () => {
      expect(outcome(answered(500), { failing, rules: null })).toEqual({
        kind: "allow-all",
        reason: "failing-for-long",
        expiresAt: later(ROBOTS_TIMES.maxCacheMs),
        failing: { since: failing.since, count: failing.count + 1 },
      });
    });

    it("goes back to the last known rules where there are some", () => {
      const known = outcome(answered(200));
      const rules = known.kind === "rules" ? known.rules : null;
      expect(outcome(answered(500), { failing, rules })).toMatchObject({
        kind: "rules",
        rules,
        failing: { count: 101 },
      });
    });

    it("waits on where the server asks to be left alone", () => {
      expect(outcome(answered(429), { failing, rules: null }).kind).toBe("wait");
    });

    it("is not reached a moment earlier", () => {
      const past = { failing: failingFor(ROBOTS_TIMES.givenUpAfterMs - 1), rules: null };
      expect(outcome(answered(500), past).kind).toBe("wait");
    });
  });

  it("lets a shorter lifetime count for an answer that is not there, too", () => {
    expect(outcome(answered(404, { cacheControl: "max-age=3600" }))).toMatchObject({ expiresAt: later(3_600_000) });
  });
});

describe("cacheLifetimeMs", () => {
  const { minCacheMs, maxCacheMs } = ROBOTS_TIMES;
  it.each([
    [null, maxCacheMs],
    ["", maxCacheMs],
    ["public", maxCacheMs],
    ["max-age=7200", 7_200_000],
    ["public, MAX-AGE = 7200", 7_200_000],
    ['max-age="7200"', 7_200_000],
    ["max-age=7200, max-age=3600", 3_600_000],
    ["max-age=31536000", maxCacheMs],
    ["max-age=1", minCacheMs],
    ["max-age=0", minCacheMs],
    ["no-cache", minCacheMs],
    ["no-store, max-age=7200", minCacheMs],
    ["max-age=-5", maxCacheMs],
    ["max-age=soon", maxCacheMs],
    ["s-maxage=60", maxCacheMs],
  ])("of %s is %i ms", (cacheControl, lifetimeMs) => {
    expect(cacheLifetimeMs(cacheControl)).toBe(lifetimeMs);
  });
});

describe("robotsUrl", () => {
  it.each([
    ["https://harbour.example/a/b?c#d", "https://harbour.example/robots.txt"],
    ["http://harbour.example:8080/", "http://harbour.example:8080/robots.txt"],
    ["https://user:word@harbour.example:443/a", "https://harbour.example/robots.txt"],
    ["http://[2001:db8::1]/a", "http://[2001:db8::1]/robots.txt"],
  ])("for %s is %s", (url, expected) => {
    expect(robotsUrl(url)).toBe(expected);
  });
});
