/** Exports in memory. The suites of tests/contract/index say what a store of them must do. */
import type { Export } from "../../shared/exports/export.ts";
import type { ExportStore } from "../../shared/index/export-store.ts";

export function createMemoryExports(): ExportStore {
  const rows = new Map<string, { text: string; revision: number }>();
  const toExport = (text: string): Export => JSON.parse(text);
  return {
    async get(id) {
      const row = rows.get(id);
      return row && { export: toExport(row.text), revision: row.revision };
    },
    async list({ limit, after }) {
      const newest = [...rows].filter(([id]) => after === undefined || id < after).sort(([a], [b]) => (a < b ? 1 : -1));
      const page = newest.slice(0, limit);
      return {
        rows: page.map(([, { text }]) => toExport(text)),
        after: newest.length > limit ? page.at(-1)?.[0] : undefined,
      };
    },
    async create(made) {
      if (!rows.has(made.id)) rows.set(made.id, { text: JSON.stringify(made), revision: 1 });
    },
    async replace({ export: made, revision }) {
      if (rows.get(made.id)?.revision !== revision) return false;
      rows.set(made.id, { text: JSON.stringify(made), revision: revision + 1 });
      return true;
    },
  };
}
