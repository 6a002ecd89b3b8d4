/** Owns how a function that fetches puts its manners together: the table's host rows, the guarded fetcher, the settings. */
import { readAllowPrivate, readMinGapMs, readOwnHosts } from "../env.ts";
import { createFetcher } from "../fetch/fetcher.ts";
import { buildUserAgent } from "../fetch/user-agent.ts";
import { createHostStore } from "../index/host-store.ts";
import type { Table } from "../index/table.ts";
import { VERSION } from "../version.ts";
import { createPoliteness, type Politeness } from "./polite-fetch.ts";

/**
 * @param contact - URL or mail address that the User-Agent names
 * @throws TypeError or RangeError for a setting that is not of its form
 */
export function buildPoliteness(table: Table, contact: string): Politeness {
  return createPoliteness({
    hosts: createHostStore(table),
    fetchUrl: createFetcher({
      userAgent: buildUserAgent(contact, VERSION),
      allowPrivate: readAllowPrivate(),
      refuseHosts: readOwnHosts(),
    }),
    minGapMs: readMinGapMs(),
    random: Math.random,
    now: () => new Date(),
  });
}
