/** What every host store must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import type { HostStore } from "../../../shared/index/host-store.ts";
import { HOST_AT_REST, type HostState } from "../../../shared/politeness/host-state.ts";
import type { CachedRobots } from "../../../shared/robots/cached-robots.ts";
import { AT, later } from "../../support/fixtures.ts";

const NOW = new Date(AT);
const BUSY: HostState = { ...HOST_AT_REST, leaseId: v7(), leaseUntil: NOW.getTime() + 60_000, demandStreak: 1 };
const PAUSED: HostState = { ...HOST_AT_REST, pausedUntil: NOW.getTime() + 30_000, failures: 6, circuit: "open" };

const RULES = {
  groups: [
    { agents: ["pressmark", "*"], rules: ["Disallow: /search", "Allow: /"], crawlDelaySeconds: 2.5 },
    { agents: ["other"], rules: [], crawlDelaySeconds: null },
  ],
  sitemaps: ["https://paper.example/sitemap.xml"],
  truncated: false,
  coarse: true,
};
const FAILING = { since: AT, count: 3 };

const CACHED: [string, CachedRobots][] = [
  ["rules", { outcome: { kind: "rules", rules: RULES, expiresAt: later(1), failing: null }, lastRules: RULES }],
  ["rules that outlive failed fetches", { outcome: { kind: "rules", rules: RULES, expiresAt: AT, failing: FAILING } }],
  ["no rules", { outcome: { kind: "allow-all", reason: "unavailable", expiresAt: later(2), failing: null } }],
  [
    "no rules for having failed for long",
    { outcome: { kind: "allow-all", reason: "failing-for-long", expiresAt: later(2), failing: FAILING } },
  ],
  [
    "a failure that holds the host up",
    { outcome: { kind: "wait", code: "timeout", lasting: false, retryAt: later(3), failing: FAILING } },
  ],
  ["a fetch that was redirected", { pending: { url: "https://www.paper.example/robots.txt", followed: 1 } }],
  [
    "a fetch that was redirected, with what was known before",
    {
      outcome: { kind: "rules", rules: RULES, expiresAt: AT, failing: null },
      lastRules: RULES,
      pending: { url: "https://www.paper.example/robots.txt", followed: 5 },
    },
  ],
];

export function describeHostStore(storeOf: () => HostStore): void {
  const freshHost = () => `${v7()}.example`;

  describe("host store", () => {
    it("has every host at rest that it knows nothing of", async () => {
      await expect(storeOf().get(freshHost())).resolves.toEqual({ state: HOST_AT_REST, revision: 0 });
    });

    it("gives back every field of a state, and a new revision with each write", async () => {
      const host = freshHost();
      await expect(storeOf().put(host, BUSY, 0, NOW)).resolves.toBe(true);
      await expect(storeOf().get(host)).resolves.toEqual({ state: BUSY, revision: 1 });
      await expect(storeOf().put(host, PAUSED, 1, NOW)).resolves.toBe(true);
      await expect(storeOf().get(host)).resolves.toEqual({ state: PAUSED, revision: 2 });
    });

    it.each([0, 1, 3])(
      "refuses a write that was made of revision %i when it is 2, and changes nothing",
      async (old) => {
        const host = freshHost();
        await storeOf().put(host, HOST_AT_REST, 0, NOW);
        await storeOf().put(host, BUSY, 1, NOW);
        await expect(storeOf().put(host, PAUSED, old, NOW)).resolves.toBe(false);
        await expect(storeOf().get(host)).resolves.toEqual({ state: BUSY, revision: 2 });
      },
    );

    it("refuses a write that was made of a state which has been forgotten since", async () => {
      const host = freshHost();
      await expect(storeOf().put(host, BUSY, 7, NOW)).resolves.toBe(false);
      await expect(storeOf().get(host)).resolves.toEqual({ state: HOST_AT_REST, revision: 0 });
    });

    it("gives a host's turn to one of those who ask at the same moment", async () => {
      const host = freshHost();
      const writes = await Promise.all(Array.from({ length: 5 }, () => storeOf().put(host, BUSY, 0, NOW)));
      expect(writes.filter(Boolean)).toHaveLength(1);
    });

    it("keeps ports apart, and hosts from their subdomains", async () => {
      const host = freshHost();
      await storeOf().put(host, BUSY, 0, NOW);
      for (const other of [`${host}:8080`, `www.${host}`]) {
        await expect(storeOf().get(other)).resolves.toMatchObject({ revision: 0 });
      }
    });
  });

  describe("robots.txt cache", () => {
    it("has nothing before the first fetch", async () => {
      await expect(storeOf().getRobots(`https://${freshHost()}`)).resolves.toBeUndefined();
    });

    it.each(CACHED)("gives back %s as it was put", async (_, robots) => {
      const origin = `https://${freshHost()}`;
      await storeOf().putRobots(origin, robots, NOW);
      await expect(storeOf().getRobots(origin)).resolves.toEqual(robots);
    });

    it("replaces what it had, and keeps no part of it", async () => {
      const origin = `https://${freshHost()}`;
      for (const [, robots] of CACHED) await storeOf().putRobots(origin, robots, NOW);
      const last: CachedRobots = { pending: { url: `${origin}/r`, followed: 1 } };
      await storeOf().putRobots(origin, last, NOW);
      await expect(storeOf().getRobots(origin)).resolves.toEqual(last);
    });

    it("keeps origins of one host apart, and leaves the host's turns alone", async () => {
      const host = freshHost();
      const [[, rules], [, other]] = CACHED as [(typeof CACHED)[number], (typeof CACHED)[number]];
      await storeOf().put(host, BUSY, 0, NOW);
      await storeOf().putRobots(`https://${host}`, rules, NOW);
      await storeOf().putRobots(`http://${host}`, other, NOW);
      await expect(storeOf().getRobots(`https://${host}`)).resolves.toEqual(rules);
      await expect(storeOf().getRobots(`http://${host}`)).resolves.toEqual(other);
      await expect(storeOf().getRobots(`https://${host}:8443`)).resolves.toBeUndefined();
      await expect(storeOf().get(host)).resolves.toEqual({ state: BUSY, revision: 1 });
    });
  });
}
