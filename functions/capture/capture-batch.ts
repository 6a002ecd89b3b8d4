/**
 * Owns a batch of frontier messages: hosts side by side, the URLs of one host one after the other. Each message's
 * outcome is told apart, so that one that fails spoils no other.
 */
import type { SQSRecord } from "aws-lambda";
import { type CaptureRequested, captureRequestedSchema } from "../../events/capture-requested.ts";
import { hostOf, type Observer, type Outcome } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { Collector } from "./collector.ts";
import { type FetchJobDeps, fetchJob } from "./fetch-job.ts";
import { type FetchedRequest, retryLater, type SettleDeps, type Settled, settleAll } from "./settle.ts";

/** How long a fetched page waits for others of its batch to share an object with. */
const LINGER_MS = 1000;

export interface BatchDeps {
  readonly jobs: FetchJobDeps["jobs"] & SettleDeps["jobs"];
  readonly captures: FetchJobDeps["captures"] & SettleDeps["captures"];
  readonly fetchUrl: FetchJobDeps["fetchUrl"];
  readonly objects: SettleDeps["objects"];
  readonly frontier: SettleDeps["frontier"];
  readonly sendToExtract: SettleDeps["sendToExtract"];
  readonly now: () => Date;
  readonly random: () => number;
  readonly observer: Observer;
  /** The longest that one fetch takes and its settling, in milliseconds: none is begun with less left. */
  readonly reserveMs: number;
}

/** Why a message stays on the frontier, where that was foreseen. */
export class NotDoneError extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, options?: ErrorOptions) {
    super(`Not done: ${outcome.outcome}`, options);
    this.name = "NotDoneError";
    this.outcome = outcome;
  }
}

type Pages = Collector<FetchedRequest, Settled>;

/**
 * Works through a batch.
 *
 * @param remainingMs - time that the function has left
 * @returns what became of each record, in order; a rejected one stays on the frontier.
 */
export async function captureBatch(
  deps: BatchDeps,
  records: readonly SQSRecord[],
  remainingMs: () => number,
): Promise<PromiseSettledResult<void>[]> {
  const pages: Pages = new Collector((items) => settleAll(deps, items), LINGER_MS);
  const done = new Map<SQSRecord, Promise<void>>();
  const groups = Map.groupBy(records, (record) => record.attributes.MessageGroupId ?? record.messageId);
  const hosts = [...groups.values()].map((group) => async () => {
    for (const record of group) {
      const { fetched, settled } = takeUp(deps, pages, record, remainingMs);
      done.set(record, settled);
      await fetched;
    }
  });
  await Promise.all(hosts.map((host) => pages.during(host)));
  return Promise.allSettled(records.map((record) => done.get(record)));
}

/** Starts on one record. `fetched` resolves when its host is free again, `settled` tells how it ended. */
function takeUp(deps: BatchDeps, pages: Pages, record: SQSRecord, remainingMs: () => number) {
  const fetched = Promise.withResolvers<void>();
  const settled = captureRecord(deps, pages, record, remainingMs, fetched.resolve).finally(fetched.resolve);
  // It is awaited at the end of the batch; until then a rejection is not unhandled.
  settled.catch(() => undefined);
  return { fetched: fetched.promise, settled };
}

async function captureRecord(
  deps: BatchDeps,
  pages: Pages,
  record: SQSRecord,
  remainingMs: () => number,
  onFetched: () => void,
): Promise<void> {
  const startedAt = Date.now();
  const message = parseMessage(captureRequestedSchema, record.body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "bad-message", code: message.error.code, error: message.error });
    return;
  }
  const request = message.value;
  const report = (outcome: Outcome) =>
    deps.observer.outcome({
      jobId: request.jobId,
      host: hostOf(request.url),
      ms: Date.now() - startedAt,
      ...outcome,
    });
  try {
    if (remainingMs() < deps.reserveMs) {
      await deps.frontier.giveBack(record.receiptHandle, 0);
      throw new NotDoneError({ outcome: "given-back" });
    }
    report(await captureRequest(deps, pages, request, record.receiptHandle, onFetched));
  } catch (error) {
    // What nobody foresaw is logged here or nowhere: the record just stays on the frontier.
    report(error instanceof NotDoneError ? error.outcome : { outcome: "not-done", error });
    throw error;
  }
}

/** @throws NotDoneError when the message has to come again */
async function captureRequest(
  deps: BatchDeps,
  pages: Pages,
  request: CaptureRequested,
  receiptHandle: string,
  onFetched: () => void,
): Promise<Outcome> {
  const fetched = await fetchJob(deps, request);
  if (fetched.kind === "repeat") return { outcome: "repeat" };
  const { decision, attempt } = fetched;
  const code = decision.failure?.code;
  if (decision.kind === "retry") {
    await retryLater(deps, request, receiptHandle, decision, attempt);
    throw new NotDoneError({ outcome: "retry", code, attempt });
  }
  const settling = pages.add({ request, ...fetched, decision });
  onFetched();
  const settled = await settling;
  if (settled.ok) return { outcome: settled.outcome, captureId: settled.captureId, attempt, code };
  throw new NotDoneError({ outcome: "not-settled", attempt, code, error: settled.error }, { cause: settled.error });
}
