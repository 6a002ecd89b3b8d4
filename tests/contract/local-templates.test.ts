/** What the embedded cloud says of templates, bundles, data and ports that it cannot use. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createServiceClient } from "../../local/aws-client.ts";
import { startCloud } from "../../local/cloud.ts";
import type { JsonRecord } from "../../local/template/json.ts";
import {
  type AssemblyInput,
  lambda,
  makeFolder,
  mayConsume,
  type Started,
  startTiny,
  writeAssembly,
} from "./local-support.ts";

const HANDLER = "export const handler = async () => null;";
const folders: { remove(): void }[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

/** What starting says. */
async function messageOfStart(input: AssemblyInput): Promise<string> {
  const folder = makeFolder();
  folders.push(folder);
  const templatesDir = writeAssembly(folder.path, input);
  const start = startCloud({ templatesDir, dataDir: join(folder.path, "data"), port: 0, allowPrivate: [] });
  return start.then(
    async (cloud) => {
      await cloud.stop();
      return "started";
    },
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

function withStatement(statement: JsonRecord): AssemblyInput {
  return { resources: lambda("work", {}, [statement]), handlers: { work: HANDLER } };
}

describe("a start stops with a message that names the place", { timeout: 20_000 }, () => {
  const bucket = (Properties: JsonRecord) => ({ resources: { Store: { Type: "AWS::S3::Bucket", Properties } } });
  const rule = (EventPattern: JsonRecord) => ({
    resources: { Rule: { Type: "AWS::Events::Rule", Properties: { EventPattern, Targets: [] } } },
  });
  const schedule = (ScheduleExpression: string) => ({
    resources: { Clock: { Type: "AWS::Scheduler::Schedule", Properties: { ScheduleExpression } } },
  });
  const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

  it.each<[string, AssemblyInput, string]>([
    [
      "a resource type",
      { resources: { Big: { Type: "AWS::RDS::DBInstance" } } },
      "stack tiny, Big (AWS::RDS::DBInstance): the embedded cloud does not know this resource type",
    ],
    [
      "a function",
      bucket({ BucketName: { "Fn::FindInMap": ["a", "b", "c"] } }),
      "stack tiny, Store: the function Fn::FindInMap is not known to the embedded cloud",
    ],
    ["a reference to nothing", bucket({ BucketName: { Ref: "Nobody" } }), "Ref Nobody names no resource of this stack"],
    ["an attribute", bucket({ BucketName: { "Fn::GetAtt": ["Store", "Colour"] } }), "its name depends on itself"],
    [
      "a property that has no counterpart",
      bucket({ NotificationConfiguration: {} }),
      "does not know the property NotificationConfiguration",
    ],
    [
      "a condition operator",
      withStatement({ ...allow, Condition: { IpAddress: { "s3:prefix": "x" } } }),
      "Policies[0], PolicyDocument, Statement[0], Condition, IpAddress: the embedded cloud does not know the condition operator IpAddress",
    ],
    [
      "a condition key",
      withStatement({ ...allow, Condition: { StringLike: { "aws:SourceIp": "x" } } }),
      "does not know the condition key aws:SourceIp",
    ],
    [
      "an event pattern's operator",
      rule({ source: [{ wildcard: "a*" }] }),
      "source: the operator wildcard is not known here",
    ],
    ["a cron schedule", schedule("cron(0 12 * * ? *)"), "cron(0 12 * * ? *) does not run here yet: only rate(…) does"],
    [
      "a missing bundle",
      { resources: lambda("work") },
      "stack tiny, work (AWS::Lambda::Function): the assembly has no asset for work.zip",
    ],
    [
      "a runtime",
      { resources: lambda("work", { Runtime: "python3.14" }), handlers: { work: HANDLER } },
      "the runtime python3.14 does not run here",
    ],
  ])("%s", async (_, input, message) => {
    expect(await messageOfStart(input)).toContain(message);
  });

  it("a poller without its rights, or with a queue that is too impatient", async () => {
    const input = (statements: readonly JsonRecord[], VisibilityTimeout: number) => ({
      resources: {
        Line: { Type: "AWS::SQS::Queue", Properties: { QueueName: "line", VisibilityTimeout } },
        ...lambda("work", {}, statements),
        Poll: {
          Type: "AWS::Lambda::EventSourceMapping",
          Properties: { EventSourceArn: { "Fn::GetAtt": ["Line", "Arn"] }, FunctionName: { Ref: "work" } },
        },
      },
      handlers: { work: HANDLER },
    });
    expect(await messageOfStart(input([], 30))).toContain("not authorized to perform: sqs:ReceiveMessage");
    expect(await messageOfStart(input([mayConsume("Line")], 9))).toContain(
      "9 s is less than the timeout of work, 10 s",
    );
    expect(await messageOfStart(input([mayConsume("Line")], 10))).toBe("started");
  });

  it("a folder without an assembly, and a port that somebody has", async () => {
    const options = { dataDir: join(makeFolder().path, "data"), port: 0, allowPrivate: [] };
    await expect(startCloud({ ...options, templatesDir: "/nonexistent" })).rejects.toThrow(
      "cannot read /nonexistent/manifest.json",
    );
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const { port } = holder.address() as AddressInfo;
    const folder = makeFolder();
    folders.push(folder);
    const templatesDir = writeAssembly(folder.path, { resources: { B: { Type: "AWS::S3::Bucket" } } });
    await expect(startCloud({ ...options, templatesDir, port })).rejects.toThrow(`port ${port} is in use`);
    // Nothing is left open: the same data folder can be used at once.
    await (await startCloud({ ...options, templatesDir })).stop();
    holder.close();
  });
});

describe("a table that is there already", { timeout: 20_000 }, () => {
  const table = (sortKey: string): JsonRecord => ({
    Things: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "things",
        AttributeDefinitions: ["pk", sortKey].map((name) => ({ AttributeName: name, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: sortKey, KeyType: "RANGE" },
        ],
      },
    },
  });

  it("is used again with the same keys, and refused with others", async () => {
    let started: Started = await startTiny({ resources: table("sk") });
    started = await started.restart();
    writeAssembly(started.folder, { resources: table("other") });
    await expect(started.restart()).rejects.toThrow("the table things is there already with other keys");
    writeAssembly(started.folder, { resources: table("sk") });
    await (await started.restart()).end();
  });

  it("gets the indexes that are declared now, and keeps its items, also over a start that is cut off", async () => {
    const indexed = table("sk");
    const properties = (indexed.Things as JsonRecord).Properties as JsonRecord;
    const index = {
      IndexName: "by-name",
      KeySchema: [{ AttributeName: "name", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    };
    const definitions = properties.AttributeDefinitions as JsonRecord[];
    const withIndex = {
      Things: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          ...properties,
          AttributeDefinitions: [...definitions, { AttributeName: "name", AttributeType: "S" }],
          GlobalSecondaryIndexes: [index],
        },
      },
    };
    const callOf = ({ cloud }: Started) => createServiceClient(cloud.awsEndpoint, cloud.credentials);
    const item = (n: number) => ({ pk: { S: `thing-${n}` }, sk: { S: "x" }, name: { S: `name-${n % 7}` } });
    let started: Started = await startTiny({ resources: table("sk") });
    for (let n = 0; n < 60; n += 1)
      await callOf(started)("dynamodb", "PutItem", { TableName: "things", Item: item(n) });
    writeAssembly(started.folder, { resources: withIndex });
    started = await started.restart();
    const named = async () => {
      const { Count } = await callOf(started)("dynamodb", "Query", {
        TableName: "things",
        IndexName: "by-name",
        KeyConditionExpression: "#name = :name",
        ExpressionAttributeNames: { "#name": "name" },
        ExpressionAttributeValues: { ":name": { S: "name-3" } },
      });
      return Count;
    };
    expect(await named()).toBe(9);
    // As if the last start had ended after it made the table anew: its items stand aside, and the mark says so.
    const bare = {
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: properties.KeySchema as JsonRecord[],
      AttributeDefinitions: definitions,
    };
    for (const name of ["things-filling", "things-copied"]) {
      await callOf(started)("dynamodb", "CreateTable", { ...bare, TableName: name });
    }
    await callOf(started)("dynamodb", "PutItem", { TableName: "things-filling", Item: item(61) });
    await callOf(started)("dynamodb", "PutItem", { TableName: "things-filling", Item: item(66) });
    started = await started.restart();
    expect(await named()).toBe(10);
    const { TableNames } = await callOf(started)("dynamodb", "ListTables", {});
    expect(TableNames).toEqual(["things"]);
    await started.end();
  });
});

describe("conditions and parameters", { timeout: 20_000 }, () => {
  it("leave out what does not exist, and read defaults", async () => {
    const template: JsonRecord = {
      Parameters: {
        Name: { Type: "String", Default: "chosen" },
        BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/x" },
      },
      Conditions: {
        IsProd: { "Fn::Equals": [{ Ref: "Name" }, "prod"] },
        IsNot: {
          "Fn::And": [
            { "Fn::Not": [{ Condition: "IsProd" }] },
            { "Fn::Or": [{ Condition: "IsProd" }, { "Fn::Equals": ["1", 1] }] },
          ],
        },
      },
      Outputs: {
        Where: {
          Value: { "Fn::If": ["IsNot", { "Fn::Select": [1, { "Fn::Split": ["-", "here-there"] }] }, "nowhere"] },
        },
      },
    };
    const resources = {
      Store: {
        Type: "AWS::S3::Bucket",
        Properties: { BucketName: { Ref: "Name" }, Tags: { "Fn::If": ["IsProd", [], { Ref: "AWS::NoValue" }] } },
      },
      Other: { Type: "AWS::S3::Bucket", Condition: "IsProd", Properties: {} },
    };
    const started = await startTiny({ resources, template });
    expect(started.cloud.resources.map(({ ref }) => ref)).toEqual(["chosen"]);
    expect(started.cloud.outputs.get("tiny")).toEqual({ Where: "there" });
    await started.end();
  });
});
