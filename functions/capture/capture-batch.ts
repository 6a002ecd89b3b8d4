/**
 * Owns a batch of frontier messages: hosts side by side, the URLs of one host one after the other. Each message's
 * outcome is told apart, so that one that fails spoils no other.
 */
import type { SQSRecord } from "aws-lambda";
import { type CaptureRequested, captureRequestedSchema } from "../../events/capture-requested.ts";
import type { PermanentError } from "../../shared/errors.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { hostOf, type Observer, type Outcome } from "../../shared/observe.ts";
import { jobIdOf, parseMessage } from "../../shared/parse-message.ts";
import { Collector } from "./collector.ts";
import { type FetchJobDeps, fetchJob } from "./fetch-job.ts";
import { isolateSuspects, receivesOf } from "./isolate-suspects.ts";
import { outageDelaySeconds } from "./retry-policy.ts";
import { type FetchedRequest, retryLater, type SettleDeps, type Settled, settleAll } from "./settle.ts";

const COLLECTING = {
  /** How long a fetched page waits for others of its batch to share an object with. */
  lingerMs: 1000,
  /** Bytes that may wait: bodies, records and object of three times this fit the function's memory. */
  maxWeight: 60 * 1024 * 1024,
  weigh: ({ decision }: FetchedRequest) => decision.exchanges.reduce((sum, { body }) => sum + body.byteLength, 0),
};

export interface BatchDeps {
  readonly jobs: FetchJobDeps["jobs"] & SettleDeps["jobs"] & Pick<JobStore, "get" | "release">;
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
  const pages: Pages = new Collector((items) => settleAll(deps, items), COLLECTING);
  const done = new Map<SQSRecord, Promise<void>>();
  const { now, later } = await isolateSuspects(deps.jobs, records);
  for (const record of later) {
    const left = leaveForLater(deps, record);
    left.catch(() => undefined);
    done.set(record, left);
  }
  const groups = Map.groupBy(now, (record) => record.attributes.MessageGroupId ?? record.messageId);
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

/** Gives a record back at once, unclaimed. */
async function leaveForLater(deps: BatchDeps, record: SQSRecord): Promise<void> {
  await deps.frontier.giveBack(record.receiptHandle, 0);
  deps.observer.outcome({ outcome: "given-back" });
  throw new NotDoneError({ outcome: "given-back" });
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
  if (!message.ok) return refuse(deps, record.body, message.error);
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
    if (!(error instanceof NotDoneError) || error.outcome.outcome === "not-settled") {
      await comeBack(deps, request, record);
    }
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

/** A message of no known shape is acknowledged; the job that it names, if it names one, is told. */
async function refuse(deps: BatchDeps, body: string, error: PermanentError): Promise<void> {
  const jobId = jobIdOf(body);
  if (jobId) {
    const failure = { code: error.code, message: error.message };
    await deps.jobs.settle(jobId, { status: "failed", error: failure }, deps.now().toISOString());
  }
  deps.observer.outcome({ outcome: "bad-message", jobId, code: error.code, error });
}

/**
 * After a failure of our own side: the claim is taken back, so that an outage never looks like a crash, and the message
 * comes back after a growing wait. Where that fails too, it comes back by itself after the visibility timeout.
 */
async function comeBack(deps: BatchDeps, request: CaptureRequested, record: SQSRecord): Promise<void> {
  const delaySeconds = outageDelaySeconds(receivesOf(record));
  await Promise.allSettled([
    deps.jobs.release(request.jobId),
    deps.frontier.giveBack(record.receiptHandle, delaySeconds),
  ]);
}
