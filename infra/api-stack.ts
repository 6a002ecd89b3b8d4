/** Owns what answers HTTP: the API and its functions submit, retrieve and authorize. */
import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { HttpApi } from "./constructs/http-api.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { onIndexes, onItems, onMessages, onObjects } from "./policies.ts";
import type { Stage } from "./stages.ts";

export interface ApiStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly bucket: IBucket;
  readonly frontier: IQueue;
}

export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { api } = new HttpApi(this, "Http", {
      stage: props.stage,
      functions: { submit: this.addSubmit(props), retrieve: this.addRetrieve(props) },
      authorizer: this.addAuthorize(props),
    });
    new CfnOutput(this, "ApiUrl", { value: api.apiEndpoint, description: "Where the API answers" });
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
        onItems(table, ["days"], ["Query"]),
        onIndexes(table, ["site", "digest", "host", "day", "source"]),
        onObjects(bucket, "captures", ["GetObject"]),
        onObjects(bucket, "articles", ["GetObject"]),
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
