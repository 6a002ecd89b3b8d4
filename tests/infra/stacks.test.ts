/** What the stacks promise beside rights (rights.test.ts) and the API (api.test.ts). */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { describe, expect, it } from "vitest";
import { EventsStack } from "../../infra/events-stack.ts";
import { FETCH_LIMITS } from "../../shared/fetch/limits.ts";
import { ENV, ENV_ALLOW_PRIVATE, EXPORT_DAYS, INDEXES, PREFIX, TABLE_KEY } from "../../shared/names.ts";
import { at, buildForTest, type Resource, type StageName, shortName, synthesize } from "./synth.ts";

const HOLDS_DATA = ["AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Logs::LogGroup"];

/** What Node itself reads: extract alone is told how large a heap to grow. */
const runtimeNames = (name: string) => (name === "extract" ? ["NODE_OPTIONS"] : []);

/** Names that each function is given beside the stage and the two of Powertools. */
const ENVIRONMENT: Record<string, (keyof typeof ENV)[]> = {
  submit: ["tableName", "frontierQueueUrl"],
  sources: ["tableName", "bucketName", "pollsQueueUrl"],
  discover: ["tableName", "frontierQueueUrl", "pollsQueueUrl"],
  poll: ["tableName", "bucketName", "frontierQueueUrl", "pollsQueueUrl", "contact", "ownHosts"],
  capture: ["tableName", "bucketName", "frontierQueueUrl", "extractQueueUrl", "contact", "ownHosts"],
  extract: ["tableName", "bucketName", "eventBusName", "extractQueueUrl", "requisitesQueueUrl"],
  requisites: ["tableName", "frontierQueueUrl", "extractQueueUrl"],
  retrieve: ["tableName", "bucketName"],
  restrictions: ["tableName", "erasuresQueueUrl"],
  erase: ["tableName", "bucketName", "erasuresQueueUrl"],
  cdx: ["tableName", "archiveAccess"],
  replay: ["tableName", "bucketName", "archiveAccess"],
  transfers: ["tableName", "bucketName", "importsQueueUrl", "exportsQueueUrl"],
  import: ["tableName", "bucketName", "extractQueueUrl", "importsQueueUrl"],
  export: ["tableName", "bucketName", "exportsQueueUrl"],
  authorize: ["tableName"],
  maintain: [
    "tableName",
    "frontierDeadLetterQueueUrl",
    "extractDeadLetterQueueUrl",
    "pollsDeadLetterQueueUrl",
    "erasuresDeadLetterQueueUrl",
    "requisitesDeadLetterQueueUrl",
    "importsDeadLetterQueueUrl",
    "exportsDeadLetterQueueUrl",
  ],
};

