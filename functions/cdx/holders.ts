/**
 * Owns looking up what revisits stand for. A revisit's payload is mostly held by an earlier capture of the same URL, which
 * a walk has just passed; what it has not is fetched by id.
 */
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { PayloadHolder } from "./cdx-fields.ts";

/** Captures passed that are remembered; the oldest are forgotten. */
const MAX_KNOWN = 5000;

/** Captures fetched for one answer: what is beyond stays unresolved. */
const MAX_FETCHED = 1000;

/** Calls at a time. */
const CONCURRENCY = 25;

export interface Holders {
  /** Looks at a page of rows, and fetches what its revisits stand for. */
  learn(rows: readonly CaptureRow[]): Promise<void>;
  of(row: CaptureRow): PayloadHolder | undefined;
}

/** Where no field asks for it, nothing is looked up. */
export const NO_HOLDERS: Holders = { learn: async () => {}, of: () => undefined };

export function createHolders(captures: Pick<CaptureStore, "get">): Holders {
  const known = new Map<string, PayloadHolder | undefined>();
  let fetched = 0;
  return {
    async learn(rows) {
      for (const row of rows) if (row.kind === "response") remember(row.id, row);
      const wanted = new Set(rows.flatMap(({ revisitOf }) => (revisitOf ? [revisitOf.id] : [])));
      const missing = [...wanted].filter((id) => !known.has(id)).slice(0, MAX_FETCHED - fetched);
      fetched += missing.length;
      for (let start = 0; start < missing.length; start += CONCURRENCY) {
        const ids = missing.slice(start, start + CONCURRENCY);
        const found = await Promise.all(ids.map((id) => captures.get(id)));
        for (const [index, id] of ids.entries()) remember(id, found[index]);
      }
    },
    of: ({ revisitOf }) => revisitOf && known.get(revisitOf.id),
  };

  function remember(id: string, holder: PayloadHolder | undefined): void {
    known.set(
      id,
      holder && {
        quality: holder.quality,
        contentType: holder.contentType,
        httpStatus: holder.httpStatus,
        warc: holder.warc,
        responseLength: holder.responseLength,
      },
    );
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  }
}
