/**
 * Owns sending to the frontier and the extract queue, and giving a message back. Batches are split as SQS wants them
 * (10 messages), and each message's fate is told apart.
 */
import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";

/** Most messages in one SendMessageBatch (SQS). */
const MAX_BATCH = 10;
/** Longest MessageGroupId (SQS); longer hosts are hashed. */
const MAX_GROUP_ID_LENGTH = 128;

/** Sends the messages and answers with those that were not accepted, and why. */
export type Send<Message> = (messages: readonly Message[]) => Promise<ReadonlyMap<Message, string>>;

export interface Frontier {
  /** One message for each request; a repeat of a job within five minutes is dropped by SQS itself. */
  readonly send: Send<CaptureRequested>;
  /** Makes a received message visible again after a wait that costs nothing. */
  giveBack(receiptHandle: string, delaySeconds: number): Promise<void>;
}

export function createFrontier(client: SQSClient, queueUrl: string): Frontier {
  return {
    send: (messages) =>
      sendAll(client, queueUrl, messages, (message) => ({
        MessageGroupId: toGroupId(message.url),
        MessageDeduplicationId: message.jobId,
      })),
    giveBack: (receiptHandle, delaySeconds) => giveBack(client, queueUrl, receiptHandle, delaySeconds),
  };
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

export function createExtractQueue(client: SQSClient, queueUrl: string): Send<CaptureStored> {
  return (messages) => sendAll(client, queueUrl, messages, () => ({}));
}

/** One group for each host: SQS then has at most one batch of a host in flight. */
export function toGroupId(url: string): string {
  const { host } = new URL(url);
  return host.length <= MAX_GROUP_ID_LENGTH ? host : createHash("sha256").update(host).digest("hex");
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
