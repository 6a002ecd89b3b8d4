/**
 * Owns how the SDK's clients are made. An endpoint other than AWS's comes from `AWS_ENDPOINT_URL`, which the SDK reads
 * itself; the one thing it does not infer from that is that buckets are then paths, not host names.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export function createDocumentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
}

export function createS3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...config, forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });
}

export function createSqsClient(): SQSClient {
  return new SQSClient({});
}

export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({});
}
