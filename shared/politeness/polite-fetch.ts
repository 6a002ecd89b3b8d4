/**
 * Owns asking a site for something as a guest would: what robots.txt says first, then the host's turn, then one request.
 * A redirect is reported and not followed, because where it leads has a turn and a robots.txt of its own.
 */
import type { RobotsOverride } from "../../events/capture-requested.ts";
import type { FailureCode } from "../errors.ts";
import type { FetchOutcome, FetchRequest } from "../fetch/exchange.ts";
import { decideRobots } from "../robots/decide-robots.ts";
import { PRODUCT_TOKEN } from "../robots/product-token.ts";
import type { RobotsVerdict } from "../robots/robots-verdict.ts";
import type { Priority } from "./host-state.ts";
import { requestResultOf } from "./request-result.ts";
import { createRobotsLookup, type RobotsDeps, type RobotsLookup, type RobotsOutcomeKnown } from "./robots-lookup.ts";
import { gapMs } from "./rules.ts";
import { takeTurn, type Wait } from "./turns.ts";

export type PoliteDeps = RobotsDeps;

export interface PoliteRequest {
  readonly url: string;
  readonly priority: Priority;
  /** Present where robots.txt does not bind: it is not asked then. */
  readonly robotsOverride?: RobotsOverride | undefined;
  /**
   * Called in the host's turn, right before the request: what else to send with it, or undefined to leave it. What it
   * throws gives the turn back and passes through.
   */
  readonly prepare?: (() => Promise<Omit<FetchRequest, "url" | "redirects"> | undefined>) | undefined;
}

export type PoliteOutcome =
  | {
      readonly kind: "fetched";
      readonly outcome: FetchOutcome;
      readonly robots: RobotsVerdict;
      /** Whole seconds until the host takes a next request. */
      readonly waitSeconds: number;
    }
  | Wait
  | { readonly kind: "denied"; readonly robots: RobotsVerdict }
  | { readonly kind: "unreachable"; readonly code: FailureCode; readonly message: string }
  /** `prepare` had it left. */
  | { readonly kind: "left" };

/** What asks sites, and what it remembers of their robots.txt. */
export interface Politeness {
  fetch(request: PoliteRequest): Promise<PoliteOutcome>;
  /** What robots.txt says of a URL's origin; fetches it where that is not known. */
  lookUpRobots(url: string, priority: Priority): Promise<RobotsLookup>;
}

export function createPoliteness(deps: PoliteDeps): Politeness {
  const lookUpRobots = createRobotsLookup(deps);

  return {
    lookUpRobots,
    async fetch(request) {
      const { url, priority, robotsOverride } = request;
      const permission = robotsOverride ? overridden(robotsOverride) : await permissionFor(url, priority);
      if (permission.kind !== "allowed") return permission;
      const { robots, crawlDelaySeconds } = permission;
      const { host } = new URL(url);
      const turn = await takeTurn(deps, { host, priority, gapMs: gapMs(crawlDelaySeconds, deps.minGapMs) });
      if (turn.kind === "wait") return turn;
      let outcome: FetchOutcome | undefined;
      try {
        const extra = request.prepare ? await request.prepare() : {};
        if (!extra) return { kind: "left" };
        outcome = await deps.fetchUrl({ ...extra, url, redirects: "report" });
      } finally {
        // Also where nothing was sent: the host is free again for the next, which then waits for nobody.
        if (!outcome) await turn.end({ kind: "ok" });
      }
      return { kind: "fetched", outcome, robots, waitSeconds: await turn.end(requestResultOf(outcome, deps.now())) };
    },
  };

  async function permissionFor(url: string, priority: Priority): Promise<Permission> {
    const lookup = await lookUpRobots(url, priority);
    if (lookup.kind === "wait") return lookup;
    if (lookup.kind === "unreachable") {
      return { kind: "unreachable", code: lookup.error.code, message: `robots.txt: ${lookup.error.message}` };
    }
    const robots = verdictOf(lookup.outcome, url);
    if (!robots.allowed) return { kind: "denied", robots };
    if (lookup.askedFor !== undefined) return { kind: "wait", waitSeconds: lookup.askedFor, reason: "gap" };
    return { kind: "allowed", robots, crawlDelaySeconds: crawlDelayOf(lookup.outcome) };
  }
}

type Permission =
  | { readonly kind: "allowed"; readonly robots: RobotsVerdict; readonly crawlDelaySeconds: number | undefined }
  | Exclude<PoliteOutcome, { kind: "fetched" | "left" }>;

function overridden(override: RobotsOverride): Permission {
  const robots = { allowed: true, rule: null, group: null, override };
  return { kind: "allowed", robots, crawlDelaySeconds: undefined };
}

function verdictOf(outcome: RobotsOutcomeKnown, url: string): RobotsVerdict {
  if (outcome.kind === "allow-all") return { allowed: true, rule: null, group: null };
  return decideRobots(outcome.rules, url, PRODUCT_TOKEN);
}

/** The rules are narrowed to our own group before they are kept. */
function crawlDelayOf(outcome: RobotsOutcomeKnown): number | undefined {
  return outcome.kind === "rules" ? (outcome.rules.groups[0]?.crawlDelaySeconds ?? undefined) : undefined;
}
