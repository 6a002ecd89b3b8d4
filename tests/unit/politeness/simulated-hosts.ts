/** Plays clients of one host by the rules of politeness, on a clock of its own. What came of it is the test's to judge. */

import {
  ask,
  done,
  HOST_AT_REST,
  type HostState,
  type Priority,
  type RequestResult,
} from "../../../shared/politeness/host-state.ts";
import { seededRandom } from "../../support/random.ts";

export interface Behaviour {
  readonly seed: number;
  readonly hours: number;
  readonly gapMs: number;
  /** How many clients of each priority always have another URL. */
  readonly clients: Record<Priority, number>;
  /** Share of requests whose client dies without reporting. */
  readonly crashes: number;
  /** How the host answers. */
  readonly answer: (random: () => number, at: number) => RequestResult;
}

/** One request as the host saw it. */
export interface Seen {
  readonly priority: Priority;
  readonly client: string;
  readonly start: number;
  readonly end: number;
  readonly crashed: boolean;
  readonly result: RequestResult;
  /** From the client's first asking to the request. */
  readonly waitedMs: number;
}

interface Step {
  readonly at: number;
  readonly run: (at: number) => void;
}

const HOUR_MS = 3_600_000;

/** All requests that the host saw, by their start. */
export function playHost({ seed, hours, gapMs, clients, crashes, answer }: Behaviour): Seen[] {
  const random = seededRandom(seed);
  const steps: Step[] = [];
  const seen: Seen[] = [];
  let state: HostState = HOST_AT_REST;
  let leases = 0;

  function askFor(client: string, priority: Priority, since: number): (at: number) => void {
    return (at) => {
      leases += 1;
      const leaseId = `${leases}`;
      const said = ask(state, new Date(at), { priority, leaseId, gapMs });
      state = said.state ?? state;
      if (said.kind === "go") return send(client, priority, at, since, leaseId);
      // A queue gives a message back a little late.
      later(at + said.waitSeconds * 1000 + random() * 800, askFor(client, priority, since));
    };
  }

  function send(client: string, priority: Priority, start: number, since: number, leaseId: string): void {
    const end = start + Math.round(50 + random() ** 4 * 55_000);
    const crashed = random() < crashes;
    const result = answer(random, start);
    seen.push({ priority, client, start, end, crashed, result, waitedMs: start - since });
    later(end, (at) => {
      if (!crashed) state = done(state, result, new Date(at), { leaseId, random: random() });
      later(at, askFor(client, priority, at));
    });
  }

  function later(at: number, run: Step["run"]): void {
    steps.push({ at: Math.ceil(at), run });
  }

  for (const priority of ["on-demand", "crawl", "requisite"] as const) {
    for (let index = 0; index < clients[priority]; index += 1) {
      later(random() * 1000, askFor(`${priority} ${index}`, priority, 0));
    }
  }
  for (;;) {
    steps.sort((a, b) => b.at - a.at);
    const step = steps.pop();
    if (!step || step.at > hours * HOUR_MS) return seen;
    step.run(step.at);
  }
}
