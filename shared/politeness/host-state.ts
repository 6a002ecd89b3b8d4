/**
 * Owns the state machine of one host: who may send a request now, who waits how long, and what a request's end means for
 * the next. It holds no clock and no storage: callers write the state that an answer carries, on condition that the
 * host's is still the one they asked with, and ask again where it is not. Only a `go` whose state was written is one.
 */
import * as z from "zod";
import { backOffMs, POLITENESS } from "./rules.ts";

const moment = z.int().min(0);

/** Moments are milliseconds since the epoch; 0 is never. */
export const hostStateSchema = z.object({
  /** No request before: the gap since the last one. */
  nextRequestAt: moment,
  /** Gap that the request under way was started with, kept after it. */
  gapMs: moment,
  /** A request is under way until it is done, or until then. */
  leaseUntil: moment,
  /** Who holds the lease; empty when nobody does. */
  leaseId: z.string(),
  /** No request before: the host asked for it, or it failed. */
  pausedUntil: moment,
  /** Failed requests in a row. */
  failures: z.int().min(0),
  /** `open`: no request before `openUntil`. `half-open`: one request tries whether the host is back. */
  circuit: z.enum(["closed", "open", "half-open"]),
  openUntil: moment,
  /** An on-demand capture waits, and is back by then: crawled ones yield. */
  demandUntil: moment,
  /** A crawled capture waits while on-demand ones go, and is back by then. */
  crawlUntil: moment,
  /** On-demand requests since the last crawled one. */
  demandStreak: z.int().min(0),
  /** True after a request for what a page is shown with: pages that wait then have been passed over. */
  lastWasRequisite: z.boolean().default(false),
});

export type HostState = Readonly<z.infer<typeof hostStateSchema>>;

/** A host that was never asked for anything. */
export const HOST_AT_REST: HostState = {
  nextRequestAt: 0,
  gapMs: POLITENESS.minGapMs,
  leaseUntil: 0,
  leaseId: "",
  pausedUntil: 0,
  failures: 0,
  circuit: "closed",
  openUntil: 0,
  demandUntil: 0,
  crawlUntil: 0,
  demandStreak: 0,
  lastWasRequisite: false,
};

/** `requisite`: what a page is shown with. It goes where no page wants to. */
export type Priority = "on-demand" | "crawl" | "requisite";

export interface Ask {
  readonly priority: Priority;
  /** Names this request in {@link done}; new for each ask. */
  readonly leaseId: string;
  /** See {@link ./rules.ts gapMs}. */
  readonly gapMs: number;
}

/** Why a request waits. `yielding`: another priority's turn. */
export type WaitReason = "busy" | "paused" | "circuit-open" | "gap" | "yielding";

export type Answer =
  /** Send the request once `state` is written. */
  | { readonly kind: "go"; readonly state: HostState }
  /** Ask again after so many whole seconds. Where there is a `state`, it keeps this request's place: write it. */
  | { readonly kind: "wait"; readonly waitSeconds: number; readonly reason: WaitReason; readonly state?: HostState };

/** May a request be sent to this host now? */
export function ask(state: HostState, now: Date, request: Ask): Answer {
  const at = now.getTime();
  const obstacle = findObstacle(state, at, request.priority);
  if (obstacle) return wait(state, at, request.priority, obstacle);
  return { kind: "go", state: take(state, at, request) };
}

interface Obstacle {
  readonly reason: WaitReason;
  readonly until: number;
}

function findObstacle(state: HostState, at: number, priority: Priority): Obstacle | undefined {
  // Most requests end long before their lease: ask again after a gap.
  if (state.leaseUntil > at) return { reason: "busy", until: Math.min(state.leaseUntil, at + state.gapMs) };
  if (state.pausedUntil > at) return { reason: "paused", until: state.pausedUntil };
  if (state.circuit === "open" && state.openUntil > at) return { reason: "circuit-open", until: state.openUntil };
  if (state.nextRequestAt > at) return { reason: "gap", until: state.nextRequestAt };
  if (priority === "requisite") return findPages(state, at);
  if (mustYield(state, at, priority)) return { reason: "yielding", until: at + state.gapMs };
  return undefined;
}

/**
 * A requisite lets every page go first: those that keep a place, and after a page's request, for some seconds, those
 * that were given back without asking. It keeps no place itself, so it costs no write until it goes.
 */
function findPages(state: HostState, at: number): Obstacle | undefined {
  const grace = state.lastWasRequisite ? 0 : state.nextRequestAt + POLITENESS.pagesFirstMs;
  const until = Math.max(state.demandUntil, state.crawlUntil, grace);
  return until > at ? { reason: "yielding", until } : undefined;
}

