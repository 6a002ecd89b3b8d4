/**
 * Owns whether a finished export may still be handed out. A file cannot be changed once it is signed: where something in
 * it was taken down, erased or put under an embargo since, it is withdrawn as a whole, and a new one can be asked for.
 */
import type { Export } from "../../shared/exports/export.ts";
import { type PlanObjects, readPlan, readSites } from "../../shared/exports/plan.ts";
import { createGate, type GateDeps } from "../../shared/restrictions/gate.ts";

export interface StillOpenDeps extends GateDeps {
  readonly objects: PlanObjects;
}

/** Sites that are looked up at once; an export has 2,000 at the most. */
const AT_ONCE = 50;

export async function mayBeHandedOut(deps: StillOpenDeps, made: Export): Promise<boolean> {
  if (!(await hasNewRestrictions(deps, made))) return true;
  const gate = createGate(deps);
  const chunks = made.step.kind === "end" ? made.step.chunks : 0;
  for await (const { capture } of readPlan(deps.objects, made.id, chunks)) {
    if ((await gate(capture)).kind !== "open") return false;
  }
  return true;
}

/** Mostly there are none, and then the list of all captures need not be read. */
async function hasNewRestrictions(deps: StillOpenDeps, made: Export): Promise<boolean> {
  const sites = await readSites(deps.objects, made.id);
  for (let start = 0; start < sites.length; start += AT_ONCE) {
    const found = await Promise.all(sites.slice(start, start + AT_ONCE).map(deps.restrictions.ofSite));
    if (found.flat().some(({ at }) => Date.parse(at) >= Date.parse(made.createdAt))) return true;
  }
  return false;
}
