/** A page store in memory; tests/contract/index runs the same suite on it as on DynamoDB. */
import { requisiteKey } from "../../shared/index/keys.ts";
import { allOf, capturesOf, endedRow, type PageStore, placesLeft } from "../../shared/index/page-store.ts";
import { type PageRow, type RequisiteRow, summariseRequisites } from "../../shared/requisites/requisite.ts";

/** Writes what was called into `log`, in order. */
export function createMemoryPages(log: string[] = []): PageStore {
  const pages = new Map<string, PageRow>();
  const requisites = new Map<string, Map<string, RequisiteRow>>();
  const rowsOf = (pageId: string) => {
    const rows = requisites.get(pageId) ?? new Map<string, RequisiteRow>();
    requisites.set(pageId, rows);
    return rows;
  };
  const merge = (pageId: string, url: string, values: Partial<RequisiteRow>) => {
    const { sk } = requisiteKey(pageId, url);
    rowsOf(pageId).set(sk, { ...(rowsOf(pageId).get(sk) ?? { url, status: "waiting" }), ...values });
  };
  const pageOf = (pageId: string): PageRow => pages.get(pageId) ?? { admitted: 0 };
  const store: PageStore = {
    addRequisite: async (pageId, { captureId, url }) => merge(pageId, url, { status: "captured", captureId }),
    async *listRequisites(pageId) {
      for await (const row of allOf(store, pageId)) yield* capturesOf(row);
    },
    async admit(pageId, places, limit) {
      const admitted = pageOf(pageId).admitted + places;
      pages.set(pageId, { ...pageOf(pageId), admitted });
      return placesLeft(admitted, places, limit);
    },
    async want(pageId, requisite) {
      log.push("requisite wanted");
      const { sk } = requisiteKey(pageId, requisite.url);
      if (rowsOf(pageId).has(sk)) return false;
      rowsOf(pageId).set(sk, { ...requisite });
      return true;
    },
    async end(pageId, url, end) {
      log.push(`requisite ${end.status}`);
      merge(pageId, url, endedRow(url, end));
    },
    async endWaiting(pageId, url, end) {
      if (rowsOf(pageId).get(requisiteKey(pageId, url).sk)?.status === "waiting") await store.end(pageId, url, end);
    },
    async markRead(pageId, { stylesheet, at, leftOut }) {
      log.push(stylesheet === undefined ? "page read" : "stylesheet read");
      if (stylesheet === undefined) pages.set(pageId, { ...pageOf(pageId), readAt: at, leftOut });
      else if (rowsOf(pageId).has(requisiteKey(pageId, stylesheet).sk)) {
        merge(pageId, stylesheet, { readAt: at, leftOut });
      }
    },
    async list(pageId, { limit, after }) {
      const left = [...rowsOf(pageId)].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([sk]) => !after || sk > after);
      const shown = left.slice(0, limit);
      return {
        rows: shown.map(([, row]) => structuredClone(row)),
        after: left.length > limit ? shown.at(-1)?.[0] : undefined,
      };
    },
    summarise: async (pageId) => summariseRequisites(pages.get(pageId), [...rowsOf(pageId).values()]),
  };
  return store;
}
