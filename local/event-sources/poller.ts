/**
 * Owns one event source mapping: receives batches from its queue, invokes its function, deletes what is done. What is
 * not deleted comes back after the queue's visibility timeout, and that is SQS's work.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { CallService } from "../aws-client.ts";
import { messageOf } from "../cloud-error.ts";
import type { Functions } from "../lambda/functions.ts";
import type { Logs } from "../logs.ts";
import type { FunctionSpec, MappingSpec, QueueSpec } from "../resources/model.ts";
import type { Json, JsonRecord } from "../template/json.ts";
import { failedMessages, type ReceivedMessage, toSqsEvent } from "./sqs-event.ts";

/** SQS's most for one ReceiveMessage, and for one long poll. */
const MAX_RECEIVED = 10;
const LONG_POLL_SECONDS = 20;

/** Wait after a failed call, in milliseconds. */
const ERROR_WAIT_MS = 1000;

export interface PollerDeps {
  readonly mapping: MappingSpec;
  readonly queue: QueueSpec;
  readonly target: FunctionSpec;
  readonly functions: Pick<Functions, "invoke">;
  /** Calls as the function: on AWS too, the poller has the rights of the function's role. */
  readonly callService: CallService;
  /** Calls as the operator, to give messages back at the end. */
  readonly callAsOperator: CallService;
  readonly logs: Logs;
  readonly timeScale: number;
}

export interface Poller {
  /** Batches that are being worked on. */
  readonly underway: number;
  /** Takes no more messages; ends when the long poll has, and the batches are settled. */
  stop(): Promise<void>;
}

/** Starts polling at once. */
export function startPoller(deps: PollerDeps): Poller {
  const poller = new QueuePoller(deps);
  const done = poller.run();
  return {
    get underway() {
      return poller.underway;
    },
    stop() {
      poller.stopped = true;
      return done;
    },
  };
}

class QueuePoller {
  readonly #deps: PollerDeps;
  readonly #maxBatches: number;
  readonly #batches = new Set<Promise<void>>();
  stopped = false;

  constructor(deps: PollerDeps) {
    this.#deps = deps;
    const { maxInstances } = deps.target;
    this.#maxBatches = Math.min(deps.mapping.maxConcurrency ?? maxInstances, maxInstances);
  }

  get underway(): number {
    return this.#batches.size;
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      if (this.#batches.size >= this.#maxBatches) {
        await Promise.race(this.#batches);
        continue;
      }
      const messages = await this.#collect();
      if (messages.length === 0) continue;
      if (this.stopped) {
        await this.#giveBack(messages);
        break;
      }
      const batch: Promise<void> = this.#work(messages).finally(() => this.#batches.delete(batch));
      this.#batches.add(batch);
    }
    await Promise.all(this.#batches);
  }

  /** One batch: what is there, or, with a batching window, what comes until it is full or the window is over. */
  async #collect(): Promise<readonly ReceivedMessage[]> {
    const { batchSize, windowSeconds } = this.#deps.mapping;
    const messages = await this.#receive(batchSize, LONG_POLL_SECONDS);
    const deadlineMs = Date.now() + (windowSeconds * 1000) / this.#deps.timeScale;
    while (messages.length > 0 && messages.length < batchSize && !this.stopped) {
      const leftSeconds = (deadlineMs - Date.now()) / 1000;
      if (leftSeconds <= 0) break;
      messages.push(...(await this.#receive(batchSize - messages.length, leftSeconds)));
    }
    return messages;
  }

  async #receive(limit: number, waitSeconds: number): Promise<ReceivedMessage[]> {
    try {
      const answer = await this.#deps.callService("sqs", "ReceiveMessage", {
        QueueUrl: this.#deps.queue.url,
        MaxNumberOfMessages: Math.min(limit, MAX_RECEIVED),
        WaitTimeSeconds: Math.min(waitSeconds, LONG_POLL_SECONDS),
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      return (answer.Messages ?? []) as unknown as ReceivedMessage[];
    } catch (error) {
      if (this.stopped) return [];
      this.#log(`receiving failed: ${messageOf(error)}`);
      await sleep(ERROR_WAIT_MS);
      return [];
    }
  }

  async #work(messages: readonly ReceivedMessage[]): Promise<void> {
    const { mapping, queue, functions } = this.#deps;
    const result = await functions.invoke(mapping.functionName, JSON.stringify(toSqsEvent(messages, queue.arn)));
    if (!result.ok) {
      if (this.stopped) return this.#giveBack(messages);
      this.#log(`a batch of ${messages.length} failed: ${result.error.errorType}: ${result.error.errorMessage}`);
      return;
    }
    const failed = mapping.reportsFailures ? failedMessages(result.payload, messages) : new Set<string>();
    if (failed.size > 0) this.#log(`${failed.size} of ${messages.length} messages failed`);
    const finished = messages.filter((message) => !failed.has(message.MessageId));
    await this.#onEach(this.#deps.callService, "DeleteMessageBatch", finished, {});
  }

  /** What arrived, or was cut off, while stopping is visible again at once. */
  #giveBack(messages: readonly ReceivedMessage[]): Promise<void> {
    const now = { VisibilityTimeout: 0 };
    return this.#onEach(this.#deps.callAsOperator, "ChangeMessageVisibilityBatch", messages, now);
  }

  async #onEach(call: CallService, operation: string, messages: readonly ReceivedMessage[], extra: JsonRecord) {
    for (let start = 0; start < messages.length; start += MAX_RECEIVED) {
      const entries: Json[] = messages
        .slice(start, start + MAX_RECEIVED)
        .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle, ...extra }));
      try {
        await call("sqs", operation, { QueueUrl: this.#deps.queue.url, Entries: entries });
      } catch (error) {
        this.#log(`${operation} failed: ${messageOf(error)}`);
      }
    }
  }

  #log(text: string): void {
    this.#deps.logs.write("cloud", `${this.#deps.queue.name} > ${this.#deps.target.name}: ${text}`);
  }
}
