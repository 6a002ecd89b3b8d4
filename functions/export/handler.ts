/** Consumes the exports queue: makes WACZ files of what the archive holds, in as many invocations as one takes. */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createMultipartUploads } from "../../shared/aws/multipart-upload.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createExportsQueue } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createArticleList } from "../../shared/index/article-list.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createExportStore } from "../../shared/index/export-store.ts";
import { createHostCaptures } from "../../shared/index/host-capture-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createSigningKeyStore } from "../../shared/index/signing-key-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { type BatchDeps, exportBatch } from "./export-batch.ts";

export function createHandler(deps: BatchDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent, context: Context) =>
      exportBatch(deps, event.Records, () => context.getRemainingTimeInMillis()),
    );
}

const env = readEnv(["tableName", "bucketName", "exportsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const s3 = createS3Client();
const now = () => new Date();

export const handler = createHandler({
  exports: createExportStore(table),
  captures: createCaptureStore(table),
  jobs: createJobStore(table),
  pages: createPageStore(table),
  listHostCaptures: createHostCaptures(table),
  listArticles: createArticleList(table),
  restrictions: createRestrictionStore(table),
  signingKey: createSigningKeyStore(table, now),
  objects: { ...createObjectStore(s3, env.bucketName), ...createMultipartUploads(s3, env.bucketName) },
  send: createExportsQueue(createSqsClient(), env.exportsQueueUrl),
  now,
  observer: createObserver("export"),
});
