/** Owns a batch of the exports queue: each message is worked on and settled by itself. */
import type { SQSRecord } from "aws-lambda";
import { type ExportRequested, exportRequestedSchema } from "../../events/export-requested.ts";
import type { Send } from "../../shared/aws/queues.ts";
import type { Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { type Made, type MakeDeps, makeExport } from "./make-export.ts";

export interface BatchDeps extends MakeDeps {
  readonly send: Send<ExportRequested>;
  readonly observer: Observer;
}

/** What became of each record, in order; a rejected one stays on the queue. */
export function exportBatch(
  deps: BatchDeps,
  records: readonly SQSRecord[],
  remainingMs: () => number,
): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(records.map((record) => exportRecord(deps, record, remainingMs)));
}

async function exportRecord(deps: BatchDeps, record: SQSRecord, remainingMs: () => number): Promise<void> {
  const startedAt = Date.now();
  const message = parseMessage(exportRequestedSchema, record.body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "bad-message", code: message.error.code, error: message.error });
    return;
  }
  const { exportId } = message.value;
  try {
    const made = await makeExport(deps, exportId, remainingMs);
    if (made.kind === "unfinished") await goOn(deps, message.value);
    // Its message may be this very one, and is all that the other has should it die: so it is not taken off the queue.
    if (made.kind === "superseded") throw new Error(`export ${exportId} is made by another invocation`);
    deps.observer.outcome({
      outcome: outcomeOf(made),
      runId: exportId,
      code: codeOf(made),
      ms: Date.now() - startedAt,
    });
  } catch (error) {
    deps.observer.outcome({ outcome: "not-done", runId: exportId, error });
    throw error;
  }
}

async function goOn({ send }: BatchDeps, message: ExportRequested): Promise<void> {
  const reason = (await send([message])).get(message);
  if (reason !== undefined) throw new Error(`the export could not be put on the queue again: ${reason}`);
}

function outcomeOf(made: Made): string {
  return made.kind === "ended" ? `export-${made.export.status}` : `export-${made.kind}`;
}

const codeOf = (made: Made): string | undefined => ("export" in made ? made.export.error?.code : undefined);
