/**
 * What a crawl keeps, in memory, for tests of what is above it. tests/contract/index runs the same suites on these
 * stores as on DynamoDB, so that they cannot drift from it.
 */
import type { HostStore, KnownHost } from "../../shared/index/host-store.ts";
import type { ItemStore } from "../../shared/index/item-store.ts";
import { agendaKeys, runSort } from "../../shared/index/keys.ts";
import type { RunRef, RunStore } from "../../shared/index/run-store.ts";
import type { SiteSearchStore } from "../../shared/index/site-search-store.ts";
import { dueAtOf, type SourceStore, type StoredSource } from "../../shared/index/source-store.ts";
import { HOST_AT_REST } from "../../shared/politeness/host-state.ts";
import type { CachedRobots } from "../../shared/robots/cached-robots.ts";
import type { CrawlItem } from "../../shared/sources/item.ts";
import type { ItemEndRow, Run } from "../../shared/sources/run.ts";
import type { SiteSearchResult } from "../../shared/sources/site-search.ts";
import { AT } from "./fixtures.ts";

export function createMemoryHosts(): HostStore {
  const hosts = new Map<string, KnownHost>();
  const robots = new Map<string, CachedRobots>();
  return {
    get: async (host) => hosts.get(host) ?? { state: HOST_AT_REST, revision: 0 },
    async put(host, state, revision) {
      if ((hosts.get(host)?.revision ?? 0) !== revision) return false;
      hosts.set(host, { state, revision: revision + 1 });
      return true;
    },
    getRobots: async (origin) => robots.get(origin),
    async putRobots(origin, cached) {
      robots.set(origin, cached);
    },
  };
}

export function createMemorySources(): SourceStore {
  const rows = new Map<string, StoredSource>();
  return {
    get: async (id) => structuredClone(rows.get(id)),
    async list({ limit, after = "" }) {
      const left = [...rows.keys()].filter((id) => id > after).toSorted();
      const page = left.slice(0, limit).flatMap((id) => rows.get(id)?.source ?? []);
      return { rows: structuredClone(page), after: left.length >= limit ? page.at(-1)?.id : undefined };
    },
    async create(source) {
      if (rows.has(source.id)) return false;
      rows.set(source.id, { source: structuredClone(source), revision: 1 });
      return true;
    },
    async replace(stored) {
      if (rows.get(stored.source.id)?.revision !== stored.revision) return false;
      rows.set(stored.source.id, { ...structuredClone(stored), revision: stored.revision + 1 });
      return true;
    },
    remove: async (id) => rows.delete(id),
    async listDue(now, limit) {
      const due = [...rows.values()].flatMap((stored) => {
        const at = dueAtOf(stored);
        return at !== undefined && Date.parse(at) <= now.getTime() ? [{ at, name: stored.source.id }] : [];
      });
      return inOrder(due).slice(0, limit);
    },
  };
}

export function createMemoryItems(): ItemStore & { all(): CrawlItem[] } {
  const rows = new Map<string, CrawlItem>();
  return {
    all: () => [...rows.values()],
    get: async (key) => rows.get(key),
    getMany: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const item = rows.get(key);
          return item ? [[key, item] as const] : [];
        }),
      ),
    async create(item) {
      if (rows.has(item.key)) return false;
      rows.set(item.key, withoutUndefined(item));
      return true;
    },
    async replace(item, { jobId, dueAt }) {
      const known = rows.get(item.key);
      if (known?.jobId !== jobId || known.dueAt !== dueAt) return false;
      rows.set(item.key, withoutUndefined(item));
      return true;
    },
    async listDue(now, limit) {
      // Both are as Date writes them, so that they can be compared as text: a simulation asks 15,000 times.
      const upTo = now.toISOString();
      const due: { at: string; name: string }[] = [];
      for (const { key, dueAt } of rows.values()) {
        if (dueAt !== undefined && dueAt <= upTo) due.push({ at: dueAt, name: key });
      }
      return inOrder(due).slice(0, limit);
    },
  };
}

