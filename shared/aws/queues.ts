/**
 * Owns sending to the frontier and the extract queue, and giving a message back. Batches are split as SQS wants them
 * (10 messages), and each message's fate is told apart.
 */
import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { ErasureRequested } from "../../events/erasure-requested.ts";
import type { ExportRequested } from "../../events/export-requested.ts";
import type { ImportRequested } from "../../events/import-requested.ts";
import type { PollRequested } from "../../events/poll-requested.ts";
import type { RequisitesFound } from "../../events/requisites-found.ts";
import type { Priority } from "../politeness/host-state.ts";

/** Most messages in one SendMessageBatch (SQS). */
const MAX_BATCH = 10;
/** Longest MessageGroupId (SQS); longer hosts are hashed. */
const MAX_GROUP_ID_LENGTH = 128;

/** Sends the messages and answers with those that were not accepted, and why. */
export type Send<Message> = (messages: readonly Message[]) => Promise<ReadonlyMap<Message, string>>;

export interface Frontier {
  /** One message for each request; a repeat of a job's hop within five minutes is dropped by SQS itself. */
  readonly send: Send<CaptureRequested>;
  /**
   * Makes received messages visible again after a wait that costs nothing. Of a FIFO group all must be named: one that
   * stays invisible keeps the whole group back.
   */
  giveBack(receiptHandles: readonly string[], delaySeconds: number): Promise<void>;
}

export function createFrontier(client: SQSClient, queueUrl: string): Frontier {
  return {
    send: (messages) =>
      sendAll(client, queueUrl, messages, (message) => ({
        MessageGroupId: toGroupId(message.location?.url ?? message.url, priorityOf(message)),
        // Each redirect is a message of its own; one that goes on the frontier again is named by the caller's job id.
        MessageDeduplicationId: `${message.jobId}:${message.location?.redirectIds.length ?? 0}`,
      })),
    giveBack: (receiptHandles, delaySeconds) => giveBackAll(client, queueUrl, receiptHandles, delaySeconds),
  };
}

/** Who asks for a capture now goes ahead of what a source brought, and every page of what pages are shown with. */
export function priorityOf({ origin }: Pick<CaptureRequested, "origin">): Priority {
  return origin.kind === "source" ? "crawl" : origin.kind;
}

export interface Polls {
  send<M extends PollRequested>(messages: readonly M[]): Promise<ReadonlyMap<M, string>>;
  giveBack(receiptHandle: string, delaySeconds: number): Promise<void>;
}

export function createPolls(client: SQSClient, queueUrl: string): Polls {
  return {
    send: (messages) =>
      sendAll(client, queueUrl, messages, (message) => ({
        MessageGroupId: pollGroup(message),
        MessageDeduplicationId: pollStep(message),
      })),
    giveBack: (receiptHandle, delaySeconds) => giveBack(client, queueUrl, receiptHandle, delaySeconds),
  };
}

/** A list that was uploaded has no host: it waits for nobody. */
function pollGroup(message: PollRequested): string {
  const url = message.location?.url ?? message.url;
  return url === undefined ? "uploaded" : toGroupId(url, "crawl");
}

/** Names one document and hop of a run, or hop of a search: a repeat within five minutes is dropped by SQS. */
function pollStep(message: PollRequested): string {
  const hop = message.location?.redirects ?? 0;
  if (message.kind === "site") return `${message.searchId}:${hop}`;
  const document = createHash("sha256")
    .update(message.url ?? "")
    .digest("hex")
    .slice(0, 32);
  return `${message.runId}:${document}:${hop}`;
}

/** Most entries of one ChangeMessageVisibilityBatch (SQS). */
async function giveBackAll(
  client: SQSClient,
  queueUrl: string,
  receiptHandles: readonly string[],
  delaySeconds: number,
): Promise<void> {
  const [only, ...more] = receiptHandles;
  if (only !== undefined && more.length === 0) return giveBack(client, queueUrl, only, delaySeconds);
  for (let start = 0; start < receiptHandles.length; start += MAX_BATCH) {
    const Entries = receiptHandles.slice(start, start + MAX_BATCH).map((ReceiptHandle, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: delaySeconds,
    }));
    // One that fails comes back by itself after the queue's visibility timeout.
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** Makes a received message of a queue visible again after so many seconds. */
export async function giveBack(
  client: SQSClient,
  queueUrl: string,
  receiptHandle: string,
  delaySeconds: number,
): Promise<void> {
  const input = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: delaySeconds };
  await client.send(new ChangeMessageVisibilityCommand(input));
}

/** One group: two erasures never rewrite a file at the same moment. A repeat within five minutes is dropped by SQS. */
export function createErasures(client: SQSClient, queueUrl: string): (message: ErasureRequested) => Promise<void> {
  return async (message) => {
    const refused = await sendAll(client, queueUrl, [message], ({ restriction, after = "" }) => ({
      MessageGroupId: "erasures",
      MessageDeduplicationId: createHash("sha256").update(`${restriction.id} ${after}`).digest("hex"),
    }));
    const reason = refused.get(message);
    if (reason !== undefined) throw new Error(`The erasure could not be queued: ${reason}`);
  };
}

export function createExportsQueue(client: SQSClient, queueUrl: string): Send<ExportRequested> {
  return (messages) => sendAll(client, queueUrl, messages, () => ({}));
}

export function createExtractQueue(client: SQSClient, queueUrl: string): Send<CaptureStored> {
  return (messages) => sendAll(client, queueUrl, messages, () => ({}));
}

/** Sends to requisites what a page or stylesheet is shown with. */
export function createRequisitesQueue(client: SQSClient, queueUrl: string): Send<RequisitesFound> {
  return (messages) => sendAll(client, queueUrl, messages, () => ({}));
}

const GROUPS = { "on-demand": "now", crawl: "crawl", requisite: "with" } as const satisfies Record<Priority, string>;

export function createImportsQueue(client: SQSClient, queueUrl: string): Send<ImportRequested> {
  return (messages) => sendAll(client, queueUrl, messages, () => ({}));
}

/**
 * Three groups for each host: SQS has at most one batch of each in flight, and what is asked for now does not stand behind
 * what a crawl has brought, nor a page behind pictures. Between them the host's turn decides (shared/politeness).
 */
export function toGroupId(url: string, priority: Priority): string {
  const { host } = new URL(url);
  const group = `${GROUPS[priority]}:${host}`;
  return group.length <= MAX_GROUP_ID_LENGTH ? group : createHash("sha256").update(group).digest("hex");
}

async function sendAll<Message>(
  client: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
  extra: (message: Message) => Partial<SendMessageBatchRequestEntry>,
): Promise<ReadonlyMap<Message, string>> {
  const refused = new Map<Message, string>();
  const batches = Array.from({ length: Math.ceil(messages.length / MAX_BATCH) }, (_, index) =>
    messages.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
  );
  await Promise.all(
    batches.map(async (batch) => {
      try {
        const Entries = batch.map((message, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(message),
          ...extra(message),
        }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        for (const { Id, Message: reason } of Failed) {
          const message = batch[Number(Id)];
          if (message !== undefined) refused.set(message, reason ?? "refused by SQS");
        }
      } catch (error) {
        for (const message of batch) refused.set(message, error instanceof Error ? error.message : String(error));
      }
    }),
  );
  return refused;
}
