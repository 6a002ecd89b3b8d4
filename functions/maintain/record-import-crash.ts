/** Owns turning an import that died again and again into one that failed. What it has imported until then stays. */
import { importRequestedSchema } from "../../events/import-requested.ts";
import { IMPORT_FAILURES } from "../../shared/imports/import-problems.ts";
import type { ImportStore } from "../../shared/index/import-store.ts";
import type { Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";

export interface RecordImportDeps {
  readonly imports: Pick<ImportStore, "get" | "replace">;
  readonly observer: Observer;
  readonly now: () => Date;
}

export async function recordImportCrash({ imports, observer, now }: RecordImportDeps, body: string): Promise<void> {
  const message = parseMessage(importRequestedSchema, body);
  if (!message.ok) {
    observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const { importId } = message.value;
  const stored = await imports.get(importId);
  if (!stored || !["queued", "running"].includes(stored.value.state)) return;
  const at = now().toISOString();
  const error = { code: "import-crashed", message: IMPORT_FAILURES["import-crashed"] } as const;
  const value = { ...stored.value, state: "failed" as const, error, updatedAt: at, finishedAt: at };
  // Kept in the queue where somebody works on it after all: the next drain sees what came of that.
  if (!(await imports.replace({ value, revision: stored.revision })))
    throw new Error(`import ${importId} is worked on`);
  observer.outcome({ outcome: "failed", runId: importId, code: error.code });
}
