/**
 * Owns a batch of frontier messages: hosts side by side, and of each host what its turn allows, which is one request as
 * a rule. The rest of a host's messages go back until its next turn. Each message's outcome is told apart, so that one
 * that fails spoils no other.
 */
import type { SQSRecord } from "aws-lambda";
import { type CaptureRequested, captureRequestedSchema } from "../../events/capture-requested.ts";
import type { PermanentError } from "../../shared/errors.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { hostOf, type Observer, type Outcome } from "../../shared/observe.ts";
import { jobIdOf, parseMessage } from "../../shared/parse-message.ts";
import type { Wait } from "../../shared/politeness/turns.ts";
import { Collector } from "./collector.ts";
import { type FetchJobDeps, fetchJob } from "./fetch-job.ts";
import { isolateSuspects, isSuspect, receivesOf } from "./isolate-suspects.ts";
import { outageDelaySeconds } from "./retry-policy.ts";
import { type FetchedRequest, type SettleDeps, type Settled, settleAll } from "./settle.ts";

const COLLECTING = {
  /** How long a fetched page waits for others of its batch to share an object with. */
  lingerMs: 1000,
  /** Bytes that may wait: bodies, records and object of three times this fit the function's memory. */
  maxWeight: 60 * 1024 * 1024,
  weigh: ({ decision }: FetchedRequest) => decision.exchanges.reduce((sum, { body }) => sum + body.byteLength, 0),
};

export interface BatchDeps extends FetchJobDeps, SettleDeps {
  readonly jobs: FetchJobDeps["jobs"] & SettleDeps["jobs"] & Pick<JobStore, "get" | "release">;
  readonly captures: FetchJobDeps["captures"] & SettleDeps["captures"];
  readonly frontier: SettleDeps["frontier"] & {
    giveBack(receiptHandles: readonly string[], delaySeconds: number): Promise<void>;
  };
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
type Fates = Map<SQSRecord, Promise<void>>;

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
  const fates: Fates = new Map();
  const groups = [
    ...Map.groupBy(records, ({ attributes, messageId }) => attributes.MessageGroupId ?? messageId).values(),
  ];
  const { now, later } = await isolateSuspects(deps.jobs, groups);
  await Promise.all([
    ...later.map((group) => giveBack(deps, fates, group, 0)),
    ...now.map((group) => pages.during(() => workThroughHost(deps, pages, fates, group, remainingMs))),
  ]);
  return Promise.allSettled(records.map((record) => fates.get(record)));
}

/** The messages of one host, in order, until it has to be left alone for a while: then the others go back. */
async function workThroughHost(
  deps: BatchDeps,
  pages: Pages,
  fates: Fates,
  group: readonly SQSRecord[],
  remainingMs: () => number,
): Promise<void> {
  for (const [index, record] of group.entries()) {
    const mayBegin = remainingMs() >= deps.reserveMs && !(index > 0 && (await isSuspect(deps.jobs, record)));
    if (!mayBegin) return giveBack(deps, fates, group.slice(index), 0);
    const step = await takeUp(deps, pages, fates, record);
    if (step.kind === "wait") return giveBack(deps, fates, group.slice(index), step.waitSeconds);
    if (step.waitSeconds > 0) return giveBack(deps, fates, group.slice(index + 1), step.waitSeconds);
  }
}

/** Makes messages visible again after a wait, unclaimed. One that cannot be comes back after the visibility timeout. */
async function giveBack(
  deps: BatchDeps,
  fates: Fates,
  records: readonly SQSRecord[],
  delaySeconds: number,
): Promise<void> {
  for (const record of records) {
    const left = Promise.reject(new NotDoneError({ outcome: "given-back" }));
    // It is awaited at the end of the batch; until then a rejection is not unhandled.
    left.catch(() => undefined);
    fates.set(record, left);
  }
  const receiptHandles = records.map(({ receiptHandle }) => receiptHandle);
  if (records.length === 0) return;
  deps.observer.count("given-back", records.length);
  await deps.frontier
    .giveBack(receiptHandles, delaySeconds)
    .catch((error: unknown) => deps.observer.outcome({ outcome: "not-given-back", error }));
}

