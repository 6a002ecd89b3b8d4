/** Owns reading back every WARC file that a test's archive has written, and checking them all. */
import { gunzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { REGION } from "../../../local/aws-names.ts";
import type { Cloud } from "../../../local/cloud.ts";
import { PREFIX } from "../../../shared/names.ts";
import { checkWarcFiles, type WarcFindings } from "../../support/check-warcs.ts";

/** Every file of the archive's own, with what it holds, decompressed. */
export async function archivedFiles(cloud: Cloud): Promise<{ key: string; content: string }[]> {
  const files: { key: string; content: string }[] = [];
  for await (const [key, bytes] of readObjects(cloud, [PREFIX.captures, PREFIX.articles])) {
    files.push({ key, content: gunzipSync(bytes).toString("utf8") });
  }
  return files;
}

/** Reads and checks all that stands under the archive's own prefixes. */
export async function checkArchivedWarcs(cloud: Cloud): Promise<WarcFindings> {
  const files = new Map<string, Uint8Array>();
  for await (const [key, bytes] of readObjects(cloud, [PREFIX.captures, PREFIX.articles])) files.set(key, bytes);
  return checkWarcFiles(files, await importedCaptures(cloud));
}

/** Ids of the captures that an import has made. */
async function importedCaptures({ awsEndpoint: endpoint, credentials, resources }: Cloud): Promise<Set<string>> {
  const TableName = resources.find(({ type }) => type === "AWS::DynamoDB::Table")?.ref;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: REGION, credentials }));
  const ids = new Set<string>();
  const FilterExpression = "attribute_exists(importId)";
  for await (const { Items = [] } of paginateScan({ client }, { TableName, FilterExpression })) {
    for (const { id } of Items) ids.add(String(id));
  }
  client.destroy();
  return ids;
}

async function* readObjects(cloud: Cloud, prefixes: readonly string[]): AsyncIterable<[string, Buffer]> {
  const Bucket = cloud.resources.find(({ type }) => type === "AWS::S3::Bucket")?.ref;
  const { awsEndpoint: endpoint, credentials } = cloud;
  const client = new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
  for (const Prefix of prefixes) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      for (const { Key = "" } of Contents) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        yield [Key, Buffer.from((await Body?.transformToByteArray()) ?? [])];
      }
    }
  }
  client.destroy();
}
