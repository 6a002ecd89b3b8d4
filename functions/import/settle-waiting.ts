/** Owns the revisits that waited until the file was read: now what they refer to is there, or it is nowhere. */

import type { ImportCounts, ImportProblem } from "../../shared/imports/import.ts";
import { IMPORT_PROBLEMS } from "../../shared/imports/import-problems.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { ImportStore } from "../../shared/index/import-store.ts";
import { addCounts } from "./counts.ts";
import type { KnownCaptures } from "./known-captures.ts";
import { countsOf, keepCaptures, keepProblems, type SettleDeps } from "./settle-batch.ts";
import { toRevisit } from "./to-capture.ts";
import { fromWaiting } from "./waiting-revisit.ts";

/** A row is a few kilobytes, and a page of DynamoDB's is 1 MB. */
const PAGE = 40;

export interface WaitingDeps extends Omit<SettleDeps, "imports"> {
  readonly imports: Pick<ImportStore, "addProblem" | "listWaiting">;
}

/** Settles one page. @returns the counts, and after what the next page begins, where there is one */
export async function settleWaiting(
  deps: WaitingDeps,
  known: KnownCaptures,
  importId: string,
  after: string | undefined,
  counts: ImportCounts,
): Promise<{ readonly counts: ImportCounts; readonly after: string | undefined }> {
  const page = await deps.imports.listWaiting(importId, { limit: PAGE, after });
  const made: Capture[] = [];
  const problems: ImportProblem[] = [];
  let duplicates = 0;
  for (const row of page.rows) {
    const { draft, source, records } = fromWaiting(row);
    const standing = await known.standingOf(draft, source);
    if (standing.kind === "duplicate") {
      duplicates += 1;
      continue;
    }
    const holder = await known.holderOf(draft);
    if (holder !== undefined && holder !== "mismatch") {
      made.push(toRevisit(draft, standing.id, source, records, holder));
      continue;
    }
    const code = holder === "mismatch" ? "revisit-digest-mismatch" : "revisit-unresolved";
    problems.push({
      ...{ position: source.position, code, recordId: draft.names.recordId, type: "revisit", url: draft.url },
      offset: Number(source.position.split("-")[1]),
      message: IMPORT_PROBLEMS[code],
    });
  }
  await keepCaptures(deps, made);
  const sum = page.rows.length > 0 ? addCounts(counts, { ...countsOf(made), duplicates }) : counts;
  return { counts: await keepProblems(deps.imports, importId, problems, sum), after: page.after };
}
