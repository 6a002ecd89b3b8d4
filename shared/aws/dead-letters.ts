/** Owns emptying a dead-letter queue: receive, hand over, and delete only what was handed over. */
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/**
 * Hands each message of a dead-letter queue to `record` and deletes it after. A message whose recording throws stays,
 * and comes back at the next drain.
 *
 * @returns how many were recorded, and the errors of those that were not.
 */
export async function drainDeadLetters(
  client: SQSClient,
  queueUrl: string,
  record: (body: string) => Promise<void>,
): Promise<{ recorded: number; errors: unknown[] }> {
  const errors: unknown[] = [];
  let recorded = 0;
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return { recorded, errors };
    for (const { Body = "", ReceiptHandle } of Messages) {
      try {
        await record(Body);
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        recorded += 1;
      } catch (error) {
        errors.push(error);
      }
    }
  }
}
