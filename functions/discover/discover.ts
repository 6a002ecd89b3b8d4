/**
 * Owns one tick of the crawl's clock: what is due goes on its queue. Sources first, since somebody may have just made
 * one; then items, then runs. Each stands or falls by itself, and what there is no time for is still due at the next.
 */
import type { Observer } from "../../shared/observe.ts";
import { type CloseRunsDeps, closeDueRuns } from "./close-runs.ts";
import { type DueItemsDeps, sendDueItems } from "./due-items.ts";
import { type DueSourcesDeps, sendDueSources } from "./due-sources.ts";

export interface DiscoverDeps extends DueSourcesDeps, DueItemsDeps, CloseRunsDeps {
  readonly sources: DueSourcesDeps["sources"] & DueItemsDeps["sources"];
  readonly runs: DueItemsDeps["runs"] & CloseRunsDeps["runs"];
  readonly observer: Observer;
}

/** @param remainingMs - time that the function has left */
export async function discover(deps: DiscoverDeps, remainingMs: () => number): Promise<void> {
  const steps = [sendDueSources, sendDueItems, closeDueRuns];
  for (const step of steps) {
    try {
      await step(deps, remainingMs);
    } catch (error) {
      // An index or a queue that does not answer: the other steps may fare better, and the next tick is a minute away.
      deps.observer.outcome({ outcome: "not-done", code: step.name, error });
    }
  }
}
