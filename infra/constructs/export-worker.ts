/** Owns what makes exports: the exports queue, and the function that consumes it. What it does is functions/export's. */
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { CONSUME, onIndexes, onItems, onMessages, onObjects } from "../policies.ts";
import type { Stage } from "../stages.ts";
import { PipelineFunction } from "./pipeline-function.ts";
import { WorkQueue } from "./work-queue.ts";

/** What does not end in time goes on in another invocation; an invocation that dies is missed for six times as long. */
const TIMEOUT_SECONDS = 300;

/** An invocation that dies is tried again half an hour later, from where it had come to. */
const MAX_RECEIVES = 5;

export interface ExportWorkerProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly bucket: IBucket;
}

export class ExportWorker extends Construct {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, { stage, table, bucket }: ExportWorkerProps) {
    super(scope, id);
    const { queue, deadLetters } = new WorkQueue(this, "Queue", {
      stage,
      name: "exports",
      fifo: false,
      consumerTimeoutSeconds: TIMEOUT_SECONDS,
      maxReceiveCount: MAX_RECEIVES,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    const worker = new PipelineFunction(this, "Export", {
      stage,
      name: "export",
      description: "Makes WACZ files of what the archive holds",
      // A WARC file of 16 MiB in pieces and joined, 24 MiB read ahead, and at the end the index of 100,000 captures.
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { tableName: table.tableName, bucketName: bucket.bucketName, exportsQueueUrl: queue.queueUrl },
      rights: [
        // It sends itself another message where its time runs out.
        onMessages(queue, [...CONSUME, "SendMessage"]),
        onItems(table, ["job", "capture"], ["GetItem"]),
        onItems(table, ["days", "page", "restrictions"], ["Query"]),
        onItems(table, ["exports", "signingKey"], ["GetItem", "PutItem"]),
        onIndexes(table, ["site", "day", "source"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "exports", ["GetObject", "PutObject"]),
      ],
    });
    worker.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: stage.exportConcurrency,
      }),
    );
  }
}
