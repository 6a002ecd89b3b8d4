/**
 * Consumes the polls queue: reads one document of a source and puts what is unseen on the frontier; or searches a site
 * for its feeds and sitemaps. It reads hostile XML and HTML, and reaches no capture and no token.
 */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createFrontier, createPolls } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createItemStore } from "../../shared/index/item-store.ts";
import { createRunStore } from "../../shared/index/run-store.ts";
import { createSiteSearchStore } from "../../shared/index/site-search-store.ts";
import { createSourceStore } from "../../shared/index/source-store.ts";
import { listKey } from "../../shared/names.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { buildPoliteness } from "../../shared/politeness/build-politeness.ts";
import { type BatchDeps, pollBatch } from "./poll-batch.ts";

export function createHandler(deps: BatchDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent) => pollBatch(deps, event.Records));
}

const env = readEnv(["tableName", "bucketName", "frontierQueueUrl", "pollsQueueUrl", "contact"]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();
const objects = createObjectStore(createS3Client(), env.bucketName);
const fromClock = { now: () => new Date(), random: Math.random };

export const handler = createHandler({
  ...fromClock,
  sources: createSourceStore(table),
  items: createItemStore(table),
  runs: createRunStore(table),
  searches: createSiteSearchStore(table),
  politeness: buildPoliteness(table, env.contact),
  sendToFrontier: createFrontier(sqs, env.frontierQueueUrl).send,
  polls: createPolls(sqs, env.pollsQueueUrl),
  readList: (sourceId) => objects.readWhole(listKey(sourceId)),
  observer: createObserver("poll"),
});
