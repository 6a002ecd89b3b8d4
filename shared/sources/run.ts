/** Owns the shapes of a run and of an item's end in it, and how ends are added up. Pure. */
import * as z from "zod";
import { FAILURE_CODES } from "../errors.ts";
import { addToLedger, countWaiting, endEntry, type RunLedger, runLedgerSchema, seenEntry } from "./run-ledger.ts";

const moment = z.iso.datetime();

export const runSchema = z.object({
  /** UUIDv7 of a poll; `revisits-YYYY-MM-DD` for a day's revisits of a source. */
  id: z.string().min(1),
  sourceId: z.string().min(1),
  /** `poll`: what a source named. `revisits`: what was due again that day; its items count as changed. */
  kind: z.enum(["poll", "revisits"]),
  startedAt: moment,
  finishedAt: moment.optional(),
  /** `polled`: its document was read; `not-modified`: the server said so, or the same bytes came; `failed`. */
  outcome: z.enum(["running", "polled", "not-modified", "failed"]),
  /** A failed poll's code and sentence: of shared/errors.ts, or of shared/feeds. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Documents read: more than one for a sitemap index. */
  documents: z.int().min(0),
  /** Documents that an index named and that were left for a later run. */
  documentsLeft: z.int().min(0).optional(),
  /** What was seen; the ends are added in once all are there (`closed`), and otherwise by {@link addEnds}. */
  ledger: runLedgerSchema,
  /** Closed: nothing waits any more, and `ledger` is complete. */
  state: z.enum(["open", "closed"]),
  /** While open: when it is looked at whether all ends are there. */
  nextCheckAt: moment.optional(),
});
export type Run = Readonly<z.infer<typeof runSchema>>;

export const itemEndSchema = z.object({
  jobId: z.uuid(),
  url: z.url(),
  takenAs: z.enum(["new", "changed", "revisit"]),
  kind: z.enum(["captured", "unchanged", "failed", "robots-denied"]),
  /** Of a failed one. */
  code: z.enum(FAILURE_CODES).optional(),
  message: z.string().optional(),
  at: moment,
});
export type ItemEndRow = Readonly<z.infer<typeof itemEndSchema>>;

/**
 * A ledger with ends added in. More ends than were seen come of a poll that died after it had put items on the frontier,
 * and that found others when it was tried again: an end that nobody waited for counts as seen, and new.
 */
export function addEnds(ledger: RunLedger, ends: Iterable<ItemEndRow>): RunLedger {
  let sum = ledger;
  for (const { takenAs, kind, code } of ends) {
    // What was due again is seen by its end alone: until then it waits on its item's row.
    if (takenAs === "revisit") sum = addToLedger(sum, seenEntry("changed"));
    const end = kind === "failed" ? { kind, code: code ?? "extraction-failed" } : { kind };
    sum = addToLedger(sum, endEntry(takenAs === "new" ? "new" : "changed", end));
  }
  const unseen = Math.max(0, -countWaiting(sum));
  return unseen > 0 ? addToLedger(sum, { seen: unseen, new: unseen }) : sum;
}
