/** Owns what answers HTTP: the routes and the functions behind them, and authorize, which looks tokens up for API Gateway. */
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
  readonly erasures: IQueue;
  readonly imports: IQueue;
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
        restrictions: this.addRestrictions(props),
        cdx: this.addCdx(props),
        replay: this.addReplay(props),
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
        // What is kept from readers, and what a page was shown with.
        onItems(table, ["restrictions"], ["Query"]),
        onItems(table, ["page"], ["GetItem", "Query"]),
        // Save Page Now: who calls, and how much it saves.
        onItems(table, ["token"], ["GetItem"]),
        onItems(table, ["saves"], ["GetItem", "UpdateItem"]),
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
        onItems(table, ["days", "run", "restrictions"], ["Query"]),
        onItems(table, ["runs", "sources", "page"], ["GetItem", "Query"]),
        onIndexes(table, ["site", "digest", "host", "day", "source", "agenda"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
        onObjects(bucket, "downloads", ["GetObject", "PutObject"]),
      ],
    }).function;
  }

  private addRestrictions({ stage, table, erasures }: ApiStackProps) {
    return new PipelineFunction(this, "Restrictions", {
      stage,
      name: "restrictions",
      description: "Keeps captures from readers: takedowns, embargoes and erasures",
      // Small work that a caller waits for, like submit's.
      memoryMb: 512,
      timeoutSeconds: 29,
      environment: { tableName: table.tableName, erasuresQueueUrl: erasures.queueUrl },
      rights: [
        onItems(table, ["restrictions"], ["GetItem", "PutItem", "Query"]),
        onItems(table, ["capture"], ["GetItem"]),
        onIndexes(table, ["agenda"]),
        onMessages(erasures, ["SendMessage"]),
      ],
    }).function;
  }

  private addCdx({ stage, table, archiveAccess }: ApiStackProps) {
    return new PipelineFunction(this, "Cdx", {
      stage,
      name: "cdx",
      description: "Looks captures up as clients of web archives do: CDX, TimeMaps, availability",
      // Holds one page of the index and an answer of 4 MiB; at 512 MB ten thousand rows take about as long as their Queries.
      memoryMb: 512,
      // One second before API Gateway gives up; a walk ends itself after 18.
      timeoutSeconds: 29,
      environment: { tableName: table.tableName, archiveAccess },
      rights: [
        onItems(table, ["capture", "token"], ["GetItem"]),
        onItems(table, ["restrictions"], ["Query"]),
        onIndexes(table, ["site"]),
      ],
    }).function;
  }

  private addReplay({ stage, table, bucket, archiveAccess }: ApiStackProps) {
    return new PipelineFunction(this, "Replay", {
      stage,
      name: "replay",
      description: "Shows archived pages: TimeGate, mementos, what they are made of",
      // A page of 4 million characters is rewritten in a second of a whole processor, which 1,769 MB have; what one page
      // holds at once (20 MiB as captured, decoded, and its answer) is below that.
      memoryMb: 1769,
      // One second before API Gateway gives up, so that our own log says what was slow.
      timeoutSeconds: 29,
      environment: { tableName: table.tableName, bucketName: bucket.bucketName, archiveAccess },
      rights: [
        onItems(table, ["capture", "token"], ["GetItem"]),
        onItems(table, ["restrictions"], ["Query"]),
        onIndexes(table, ["site"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "imports", ["GetObject"]),
        onObjects(bucket, "downloads", ["GetObject", "PutObject"]),
      ],
    }).function;
  }

  private addTransfers({ stage, table, bucket, imports, exports }: ApiStackProps) {
    return new PipelineFunction(this, "Transfers", {
      stage,
      name: "transfers",
      description: "Takes in files that others made, takes requests for exports, makes small WACZ files at once",
      // A WACZ of up to 48 MiB, in its parts and joined, and what is read ahead.
      memoryMb: 512,
      // One second before API Gateway gives up, so that our own log says what was slow.
      timeoutSeconds: 29,
      environment: {
        tableName: table.tableName,
        bucketName: bucket.bucketName,
        importsQueueUrl: imports.queueUrl,
        exportsQueueUrl: exports.queueUrl,
      },
      rights: [
        onItems(table, ["job", "capture"], ["GetItem"]),
        onItems(table, ["page", "restrictions"], ["Query"]),
        onItems(table, ["imports", "exports"], ["GetItem", "PutItem", "Query"]),
        onItems(table, ["signingKey"], ["GetItem", "PutItem"]),
        onMessages(imports, ["SendMessage"]),
        onMessages(exports, ["SendMessage"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
        // A link may do what its signer may, so this is what uploads are written with; reading tells whether one is there.
        onObjects(bucket, "imports", ["GetObject", "PutObject"]),
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
