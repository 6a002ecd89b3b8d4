/**
 * Consumes the extract queue: a captured page in, an article out. It parses hostile HTML, so its role reaches its own
 * prefixes and nothing else.
 */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import {
  createDocumentClient,
  createEventBridgeClient,
  createS3Client,
  createSqsClient,
} from "../../shared/aws/clients.ts";
import { createAnnouncer } from "../../shared/aws/event-bus.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createRequisitesQueue, giveBack } from "../../shared/aws/queues.ts";
import { readDom, readEnv } from "../../shared/env.ts";
import { createExtractionStore } from "../../shared/index/extraction-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { type BatchDeps, extractBatch } from "./extract-batch.ts";

export function createHandler(deps: BatchDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent) => extractBatch(deps, event.Records));
}

const env = readEnv(["tableName", "bucketName", "eventBusName", "extractQueueUrl", "requisitesQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();

export const handler = createHandler({
  objects: createObjectStore(createS3Client(), env.bucketName),
  captures: createExtractionStore(table),
  jobs: createJobStore(table),
  announce: createAnnouncer(createEventBridgeClient(), env.eventBusName),
  sendToRequisites: createRequisitesQueue(sqs, env.requisitesQueueUrl),
  giveBack: (receiptHandle) => giveBack(sqs, env.extractQueueUrl, receiptHandle, 0),
  observer: createObserver("extract"),
  dom: readDom(),
  random: Math.random,
  now: () => new Date(),
});
