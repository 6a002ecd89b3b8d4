/** The gateway, asked by the real SDK: as the operator, and as a function with its role's rights. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonRecord } from "../../local/template/json.ts";
import { lambda, type Started, startTiny } from "./local-support.ts";

/** Runs one SDK command, and says how it ended. */
const ASK = `
import * as s3 from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-s3"))};
import * as dynamodb from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-dynamodb"))};
const clients = {
  s3: [s3, new s3.S3Client({})],
  dynamodb: [dynamodb, new dynamodb.DynamoDBClient({})],
};
export const handler = async ({ service, command, input }) => {
  const [sdk, client] = clients[service];
  try {
    await client.send(new sdk[command](input));
    return "done";
  } catch (error) {
    return error.name + ": " + error.message;
  }
};`;

const TABLE = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "things",
    AttributeDefinitions: ["pk", "sk", "host"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "host",
        KeySchema: [{ AttributeName: "host", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  },
};

const objects = (keys: string) => ({ "Fn::Join": ["/", [{ "Fn::GetAtt": ["Store", "Arn"] }, keys]] });

const STATEMENTS: readonly JsonRecord[] = [
  { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: objects("captures/*") },
  { Effect: "Deny", Action: "s3:Put*", Resource: objects("captures/locked/*") },
  {
    Effect: "Allow",
    Action: ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
    Resource: { "Fn::GetAtt": ["Things", "Arn"] },
    Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["JOB#*"] } },
  },
];

let started: Started;
let s3: S3Client;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;

beforeAll(async () => {
  started = await startTiny({
    resources: {
      Store: { Type: "AWS::S3::Bucket", Properties: { BucketName: "store" } },
      Things: TABLE,
      Line: { Type: "AWS::SQS::Queue", Properties: { QueueName: "line" } },
      ...lambda("ask", { Timeout: 30, MemorySize: 256 }, STATEMENTS),
    },
    handlers: { ask: ASK },
  });
  const { awsEndpoint: endpoint, region, credentials } = started.cloud;
  s3 = new S3Client({ endpoint, region, credentials });
  dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  sqs = new SQSClient({ endpoint, region, credentials });
});

afterAll(async () => {
  for (const client of [s3, dynamodb, sqs]) client.destroy();
  await started.end();
});

async function ask(service: string, command: string, input: unknown): Promise<unknown> {
  const result = await started.cloud.invoke("ask", { service, command, input });
  return result.ok ? JSON.parse(result.payload) : result.error;
}

