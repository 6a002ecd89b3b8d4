/** Owns turning a dead letter of the exports queue into a recorded failure. */
import { exportRequestedSchema } from "../../events/export-requested.ts";
import { FAILURES } from "../../shared/errors.ts";
import { type Export, isEnded } from "../../shared/exports/export.ts";
import type { ExportStore } from "../../shared/index/export-store.ts";
import type { Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";

export interface ExportCrashDeps {
  readonly exports: Pick<ExportStore, "get" | "replace">;
  readonly observer: Observer;
  readonly now: () => Date;
}

/** The export fails; its upload, the bucket forgets by itself. */
export async function recordExportCrash(deps: ExportCrashDeps, body: string): Promise<void> {
  const message = parseMessage(exportRequestedSchema, body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const { exportId } = message.value;
  const stored = await deps.exports.get(exportId);
  if (!stored || isEnded(stored.export)) return;
  const failed = { export: crashed(stored.export, deps.now()), revision: stored.revision };
  if (!(await deps.exports.replace(failed))) throw new Error(`export ${exportId} is being made after all`);
  deps.observer.outcome({ outcome: "failed", runId: exportId, code: "export-crashed" });
}

function crashed(made: Export, now: Date): Export {
  const error = { code: "export-crashed", message: FAILURES["export-crashed"].sentence } as const;
  const { chunks } = made.step;
  return { ...made, status: "failed", step: { kind: "end", chunks }, error, finishedAt: now.toISOString() };
}
