/**
 * Owns the way of a URL: the polls queue and poll, the frontier and capture, the extract queue and extract, and the
 * requisites queue and requisites, which goes back to the frontier. What the functions do is functions/'s.
 */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { EXTRACT_NODE_OPTIONS, POLLS_MAX_RECEIVES } from "../shared/names.ts";
import { EXTRACT_BUNDLING } from "./constructs/extract-bundling.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { WorkQueue } from "./constructs/work-queue.ts";
import { CONSUME, onBus, onIndexes, onItems, onMessages, onObjects } from "./policies.ts";
import type { Stage } from "./stages.ts";

/**
 * The longest single fetch is 60 s (shared/fetch/limits.ts), and writing what a batch fetched takes seconds. Hosts of a
 * batch are fetched side by side; what it does not get to goes back to the frontier.
 */
const CAPTURE_TIMEOUT_SECONDS = 90;

/** One document: fetched within 60 s, read while it streams, its items looked up and written. */
const POLL_TIMEOUT_SECONDS = 300;

/** Ten pages of the slow kind, which take seconds each, and room for one that is hostile. */
const EXTRACT_TIMEOUT_SECONDS = 120;

/** The batch of the frontier and of the extract queue: ten captures, or ten articles, are one WARC file and one PUT. A FIFO queue gives no more. */
const BATCH_SIZE = 10;

/**
 * A host that must wait gives its messages back, and each giving back counts as a receive, so the count says nothing
 * about failures: capture counts attempts on the job. This is only the net under a function that dies before it can
 * count, and the highest number that SQS takes. 1,000 receives, one visibility timeout (540 s) apart, are 6.3 days:
 * time to repair a broken deployment, and well before the message would expire unseen after 14.
 */
const FRONTIER_MAX_RECEIVES = 1000;

/** A page's 200 requisites at the most: looked up, written and sent, twenty at a time. */
const REQUISITES_TIMEOUT_SECONDS = 60;
const REQUISITES_MAX_RECEIVES = 20;

/**
 * After a crash the pages of its batch are tried one by one, and each round receives all that are left: nine innocent
 * pages beside one that kills need ten rounds at the most, and some for the times that the killer is the one tried.
 */
const EXTRACT_MAX_RECEIVES = 20;

export interface PipelineStackProps extends StackProps {
  readonly stage: Stage;
  readonly contact: string;
  /** Hosts of the archive's own API, comma-separated: an archive that fetches itself makes work without end. */
  readonly ownHosts: string;
  /** Least gap between two requests to a host, in milliseconds. @default - shared/politeness/rules.ts's */
  readonly minGapMs?: number | undefined;
  readonly table: ITable;
  readonly bucket: IBucket;
  readonly bus: IEventBus;
}

