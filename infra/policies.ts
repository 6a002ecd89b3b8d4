/**
 * Owns how a function's rights are written: statements with the narrowest resources and conditions that serve, instead
 * of CDK's grants, which reach whole tables, buckets and queues. Which function gets which stands at the function.
 */
import { ArnFormat, Stack } from "aws-cdk-lib";

import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import { INDEXES, PARTITION, PREFIX } from "../shared/names.ts";

/** A statement and, where it holds a wildcard, why: cdk-nag's name of the finding and our answer to it. */
export interface Right {
  readonly statement: PolicyStatement;
  readonly wildcard?: { readonly finding: string; readonly reason: string };
}

/** A kind of item: the start of its partition keys, or one whole partition. */
export type Partition = keyof typeof PARTITION;

type TableAction = "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query";

/**
 * Reads or writes items of the named kinds only. Each of these actions names a partition key in every request, so the
 * condition's `ForAllValues` cannot pass for want of a key, as it would on a Scan.
 */
export function onItems(table: ITable, partitions: readonly Partition[], actions: readonly TableAction[]): Right {
  const statement = new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions.map(toPattern) } },
  });
  return { statement };
}

/** Lists from the named indexes. An index holds what its projection names, and never a token. */
export function onIndexes(table: ITable, indexes: readonly (keyof typeof INDEXES)[]): Right {
  const statement = new PolicyStatement({
    actions: ["dynamodb:Query"],
    resources: indexes.map((index) => `${table.tableArn}/index/${INDEXES[index].name}`),
  });
  return { statement };
}

/**
 * Reads or writes objects under one prefix; PutObject covers uploads in parts, but for aborting them. `bucket` must stand in another stack than the function: the finding is named
 * after the export that the two share.
 */
export function onObjects(
  bucket: IBucket,
  prefix: keyof typeof PREFIX,
  actions: readonly ("GetObject" | "PutObject" | "DeleteObjectVersion")[],
): Right {
  const owner = Stack.of(bucket);
  const exported = owner.resolve(owner.exportValue(bucket.bucketArn))["Fn::ImportValue"];
  const keys = `${PREFIX[prefix]}*`;
  return {
    statement: new PolicyStatement({
      actions: actions.map((action) => `s3:${action}`),
      resources: [bucket.arnForObjects(keys)],
    }),
    wildcard: {
      finding: `Resource::${exported}/${keys}`,
      reason: `Keys are made at run time; ${PREFIX[prefix]} is the narrowest prefix that this function's work has.`,
    },
  };
}

/** Lists the versions of objects under the named prefixes, which is asked of the bucket. */
export function onVersions(bucket: IBucket, prefixes: readonly (keyof typeof PREFIX)[]): Right {
  const statement = new PolicyStatement({
    actions: ["s3:ListBucketVersions"],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${PREFIX[prefix]}*`) } },
  });
  return { statement };
}

/** Works with messages of one queue. The batch calls of SQS are authorised by these same names. */
export function onMessages(
  queue: IQueue,
  actions: readonly (
    | "SendMessage"
    | "ReceiveMessage"
    | "DeleteMessage"
    | "ChangeMessageVisibility"
    | "GetQueueAttributes"
  )[],
): Right {
  const statement = new PolicyStatement({
    actions: actions.map((action) => `sqs:${action}`),
    resources: [queue.queueArn],
  });
  return { statement };
}

/** What Lambda's poller needs in the function's name, and no more. */
export const CONSUME = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"] as const;

/** Puts events on one bus. */
export function onBus(bus: IEventBus): Right {
  return { statement: new PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }) };
}

/** Writes a function's own log. Its group exists before it, so it may not make one. */
export function onOwnLog(scope: IConstruct, logGroupName: string): Right {
  const streams = `${logGroupName}:*`;
  const arn = Stack.of(scope).formatArn({
    service: "logs",
    resource: "log-group",
    resourceName: streams,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    statement: new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [arn] }),
    wildcard: {
      finding: `Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:${streams}`,
      reason: "Lambda names the log streams; the group is the function's own.",
    },
  };
}

function toPattern(partition: Partition): string {
  const key = PARTITION[partition];
  return key.endsWith("#") ? `${key}*` : key;
}
