/** Owns a batch of the polls queue: each message is read, worked on and settled by itself. */
import type { SQSRecord } from "aws-lambda";
import { type PollRequested, pollRequestedSchema } from "../../events/poll-requested.ts";
import type { Polls } from "../../shared/aws/queues.ts";
import { hostOf, type Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import type { Source } from "../../shared/sources/source.ts";
import { type Polled, type PollSourceDeps, pollSource } from "./poll-source.ts";
import { type SearchSiteDeps, searchSite } from "./search-site.ts";

export interface BatchDeps extends PollSourceDeps, SearchSiteDeps {
  readonly politeness: PollSourceDeps["politeness"] & SearchSiteDeps["politeness"];
  readonly polls: PollSourceDeps["polls"] & Pick<Polls, "giveBack">;
  readonly observer: Observer;
}

/** What became of each record, in order; a rejected one stays on the queue. */
export function pollBatch(deps: BatchDeps, records: readonly SQSRecord[]): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(records.map((record) => pollRecord(deps, record)));
}

async function pollRecord(deps: BatchDeps, record: SQSRecord): Promise<void> {
  const startedAt = Date.now();
  const message = parseMessage(pollRequestedSchema, record.body);
  if (!message.ok) {
    // Should it have been a source's, its lease runs out, and discover polls it anew.
    deps.observer.outcome({ outcome: "bad-message", code: message.error.code, error: message.error });
    return;
  }
  const request = message.value;
  const about = { ...nameOf(request), host: hostOf(request.location?.url ?? request.url ?? "") };
  try {
    const polled = await work(deps, request, Number(record.attributes.ApproximateReceiveCount));
    const ms = Date.now() - startedAt;
    if (polled.kind === "wait") {
      deps.observer.outcome({ outcome: "waiting", ...about, ms });
      await deps.polls.giveBack(record.receiptHandle, polled.waitSeconds);
      throw new WaitingError();
    }
    deps.observer.outcome({ outcome: polled.outcome, ...about, code: polled.code, ms });
    if ("source" in polled && polled.source) reportState(deps.observer, polled.source);
  } catch (error) {
    // It comes back after the queue's visibility timeout.
    if (!(error instanceof WaitingError)) deps.observer.outcome({ outcome: "not-done", ...about, error });
    throw error;
  }
}

class WaitingError extends Error {}

function work(deps: BatchDeps, request: PollRequested, receives: number): Promise<Polled> {
  return request.kind === "source" ? pollSource(deps, request, receives) : searchSite(deps, request);
}

function nameOf(request: PollRequested) {
  return request.kind === "source" ? { sourceId: request.sourceId, runId: request.runId } : { runId: request.searchId };
}

/** One count at each poll of such a source: the alarms hang on these names. */
function reportState(observer: Observer, { id, status }: Source): void {
  if (status.silentSince !== undefined) observer.outcome({ outcome: "source-silent", sourceId: id });
  if (status.state === "suspended") {
    observer.outcome({ outcome: "source-suspended", sourceId: id, code: status.suspension?.code });
  }
}