export class PipelineStack extends Stack {
  readonly frontier: IQueue;
  readonly frontierDeadLetters: IQueue;
  readonly extractQueue: IQueue;
  readonly extractDeadLetters: IQueue;
  readonly polls: IQueue;
  readonly pollsDeadLetters: IQueue;
  readonly requisitesDeadLetters: IQueue;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const frontier = new WorkQueue(this, "Frontier", {
      stage: props.stage,
      name: "frontier",
      fifo: true,
      consumerTimeoutSeconds: CAPTURE_TIMEOUT_SECONDS,
      maxReceiveCount: FRONTIER_MAX_RECEIVES,
    });
    const extractQueue = new WorkQueue(this, "ExtractQueue", {
      stage: props.stage,
      name: "extract",
      fifo: false,
      consumerTimeoutSeconds: EXTRACT_TIMEOUT_SECONDS,
      maxReceiveCount: EXTRACT_MAX_RECEIVES,
    });
    const polls = new WorkQueue(this, "Polls", {
      stage: props.stage,
      name: "polls",
      fifo: true,
      consumerTimeoutSeconds: POLL_TIMEOUT_SECONDS,
      maxReceiveCount: POLLS_MAX_RECEIVES,
    });
    const requisites = new WorkQueue(this, "RequisitesQueue", {
      stage: props.stage,
      name: "requisites",
      fifo: false,
      consumerTimeoutSeconds: REQUISITES_TIMEOUT_SECONDS,
      maxReceiveCount: REQUISITES_MAX_RECEIVES,
    });
    this.polls = polls.queue;
    this.pollsDeadLetters = polls.deadLetters;
    this.frontier = frontier.queue;
    this.frontierDeadLetters = frontier.deadLetters;
    this.extractQueue = extractQueue.queue;
    this.extractDeadLetters = extractQueue.deadLetters;
    this.requisitesDeadLetters = requisites.deadLetters;
    this.addPoll(props);
    this.addCapture(props, extractQueue.queue);
    this.addExtract(props, extractQueue.queue, requisites.queue);
    this.addRequisites(props, extractQueue.queue, requisites.queue);
  }

  /** poll reads hostile XML and HTML: it reaches the frontier and what is known of sources, but no capture and no token. */
  private addPoll(props: PipelineStackProps): void {
    const { stage, table, bucket } = props;
    const poll = new PipelineFunction(this, "Poll", {
      stage,
      name: "poll",
      description: "Reads one document of a source and puts what is unseen on the frontier",
      // A sitemap of 64 MiB as it came and once more decompressed, while its buffers grow by doubling.
      memoryMb: 1024,
      timeoutSeconds: POLL_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        frontierQueueUrl: this.frontier.queueUrl,
        pollsQueueUrl: this.polls.queueUrl,
        ...fetchingSettings(props),
      },
      rights: [
        onMessages(this.polls, [...CONSUME, "ChangeMessageVisibility", "SendMessage"]),
        onMessages(this.frontier, ["SendMessage"]),
        onItems(table, ["sources", "host", "runs", "siteSearch"], ["GetItem", "PutItem"]),
        onItems(table, ["item"], ["GetItem", "BatchGetItem", "PutItem"]),
        onObjects(bucket, "lists", ["GetObject"]),
      ],
    });
    poll.function.addEventSource(
      new SqsEventSource(this.polls, {
        // One document may fill the memory.
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: stage.pollConcurrency,
      }),
    );
  }

  private addCapture(props: PipelineStackProps, extractQueue: IQueue): void {
    const { stage, table, bucket } = props;
    const capture = new PipelineFunction(this, "Capture", {
      stage,
      name: "capture",
      description: "Fetches what is on the frontier and keeps the exact exchange",
      // Ten bodies of up to 20 MiB, as received and once more in the WARC file, beside Node and the bundle.
      memoryMb: 1024,
      timeoutSeconds: CAPTURE_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        frontierQueueUrl: this.frontier.queueUrl,
        extractQueueUrl: extractQueue.queueUrl,
        ...fetchingSettings(props),
      },
      rights: [
        // ChangeMessageVisibility gives a host's messages back when it has to wait; a redirect is sent on as a new one.
        onMessages(this.frontier, [...CONSUME, "ChangeMessageVisibility", "SendMessage"]),
        onItems(table, ["job", "capture"], ["GetItem", "PutItem", "UpdateItem"]),
        onItems(table, ["host", "item"], ["GetItem", "PutItem"]),
        onItems(table, ["run"], ["PutItem"]),
        onItems(table, ["page"], ["UpdateItem"]),
        onIndexes(table, ["site", "digest"]),
        onObjects(bucket, "captures", ["PutObject"]),
        onMessages(extractQueue, ["SendMessage"]),
      ],
    });
    capture.function.addEventSource(
      new SqsEventSource(this.frontier, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        maxConcurrency: stage.captureConcurrency,
      }),
    );
  }

  /**
   * extract parses hostile HTML: whatever a page makes it do, it reaches no token, no other prefix, and of queues only that
   * of requisites, where nothing that it says is believed.
   */
  private addExtract(props: PipelineStackProps, extractQueue: IQueue, requisitesQueue: IQueue): void {
    const { stage, table, bucket, bus } = props;
    const extract = new PipelineFunction(this, "Extract", {
      stage,
      name: "extract",
      description: "Makes the clean article of a captured page",
      // The size at which Lambda gives one whole vCPU: parsing is one thread's work, and more would idle.
      memoryMb: 1769,
      timeoutSeconds: EXTRACT_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        eventBusName: bus.eventBusName,
        extractQueueUrl: extractQueue.queueUrl,
        requisitesQueueUrl: requisitesQueue.queueUrl,
      },
      nodeOptions: EXTRACT_NODE_OPTIONS,
      bundling: EXTRACT_BUNDLING,
      rights: [
        // ChangeMessageVisibility gives back the pages that wait while one is tried alone.
        onMessages(extractQueue, [...CONSUME, "ChangeMessageVisibility"]),
        onMessages(requisitesQueue, ["SendMessage"]),
        onItems(table, ["job", "capture"], ["GetItem", "UpdateItem"]),
        onItems(table, ["days"], ["PutItem"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "articles", ["PutObject"]),
        onBus(bus),
      ],
    });
    extract.function.addEventSource(
      new SqsEventSource(extractQueue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        maxConcurrency: stage.extractConcurrency,
      }),
    );
  }

  private addRequisites(props: PipelineStackProps, extractQueue: IQueue, requisitesQueue: IQueue): void {
    const { stage, table } = props;
    const requisites = new PipelineFunction(this, "Requisites", {
      stage,
      name: "requisites",
      description: "Puts what captured pages are shown with on the frontier",
      // Small rows and messages; nobody waits for it.
      memoryMb: 256,
      timeoutSeconds: REQUISITES_TIMEOUT_SECONDS,
      environment: {
        tableName: table.tableName,
        frontierQueueUrl: this.frontier.queueUrl,
        extractQueueUrl: extractQueue.queueUrl,
      },
      rights: [
        onMessages(requisitesQueue, CONSUME),
        onMessages(this.frontier, ["SendMessage"]),
        // A stylesheet that was captured for another page is read for this one.
        onMessages(extractQueue, ["SendMessage"]),
        onItems(table, ["capture"], ["GetItem"]),
        onItems(table, ["page"], ["Query", "PutItem", "UpdateItem"]),
        onIndexes(table, ["site"]),
      ],
    });
    requisites.function.addEventSource(
      new SqsEventSource(requisitesQueue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        // Each extraction makes one message.
        maxConcurrency: stage.extractConcurrency,
      }),
    );
  }
}

/** What every function that fetches is told. */
function fetchingSettings({ contact, ownHosts, minGapMs }: PipelineStackProps) {
  return { contact, ownHosts, ...(minGapMs === undefined ? {} : { minGapMs: String(minGapMs) }) };
}
