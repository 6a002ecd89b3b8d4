/** As much of an SQS client as shared/aws/queues.ts calls, over queues on virtual time: its own code decides groups and ids. */
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { VirtualQueue } from "./virtual-queue.ts";

/** Most entries of one batch (SQS). */
const MAX_ENTRIES = 10;

/** @param queues - by the URL that they are called by */
export function createVirtualSqs(queues: Readonly<Record<string, VirtualQueue>>): SQSClient {
  const send = async (command: object): Promise<unknown> => {
    if (command instanceof SendMessageBatchCommand) {
      const { QueueUrl, Entries = [] } = command.input;
      for (const { MessageBody = "", MessageGroupId, MessageDeduplicationId } of atMostTen(Entries)) {
        queueOf(QueueUrl).send(MessageBody, required(MessageGroupId), required(MessageDeduplicationId));
      }
      return {};
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { QueueUrl, ReceiptHandle, VisibilityTimeout } = command.input;
      return void queueOf(QueueUrl).changeVisibility(required(ReceiptHandle), required(VisibilityTimeout));
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      const { QueueUrl, Entries = [] } = command.input;
      for (const { ReceiptHandle, VisibilityTimeout } of atMostTen(Entries)) {
        queueOf(QueueUrl).changeVisibility(required(ReceiptHandle), required(VisibilityTimeout));
      }
      return {};
    }
    throw new Error(`not played here: ${command.constructor.name}`);
  };
  const queueOf = (url = ""): VirtualQueue => required(queues[url]);
  // The client has dozens of methods more, and nothing here calls them.
  return { send } as unknown as SQSClient;
}

function atMostTen<T>(entries: readonly T[]): readonly T[] {
  if (entries.length > MAX_ENTRIES) throw new Error(`SQS takes ${MAX_ENTRIES} entries, not ${entries.length}`);
  return entries;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("SQS wants this for a FIFO queue");
  return value;
}
