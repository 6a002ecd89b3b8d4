/** Consumes the frontier: fetches each URL and keeps the exact exchange. No HTML is parsed here. */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createExtractQueue, createFrontier } from "../../shared/aws/queues.ts";
import { endItem } from "../../shared/crawl/end-item.ts";
import { readEnv } from "../../shared/env.ts";
import { FETCH_LIMITS } from "../../shared/fetch/limits.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createItemStore } from "../../shared/index/item-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRunStore } from "../../shared/index/run-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { buildPoliteness } from "../../shared/politeness/build-politeness.ts";
import { type BatchDeps, captureBatch } from "./capture-batch.ts";

/** Time to compress some 60 MiB, to write the object and its rows, after the last fetch. */
const SETTLE_RESERVE_MS = 15_000;

export function createHandler(deps: BatchDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent, context: Context) =>
      captureBatch(deps, event.Records, () => context.getRemainingTimeInMillis()),
    );
}

const env = readEnv(["tableName", "bucketName", "frontierQueueUrl", "extractQueueUrl", "contact"]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();

const now = () => new Date();
const crawl = { items: createItemStore(table), runs: createRunStore(table), now };

export const handler = createHandler({
  jobs: createJobStore(table),
  captures: createCaptureStore(table),
  pages: createPageStore(table),
  objects: createObjectStore(createS3Client(), env.bucketName),
  frontier: createFrontier(sqs, env.frontierQueueUrl),
  sendToExtract: createExtractQueue(sqs, env.extractQueueUrl),
  endItem: (request, end) => endItem(crawl, request, end),
  politeness: buildPoliteness(table, env.contact),
  observer: createObserver("capture"),
  now,
  reserveMs: FETCH_LIMITS.totalTimeoutMs + SETTLE_RESERVE_MS,
});