describe("S3 through the gateway", { timeout: 20_000 }, () => {
  it("keeps a body of 24 MB, one that is streamed, and an empty one, byte for byte", async () => {
    const whole = Buffer.alloc(24_000_000, "pressmark");
    await s3.send(new PutObjectCommand({ Bucket: "store", Key: "whole", Body: whole }));
    const parts = [Buffer.alloc(70_000, 1), Buffer.alloc(200_000, 2)];
    const Body = Readable.from(parts);
    await s3.send(new PutObjectCommand({ Bucket: "store", Key: "stream é", Body, ContentLength: 270_000 }));

    const tail = await s3.send(new GetObjectCommand({ Bucket: "store", Key: "whole", Range: "bytes=23999995-" }));
    const streamed = await s3.send(new GetObjectCommand({ Bucket: "store", Key: "stream é" }));
    expect(await tail.Body?.transformToString()).toBe(whole.toString("latin1", 23_999_995));
    expect(Buffer.from((await streamed.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(parts));
    expect(streamed.ContentEncoding).toBeUndefined();
    await s3.send(new PutObjectCommand({ Bucket: "store", Key: "empty", Body: Buffer.alloc(0) }));
    expect(await s3.send(new HeadObjectCommand({ Bucket: "store", Key: "empty" }))).toMatchObject({ ContentLength: 0 });
  });

  it("keeps a checksum that fits and refuses one that does not, storing nothing", async () => {
    const right = createHash("sha256").update("text").digest("base64");
    const put = (Key: string, ChecksumSHA256: string) =>
      s3.send(new PutObjectCommand({ Bucket: "store", Key, Body: "text", ChecksumSHA256 }));
    await put("right", right);
    const wrong = createHash("sha256").update("other").digest("base64");
    await expect(put("wrong", wrong)).rejects.toMatchObject({ name: "BadDigest" });

    const head = await s3.send(new HeadObjectCommand({ Bucket: "store", Key: "right", ChecksumMode: "ENABLED" }));
    expect(head.ChecksumSHA256).toBe(right);
    await expect(s3.send(new HeadObjectCommand({ Bucket: "store", Key: "wrong" }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("lets exactly one of many writers win with If-None-Match: *", async () => {
    const put = (Body: string) =>
      s3.send(new PutObjectCommand({ Bucket: "store", Key: "once", Body, IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(["a", "b", "c", "d"].map(put));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(put("e")).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("honours a presigned link, its file name and its end, and refuses a changed one", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "store", Key: "a b/ü.txt", Body: "linked" }));
    const get = new GetObjectCommand({
      Bucket: "store",
      Key: "a b/ü.txt",
      ResponseContentDisposition: 'attachment; filename="x.txt"',
    });
    const link = await getSignedUrl(s3, get, { expiresIn: 60 });
    const response = await fetch(link);
    expect([response.status, await response.text()]).toEqual([200, "linked"]);
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="x.txt"');

    const changed = await fetch(link.replace("a%20b", "right"));
    expect([changed.status, await changed.text()]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")]);
    const old = await getSignedUrl(s3, get, { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) });
    expect(await (await fetch(old)).text()).toContain("Request has expired");
  });

  it("takes no key that would leave the bucket's folder", async () => {
    const put = s3.send(new PutObjectCommand({ Bucket: "store", Key: "captures/../../up", Body: "x" }));
    await expect(put).rejects.toMatchObject({ name: "InvalidArgument" });
  });
});

describe("rights at the gateway", { timeout: 20_000 }, () => {
  it("lets a function do what its role allows, and names caller, action and resource otherwise", async () => {
    const put = (Key: string) => ask("s3", "PutObjectCommand", { Bucket: "store", Key, Body: "x" });
    expect(await put("captures/1")).toBe("done");
    expect(await put("articles/1")).toBe(
      "AccessDenied: User: arn:aws:sts::000000000000:assumed-role/tiny-askRole/ask is not authorized to perform: " +
        "s3:PutObject on resource: arn:aws:s3:::store/articles/1 because no identity-based policy allows the s3:PutObject action",
    );
    expect(await put("captures/locked/1")).toContain("explicit deny");
    expect(started.lines.join("\n")).toContain("s3:PutObject on resource: arn:aws:s3:::store/articles/1");
  });

  it("tells nobody who may not list that a key is missing", async () => {
    const get = (Key: string) => ask("s3", "GetObjectCommand", { Bucket: "store", Key });
    expect(await get("captures/1")).toBe("done");
    expect(await get("captures/missing")).toContain("AccessDenied");
  });

  it("compares partition keys with dynamodb:LeadingKeys", async () => {
    const put = (pk: string) => {
      const Item = { pk: { S: pk }, sk: { S: "1" }, host: { S: "example.org" } };
      return ask("dynamodb", "PutItemCommand", { TableName: "things", Item });
    };
    const query = (values: object, IndexName?: string) =>
      ask("dynamodb", "QueryCommand", {
        TableName: "things",
        IndexName,
        KeyConditionExpression: "#p = :p",
        ExpressionAttributeNames: { "#p": IndexName ?? "pk" },
        ExpressionAttributeValues: { ":p": values },
      });
    expect(await put("JOB#1")).toBe("done");
    expect(await put("TOKEN#1")).toContain("AccessDeniedException");
    expect(await query({ S: "JOB#1" })).toBe("done");
    expect(await query({ S: "TOKEN#1" })).toContain("AccessDeniedException");
    expect(await query({ S: "example.org" }, "host")).toContain("table/things/index/host");
  });

  it("compares every key of a batch, and that of what is deleted", async () => {
    const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: "1" } });
    const getAll = (...pks: string[]) =>
      ask("dynamodb", "BatchGetItemCommand", { RequestItems: { things: { Keys: pks.map(keyOf) } } });
    const remove = (pk: string) => ask("dynamodb", "DeleteItemCommand", { TableName: "things", Key: keyOf(pk) });
    expect(await getAll("JOB#1", "JOB#2")).toBe("done");
    expect(await getAll("JOB#1", "TOKEN#1")).toContain("AccessDeniedException");
    expect(await remove("JOB#1")).toBe("done");
    expect(await remove("TOKEN#1")).toContain("AccessDeniedException");
  });

  it("refuses keys that it did not give out, and services that it does not have", async () => {
    const { awsEndpoint: endpoint, region } = started.cloud;
    const credentials = { accessKeyId: "AKIASOMEBODYELSE0000", secretAccessKey: "x" };
    const stranger = new DynamoDBClient({ endpoint, region, credentials });
    const query = new QueryCommand({ TableName: "things", KeyConditionExpression: "pk = :p" });
    await expect(stranger.send(query)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    stranger.destroy();
    const unsigned = await fetch(`${endpoint}/store/right`);
    expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining("not signed")]);
  });

  it("lets the operator do everything", async () => {
    const Item = { pk: { S: "TOKEN#2" }, sk: { S: "1" } };
    await dynamodb.send(new PutItemCommand({ TableName: "things", Item }));
    const Entries = [{ Id: "1", MessageBody: "hello" }];
    const QueueUrl = `${started.cloud.awsEndpoint}/000000000000/line`;
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful).toHaveLength(1);
  });
});
