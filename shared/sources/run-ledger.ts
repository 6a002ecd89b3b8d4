/**
 * Owns the coverage ledger of one run of a source: where each item seen has gone. It is kept as counters that are only
 * added to, so that many functions may add to one ledger at once; each item's end must be added once. Pure.
 */
import * as z from "zod";
import { FAILURE_CODES, type FailureCode } from "../errors.ts";
import type { ItemDecision } from "./scope.ts";

const count = z.int();

/**
 * Two sums hold: what was seen is in exactly one of new, changed, known, outOfScope, overLimit and robotsDenied; and
 * what went on the frontier (new and changed) ends in exactly one of captured, unchanged and failed, or still waits.
 */
export const runLedgerSchema = z.object({
  seen: count,
  new: count,
  changed: count,
  known: count,
  outOfScope: count,
  /** Late: left for a later run. */
  overLimit: count,
  /** Also what is denied only when its turn comes: it is counted out of new or changed then. */
  robotsDenied: count,
  captured: count,
  unchanged: count,
  /** By failure code. */
  failed: z.partialRecord(z.enum(FAILURE_CODES), count),
});
export type RunLedger = Readonly<z.infer<typeof runLedgerSchema>>;

export const EMPTY_LEDGER: RunLedger = {
  seen: 0,
  new: 0,
  changed: 0,
  known: 0,
  outOfScope: 0,
  overLimit: 0,
  robotsDenied: 0,
  captured: 0,
  unchanged: 0,
  failed: {},
};

/** What to add to a ledger's counters; what is absent stays. */
export type LedgerEntry = Partial<RunLedger>;

/** What {@link ItemDecision} an item got, or that robots.txt denies it. */
type SeenAs = ItemDecision["kind"] | "robots-denied";

const COLUMNS = {
  new: "new",
  changed: "changed",
  known: "known",
  "out-of-scope": "outOfScope",
  "over-limit": "overLimit",
  "robots-denied": "robotsDenied",
} as const satisfies Record<SeenAs, keyof RunLedger>;

/** The entry of an item that was seen. */
export function seenEntry(kind: SeenAs): LedgerEntry {
  return { seen: 1, [COLUMNS[kind]]: 1 };
}

/** How an item that went on the frontier ended. */
export type ItemEnd =
  | { readonly kind: "captured" | "unchanged" | "robots-denied" }
  | { readonly kind: "failed"; readonly code: FailureCode };

/** The entry of an item's end. @param takenAs - what it went on the frontier as */
export function endEntry(takenAs: "new" | "changed", end: ItemEnd): LedgerEntry {
  if (end.kind === "failed") return { failed: { [end.code]: 1 } };
  if (end.kind === "robots-denied") return { [takenAs]: -1, robotsDenied: 1 };
  return { [end.kind]: 1 };
}

/** The ledger with an entry added. */
export function addToLedger(ledger: RunLedger, { failed = {}, ...columns }: LedgerEntry): RunLedger {
  const sums = Object.entries(columns).map(([name, value]) => [name, ledger[name as keyof typeof columns] + value]);
  const codes = Object.entries(failed).map(([code, value]) => [
    code,
    (ledger.failed[code as FailureCode] ?? 0) + value,
  ]);
  return { ...ledger, ...Object.fromEntries(sums), failed: { ...ledger.failed, ...Object.fromEntries(codes) } };
}

/** Items on the frontier that have not ended yet. */
export function countWaiting(ledger: RunLedger): number {
  const failed = Object.values(ledger.failed).reduce((sum, value) => sum + value, 0);
  return ledger.new + ledger.changed - ledger.captured - ledger.unchanged - failed;
}

/** Whether every item seen is accounted for exactly once. False when an end was added twice, or an item never. */
export function ledgerAddsUp(ledger: RunLedger): boolean {
  const { failed, ...columns } = ledger;
  const isCount = [...Object.values(columns), ...Object.values(failed)].every((value) => value >= 0);
  const { seen, known, outOfScope, overLimit, robotsDenied } = ledger;
  const placed = ledger.new + ledger.changed + known + outOfScope + overLimit + robotsDenied;
  return isCount && seen === placed && countWaiting(ledger) >= 0;
}
