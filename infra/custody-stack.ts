/**
 * Owns what is done to the archive's holdings beside capturing: taking in what others made, giving out collections,
 * erasing what must not be kept. What the functions do is functions/'s.
 */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ExportWorker } from "./constructs/export-worker.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { WorkQueue } from "./constructs/work-queue.ts";
import { CONSUME, onIndexes, onItems, onMessages, onObjects, onVersions } from "./policies.ts";
import type { Stage } from "./stages.ts";

/** Lambda's longest: an erasure of many captures goes on in another invocation. */
const ERASE_TIMEOUT_SECONDS = 900;

/** What fails for a reason that passes has five tries, an hour and a half apart; then a person must look. */
const ERASURES_MAX_RECEIVES = 5;

/** A stretch of four minutes, and the record that is read at the end of it, which may be a gigabyte to be skipped. */
const IMPORT_TIMEOUT_SECONDS = 600;

/** A stretch that dies is gone on with from its last batch; what kills five in a row is recorded as a failure. */
const IMPORT_MAX_RECEIVES = 5;

export interface CustodyStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly bucket: IBucket;
  /** Where imported pages go to have their articles made. */
  readonly extractQueue: IQueue;
}

export class CustodyStack extends Stack {
  readonly imports: IQueue;
  readonly importsDeadLetters: IQueue;
  readonly exports: IQueue;
  readonly exportsDeadLetters: IQueue;
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
    const imports = new WorkQueue(this, "Imports", {
      stage: props.stage,
      name: "imports",
      fifo: false,
      consumerTimeoutSeconds: IMPORT_TIMEOUT_SECONDS,
      maxReceiveCount: IMPORT_MAX_RECEIVES,
    });
    this.imports = imports.queue;
    this.importsDeadLetters = imports.deadLetters;
    this.addImport(props);
    const exporting = new ExportWorker(this, "Exports", props);
    this.exports = exporting.queue;
    this.exportsDeadLetters = exporting.deadLetters;
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

  /** import reads hostile WARC and ZIP files: it reaches no token, no source and no article. */
  private addImport({ stage, table, bucket, extractQueue }: CustodyStackProps): void {
    const worker = new PipelineFunction(this, "Import", {
      stage,
      name: "import",
      description: "Makes captures of the records of WARC and WACZ files that others made",
      // Two ranges of 8 MiB, copies of up to one record of 128 MiB, and what the run remembers of its captures.
      memoryMb: 1024,
      timeoutSeconds: IMPORT_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        extractQueueUrl: extractQueue.queueUrl,
        importsQueueUrl: this.imports.queueUrl,
      },
      rights: [
        onMessages(this.imports, [...CONSUME, "SendMessage"]),
        onItems(table, ["imports"], ["GetItem", "PutItem", "Query"]),
        onItems(table, ["capture"], ["GetItem", "PutItem"]),
        onIndexes(table, ["site"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "captures", ["PutObject"]),
        onMessages(extractQueue, ["SendMessage"]),
      ],
    });
    worker.function.addEventSource(
      new SqsEventSource(this.imports, {
        // One file may fill the time and the memory.
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: stage.importConcurrency,
      }),
    );
  }
}
