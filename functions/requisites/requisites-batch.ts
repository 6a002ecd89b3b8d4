/** Owns a batch of the requisites queue: each message is read, worked on and settled by itself. */
import type { SQSRecord } from "aws-lambda";
import { requisitesFoundSchema } from "../../events/requisites-found.ts";
import type { Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { type TakeDeps, takeRequisites } from "./take-requisites.ts";

export interface BatchDeps extends TakeDeps {
  readonly observer: Observer;
}

/** What became of each record, in order; a rejected one stays on the queue. */
export function requisitesBatch(deps: BatchDeps, records: readonly SQSRecord[]): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(records.map((record) => takeRecord(deps, record)));
}

async function takeRecord(deps: BatchDeps, record: SQSRecord): Promise<void> {
  const startedAt = Date.now();
  const message = parseMessage(requisitesFoundSchema, record.body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "bad-message", code: message.error.code, error: message.error });
    return;
  }
  const { pageId } = message.value;
  try {
    const taken = await takeRequisites(deps, message.value);
    deps.observer.outcome({ outcome: taken.kind, captureId: pageId, ms: Date.now() - startedAt });
    if (taken.kind !== "taken") return;
    deps.observer.count("requisites-asked", taken.asked);
    deps.observer.count("requisites-fresh", taken.fresh);
    deps.observer.count("requisites-left-out", taken.leftOut);
  } catch (error) {
    // It comes back after the queue's visibility timeout.
    deps.observer.outcome({ outcome: "not-done", captureId: pageId, error });
    throw error;
  }
}
