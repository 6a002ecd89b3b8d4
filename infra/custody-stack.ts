/** Owns what is done to the archive's holdings after they were captured. So far: erasing what must not be kept. */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { WorkQueue } from "./constructs/work-queue.ts";
import { CONSUME, onIndexes, onItems, onMessages, onObjects, onVersions } from "./policies.ts";
import type { Stage } from "./stages.ts";

/** Lambda's longest: an erasure of many captures goes on in another invocation. */
const ERASE_TIMEOUT_SECONDS = 900;

/** What fails for a reason that passes has five tries, an hour and a half apart; then a person must look. */
const ERASURES_MAX_RECEIVES = 5;

export interface CustodyStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly bucket: IBucket;
}

export class CustodyStack extends Stack {
  readonly erasures: IQueue;
  readonly erasuresDeadLetters: IQueue;

  constructor(scope: Construct, id: string, props: CustodyStackProps) {
    super(scope, id, props);
    const erasures = new WorkQueue(this, "Erasures", {
      stage: props.stage,
      name: "erasures",
      fifo: true,
      consumerTimeoutSeconds: ERASE_TIMEOUT_SECONDS,
      maxReceiveCount: ERASURES_MAX_RECEIVES,
    });
    this.erasures = erasures.queue;
    this.erasuresDeadLetters = erasures.deadLetters;
    this.addErase(props);
  }

  /** The one function that may overwrite what the archive holds. */
  private addErase({ stage, table, bucket }: CustodyStackProps): void {
    const erase = new PipelineFunction(this, "Erase", {
      stage,
      name: "erase",
      description: "Overwrites the bytes of captures that were asked to be erased",
      // A part of 32 MiB as read and as written, and a page of tombstones as long as what they replace.
      memoryMb: 1024,
      timeoutSeconds: ERASE_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        erasuresQueueUrl: this.erasures.queueUrl,
      },
      rights: [
        onMessages(this.erasures, [...CONSUME, "SendMessage"]),
        onItems(table, ["capture"], ["GetItem", "UpdateItem"]),
        onItems(table, ["restrictions"], ["GetItem", "PutItem"]),
        onIndexes(table, ["site", "agenda"]),
        onObjects(bucket, "captures", ["GetObject", "PutObject", "DeleteObjectVersion"]),
        onObjects(bucket, "articles", ["GetObject", "PutObject", "DeleteObjectVersion"]),
        onObjects(bucket, "imports", ["GetObject", "PutObject", "DeleteObjectVersion"]),
        onVersions(bucket, ["captures", "articles", "imports"]),
      ],
    });
    erase.function.addEventSource(new SqsEventSource(this.erasures, { batchSize: 1, reportBatchItemFailures: true }));
  }
}
