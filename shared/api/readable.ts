/**
 * Owns asking, for an answer over HTTP, whether captures may be read: one that may not is refused with 451 and why, and
 * in a list it is left out. The rule itself is shared/restrictions/verdict.ts's.
 */
import type { RestrictionStore } from "../index/restriction-store.ts";
import { createGate } from "../restrictions/gate.ts";
import type { Restrictable, Verdict } from "../restrictions/verdict.ts";
import { PROBLEMS, ProblemError } from "./problems.ts";

export interface Readable {
  /** @throws ProblemError `blocked`, `embargoed`, `erased` or `withheld`, where any of them may not be read */
  assert(...captures: readonly Restrictable[]): Promise<void>;
  /** Those that may be read, in order. */
  only<C extends Restrictable>(captures: readonly C[]): Promise<C[]>;
}

/** Restrictions are looked up anew for each call: a takedown holds from the moment that it is written. */
export function createReadable(restrictions: Pick<RestrictionStore, "ofSite">, now: () => Date): Readable {
  const verdictsOn = (captures: readonly Restrictable[]): Promise<Verdict[]> => {
    const gate = createGate({ restrictions, now });
    return Promise.all(captures.map(gate));
  };
  return {
    async assert(...captures) {
      for (const verdict of await verdictsOn(captures)) if (verdict.kind !== "open") throw refusalOf(verdict);
    },
    async only(captures) {
      const verdicts = await verdictsOn(captures);
      return captures.filter((_, index) => verdicts[index]?.kind === "open");
    },
  };
}

function refusalOf(verdict: Exclude<Verdict, { kind: "open" }>): ProblemError {
  if (verdict.kind === "withheld") return new ProblemError("withheld");
  const { reason, at, until } = verdict.by;
  const since = `${PROBLEMS[verdict.kind].detail} Since ${at}${until === undefined ? "" : `, until ${until}`}: ${reason}`;
  return new ProblemError(verdict.kind, { detail: since });
}
