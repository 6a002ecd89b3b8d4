import { describe, expect, it } from "vitest";
import { FETCH_LIMITS } from "../../../shared/fetch/limits.ts";
import {
  type Answer,
  ask,
  done,
  HOST_AT_REST,
  type HostState,
  hostStateSchema,
  type Priority,
  type RequestResult,
} from "../../../shared/politeness/host-state.ts";
import { backOffMs, gapMs, POLITENESS } from "../../../shared/politeness/rules.ts";

const START = Date.parse("2026-03-14T09:30:00.000Z");
const GAP_MS = 2000;
const inMs = (ms: number): Date => new Date(START + ms);

const request = (priority: Priority = "crawl", leaseId = "one") => ({ priority, leaseId, gapMs: GAP_MS });
const holder = (leaseId = "one", random = 0) => ({ leaseId, random });

function stateOf(answer: Answer): HostState {
  if (!answer.state) throw new Error(`no state in ${JSON.stringify(answer)}`);
  return answer.state;
}

/** A host that was sent one request at the start, which ended after `ms`. */
function afterRequest(result: RequestResult, ms = 0, state: HostState = HOST_AT_REST, random = 0): HostState {
  return done(stateOf(ask(state, inMs(0), request())), result, inMs(ms), holder("one", random));
}

/** A host whose last `times` requests failed, each as soon as it was let through; `at` is when the last one ended. */
function afterFailures(times: number, kind: "failed" | "server-error" = "failed"): { state: HostState; at: number } {
  let state = HOST_AT_REST;
  let at = 0;
  for (let failed = 0; failed < times; failed += 1) {
    at = Math.max(state.nextRequestAt, state.pausedUntil, state.openUntil, START) - START;
    state = done(stateOf(ask(state, inMs(at), request())), { kind }, inMs(at), holder());
  }
  return { state, at };
}

describe("a host at rest", () => {
  it.each(["on-demand", "crawl"] as const)("lets %s go at once, on a lease longer than any fetch", (priority) => {
    const answer = ask(HOST_AT_REST, inMs(0), request(priority));
    expect(answer).toMatchObject({ kind: "go", state: { leaseId: "one", leaseUntil: START + POLITENESS.leaseMs } });
    expect(POLITENESS.leaseMs).toBeGreaterThan(FETCH_LIMITS.totalTimeoutMs);
  });

  it("is read from before there were requisites", () => {
    const { lastWasRequisite: _, ...before } = HOST_AT_REST;
    expect(hostStateSchema.parse(before)).toEqual(HOST_AT_REST);
  });

  it("is a state that can be stored", () => {
    expect(hostStateSchema.parse(HOST_AT_REST)).toEqual(HOST_AT_REST);
    const moved = afterFailures(7).state;
    expect(hostStateSchema.parse(moved)).toEqual(moved);
  });
});

describe("a request under way", () => {
  const busy = stateOf(ask(HOST_AT_REST, inMs(0), request()));

  it("keeps every other one out, and has them ask again after a gap", () => {
    expect(ask(busy, inMs(5000), request("crawl", "two"))).toEqual({ kind: "wait", waitSeconds: 2, reason: "busy" });
    expect(ask(busy, inMs(5000), request("on-demand", "two"))).toMatchObject({ kind: "wait", reason: "busy" });
  });

  it("frees the host when its lease is over without a word, as after a crash", () => {
    expect(ask(busy, inMs(POLITENESS.leaseMs - 1), request("crawl", "two"))).toMatchObject({ reason: "busy" });
    expect(ask(busy, inMs(POLITENESS.leaseMs), request("crawl", "two"))).toMatchObject({
      kind: "go",
      state: { leaseId: "two" },
    });
  });

  it("cannot free the host for another one when it ends after its lease", () => {
    const second = stateOf(ask(busy, inMs(POLITENESS.leaseMs), request("crawl", "two")));
    const late = done(second, { kind: "ok" }, inMs(POLITENESS.leaseMs + 1000), holder("one"));
    expect(late).toMatchObject({ leaseId: "two", leaseUntil: second.leaseUntil });
    expect(late.nextRequestAt).toBe(START + POLITENESS.leaseMs + 1000 + GAP_MS);
  });
});

