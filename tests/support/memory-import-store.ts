/** A double of the import store that keeps its contract, in memory. */
import type { Import, ImportProblem } from "../../shared/imports/import.ts";
import type { ImportStore, WaitingRevisit } from "../../shared/index/import-store.ts";

export function createMemoryImports(): ImportStore {
  const rows = new Map<string, { value: Import; revision: number }>();
  const problems = new Map<string, ImportProblem>();
  const waiting = new Map<string, WaitingRevisit>();
  const keyed = <T>(
    map: Map<string, T>,
    prefix: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ) => {
    const keys = [...map.keys()].filter((key) => key.startsWith(prefix) && (after === undefined || key > after)).sort();
    const page = keys.slice(0, limit);
    return {
      rows: page.map((key) => structuredClone(map.get(key) as T)),
      after: keys.length > limit ? page.at(-1) : undefined,
    };
  };
  return {
    async create(value) {
      rows.set(value.id, structuredClone({ value, revision: 0 }));
    },
    get: async (id) => structuredClone(rows.get(id)),
    async replace({ value, revision }) {
      if (rows.get(value.id)?.revision !== revision) return false;
      rows.set(value.id, structuredClone({ value, revision: revision + 1 }));
      return true;
    },
    async list({ limit, after }) {
      const ids = [...rows.keys()]
        .filter((id) => after === undefined || id < after)
        .sort()
        .reverse();
      const page = ids.slice(0, limit);
      const found = page.flatMap((id) => rows.get(id)?.value ?? []);
      return { rows: structuredClone(found), after: ids.length > limit ? page.at(-1) : undefined };
    },
    async addProblem(id, problem) {
      problems.set(`${id} ${problem.position} ${problem.code}`, structuredClone(problem));
    },
    listProblems: async (id, page) => keyed(problems, `${id} `, page),
    async addWaiting(id, revisit) {
      waiting.set(`${id} ${revisit.position}`, revisit);
    },
    listWaiting: async (id, page) => keyed(waiting, `${id} `, page),
  };
}
