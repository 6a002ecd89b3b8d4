/** Owns AWS::Lambda::EventSourceMapping of SQS queues. */
import { nameOfArn } from "../aws-names.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** SQS default (API reference, CreateEventSourceMapping). */
const DEFAULT_BATCH_SIZE = 10;

export const eventSourceMapping: Provider = {
  type: "AWS::Lambda::EventSourceMapping",
  identify: (place) => ({ ref: generatedName(place), attributes: { Id: generatedName(place) } }),
  declare({ properties, path }, model) {
    properties.refuse("FilterCriteria", "StartingPosition", "DestinationConfig", "ProvisionedPollerConfig");
    const queueArn = properties.text("EventSourceArn");
    if (!queueArn.startsWith("arn:aws:sqs:")) throw properties.problem(`${queueArn} is no queue`);
    if (properties.has("Enabled") && !properties.flag("Enabled")) return;
    model.mappings.push({
      path,
      queueArn,
      functionName: nameOfArn(properties.text("FunctionName")),
      batchSize: properties.optionalNumber("BatchSize") ?? DEFAULT_BATCH_SIZE,
      windowSeconds: properties.optionalNumber("MaximumBatchingWindowInSeconds") ?? 0,
      maxConcurrency: properties.record("ScalingConfig").optionalNumber("MaximumConcurrency"),
      reportsFailures: properties.list("FunctionResponseTypes").includes("ReportBatchItemFailures"),
    });
  },
};
