/**
 * Owns asking, for an answer over HTTP, whether captures may be read: one that may not is refused with 451 and why, and
 * in a list it is left out. The rule itself is shared/restrictions/verdict.ts's.
 */
import { restrictionsPartition } from "../index/keys.ts";
import type { RestrictionStore } from "../index/restriction-store.ts";
import { createScreen, type Screen } from "../restrictions/screen.ts";
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
  const verdictsOn = async (captures: readonly Restrictable[]): Promise<Verdict[]> => {
    const screens = new Map<string, Promise<Screen>>();
    return Promise.all(
      captures.map(async (capture) => {
        const site = restrictionsPartition(capture.url);
        const screen = screens.get(site) ?? restrictions.ofSite(capture.url).then((each) => createScreen(each, now()));
        screens.set(site, screen);
        return (await screen)(capture);
      }),
    );
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
