/**
 * Consumes the imports queue: reads a WARC or WACZ file that others made, and makes captures of its records. It reads
 * hostile files, and reaches no token, no source and no article.
 */
import { setTimeout as sleep } from "node:timers/promises";
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createOpenObject } from "../../shared/aws/object-reader.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createExtractQueue, createImportsQueue } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createImportStore } from "../../shared/index/import-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { type BatchDeps, importBatch } from "./import-batch.ts";

/** Of the ten minutes that there are: the record that is read when they are over may be large. */
const STRETCH_MS = 240_000;
/** DynamoDB's indexes follow within a second, mostly. */
const INDEX_LAG_MS = 2000;

export function createHandler(deps: Omit<BatchDeps, "isTimeUp">) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent) => {
      const end = Date.now() + STRETCH_MS;
      return importBatch({ ...deps, isTimeUp: () => Date.now() > end }, event.Records);
    });
}

const env = readEnv(["tableName", "bucketName", "extractQueueUrl", "importsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const [s3, sqs] = [createS3Client(), createSqsClient()];

export const handler = createHandler({
  imports: createImportStore(table),
  captures: createCaptureStore(table),
  objects: createObjectStore(s3, env.bucketName),
  openObject: createOpenObject(s3, env.bucketName),
  sendToExtract: createExtractQueue(sqs, env.extractQueueUrl),
  sendOn: createImportsQueue(sqs, env.importsQueueUrl),
  pause: () => sleep(INDEX_LAG_MS),
  observer: createObserver("import"),
  now: () => new Date(),
});
