/** The store of saves in memory; tests/contract/index runs the same suite on it as on DynamoDB. */
import type { SaveStore, Saves } from "../../shared/index/save-store.ts";

export function createMemorySaves(): SaveStore {
  const rows = new Map<string, Saves>();
  return {
    get: async (token) => structuredClone(rows.get(token)),
    async startDay(token, day) {
      const row = rows.get(token);
      if (!row || row.day < day) rows.set(token, { day, count: 0, open: row?.open ?? {} });
    },
    async enter(token, day, { id, at }, limits) {
      const row = rows.get(token);
      if (row?.day !== day || row.count >= limits.daily || Object.keys(row.open).length >= limits.open) return false;
      rows.set(token, { day, count: row.count + 1, open: { ...row.open, [id]: at } });
      return true;
    },
    async leave(token, jobIds) {
      const row = rows.get(token);
      const left = Object.entries(row?.open ?? {}).filter(([id]) => !jobIds.includes(id));
      if (row) rows.set(token, { ...row, open: Object.fromEntries(left) });
    },
    async takeBack(token, day, jobId) {
      const row = rows.get(token);
      if (row?.day !== day || row.open[jobId] === undefined) return;
      const { [jobId]: _, ...open } = row.open;
      rows.set(token, { day, count: row.count - 1, open });
    },
  };
}
