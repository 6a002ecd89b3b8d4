/**
 * Consumes the requisites queue: puts what captured pages are shown with on the frontier. It parses nothing of a page: that
 * is extract's, which in turn reaches no frontier.
 */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { createDocumentClient, createSqsClient } from "../../shared/aws/clients.ts";
import { createExtractQueue, createFrontier } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { type BatchDeps, requisitesBatch } from "./requisites-batch.ts";

export function createHandler(deps: BatchDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent) => requisitesBatch(deps, event.Records));
}

const env = readEnv(["tableName", "frontierQueueUrl", "extractQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();

export const handler = createHandler({
  captures: createCaptureStore(table),
  pages: createPageStore(table),
  frontier: createFrontier(sqs, env.frontierQueueUrl),
  sendToExtract: createExtractQueue(sqs, env.extractQueueUrl),
  observer: createObserver("requisites"),
  now: () => new Date(),
});