export function createMemoryRuns(): RunStore & { all(): Run[] } {
  const rows = new Map<string, Run>();
  const ends = new Map<string, Map<string, ItemEndRow>>();
  const nameOf = ({ sourceId, runId }: RunRef) => `${sourceId} ${runId}`;
  /** Names of open runs: a simulation asks for them each minute, and closes thousands. */
  const openNames = new Set<string>();
  const open = () => [...openNames].flatMap((name) => rows.get(name) ?? []);
  const write = (name: string, run: Run) => {
    rows.set(name, withoutUndefined(run));
    if (run.state === "open") openNames.add(name);
    else openNames.delete(name);
  };
  const byCheck = (runs: readonly Run[]) => {
    const named = new Map(runs.map((run) => [nameOf({ sourceId: run.sourceId, runId: run.id }), run]));
    return inOrder([...named].map(([name, run]) => ({ name, at: run.nextCheckAt ?? run.startedAt }))).flatMap(
      (name) => named.get(name) ?? [],
    );
  };
  return {
    all: () => [...rows.values()],
    get: async (run) => rows.get(nameOf(run)),
    async create(run) {
      const name = nameOf({ sourceId: run.sourceId, runId: run.id });
      if (rows.has(name)) return false;
      write(name, run);
      return true;
    },
    async replace(run) {
      write(nameOf({ sourceId: run.sourceId, runId: run.id }), run);
    },
    async listBySource(sourceId, { limit, after }) {
      const left = [...rows.values()]
        .filter((run) => run.sourceId === sourceId && (after === undefined || runSort(run.id) < runSort(after)))
        .sort((a, b) => (runSort(a.id) < runSort(b.id) ? 1 : -1));
      const page = left.slice(0, limit);
      return { rows: page, after: left.length >= limit ? page.at(-1)?.id : undefined };
    },
    listDue: async (now, limit) =>
      byCheck(open().filter((run) => Date.parse(run.nextCheckAt ?? run.startedAt) <= now.getTime())).slice(0, limit),
    listOpen: async (limit) => byCheck(open()).slice(0, limit),
    async listClosedOn(day, { limit, after }) {
      const sortOf = (run: Run) => agendaKeys("", run.startedAt, `${run.sourceId} ${run.id}`).agendaSk ?? "";
      const left = [...rows.values()]
        .filter((run) => run.state === "closed" && run.startedAt.startsWith(day))
        .filter((run) => after === undefined || sortOf(run) > after)
        .sort((a, b) => (sortOf(a) < sortOf(b) ? -1 : 1));
      const page = left.slice(0, limit);
      const last = page.at(-1);
      return { rows: page, after: left.length >= limit && last ? sortOf(last) : undefined };
    },
    async addEnd(run, end) {
      const known = ends.get(nameOf(run)) ?? new Map<string, ItemEndRow>();
      ends.set(nameOf(run), known);
      if (known.has(end.jobId)) return false;
      known.set(end.jobId, withoutUndefined(end));
      return true;
    },
    async listEnds(run, { limit, after = "" }) {
      const known = ends.get(nameOf(run)) ?? new Map<string, ItemEndRow>();
      const left = [...known.keys()].filter((id) => id > after).toSorted();
      const page = left.slice(0, limit);
      return {
        rows: page.flatMap((id) => known.get(id) ?? []),
        after: left.length >= limit ? page.at(-1) : undefined,
      };
    },
  };
}

export function createMemorySiteSearches(): SiteSearchStore {
  const rows = new Map<string, SiteSearchResult>();
  return {
    get: async (id) => rows.get(id),
    async put(result) {
      rows.set(result.id, withoutUndefined(result));
    },
  };
}

/** All that a crawl keeps, at {@link AT}. */
export function createMemoryCrawl(now: () => Date = () => new Date(AT)) {
  return {
    hosts: createMemoryHosts(),
    sources: createMemorySources(),
    items: createMemoryItems(),
    runs: createMemoryRuns(),
    searches: createMemorySiteSearches(),
    now,
    random: () => 0,
  };
}

/** Names by moment and then by name, as the agenda has them. */
function inOrder(due: readonly { at: string; name: string }[]): string[] {
  const sorted = due.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.name < b.name ? -1 : 1));
  return sorted.map(({ name }) => name);
}

/** As the table keeps a row: what is undefined is not there. */
function withoutUndefined<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(structuredClone(row)).filter(([, value]) => value !== undefined)) as T;
}
