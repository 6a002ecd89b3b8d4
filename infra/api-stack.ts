/** Owns what answers HTTP: the routes, and the functions submit, sources, retrieve, transfers and authorize. */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { IHttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ApiRoutes } from "./constructs/api-routes.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { onIndexes, onItems, onMessages, onObjects } from "./policies.ts";
import type { ArchiveAccess, Stage } from "./stages.ts";

export interface ApiStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly bucket: IBucket;
  readonly api: IHttpApi;
  /** Who may read by the protocols of web archives. */
  readonly archiveAccess: ArchiveAccess;
  readonly frontier: IQueue;
  readonly polls: IQueue;
  readonly exports: IQueue;
}

export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    new ApiRoutes(this, "Routes", {
      api: props.api,
      functions: {
        submit: this.addSubmit(props),
        sources: this.addSources(props),
        retrieve: this.addRetrieve(props),
        transfers: this.addTransfers(props),
      },
      authorizer: this.addAuthorize(props),
    });
  }

  private addSubmit({ stage, table, frontier }: ApiStackProps) {
    return new PipelineFunction(this, "Submit", {
      stage,
      name: "submit",
      description: "Takes URLs in: checks them, writes their jobs, puts them on the frontier",
      // Small work, but a caller waits for it: at 512 MB a cold start is about half of what it is at 256.
      memoryMb: 512,
      // `Prefer: wait` holds the answer back; API Gateway gives up after 30 s.
      timeoutSeconds: 30,
      environment: { tableName: table.tableName, frontierQueueUrl: frontier.queueUrl },
      rights: [
        onItems(table, ["job", "capture"], ["GetItem", "PutItem"]),
        onIndexes(table, ["site"]),
        onMessages(frontier, ["SendMessage"]),
      ],
    }).function;
  }

  private addSources({ stage, table, bucket, polls }: ApiStackProps) {
    return new PipelineFunction(this, "Sources", {
      stage,
      name: "sources",
      description: "Keeps the sources: makes, changes and lists them, takes lists in, has a site searched",
      // A list of 5 MiB, as text and as lines; a caller waits for it.
      memoryMb: 512,
      // A search of a site may be waited for, as long as API Gateway waits.
      timeoutSeconds: 30,
      environment: { tableName: table.tableName, bucketName: bucket.bucketName, pollsQueueUrl: polls.queueUrl },
      rights: [
        onItems(table, ["sources"], ["GetItem", "PutItem", "DeleteItem", "Query"]),
        onItems(table, ["siteSearch"], ["GetItem", "PutItem"]),
        onMessages(polls, ["SendMessage"]),
        onObjects(bucket, "lists", ["PutObject"]),
      ],
    }).function;
  }

  private addRetrieve({ stage, table, bucket }: ApiStackProps) {
    return new PipelineFunction(this, "Retrieve", {
      stage,
      name: "retrieve",
      description: "Gives the archive back: jobs, captures, articles and their forms",
      // Holds one record of up to 20 MiB and its answer; larger ones are handed out by a signed link.
      memoryMb: 512,
      // One second before API Gateway gives up, so that our own log says what was slow.
      timeoutSeconds: 29,
      environment: { tableName: table.tableName, bucketName: bucket.bucketName },
      rights: [
        onItems(table, ["job", "capture"], ["GetItem"]),
        onItems(table, ["runs", "sources"], ["GetItem", "Query"]),
        onItems(table, ["days", "run"], ["Query"]),
        onIndexes(table, ["site", "digest", "host", "day", "source", "agenda"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
        onObjects(bucket, "downloads", ["GetObject", "PutObject"]),
      ],
    }).function;
  }

  private addTransfers({ stage, table, bucket, exports }: ApiStackProps) {
    return new PipelineFunction(this, "Transfers", {
      stage,
      name: "transfers",
      description: "Takes requests for exports in, tells how they are, and makes small WACZ files at once",
      // A WACZ of up to 48 MiB, in its parts and joined, and what is read ahead.
      memoryMb: 512,
      // One second before API Gateway gives up, so that our own log says what was slow.
      timeoutSeconds: 29,
      environment: { tableName: table.tableName, bucketName: bucket.bucketName, exportsQueueUrl: exports.queueUrl },
      rights: [
        onItems(table, ["job", "capture"], ["GetItem"]),
        onItems(table, ["page", "restrictions"], ["Query"]),
        onItems(table, ["exports"], ["GetItem", "PutItem", "Query"]),
        onItems(table, ["signingKey"], ["GetItem", "PutItem"]),
        onMessages(exports, ["SendMessage"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "exports", ["GetObject"]),
        onObjects(bucket, "downloads", ["GetObject", "PutObject"]),
      ],
    }).function;
  }

  private addAuthorize({ stage, table }: ApiStackProps) {
    return new PipelineFunction(this, "Authorize", {
      stage,
      name: "authorize",
      description: "Looks a caller's token up",
      // One GetItem, and its answer is cached for minutes.
      memoryMb: 256,
      timeoutSeconds: 5,
      environment: { tableName: table.tableName },
      rights: [onItems(table, ["token"], ["GetItem"])],
    }).function;
  }
}
