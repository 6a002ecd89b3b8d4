/** Owns walking the index for a CDX query: how far, how long, and what a page of a result is. */

import { badRequestOf } from "../../shared/api/problems.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import { siteSortOf } from "../../shared/index/site-index.ts";
import { rangesAfter, type SiteRange } from "../../shared/index/site-range.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";
import { createScreen } from "../../shared/restrictions/screen.ts";
import { toKeyTime } from "../../shared/time.ts";
import { type CdxRow, HOLDER_FIELDS } from "./cdx-fields.ts";
import { type Counts, type Cut, createCollector } from "./collect-rows.ts";
import { passFilters } from "./filters.ts";
import { createHolders, type Holders, NO_HOLDERS } from "./holders.ts";
import type { CdxQuery } from "./read-query.ts";

export interface CdxDeps {
  readonly captures: Pick<CaptureStore, "walk" | "count" | "get">;
  readonly restrictions: Pick<RestrictionStore, "ofSite">;
  now(): Date;
}

/** Most rows of one Query: about what fits into its 1 MB, and a thousand rows with the one that says if there are more. */
const QUERY_ROWS = 1200;

/** Most rows that one answer goes through for those that its filters let pass, and for how long, in milliseconds. */
const MAX_WALKED = 150_000;
const MAX_WALK_MS = 18_000;

/** Rows that are counted at most, for the number of pages and to come to a page. */
export const MAX_COUNTED = 500_000;

export interface CdxResult {
  /** In CDX order. */
  readonly lines: readonly string[];
  /** Where the query goes on, and why it does not end here; undefined when that was all. */
  readonly more: { readonly after: string; readonly cut: Cut | "time" } | undefined;
}

/** @param write - how a row is written: what is answered is held as text only */
export async function runQuery(
  deps: CdxDeps,
  query: CdxQuery,
  write: (row: CdxRow, counts: Counts) => string,
): Promise<CdxResult> {
  const startedAt = deps.now().getTime();
  const { collapses, latest, showDupeCount, showSkipCount, lastSkipTimestamp } = query;
  // Rows can be read from the end unless what comes before them has a say.
  const looksBack = collapses.length > 0 || showDupeCount || showSkipCount || lastSkipTimestamp || query.offset > 0;
  const order = latest && !looksBack && query.page === undefined ? "descending" : "ascending";
  const collector = createCollector(query, write, latest && order === "ascending");
  const restrictions = await deps.restrictions.ofSite(query.url);
  const holders = needsHolders(query) ? createHolders(deps.captures) : NO_HOLDERS;
  const isShown = createIsShown(query, restrictions, deps.now());
  let walked = 0;
  let isOutOfTime = false;
  let last: CaptureRow | undefined;
  for await (const page of pagesOf(deps, query, order)) {
    await holders.learn(page);
    const rows = page.filter(isShown).map((capture) => toCdxRow(capture, holders, query));
    const passes = passFilters(rows, query.filters);
    if (!rows.every((row, index) => collector.take(row, passes[index] ?? false))) break;
    walked += page.length;
    last = page.at(-1);
    isOutOfTime = walked >= MAX_WALKED || deps.now().getTime() - startedAt >= MAX_WALK_MS;
    if (isOutOfTime) break;
  }
  const lines = collector.finish();
  const [cut, settled] = [collector.cut(), collector.settled()];
  // What an answer that is read from the end leaves out comes before it: there is nowhere to go on.
  if (order === "descending") return { lines: lines.toReversed(), more: undefined };
  if (cut && settled) return { lines, more: { after: settled, cut } };
  return { lines, more: isOutOfTime && last ? { after: siteSortOf(last), cut: "time" } : undefined };
}

function needsHolders({ fields, filters, collapses, resolveRevisits, showDupeCount }: CdxQuery): boolean {
  if (resolveRevisits || showDupeCount) return true;
  const used = [...fields, ...filters.map(({ field }) => field), ...collapses.map(({ field }) => field)];
  return used.some((field) => field !== undefined && HOLDER_FIELDS.includes(field));
}

function toCdxRow(capture: CaptureRow, holders: Holders, { resolveRevisits, showDupeCount }: CdxQuery): CdxRow {
  return { capture, holder: holders.of(capture), resolved: resolveRevisits || showDupeCount };
}

/** Leaves out what is kept from readers, and what is not of the period: only of one URL it is a range of keys. */
function createIsShown({ period }: CdxQuery, restrictions: readonly Restriction[], now: Date) {
  const from = period.from === undefined ? "" : toKeyTime(period.from);
  const until = period.until === undefined ? "~" : toKeyTime(period.until);
  const verdictOf = createScreen(restrictions, now);
  const isOfPeriod = (moment: string) => moment >= from && moment <= until;
  return (row: CaptureRow) => isOfPeriod(toKeyTime(row.capturedAt)) && verdictOf(row).kind === "open";
}

async function* pagesOf({ captures }: CdxDeps, query: CdxQuery, order: "ascending" | "descending") {
  const isPlain = query.filters.length + query.collapses.length === 0 && !query.showSkipCount;
  const wanted = isPlain ? query.offset + query.limit + 1 : QUERY_ROWS;
  const options = { order, pageSize: Math.min(wanted, QUERY_ROWS) };
  const ranges = query.page === undefined ? query.ranges : await rangesFromPage(captures, query, query.page);
  let left = query.page === undefined ? Number.POSITIVE_INFINITY : query.pageRows;
  for (const range of order === "ascending" ? ranges : ranges.toReversed()) {
    for await (const rows of captures.walk(range, options)) {
      yield rows.slice(0, left);
      left -= rows.length;
      if (left <= 0) return;
    }
  }
}

async function rangesFromPage(
  captures: CdxDeps["captures"],
  { ranges, pageRows }: CdxQuery,
  page: number,
): Promise<readonly SiteRange[]> {
  let left = page * pageRows;
  if (left > MAX_COUNTED) throw badRequestOf(`page: only ${MAX_COUNTED} rows can be counted; go on by resumeKey`);
  for (const [index, range] of ranges.entries()) {
    const { count, after } = await captures.count(range, left);
    left -= count;
    if (left === 0) return after === undefined ? ranges.slice(index) : rangesAfter(ranges.slice(index), after);
  }
  return [];
}

/** How many pages there are, of those rows that can be counted. */
export async function countPages({ captures }: Pick<CdxDeps, "captures">, { ranges, pageRows }: CdxQuery) {
  let counted = 0;
  for (const range of ranges) counted += (await captures.count(range, MAX_COUNTED - counted)).count;
  return Math.ceil(counted / pageRows);
}
