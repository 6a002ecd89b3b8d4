/** Owns AWS::SQS::Queue. */
import { ACCOUNT_ID, arnOf, nameOfArn } from "../aws-names.ts";
import { isRecord } from "../template/json.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** Template property to queue attribute; the two differ in one name only. */
const ATTRIBUTES = {
  VisibilityTimeout: "VisibilityTimeout",
  DelaySeconds: "DelaySeconds",
  MaximumMessageSize: "MaximumMessageSize",
  MessageRetentionPeriod: "MessageRetentionPeriod",
  ReceiveMessageWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  FifoQueue: "FifoQueue",
  ContentBasedDeduplication: "ContentBasedDeduplication",
  DeduplicationScope: "DeduplicationScope",
  FifoThroughputLimit: "FifoThroughputLimit",
  SqsManagedSseEnabled: "SqsManagedSseEnabled",
} as const;

export const queue: Provider = {
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  identify(place, ownName, { awsEndpoint }) {
    const name = ownName ?? generatedName(place, 75);
    const url = `${awsEndpoint}/${ACCOUNT_ID}/${name}`;
    return { ref: url, attributes: { Arn: arnOf("sqs", name), QueueName: name, QueueUrl: url } };
  },
  declare({ identity, properties, path }, model) {
    const attributes: Record<string, string> = {};
    for (const [property, attribute] of Object.entries(ATTRIBUTES)) {
      const value = properties.optionalText(property);
      if (value !== undefined) attributes[attribute] = value;
    }
    const redrive = properties.values.RedrivePolicy;
    if (isRecord(redrive)) attributes.RedrivePolicy = JSON.stringify(redrive);
    const arn = identity.attributes.Arn ?? "";
    const name = nameOfArn(arn);
    model.queues.set(name, { name, arn, url: identity.ref, path, attributes });
  },
};