/** On-demand goes first, until it went so often in a row that a crawled one which waits goes in between. */
function mustYield(state: HostState, at: number, priority: Priority): boolean {
  const isCrawlsTurn = state.demandStreak >= POLITENESS.maxDemandStreak && state.crawlUntil > at;
  return priority === "on-demand" ? isCrawlsTurn : state.demandUntil > at && !isCrawlsTurn;
}

function wait(state: HostState, at: number, priority: Priority, { reason, until }: Obstacle): Answer {
  const waitSeconds = Math.min(Math.max(1, Math.ceil((until - at) / 1000)), POLITENESS.maxWaitSeconds);
  // Nobody is passed over by a host that takes nothing at all, and a place kept for hours might outlast who asked.
  if (reason === "paused" || reason === "circuit-open") return { kind: "wait", waitSeconds, reason };
  const backBy = at + waitSeconds * 1000 + POLITENESS.comeBackSlackMs;
  const marked = keepPlace(state, priority, backBy);
  return { kind: "wait", waitSeconds, reason, ...(marked && { state: marked }) };
}

/** The state with this request's place in it, or undefined where that is nothing new: each one costs a write. */
function keepPlace(state: HostState, priority: Priority, backBy: number): HostState | undefined {
  if (priority === "requisite") return undefined;
  if (priority === "on-demand") return backBy > state.demandUntil ? { ...state, demandUntil: backBy } : undefined;
  const isPassedOver = state.demandStreak > 0 || state.lastWasRequisite;
  return isPassedOver && backBy > state.crawlUntil ? { ...state, crawlUntil: backBy } : undefined;
}

function take(state: HostState, at: number, { priority, leaseId, gapMs }: Ask): HostState {
  return {
    ...state,
    leaseId,
    leaseUntil: at + POLITENESS.leaseMs,
    gapMs,
    nextRequestAt: at + gapMs,
    circuit: state.circuit === "open" ? "half-open" : state.circuit,
    crawlUntil: priority === "crawl" ? 0 : state.crawlUntil,
    demandStreak: streakAfter(state, priority),
    lastWasRequisite: priority === "requisite",
  };
}

/** A requisite is nobody's turn: between on-demand and crawl it changes nothing. */
function streakAfter({ demandStreak }: HostState, priority: Priority): number {
  if (priority === "requisite") return demandStreak;
  return priority === "crawl" ? 0 : demandStreak + 1;
}

/**
 * How a request ended, for its host. `ok`: the host answered, be it 404. `failed`: no valid HTTP answer came.
 * `server-error`: 5xx. `retry-after`: 429, or 503 with the header; `seconds` is what {@link ./retry-after.ts
 * parseRetryAfter} read, undefined where there was nothing to read.
 */
export type RequestResult =
  | { readonly kind: "ok" | "failed" | "server-error" }
  | { readonly kind: "retry-after"; readonly seconds: number | undefined };

export interface Done {
  /** As in the {@link Ask}. */
  readonly leaseId: string;
  /** In [0, 1): spreads the back-off. */
  readonly random: number;
}

/** The host's state after a request. One whose lease has passed to another still tells, but does not free the host. */
export function done(state: HostState, result: RequestResult, now: Date, { leaseId, random }: Done): HostState {
  const at = now.getTime();
  const isHolder = state.leaseId === leaseId;
  const freed: HostState = {
    ...state,
    ...(isHolder ? { leaseId: "", leaseUntil: 0 } : {}),
    nextRequestAt: Math.max(state.nextRequestAt, at + state.gapMs),
  };
  if (result.kind === "ok") return { ...freed, failures: 0, circuit: "closed", openUntil: 0 };
  if (result.kind === "retry-after" && result.seconds !== undefined) return pause(freed, at + result.seconds * 1000);
  return afterFailure(freed, at, result.kind, random);
}

function afterFailure(state: HostState, at: number, kind: RequestResult["kind"], random: number): HostState {
  const { firstBackOffMs, maxBackOffMs, failuresToOpen, firstOpenMs, maxOpenMs } = POLITENESS;
  const failures = state.failures + 1;
  const first = kind === "server-error" ? firstBackOffMs.serverError : firstBackOffMs.failed;
  const paused = pause({ ...state, failures }, at + backOffMs(first, maxBackOffMs, failures, random));
  if (failures < failuresToOpen && state.circuit === "closed") return paused;
  const timesOpened = Math.max(1, failures - failuresToOpen + 1);
  return { ...paused, circuit: "open", openUntil: at + backOffMs(firstOpenMs, maxOpenMs, timesOpened, random) };
}

function pause(state: HostState, until: number): HostState {
  return { ...state, pausedUntil: Math.max(state.pausedUntil, until) };
}
