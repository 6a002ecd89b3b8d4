/** Owns the event that Lambda makes of SQS messages, and reading what a function says of them. Pure. */
import { REGION } from "../aws-names.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";

/** One message of ReceiveMessage. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: JsonRecord;
  readonly MessageAttributes?: JsonRecord;
}

/** The event of a batch (Lambda developer guide, "Using Lambda with Amazon SQS"). */
export function toSqsEvent(messages: readonly ReceivedMessage[], queueArn: string): JsonRecord {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: toMessageAttributes(message.MessageAttributes ?? {}),
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: REGION,
    })),
  };
}

/** The queue's spelling and Lambda's differ in their first letters. */
function toMessageAttributes(attributes: JsonRecord): JsonRecord {
  const converted: Record<string, Json> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isRecord(attribute)) continue;
    const value: Record<string, Json> = { stringListValues: [], binaryListValues: [] };
    if (attribute.StringValue !== undefined) value.stringValue = attribute.StringValue;
    if (attribute.BinaryValue !== undefined) value.binaryValue = attribute.BinaryValue;
    converted[name] = { ...value, dataType: attribute.DataType ?? "String" };
  }
  return converted;
}

/**
 * The messages that a function did not finish, out of its response with `ReportBatchItemFailures`. A response that
 * cannot be understood counts as a failure of all (Lambda developer guide, "Implementing partial batch responses").
 */
export function failedMessages(payload: string, messages: readonly ReceivedMessage[]): ReadonlySet<string> {
  const ids = new Set(messages.map((message) => message.MessageId));
  const failures = readFailures(payload);
  if (failures === undefined) return ids;
  const failed = failures.map((failure) => (isRecord(failure) ? failure.itemIdentifier : undefined));
  return failed.every((id) => typeof id === "string" && ids.has(id)) ? new Set(failed.map(String)) : ids;
}

/** No failures where the response is empty, null, or names none. */
function readFailures(payload: string): readonly Json[] | undefined {
  try {
    const response = JSON.parse(payload) as Json;
    if (!isRecord(response)) return response === null || response === "" ? [] : undefined;
    const failures = response.batchItemFailures ?? [];
    return Array.isArray(failures) ? failures : undefined;
  } catch {
    return undefined;
  }
}