describe("after a request", () => {
  it("the next one waits the gap from its end, in whole seconds", () => {
    const state = afterRequest({ kind: "ok" }, 1500);
    expect(ask(state, inMs(1500), request())).toMatchObject({ kind: "wait", waitSeconds: 2, reason: "gap" });
    expect(ask(state, inMs(3400), request())).toMatchObject({ kind: "wait", waitSeconds: 1, reason: "gap" });
    expect(ask(state, inMs(3500), request())).toMatchObject({ kind: "go" });
  });

  it.each([
    [undefined, 2000],
    [Number.NaN, 2000],
    [Number.POSITIVE_INFINITY, 2000],
    [-5, 2000],
    [0, 2000],
    [1, 2000],
    [2.5, 2500],
    [10, 10_000],
    [60, 60_000],
    [86_400, 60_000],
  ])("a Crawl-delay of %s s makes the gap %i ms", (crawlDelaySeconds, ms) => {
    expect(gapMs(crawlDelaySeconds)).toBe(ms);
  });

  it("the gap is the one that robots.txt asked for", () => {
    const asked = { ...request(), gapMs: 10_000 };
    const state = done(stateOf(ask(HOST_AT_REST, inMs(0), asked)), { kind: "ok" }, inMs(0), holder());
    expect(ask(state, inMs(9999), asked)).toMatchObject({ kind: "wait", reason: "gap" });
    expect(ask(state, inMs(10_000), asked)).toMatchObject({ kind: "go" });
  });
});

describe("Retry-After", () => {
  it("pauses the host for what it asked, on-demand captures too", () => {
    const state = afterRequest({ kind: "retry-after", seconds: 600 });
    for (const priority of ["crawl", "on-demand"] as const) {
      expect(ask(state, inMs(1000), request(priority))).toEqual({ kind: "wait", waitSeconds: 599, reason: "paused" });
      expect(ask(state, inMs(600_000), request(priority))).toMatchObject({ kind: "go" });
    }
  });

  it("is no failure: the host works", () => {
    expect(afterRequest({ kind: "retry-after", seconds: 600 })).toMatchObject({ failures: 0, circuit: "closed" });
  });

  it("of nothing leaves the gap", () => {
    const state = afterRequest({ kind: "retry-after", seconds: 0 });
    expect(ask(state, inMs(GAP_MS - 1), request())).toMatchObject({ reason: "gap" });
  });

  it("that cannot be read is a back-off like a failure's", () => {
    const state = afterRequest({ kind: "retry-after", seconds: undefined });
    expect(state).toMatchObject({ failures: 1, pausedUntil: START + POLITENESS.firstBackOffMs.failed });
  });

  it("never shortens a pause, and is answered with no wait longer than a queue can hold", () => {
    const paused = { ...HOST_AT_REST, leaseId: "one", pausedUntil: START + 86_400_000 };
    const state = done(paused, { kind: "retry-after", seconds: 5 }, inMs(0), holder());
    expect(state.pausedUntil).toBe(paused.pausedUntil);
    expect(ask(state, inMs(0), request())).toMatchObject({ waitSeconds: POLITENESS.maxWaitSeconds });
  });
});

describe("failures", () => {
  it("back off twice as long each time, up to the most", () => {
    const waits = [1, 2, 3, 4, 20, 2000].map((failures) => backOffMs(10_000, 900_000, failures, 0));
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 900_000, 900_000]);
  });

  it("are spread over the upper half of the back-off", () => {
    expect(backOffMs(10_000, 900_000, 2, 0.5)).toBe(15_000);
    expect(backOffMs(10_000, 900_000, 2, 0.999999)).toBeGreaterThanOrEqual(10_000);
  });

  it.each(["failed", "server-error"] as const)("of the kind %s pause the host", (kind) => {
    expect(ask(afterRequest({ kind }), inMs(GAP_MS), request())).toMatchObject({ kind: "wait", reason: "paused" });
  });

  it("are forgotten after one success", () => {
    const { state, at } = afterFailures(POLITENESS.failuresToOpen - 1);
    const free = state.pausedUntil - START;
    expect(free).toBeGreaterThan(at);
    const well = done(stateOf(ask(state, inMs(free), request())), { kind: "ok" }, inMs(free), holder());
    expect(well).toMatchObject({ failures: 0, circuit: "closed" });
  });
});

describe("the circuit", () => {
  const opened = afterFailures(POLITENESS.failuresToOpen);
  const probeAt = opened.state.openUntil - START;
  const probing = stateOf(ask(opened.state, inMs(probeAt), request()));

  it("opens after so many failures in a row, not before", () => {
    expect(afterFailures(POLITENESS.failuresToOpen - 1).state.circuit).toBe("closed");
    expect(opened.state).toMatchObject({ circuit: "open", failures: POLITENESS.failuresToOpen });
    expect(opened.state.openUntil - START - opened.at).toBe(POLITENESS.firstOpenMs);
  });

  it("lets nobody through while it is open", () => {
    expect(ask(opened.state, inMs(probeAt - 1), request("on-demand"))).toMatchObject({ reason: "circuit-open" });
  });

  it("lets one request try, half-open, and no second beside it", () => {
    expect(probing).toMatchObject({ circuit: "half-open" });
    expect(ask(probing, inMs(probeAt + 3000), request("crawl", "two"))).toMatchObject({ reason: "busy" });
  });

  it("closes when the try succeeds", () => {
    const closed = done(probing, { kind: "ok" }, inMs(probeAt), holder());
    expect(closed).toMatchObject({ circuit: "closed", failures: 0, openUntil: 0 });
  });

  it("opens again for twice as long when the try fails, up to the most", () => {
    const again = done(probing, { kind: "failed" }, inMs(probeAt), holder());
    expect(again).toMatchObject({ circuit: "open", openUntil: START + probeAt + 2 * POLITENESS.firstOpenMs });
    const { state, at } = afterFailures(40);
    expect(state.openUntil - START - at).toBe(POLITENESS.maxOpenMs);
  });

  it("tries again when the try crashed", () => {
    expect(ask(probing, inMs(probeAt + POLITENESS.leaseMs), request("crawl", "two"))).toMatchObject({ kind: "go" });
  });
});

