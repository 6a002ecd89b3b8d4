import { describe, expect, it } from "vitest";
import type { RequestResult } from "../../../shared/politeness/host-state.ts";
import { POLITENESS } from "../../../shared/politeness/rules.ts";
import { type Behaviour, playHost, type Seen } from "./simulated-hosts.ts";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** A host that fails, stalls and asks for pauses now and then. */
function moody(random: () => number): RequestResult {
  const dice = random();
  if (dice < 0.05) return { kind: "failed" };
  if (dice < 0.1) return { kind: "server-error" };
  if (dice < 0.12) return { kind: "retry-after", seconds: Math.floor(random() * 300) };
  if (dice < 0.13) return { kind: "retry-after", seconds: undefined };
  return { kind: "ok" };
}

const well = (): RequestResult => ({ kind: "ok" });

const behaviourOf = (changes: Partial<Behaviour>): Behaviour => ({
  seed: 1,
  hours: 6,
  gapMs: 2000,
  clients: { "on-demand": 3, crawl: 3, requisite: 0 },
  crashes: 0.01,
  answer: moody,
  ...changes,
});

/** Each request with the one before it. */
function pairs(seen: readonly Seen[]): [Seen, Seen][] {
  return seen.slice(1).flatMap((next, index): [Seen, Seen][] => {
    const before = seen[index];
    return before ? [[before, next]] : [];
  });
}

const count = (seen: readonly Seen[], priority: Seen["priority"]): number =>
  seen.filter((request) => request.priority === priority).length;

describe.each(SEEDS)("a host played with seed %i", (seed) => {
  const seen = playHost(behaviourOf({ seed, gapMs: seed % 2 === 0 ? 2000 : 10_000 }));
  const gapMs = seed % 2 === 0 ? 2000 : 10_000;

  it("sees many requests, crashes among them", () => {
    expect(seen.length).toBeGreaterThan(300);
    expect(seen.some(({ crashed }) => crashed)).toBe(true);
  });

  it("never sees two at once, nor two closer than the gap", () => {
    for (const [before, next] of pairs(seen)) expect(next.start - before.end).toBeGreaterThanOrEqual(gapMs);
  });

  it("is left alone for as long as it asked", () => {
    for (const [before, next] of pairs(seen)) {
      if (before.crashed || before.result.kind !== "retry-after") continue;
      expect(next.start - before.end).toBeGreaterThanOrEqual((before.result.seconds ?? 0) * 1000);
    }
  });

  it("is free again after a crash, as soon as the lease is over", () => {
    const crashes = pairs(seen).filter(([before]) => before.crashed);
    for (const [before, next] of crashes) {
      expect(next.start - before.start).toBeGreaterThanOrEqual(POLITENESS.leaseMs);
      expect(next.start - before.start).toBeLessThan(POLITENESS.leaseMs + 2 * gapMs + 2 * POLITENESS.comeBackSlackMs);
    }
  });
});

describe("priorities on a host that is never idle", () => {
  const seen = playHost(behaviourOf({ hours: 24, crashes: 0, answer: well }));

  it("on-demand captures get most of it, crawled ones their share", () => {
    const share = count(seen, "on-demand") / seen.length;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.9);
  });

  it("never has crawled ones wait for more on-demand ones in a row than the rule says, and a few that raced", () => {
    let streak = 0;
    let longest = 0;
    for (const { priority } of seen) {
      streak = priority === "on-demand" ? streak + 1 : 0;
      longest = Math.max(longest, streak);
    }
    expect(longest).toBeGreaterThanOrEqual(POLITENESS.maxDemandStreak);
    expect(longest).toBeLessThanOrEqual(3 * POLITENESS.maxDemandStreak);
  });

  it("starves no single client", () => {
    const byClient = Map.groupBy(seen, ({ client }) => client);
    expect(byClient.size).toBe(6);
    for (const requests of byClient.values()) expect(requests.length).toBeGreaterThan(seen.length / 60);
  });

  it("has an on-demand capture go before many crawled ones", () => {
    const mixed = playHost(
      behaviourOf({ clients: { "on-demand": 1, crawl: 10, requisite: 0 }, crashes: 0, answer: well }),
    );
    const median = (priority: Seen["priority"]): number => {
      const waits = mixed.filter((request) => request.priority === priority).map(({ waitedMs }) => waitedMs);
      return waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
    };
    expect(median("on-demand")).toBeLessThan(median("crawl") / 3);
  });

  it.each(["on-demand", "crawl", "requisite"] as const)("is all of %s where nobody else asks", (priority) => {
    const clients = { "on-demand": 0, crawl: 0, requisite: 0, [priority]: 1 };
    const alone = playHost(behaviourOf({ hours: 1, clients, crashes: 0, answer: well }));
    for (const [before, next] of pairs(alone)) expect(next.start - before.end).toBeLessThan(4000);
  });
});

describe("what pages are shown with", () => {
  const play = (clients: Behaviour["clients"]) =>
    playHost(behaviourOf({ hours: 24, clients, crashes: 0, answer: () => ({ kind: "ok" }) }));

  it.each([
    ["a crawl", { "on-demand": 0, crawl: 1 }],
    ["one who asks all the time", { "on-demand": 1, crawl: 0 }],
    ["both", { "on-demand": 2, crawl: 2 }],
  ])("takes next to nothing from %s", (_, pages) => {
    const alone = play({ ...pages, requisite: 0 });
    const beside = play({ ...pages, requisite: 5 });
    const fetchedPages = beside.length - count(beside, "requisite");
    expect(fetchedPages).toBeGreaterThan(alone.length * 0.95);
  });

  it("is fetched as soon as no page wants to be", () => {
    const alone = play({ "on-demand": 0, crawl: 0, requisite: 5 });
    for (const [before, next] of pairs(alone)) expect(next.start - before.end).toBeLessThan(4000);
  });
});

describe("a host in trouble", () => {
  it("delays nobody else: other hosts see the same requests at the same moments", () => {
    const others = (): Seen[][] => [11, 12, 13].map((seed) => playHost(behaviourOf({ seed, hours: 1 })));
    const alone = others();
    const pausing = playHost(behaviourOf({ hours: 6, answer: () => ({ kind: "retry-after", seconds: 3600 }) }));
    expect(pausing.length).toBeLessThanOrEqual(6);
    expect(others()).toEqual(alone);
  });

  it("is not hammered while it is down, and is back in use soon after", () => {
    const downUntil = 12 * 3_600_000;
    const answer = (_: () => number, at: number): RequestResult => ({ kind: at < downUntil ? "failed" : "ok" });
    const seen = playHost(behaviourOf({ hours: 24, crashes: 0, answer }));
    const tries = seen.filter(({ start }) => start < downUntil);
    expect(tries.length).toBeGreaterThan(POLITENESS.failuresToOpen);
    expect(tries.length).toBeLessThan(20);
    const back = seen.find(({ start }) => start >= downUntil);
    expect((back?.start ?? Number.POSITIVE_INFINITY) - downUntil).toBeLessThanOrEqual(POLITENESS.maxOpenMs + 60_000);
    expect(seen.length - tries.length).toBeGreaterThan(100);
  });
});
