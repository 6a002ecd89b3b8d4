/** Restrictions in memory. tests/contract/index runs the same suite on them as on DynamoDB. */
import { createReadable, type Readable } from "../../shared/api/readable.ts";
import { restrictionsPartition } from "../../shared/index/keys.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";

export function createMemoryRestrictions(): RestrictionStore {
  const rows = new Map<string, Restriction>();
  return {
    async ofSite(url) {
      const site = restrictionsPartition(url);
      return structuredClone([...rows.values()].filter(({ scope }) => restrictionsPartition(scope.url) === site));
    },
    async list({ limit, after }) {
      const left = [...rows.values()]
        .filter(({ id }) => after === undefined || id < after)
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const page = structuredClone(left.slice(0, limit));
      return { rows: page, after: left.length > limit ? page.at(-1)?.id : undefined };
    },
    get: async (id) => structuredClone(rows.get(id)),
    current: async ({ id }) => structuredClone(rows.get(id)),
    async put(restriction) {
      rows.set(restriction.id, structuredClone(restriction));
    },
  };
}

/** For tests of something else: nothing is kept from anybody but by its own noarchive. */
export const unrestricted = (): Readable => createReadable(createMemoryRestrictions(), () => new Date());
