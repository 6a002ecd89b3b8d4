/** Owns a run's ledger as it stands now. */
import type { RunStore } from "../index/run-store.ts";
import { addEnds, type Run } from "../sources/run.ts";
import type { RunLedger } from "../sources/run-ledger.ts";

/** Ends that are read at once: a row is some 250 bytes, and a Query answers with a megabyte. */
export const ENDS_PAGE = 1000;

/** A run's ledger with the ends that there are: those of a closed one are in it already. */
export async function ledgerOf(runs: Pick<RunStore, "listEnds">, run: Run): Promise<RunLedger> {
  if (run.state === "closed") return run.ledger;
  let { ledger } = run;
  let after: string | undefined;
  do {
    const page = await runs.listEnds({ sourceId: run.sourceId, runId: run.id }, { limit: ENDS_PAGE, after });
    ledger = addEnds(ledger, page.rows);
    after = page.after;
  } while (after !== undefined);
  return ledger;
}