/** What became of a host's turn: none was to be had, or it was used and the next one comes after so many seconds. */
type Step = { readonly kind: "wait" | "used"; readonly waitSeconds: number };

/** Starts on one record. Resolves when its host is free again; its fate is told when it is settled. */
async function takeUp(deps: BatchDeps, pages: Pages, fates: Fates, record: SQSRecord): Promise<Step> {
  const startedAt = Date.now();
  const message = parseMessage(captureRequestedSchema, record.body);
  if (!message.ok) {
    await track(fates, record, refuse(deps, record.body, message.error));
    return { kind: "used", waitSeconds: 0 };
  }
  const request = message.value;
  const report = (outcome: Outcome) =>
    deps.observer.outcome({
      jobId: request.jobId,
      host: hostOf(request.location?.url ?? request.url),
      ms: Date.now() - startedAt,
      ...outcome,
    });
  try {
    const fetched = await fetchJob(deps, request);
    if (fetched.kind === "wait") {
      report({ outcome: "waiting", code: fetched.reason });
      await tellOfWait(deps, request, fetched);
      return fetched;
    }
    if (fetched.kind === "repeat") {
      report({ outcome: "repeat" });
      fates.set(record, Promise.resolve());
      return { kind: "used", waitSeconds: 0 };
    }
    const { decision, attempt, waitSeconds } = fetched;
    if (decision.kind === "retry") {
      await deps.jobs.recordAttempt(request.jobId, { at: deps.now().toISOString(), ...decision.failure });
      report({ outcome: "retry", code: decision.failure.code, attempt });
      return { kind: "wait", waitSeconds };
    }
    const settling = pages.add({ request, ...fetched, decision });
    void track(fates, record, finish(deps, record, request, settling, report, { ...fetched, decision }));
    return { kind: "used", waitSeconds };
  } catch (error) {
    // What nobody foresaw is logged here or nowhere: the record just stays on the frontier.
    report({ outcome: "not-done", error });
    await track(fates, record, comeBack(deps, request, record, error));
    return { kind: "used", waitSeconds: 0 };
  }
}

/** Waits that a caller is told of, in seconds: shorter ones are over before anybody asks. */
const TOLD_WAIT_SECONDS = 5;

async function tellOfWait(deps: BatchDeps, { jobId, origin }: CaptureRequested, { waitSeconds, reason }: Wait) {
  if (origin.kind !== "on-demand" || waitSeconds < TOLD_WAIT_SECONDS) return;
  const until = new Date(deps.now().getTime() + waitSeconds * 1000).toISOString();
  await deps.jobs.recordWait(jobId, { until, reason });
}

/** Keeps a fate for the end of the batch; never rejects itself. */
function track(fates: Fates, record: SQSRecord, fate: Promise<void>): Promise<void> {
  fates.set(record, fate);
  return fate.catch(() => undefined);
}

/** @throws NotDoneError when the message has to come again */
async function finish(
  deps: BatchDeps,
  record: SQSRecord,
  request: CaptureRequested,
  settling: Promise<Settled>,
  report: (outcome: Outcome) => void,
  { attempt, decision }: { attempt: number; decision: FetchedRequest["decision"] },
): Promise<void> {
  const code = decision.kind === "settle" ? decision.failure?.code : undefined;
  const settled = await settling.catch((error: unknown): Settled => ({ ok: false, error }));
  if (settled.ok) return report({ outcome: settled.outcome, captureId: settled.captureId, attempt, code });
  const outcome = { outcome: "not-settled", attempt, code, error: settled.error };
  report(outcome);
  await comeBack(deps, request, record, new NotDoneError(outcome, { cause: settled.error }));
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
 *
 * @throws always, with what kept it from being done: the record stays
 */
async function comeBack(
  deps: BatchDeps,
  request: CaptureRequested,
  record: SQSRecord,
  reason: unknown,
): Promise<never> {
  const delaySeconds = outageDelaySeconds(receivesOf(record));
  await Promise.allSettled([
    deps.jobs.release(request.jobId),
    deps.frontier.giveBack([record.receiptHandle], delaySeconds),
  ]);
  throw reason;
}
