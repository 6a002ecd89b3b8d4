/** Owns a message of the imports queue: one stretch of work on its import, and a new message where that was not all. */
import type { SQSRecord } from "aws-lambda";
import { type ImportRequested, importRequestedSchema } from "../../events/import-requested.ts";
import type { Send } from "../../shared/aws/queues.ts";
import type { Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { type Ran, type RunDeps, runImport } from "./run-import.ts";

export interface BatchDeps extends RunDeps {
  readonly sendOn: Send<ImportRequested>;
  readonly observer: Observer;
}

/** What became of each record, in order; a rejected one stays on the queue, and is gone on with from where its row says. */
export function importBatch(deps: BatchDeps, records: readonly SQSRecord[]): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(records.map((record) => importRecord(deps, record)));
}

async function importRecord(deps: BatchDeps, record: SQSRecord): Promise<void> {
  const startedAt = Date.now();
  const message = parseMessage(importRequestedSchema, record.body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "bad-message", code: message.error.code, error: message.error });
    return;
  }
  const { importId } = message.value;
  try {
    const ran = await runImport(deps, importId);
    // Should this message be lost between the two, the one that is worked on now comes back.
    if (ran.kind === "again") await sendOn(deps, message.value);
    report(deps.observer, importId, ran, Date.now() - startedAt);
  } catch (error) {
    deps.observer.outcome({ outcome: "not-imported", runId: importId, error, ms: Date.now() - startedAt });
    throw error;
  }
}

async function sendOn({ sendOn: send }: BatchDeps, message: ImportRequested): Promise<void> {
  const [reason] = (await send([message])).values();
  if (reason !== undefined) throw new Error(`imports queue: ${reason}`);
}

function report(observer: Observer, importId: string, { kind, value }: Ran, ms: number): void {
  const outcome = {
    done: "imported",
    again: "import-goes-on",
    failed: "failed",
    over: "repeat",
    superseded: "superseded",
  };
  observer.outcome({ outcome: outcome[kind], runId: importId, code: value?.error?.code, ms });
  if (kind === "done") observer.count("captures-imported", value?.counts.captures ?? 0);
}
