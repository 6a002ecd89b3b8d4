/**
 * Owns which rows of a walk are answered: what filters let through, of which adjacent ones are collapsed, up to the limit.
 * A row is written when the next one comes, since only then it is known how many were skipped after it, and so that a
 * resumed query does not begin in the middle of a group. Pure.
 */
import { siteSortOf } from "../../shared/index/site-index.ts";
import { type CdxRow, fieldOf } from "./cdx-fields.ts";
import type { CdxQuery } from "./read-query.ts";

/** Characters of one answer. API Gateway takes 6 MB as JSON, where each quotation mark is written as two. */
export const MAX_ANSWER_LENGTH = 4 * 1024 * 1024;

/** What is counted of a row beside its fields. */
export interface Counts {
  /** Earlier rows of this answer that have its digest. */
  readonly dupecount: number;
  /** Rows that were filtered out or collapsed between this one and the next. */
  readonly skipcount: number;
  /** Timestamp of the last of those; its own where there is none. */
  readonly endtimestamp: string;
}

/** `limit`: as many as were asked for; the others are bounds of ours. */
export type Cut = "limit" | "rows" | "length";

export interface Collector {
  /** Takes the next row of the walk; what it says is whether there is any use in going on. */
  take(row: CdxRow, passes: boolean): boolean;
  /** Sort key of the last row that was settled; undefined before the first. */
  settled(): string | undefined;
  /** Why it takes no more, when there is more. */
  cut(): Cut | undefined;
  /** The lines, in the order of the walk. */
  finish(): readonly string[];
}

interface Pending {
  readonly row: CdxRow;
  skipped: number;
  endtimestamp: string;
}

/** @param keepsLast - goes through all rows and keeps the last ones, where the limit counts from the end. */
export function createCollector(
  query: CdxQuery,
  write: (row: CdxRow, counts: Counts) => string,
  keepsLast: boolean,
): Collector {
  const lines: string[] = [];
  const digests = new Map<string, number>();
  const isCollapsed = createCollapse(query);
  // Only what comes after a row tells how many were skipped, or where its group ends.
  const looksAhead = query.collapses.length > 0 || query.showSkipCount || query.lastSkipTimestamp;
  let [length, offset] = [0, query.offset];
  let pending: Pending | undefined;
  let settled: string | undefined;
  let cut: Cut | undefined;

  return {
    take(row, passes) {
      if (!looksAhead && isFull()) return false;
      // As the Wayback server has it, the offset counts what comes before the filters.
      if (offset > 0) offset -= 1;
      else if (!passes || isCollapsed(row)) skip(row);
      else if (isFull()) return false;
      else {
        flush();
        pending = { row, skipped: 0, endtimestamp: fieldOf(row, "timestamp") };
      }
      settled = siteSortOf(row.capture);
      return true;
    },
    settled: () => settled,
    cut: () => cut,
    finish() {
      flush();
      return lines;
    },
  };

  function isFull(): boolean {
    if (keepsLast) return false;
    if (lines.length + (pending ? 1 : 0) >= query.limit) cut = query.hasLimit ? "limit" : "rows";
    else if (length >= MAX_ANSWER_LENGTH) cut = "length";
    return cut !== undefined;
  }

  function skip(row: CdxRow): void {
    if (!pending) return;
    pending.skipped += 1;
    pending.endtimestamp = fieldOf(row, "timestamp");
  }

  function flush(): void {
    if (!pending) return;
    const { row, skipped, endtimestamp } = pending;
    pending = undefined;
    const line = write(row, {
      dupecount: query.showDupeCount ? countDigest(row) : 0,
      skipcount: skipped,
      endtimestamp,
    });
    lines.push(line);
    length += line.length;
    if (keepsLast && (lines.length > query.limit || length > MAX_ANSWER_LENGTH)) length -= lines.shift()?.length ?? 0;
  }

  function countDigest(row: CdxRow): number {
    const digest = fieldOf(row, "digest");
    const earlier = digests.get(digest) ?? 0;
    digests.set(digest, earlier + 1);
    return earlier;
  }
}

/**
 * A row is collapsed when a field is that of the row before it. Of several, each sees what those before it let through.
 */
function createCollapse({ collapses }: CdxQuery): (row: CdxRow) => boolean {
  const last: (string | undefined)[] = collapses.map(() => undefined);
  return (row) =>
    collapses.some(({ field, length }, index) => {
      const value = fieldOf(row, field).slice(0, length);
      const isSame = value === last[index];
      last[index] = value;
      return isSame;
    });
}
