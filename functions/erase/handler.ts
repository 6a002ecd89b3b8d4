/** Overwrites what was asked to be erased: an erasure at a time, as long as it takes. */
import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { Context, SQSEvent } from "aws-lambda";
import { erasureRequestedSchema } from "../../events/erasure-requested.ts";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createObjectEdits } from "../../shared/aws/object-edits.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createErasures } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { type EraseScopeDeps, eraseScope } from "./erase-scope.ts";

/** Rewriting the files of one page of captures: fifty of 60 MB each, read and written. */
const RESERVE_MS = 240_000;

export function createHandler(deps: EraseScopeDeps) {
  return middy<SQSEvent, unknown, Error, Context>()
    .use(flushObserver(deps.observer))
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler((event: SQSEvent, context: Context) =>
      Promise.allSettled(
        event.Records.map(async ({ body }) => {
          const message = parseMessage(erasureRequestedSchema, body);
          if (!message.ok) return deps.observer.outcome({ outcome: "bad-message", error: message.error });
          await eraseScope(deps, message.value, () => context.getRemainingTimeInMillis()).catch((error: unknown) => {
            deps.observer.outcome({ outcome: "not-erased", error });
            throw error;
          });
        }),
      ),
    );
}

const env = readEnv(["tableName", "bucketName", "erasuresQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const s3 = createS3Client();

export const handler = createHandler({
  restrictions: createRestrictionStore(table),
  captures: createCaptureStore(table),
  objects: createObjectStore(s3, env.bucketName),
  edits: createObjectEdits(s3, env.bucketName),
  sendErasure: createErasures(createSqsClient(), env.erasuresQueueUrl),
  observer: createObserver("erase"),
  now: () => new Date(),
  reserveMs: RESERVE_MS,
});
