/**
 * Owns taking a host's turn and giving it back: one request at a time, its gap after it, its pauses and circuit. The
 * rules are host-state.ts's; here each answer is made to count by one conditional write. Nothing here ever sleeps.
 */
import { randomUUID } from "node:crypto";
import type { FailureCode } from "../errors.ts";
import type { HostStore, KnownHost } from "../index/host-store.ts";
import { ask, done, type HostState, type Priority, type RequestResult, type WaitReason } from "./host-state.ts";

export interface TurnDeps {
  readonly hosts: Pick<HostStore, "get" | "put">;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface TurnRequest {
  /** `URL.host`. */
  readonly host: string;
  readonly priority: Priority;
  /** Least time to the next request after this one, in milliseconds. */
  readonly gapMs: number;
}

export interface Wait {
  readonly kind: "wait";
  /** Whole seconds after which to ask again. */
  readonly waitSeconds: number;
  /** `robots`: the site's robots.txt could not be had, for which `code` says why. `contended`: others were faster. */
  readonly reason: WaitReason | "contended" | "robots";
  readonly code?: FailureCode | undefined;
}

/** A request may be sent now; `end` must be told how it went, and answers when the next one may be, in seconds. */
export interface Turn {
  readonly kind: "go";
  readonly end: (result: RequestResult) => Promise<number>;
}

/** Others write a host's row only while they wait for it: that so many do within milliseconds is rare. */
const MAX_TRIES = 8;

/** Asks for a host's turn. */
export async function takeTurn(deps: TurnDeps, { host, priority, gapMs }: TurnRequest): Promise<Turn | Wait> {
  const leaseId = randomUUID();
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const now = deps.now();
    const known = await deps.hosts.get(host);
    const answer = ask(known.state, now, { priority, leaseId, gapMs });
    if (answer.kind === "wait" && !answer.state) return toWait(answer);
    const { state } = answer;
    if (!state || !(await deps.hosts.put(host, state, known.revision, now))) continue;
    if (answer.kind === "wait") return toWait(answer);
    const taken = { state, revision: known.revision + 1 };
    return { kind: "go", end: (result) => endTurn(deps, host, leaseId, taken, result) };
  }
  return { kind: "wait", waitSeconds: 1, reason: "contended" };
}

const toWait = ({ waitSeconds, reason }: { waitSeconds: number; reason: WaitReason }): Wait => ({
  kind: "wait",
  waitSeconds,
  reason,
});

/** Should it never be written, the lease ends by itself (`POLITENESS.leaseMs`): the host rests longer, nothing is lost. */
async function endTurn(
  deps: TurnDeps,
  host: string,
  leaseId: string,
  taken: KnownHost,
  result: RequestResult,
): Promise<number> {
  let known = taken;
  for (let tried = 0; ; tried += 1) {
    const now = deps.now();
    const state = done(known.state, result, now, { leaseId, random: deps.random() });
    if (await deps.hosts.put(host, state, known.revision, now)) return secondsUntilFree(state, now);
    if (tried === MAX_TRIES)
      throw new Error(`the turn of ${host} could not be given back: its row changes all the time`);
    known = await deps.hosts.get(host);
  }
}

/** Whole seconds until the host can take a next request, at least 0. */
function secondsUntilFree(state: HostState, now: Date): number {
  const openUntil = state.circuit === "open" ? state.openUntil : 0;
  const freeAt = Math.max(state.nextRequestAt, state.pausedUntil, openUntil);
  return Math.max(0, Math.ceil((freeAt - now.getTime()) / 1000));
}
