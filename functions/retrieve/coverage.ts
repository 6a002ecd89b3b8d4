/** Owns adding up the ledgers of all runs between two days. */

import { badRequestOf } from "../../shared/api/problems.ts";
import type { CoverageView } from "../../shared/api/source-schemas.ts";
import { toLedgerView } from "../../shared/api/source-views.ts";
import { ledgerOf } from "../../shared/crawl/ledger-of.ts";
import type { Run } from "../../shared/sources/run.ts";
import { addToLedger, EMPTY_LEDGER, type RunLedger } from "../../shared/sources/run-ledger.ts";
import type { RunsDeps } from "./runs-deps.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;
const MAX_DAYS = 400;
/** Runs of one call: reading more would outlast it. A hundred sources, polled each hour for a week, are 16,800. */
const MAX_RUNS = 20_000;
const PAGE = 1000;
/** Open runs have their ends read one by one; that many at once. */
const AT_ONCE = 10;

interface Sum {
  runs: number;
  failedRuns: number;
  polls: RunLedger;
  revisits: RunLedger;
}

export async function addUpCoverage(
  deps: RunsDeps,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<CoverageView> {
  const { from, to } = daysOf(query, deps.now());
  const { runs, complete } = await runsBetween(deps.runs, from, to);
  const total = emptySum();
  const bySource = new Map<string, Sum>();
  for (let start = 0; start < runs.length; start += AT_ONCE) {
    const batch = runs.slice(start, start + AT_ONCE);
    const ledgers = await Promise.all(batch.map((run) => ledgerOf(deps.runs, run)));
    for (const [index, run] of batch.entries()) {
      const sum = bySource.get(run.sourceId) ?? emptySum();
      bySource.set(run.sourceId, sum);
      for (const each of [sum, total]) addRun(each, run, ledgers[index] ?? EMPTY_LEDGER);
    }
  }
  const names = await namesOf(deps.sources);
  const sources = [...bySource].map(([sourceId, sum]) => ({
    sourceId,
    name: names.get(sourceId) ?? null,
    ...toSumView(sum),
  }));
  return { from, to, complete, total: toSumView(total), sources };
}

/** @throws ProblemError `bad-request` where the days are the wrong way round, or too many */
function daysOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date) {
  const last = dayOf(to ? new Date(to) : now);
  const first = from ? dayOf(new Date(from)) : dayOf(new Date(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS));
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  // A zone can push a moment over the edge of the years that have four digits.
  if (!/^\d{4}-/.test(first) || !/^\d{4}-/.test(last))
    throw badRequestOf("from, to: is not within the years 0000 to 9999");
  if (days < 1) throw badRequestOf("from: is after to");
  if (days > MAX_DAYS) throw badRequestOf(`from: ${days} days are more than ${MAX_DAYS}`);
  return { from: first, to: last };
}

async function runsBetween(
  runs: RunsDeps["runs"],
  from: string,
  to: string,
): Promise<{ runs: Run[]; complete: boolean }> {
  const open = await runs.listOpen(MAX_RUNS);
  // A run that is closed between these reads is found twice. Open ones go first, so that none is missed instead.
  const found = new Map<string, Run>();
  const add = (run: Run) => found.set(`${run.sourceId} ${run.id}`, run);
  for (const run of open) if (run.startedAt.slice(0, 10) >= from && run.startedAt.slice(0, 10) <= to) add(run);
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    let after: string | undefined;
    do {
      if (found.size >= MAX_RUNS) return { runs: [...found.values()], complete: false };
      const page = await runs.listClosedOn(dayOf(new Date(at)), { limit: PAGE, after });
      page.rows.forEach(add);
      after = page.after;
    } while (after !== undefined);
  }
  return { runs: [...found.values()], complete: open.length < MAX_RUNS };
}

async function namesOf(sources: RunsDeps["sources"]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  let after: string | undefined;
  do {
    const page = await sources.list({ limit: PAGE, after });
    for (const { id, name } of page.rows) names.set(id, name);
    after = page.after;
  } while (after !== undefined);
  return names;
}

const emptySum = (): Sum => ({ runs: 0, failedRuns: 0, polls: EMPTY_LEDGER, revisits: EMPTY_LEDGER });

function addRun(sum: Sum, run: Run, ledger: RunLedger): void {
  sum.runs += 1;
  if (run.outcome === "failed") sum.failedRuns += 1;
  if (run.kind === "poll") sum.polls = addToLedger(sum.polls, ledger);
  else sum.revisits = addToLedger(sum.revisits, ledger);
}

const toSumView = ({ polls, revisits, ...counts }: Sum) => ({
  ...counts,
  polls: toLedgerView(polls),
  revisits: toLedgerView(revisits),
});

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
