/**
 * Owns asking about many captures at once whether they may be read: each site's restrictions are looked up once in a
 * gate's life, so a gate must be short-lived. Pure.
 */
import { toSite } from "../url/site.ts";
import type { Restriction } from "./restriction.ts";
import { createScreen, type Screen } from "./screen.ts";
import type { Restrictable, Verdict } from "./verdict.ts";

export type Gate = (capture: Restrictable) => Promise<Verdict>;

export interface GateDeps {
  readonly restrictions: { ofSite(url: string): Promise<Restriction[]> };
  readonly now: () => Date;
}

/** Sites that a gate remembers: an export of many thousands would fill the memory. */
const MAX_SITES = 2000;

export function createGate({ restrictions, now }: GateDeps): Gate {
  const sites = new Map<string, Promise<Screen>>();
  return async (capture) => {
    const site = toSite(capture.url);
    const known = sites.get(site) ?? restrictions.ofSite(capture.url).then((found) => createScreen(found, now()));
    if (sites.size >= MAX_SITES) sites.clear();
    sites.set(site, known);
    return (await known)(capture);
  };
}