describe.each<StageName>(["dev", "prod"])("stage %s", (stage) => {
  const synthesized = synthesize(stage);
  const functions = synthesized.ofType("AWS::Lambda::Function");
  const queue = (name: string) =>
    synthesized.one("AWS::SQS::Queue", (its) => its.QueueName === `pressmark-${stage}-${name}`);

  it("is seven stacks, named after the stage", () => {
    const names = ["storage", "events", "edge", "pipeline", "custody", "api", "schedule"].map(
      (name) => `pressmark-${stage}-${name}`,
    );
    expect([...synthesized.templates.keys()]).toEqual(names);
  });

  it(`${stage === "dev" ? "may delete" : "never deletes"} data, because only dev may`, () => {
    const policies = synthesized.resources
      .filter(({ Type }) => HOLDS_DATA.includes(Type))
      .flatMap(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]);
    expect(new Set(policies)).toEqual(new Set([stage === "dev" ? "Delete" : "Retain"]));
    expect(at(synthesized.one("AWS::DynamoDB::Table"), "DeletionProtectionEnabled")).toBe(stage === "prod");
  });

  it("holds no custom resource: each would bring a function that is not ours, and that runs nowhere but on AWS", () => {
    const types = synthesized.resources.map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("Custom::") || type.startsWith("AWS::CloudFormation::"))).toEqual([]);
  });

  it("never sets the name that lets private addresses be fetched", () => {
    const text = JSON.stringify([...synthesized.templates.values()].map((template) => template.toJSON()));
    expect(text).not.toContain(ENV_ALLOW_PRIVATE);
    expect(text).toContain(ENV.contact);
  });

  describe("the bucket", () => {
    const bucket = synthesized.one("AWS::S3::Bucket");

    it("is closed to the public, encrypted, and gives an overwritten object back", () => {
      expect(bucket.Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        VersioningConfiguration: { Status: "Enabled" },
      });
    });

    it("forgets downloads after a day and exports after a week, and nothing else ever", () => {
      const rules = at(bucket, "LifecycleConfiguration.Rules") as Record<string, unknown>[];
      const forgetting = rules.filter((rule) => rule.ExpirationInDays || rule.NoncurrentVersionExpiration);
      expect(forgetting).toMatchObject([
        { Prefix: PREFIX.downloads, ExpirationInDays: 1, Status: "Enabled" },
        { Prefix: PREFIX.exports, ExpirationInDays: EXPORT_DAYS, Status: "Enabled" },
      ]);
    });
  });

  describe("the table", () => {
    const table = synthesized.one("AWS::DynamoDB::Table");

    it("costs nothing while idle, can be put back to any second, and forgets what has expired", () => {
      expect(table.Properties).toMatchObject({
        BillingMode: "PAY_PER_REQUEST",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: TABLE_KEY.expires, Enabled: true },
      });
    });

    it("has the keys and indexes that shared/names.ts says, and each index carries attributes by name", () => {
      const keys = (partition: string, sort: string) => [
        { AttributeName: partition, KeyType: "HASH" },
        { AttributeName: sort, KeyType: "RANGE" },
      ];
      expect(at(table, "KeySchema")).toEqual(keys(TABLE_KEY.partition, TABLE_KEY.sort));
      expect(at(table, "GlobalSecondaryIndexes")).toEqual(
        Object.values(INDEXES).map((index) => ({
          IndexName: index.name,
          KeySchema: keys(index.partition, index.sort),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: expect.arrayContaining(["id"]) },
        })),
      );
    });

    it("stays under the 100 projected attributes that DynamoDB allows over all indexes", () => {
      const indexes = at(table, "GlobalSecondaryIndexes") as { Projection: { NonKeyAttributes: string[] } }[];
      const counts = indexes.map(({ Projection }) => Projection.NonKeyAttributes.length);
      expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(100);
    });
  });

  describe("TLS", () => {
    it.each(["AWS::S3::Bucket", "AWS::SQS::Queue"])("is the only way to each %s", (type) => {
      const policies = ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"].flatMap(synthesized.ofType);
      for (const resource of synthesized.ofType(type)) {
        const policy = policies.find((its) =>
          [at(its, "Bucket"), ...((at(its, "Queues") as unknown[]) ?? [])].some(
            (target) => target && synthesized.follow(its, target) === resource,
          ),
        );
        expect(policy && at(policy, "PolicyDocument.Statement"), resource.logicalId).toContainEqual(
          expect.objectContaining({
            Effect: "Deny",
            Action: expect.stringMatching(/^(s3|sqs):\*$/),
            Principal: { AWS: "*" },
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        );
      }
    });
  });

  describe("the queues", () => {
    it("keep messages encrypted, and for as long as SQS can", () => {
      for (const { Properties } of synthesized.ofType("AWS::SQS::Queue")) {
        expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
      }
    });

    it("keep hosts apart on the frontier: one at a time each, none waiting for another", () => {
      expect(queue("frontier.fifo").Properties).toMatchObject({
        FifoQueue: true,
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
      });
      // Two requests for one URL are two captures: only the sender's own id may make messages one.
      expect(at(queue("frontier.fifo"), "ContentBasedDeduplication")).toBeUndefined();
    });

    it.each(["frontier.fifo", "extract", "requisites"])(
      "hand a batch of %s over, and take single messages of it back",
      (name) => {
        const [mapping] = synthesized
          .ofType("AWS::Lambda::EventSourceMapping")
          .filter((its) => synthesized.follow(its, at(its, "EventSourceArn")) === queue(name));
        expect(mapping?.Properties).toMatchObject({
          BatchSize: 10,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          ScalingConfig: { MaximumConcurrency: expect.any(Number) },
        });
      },
    );

    it("hide a message for six of its function's timeouts, as Lambda asks, so that a retry is no second delivery", () => {
      const mappings = synthesized.ofType("AWS::Lambda::EventSourceMapping");
      expect(mappings).toHaveLength(7);
      for (const mapping of mappings) {
        const source = synthesized.follow(mapping, at(mapping, "EventSourceArn"));
        const consumer = synthesized.follow(mapping, at(mapping, "FunctionName"));
        expect(at(source, "VisibilityTimeout")).toBe(6 * Number(at(consumer, "Timeout")));
      }
    });

    it.each(["frontier.fifo", "polls.fifo", "extract", "requisites", "imports", "exports", "erasures.fifo"])(
      "send what fails of %s to the dead letters before it expires",
      (name) => {
        const source = queue(name);
        const deadLetters = synthesized.follow(source, at(source, "RedrivePolicy.deadLetterTargetArn"));
        expect(at(deadLetters, "QueueName")).toBe(`pressmark-${stage}-${name.replace(/^\w+/, "$&-dead-letters")}`);
        const secondsUntilDead =
          Number(at(source, "RedrivePolicy.maxReceiveCount")) * Number(at(source, "VisibilityTimeout"));
        expect(secondsUntilDead).toBeLessThan(Number(at(source, "MessageRetentionPeriod")));
      },
    );

    it("raise an alarm about dead letters, and crawling one about silence, that says where to read on", () => {
      const alarms = synthesized.ofType("AWS::CloudWatch::Alarm").map((alarm) => String(at(alarm, "AlarmDescription")));
      expect(alarms.map((description) => description.split("#")[1]).sort()).toEqual([
        "dead-letters-erasures",
        "dead-letters-exports",
        "dead-letters-extract",
        "dead-letters-frontier",
        "dead-letters-imports",
        "dead-letters-polls",
        "dead-letters-requisites",
        "source-silent",
        "source-suspended",
      ]);
      const runbook = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");
      const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
      expect(headings).toEqual(expect.arrayContaining(alarms.map((description) => description.split("#")[1])));
      expect(alarms.every((description) => description.includes("docs/runbook.md#"))).toBe(true);
    });
  });

  describe("every function", () => {
    it("runs on Node 24, on ARM, within limits that are set", () => {
      for (const { Properties } of functions) {
        expect(Properties).toMatchObject({
          Architectures: ["arm64"],
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Timeout: expect.any(Number),
          MemorySize: expect.any(Number),
        });
      }
      expect(functions).toHaveLength(Object.keys(ENVIRONMENT).length);
    });

    it("logs to a group of its own that does not grow for ever", () => {
      const groups = functions.map((made) => synthesized.follow(made, at(made, "LoggingConfig.LogGroup")));
      expect(groups.map((group) => at(group, "LogGroupName"))).toEqual(
        functions.map((made) => `/aws/lambda/${at(made, "FunctionName")}`),
      );
      for (const group of synthesized.ofType("AWS::Logs::LogGroup")) {
        expect(at(group, "RetentionInDays"), group.logicalId).toBeGreaterThan(0);
      }
    });

    it("has time for its longest step: capture for one fetch up to its deadline, and for writing it", () => {
      const capture = synthesized.one("AWS::Lambda::Function", (its) => shortName(its.FunctionName) === "capture");
      expect(Number(at(capture, "Timeout")) * 1000).toBeGreaterThan(FETCH_LIMITS.totalTimeoutMs + 10_000);
    });

    it.each(Object.entries(ENVIRONMENT))("gets the settings that it reads and no others: %s", (name, settings) => {
      const made = synthesized.one("AWS::Lambda::Function", (its) => shortName(its.FunctionName) === name);
      const names = [...settings.map((key) => ENV[key]), ENV.stage];
      expect(Object.keys(at(made, "Environment.Variables") as object).sort()).toEqual(
        [...names, ...runtimeNames(name), "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"].sort(),
      );
    });
  });

  it("copies events into a log to look at in dev only: in prod they are for the operator's own targets", () => {
    const rules = synthesized.ofType("AWS::Events::Rule");
    expect(rules.map((rule) => at(rule, "EventPattern"))).toEqual(
      stage === "dev" ? [{ source: ["pressmark"], "detail-type": ["Article Archived"] }] : [],
    );
    expect(rules.map((rule) => synthesized.follow(rule, at(rule, "EventBusName")).Type)).toEqual(
      rules.map(() => "AWS::Events::EventBus"),
    );
  });

  it("tells what fetches the archive's own host, so that it never fetches itself", () => {
    for (const name of ["capture", "poll"]) {
      const made = synthesized.one("AWS::Lambda::Function", (its) => shortName(its.FunctionName) === name);
      const [index, split] = at(made, `Environment.Variables.${ENV.ownHosts}.Fn::Select`) as [number, object];
      const [separator, endpoint] = at({ Properties: split } as unknown as Resource, "Fn::Split") as [string, unknown];
      expect([index, separator]).toEqual([2, "/"]);
      expect(synthesized.follow(made, endpoint).Type).toBe("AWS::ApiGatewayV2::Api");
    }
  });

  it("wakes discover each minute, and maintain every five", () => {
    expect(synthesized.ofType("AWS::Scheduler::Schedule").map((its: Resource) => its.Properties)).toMatchObject([
      { Name: `pressmark-${stage}-discover`, ScheduleExpression: "rate(1 minute)", State: "ENABLED" },
      { Name: `pressmark-${stage}-maintain`, ScheduleExpression: "rate(5 minutes)", State: "ENABLED" },
    ]);
  });
});

describe("cdk-nag", () => {
  it("fails the synth on a finding that nobody explained", () => {
    const app = buildForTest("dev");
    const stack = app.node.children.find((child) => child instanceof EventsStack);
    new Bucket(Stack.of(stack ?? app), "Careless");
    try {
      expect(() => app.synth()).toThrow(/Careless[\s\S]+AwsSolutions-S10/);
    } finally {
      rmSync(app.outdir, { recursive: true });
    }
  });
});