describe("an on-demand capture that waits", () => {
  const resting = afterRequest({ kind: "ok" });
  const marked = stateOf(ask(resting, inMs(100), request("on-demand", "theirs")));

  it("keeps its place: crawled ones yield until it is back", () => {
    expect(ask(marked, inMs(GAP_MS), request("crawl", "two"))).toMatchObject({ kind: "wait", reason: "yielding" });
    expect(ask(marked, inMs(GAP_MS), request("on-demand", "theirs"))).toMatchObject({ kind: "go" });
  });

  it("that does not come back holds nobody up for longer than the slack", () => {
    const lapsed = 100 + 2000 + POLITENESS.comeBackSlackMs;
    expect(ask(marked, inMs(lapsed - 1), request("crawl", "two"))).toMatchObject({ kind: "wait" });
    expect(ask(marked, inMs(lapsed), request("crawl", "two"))).toMatchObject({ kind: "go" });
  });

  it("costs no write for a place that is kept already", () => {
    expect(ask(marked, inMs(100), request("on-demand", "third"))).toEqual({
      kind: "wait",
      waitSeconds: 2,
      reason: "gap",
    });
  });

  it("yields once to a crawled one after many on-demand ones in a row", () => {
    const waiting = { ...marked, demandStreak: POLITENESS.maxDemandStreak };
    expect(ask(waiting, inMs(GAP_MS), request("on-demand", "theirs"))).toMatchObject({ kind: "go" });
    const crawlWaits = stateOf(ask(waiting, inMs(200), request("crawl", "two")));
    expect(ask(crawlWaits, inMs(GAP_MS), request("on-demand", "theirs"))).toMatchObject({ reason: "yielding" });
    expect(ask(crawlWaits, inMs(GAP_MS), request("crawl", "two"))).toMatchObject({
      kind: "go",
      state: { demandStreak: 0, crawlUntil: 0 },
    });
  });
});

describe("a request for what a page is shown with", () => {
  const afterPage = afterRequest({ kind: "ok" });
  const afterRequisite = (at: number) =>
    done(stateOf(ask(HOST_AT_REST, inMs(at), request("requisite"))), { kind: "ok" }, inMs(at), holder());

  it("waits some seconds longer than the gap after a page: the next one may not have asked yet", () => {
    const waiting = ask(afterPage, inMs(GAP_MS), request("requisite", "two"));
    expect(waiting).toEqual({ kind: "wait", waitSeconds: 3, reason: "yielding" });
    expect(ask(afterPage, inMs(GAP_MS), request("crawl", "two"))).toMatchObject({ kind: "go" });
    const over = GAP_MS + POLITENESS.pagesFirstMs;
    expect(ask(afterPage, inMs(over), request("requisite", "two"))).toMatchObject({ kind: "go" });
  });

  it("waits no more than the gap after another of its kind", () => {
    expect(ask(afterRequisite(0), inMs(GAP_MS - 1), request("requisite", "two"))).toMatchObject({ reason: "gap" });
    expect(ask(afterRequisite(0), inMs(GAP_MS), request("requisite", "two"))).toMatchObject({ kind: "go" });
  });

  it.each(["on-demand", "crawl"] as const)(
    "yields to a page (%s) that found it going, until that is back",
    (priority) => {
      const marked = stateOf(ask(afterRequisite(0), inMs(500), request(priority, "page")));
      expect(ask(marked, inMs(GAP_MS), request("requisite", "two"))).toMatchObject({ reason: "yielding" });
      expect(ask(marked, inMs(GAP_MS), request(priority, "page"))).toMatchObject({ kind: "go" });
      const lapsed = 500 + 2000 + POLITENESS.comeBackSlackMs;
      expect(ask(marked, inMs(lapsed), request("requisite", "two"))).toMatchObject({ kind: "go" });
    },
  );

  it("writes nothing while it waits, and changes nothing between on-demand and crawl", () => {
    for (const at of [0, GAP_MS]) expect(ask(afterPage, inMs(at), request("requisite", "two")).state).toBeUndefined();
    const streak = { ...HOST_AT_REST, demandStreak: 3 };
    expect(ask(streak, inMs(0), request("requisite"))).toMatchObject({ kind: "go", state: { demandStreak: 3 } });
  });
});
