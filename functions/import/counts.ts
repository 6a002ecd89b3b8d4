/** Owns adding up what became of records. Pure. */
import type { ImportCounts } from "../../shared/imports/import.ts";

export function addCounts(counts: ImportCounts, more: Partial<ImportCounts>): ImportCounts {
  return {
    records: counts.records + (more.records ?? 0),
    captures: counts.captures + (more.captures ?? 0),
    revisits: counts.revisits + (more.revisits ?? 0),
    articlesQueued: counts.articlesQueued + (more.articlesQueued ?? 0),
    duplicates: counts.duplicates + (more.duplicates ?? 0),
    others: addByName(counts.others, more.others ?? {}),
    problems: addByName(counts.problems, more.problems ?? {}),
  };
}

function addByName<N extends string>(
  counts: Partial<Record<N, number>>,
  more: Partial<Record<N, number>>,
): Record<N, number> {
  const sum = { ...counts } as Record<N, number>;
  for (const [name, count] of Object.entries(more) as [N, number][]) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
