/** What reaches functions by itself: queues, schedules, the event bus; and what is left of it after a restart. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonRecord } from "../../local/template/json.ts";
import { eventually, lambda, makeFolder, mayConsume, type Started, startTiny } from "./local-support.ts";

const notes = makeFolder();
const NOTES = join(notes.path, "notes.jsonl");

/** Notes every event, and fails as the messages' bodies say. */
const NOTE = `
import { appendFileSync } from "node:fs";
const note = (what) => appendFileSync(${JSON.stringify(NOTES)}, JSON.stringify({ at: Date.now(), ...what }) + "\\n");
export const handler = async (event, context) => {
  note({ by: context.functionName, event });
  const records = event.Records ?? [];
  for (const { body, attributes } of records) {
    if (body.startsWith("crash") && attributes.ApproximateReceiveCount === "1") process.exit(1);
    if (body.startsWith("throw")) throw new Error("refused");
    if (body.startsWith("slow")) await new Promise((resolve) => setTimeout(resolve, 100));
    if (body.startsWith("hang")) await new Promise((resolve) => setTimeout(resolve, 20_000));
  }
  note({ by: context.functionName, done: records.map(({ body }) => body) });
  const failed = records.filter(({ body, attributes }) => body.startsWith("fail") && attributes.ApproximateReceiveCount === "1");
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

interface SqsRecord {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}
interface Note {
  readonly at: number;
  readonly by: string;
  readonly event?: JsonRecord & { readonly Records?: readonly SqsRecord[] };
  readonly done?: readonly string[];
}

function queue(QueueName: string, properties: JsonRecord = {}): JsonRecord {
  const Dead = { "Fn::GetAtt": ["Dead", "Arn"] };
  const RedrivePolicy = { deadLetterTargetArn: Dead, maxReceiveCount: 2 };
  const fifo: JsonRecord = QueueName.endsWith(".fifo") ? { FifoQueue: true } : { RedrivePolicy };
  return { Type: "AWS::SQS::Queue", Properties: { QueueName, VisibilityTimeout: 10, ...fifo, ...properties } };
}

function mapping(name: string, of: string, properties: JsonRecord = {}): JsonRecord {
  return {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      EventSourceArn: { "Fn::GetAtt": [of, "Arn"] },
      FunctionName: { Ref: name },
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ...properties,
    },
  };
}

const RESOURCES = {
  Store: { Type: "AWS::S3::Bucket", Properties: { BucketName: "store" } },
  Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
  Plain: queue("plain"),
  // Long enough for a cold start on a busy machine, so that nothing comes twice by itself.
  Parts: queue("parts", { VisibilityTimeout: 240 }),
  Crashing: queue("crashing"),
  Groups: queue("groups.fifo", { VisibilityTimeout: 240 }),
  Kept: queue("kept.fifo", { VisibilityTimeout: 1800 }),
  Target: queue("target"),
  ...lambda("plain", {}, ["Plain", "Parts", "Crashing"].map(mayConsume)),
  ...lambda("groups", {}, [mayConsume("Groups")]),
  ...lambda("timed"),
  ...lambda("told"),
  PlainMapping: mapping("plain", "Plain"),
  PartsMapping: mapping("plain", "Parts"),
  CrashingMapping: mapping("plain", "Crashing"),
  GroupsMapping: mapping("groups", "Groups", { ScalingConfig: { MaximumConcurrency: 3 } }),
  Schedule: {
    Type: "AWS::Scheduler::Schedule",
    Properties: {
      Name: "often",
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: { "Fn::GetAtt": ["timed", "Arn"] }, RoleArn: "x", Input: '{"from":"schedule"}' },
    },
  },
  Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "news" } },
  Log: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/aws/events/news" } },
  Rule: {
    Type: "AWS::Events::Rule",
    Properties: {
      EventBusName: { Ref: "Bus" },
      EventPattern: {
        source: ["tests"],
        "detail-type": [{ prefix: "Good" }],
        detail: { words: [{ numeric: [">", 3] }] },
      },
      Targets: [
        { Id: "function", Arn: { "Fn::GetAtt": ["told", "Arn"] } },
        { Id: "queue", Arn: { "Fn::GetAtt": ["Target", "Arn"] } },
        { Id: "log", Arn: { "Fn::GetAtt": ["Log", "Arn"] } },
      ],
    },
  },
};

let started: Started;
let sqs: SQSClient;

/** A minute is a second here, which is also the shortest visibility timeout of a queue. */
const TIME_SCALE = 60;

beforeAll(async () => {
  const handlers = { plain: NOTE, groups: NOTE, timed: NOTE, told: NOTE };
  started = await startTiny({ resources: RESOURCES, handlers }, { timeScale: TIME_SCALE, stopGraceMs: 300 });
  connect();
});

afterAll(async () => {
  sqs.destroy();
  await started.end();
  notes.remove();
});

function connect(): void {
  const { awsEndpoint: endpoint, region, credentials } = started.cloud;
  sqs = new SQSClient({ endpoint, region, credentials });
}

const urlOf = (name: string) => `${started.cloud.awsEndpoint}/000000000000/${name}`;

function readNotes(): Note[] {
  if (!existsSync(NOTES)) return [];
  const lines = readFileSync(NOTES, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Note);
}

/** How often each body was delivered. */
function deliveries(prefix: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { body } of readNotes().flatMap(({ event }) => event?.Records ?? [])) {
    if (body.includes(prefix)) counts[body] = (counts[body] ?? 0) + 1;
  }
  return counts;
}

async function send(name: string, bodies: readonly string[], groupOf?: (body: string) => string): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    ...(groupOf && { MessageGroupId: groupOf(MessageBody), MessageDeduplicationId: MessageBody }),
  }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(name), Entries }));
}

async function receive(name: string): Promise<string[]> {
  const input = { QueueUrl: urlOf(name), WaitTimeSeconds: 5, MaxNumberOfMessages: 10 };
  return ((await sqs.send(new ReceiveMessageCommand(input))).Messages ?? []).map(({ Body }) => Body ?? "");
}

describe.concurrent("a queue with a function behind it", { timeout: 20_000 }, () => {
  it("brings a message at once, in Lambda's shape", async () => {
    const MessageAttributes = { kind: { DataType: "String", StringValue: "x" } };
    const sentAt = Date.now();
    await sqs.send(new SendMessageCommand({ QueueUrl: urlOf("plain"), MessageBody: "hello", MessageAttributes }));
    const [note, record] = await eventually(() => {
      const found = readNotes().find(({ event }) => event?.Records?.[0]?.body === "hello");
      return found && ([found, found.event?.Records?.[0]] as const);
    });
    expect(record).toMatchObject({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
      },
      messageAttributes: { kind: { stringValue: "x", dataType: "String", stringListValues: [], binaryListValues: [] } },
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:plain",
      awsRegion: "us-east-1",
    });
    expect(note.at - sentAt).toBeLessThan(3000);
  });

  it("brings back only the messages that a batch names as failed", async () => {
    await send("parts", ["ok part 1", "fail part", "ok part 2"]);
    await eventually(() => (deliveries("fail part")["fail part"] === 2 ? true : undefined));
    expect(deliveries(" part")).toEqual({ "ok part 1": 1, "fail part": 2, "ok part 2": 1 });
  });

  it("brings back a batch whose function crashed", async () => {
    await send("crashing", ["crash once"]);
    await eventually(() => (readNotes().some(({ done }) => done?.includes("crash once")) ? true : undefined));
    expect(deliveries("crash once")).toEqual({ "crash once": 2 });
  });

  it("sends to the dead letters what fails too often", async () => {
    await send("plain", ["throw always"]);
    expect(await receive("dead")).toEqual(["throw always"]);
    expect(deliveries("throw always")).toEqual({ "throw always": 2 });
  });
});

describe.concurrent("a FIFO queue with a function behind it", { timeout: 20_000 }, () => {
  it("keeps each group in order and never works on two messages of it at once, while groups go on side by side", async () => {
    const bodies = ["slow a 1", "slow a 2", "slow b 1", "slow b 2", "fail a 3", "slow a 4"];
    await send("groups.fifo", bodies, (body) => body.split(" ")[1] ?? "");
    await eventually(() => (readNotes().some(({ done }) => done?.includes("slow a 4")) ? true : undefined));
    const ofA = readNotes().flatMap(({ by, event }) => (by === "groups" ? (event?.Records ?? []) : []));
    const order = ofA.map(({ body }) => body).filter((body) => body.includes(" a "));
    expect(order).toEqual(["slow a 1", "slow a 2", "fail a 3", "fail a 3", "slow a 4"]);
    expect(deliveries(" b ")).toEqual({ "slow b 1": 1, "slow b 2": 1 });
  });
});

describe.concurrent("the clock and the bus", { timeout: 20_000 }, () => {
  it("fires a schedule with its input, again and again", async () => {
    await eventually(() =>
      readNotes().filter(({ by, event }) => by === "timed" && event).length >= 2 ? true : undefined,
    );
    expect(readNotes().find(({ by }) => by === "timed")?.event).toEqual({ from: "schedule" });
  });

  it("delivers what a rule asks for to function, queue and log, and nothing else", async () => {
    const { awsEndpoint: endpoint, region, credentials } = started.cloud;
    const events = new EventBridgeClient({ endpoint, region, credentials });
    const entry = (DetailType: string, words: number, Source = "tests") => {
      return { EventBusName: "news", Source, DetailType, Detail: JSON.stringify({ words }) };
    };
    const Entries = [
      entry("Good news", 5),
      entry("Bad news", 5),
      entry("Good news", 2),
      entry("Good news", 5, "others"),
    ];
    const answer = await events.send(
      new PutEventsCommand({ Entries: [...Entries, { ...entry("Good", 5), Detail: "[" }] }),
    );
    events.destroy();
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[4]).toMatchObject({ ErrorCode: "MalformedDetail" });

    const [delivered, ...others] = await receive("target");
    expect(others).toEqual([]);
    const event = JSON.parse(delivered ?? "") as JsonRecord;
    expect(event).toMatchObject({
      source: "tests",
      "detail-type": "Good news",
      account: "000000000000",
      detail: { words: 5 },
    });
    const told = await eventually(() => readNotes().find(({ by, event }) => by === "told" && event));
    expect(told.event).toEqual(event);
    const log = join(started.folder, "data/logs/events-news.log");
    const logged = await eventually(() => (existsSync(log) ? readFileSync(log, "utf8") || undefined : undefined));
    expect(JSON.parse(logged)).toEqual(event);
  });
});

describe("a restart", { timeout: 20_000 }, () => {
  it("finds objects, messages, and messages in flight, and gives back what it cut off", async () => {
    const QueueUrl = () => urlOf("kept.fifo");
    const first = new S3Client({ ...started.cloud, endpoint: started.cloud.awsEndpoint });
    await first.send(new PutObjectCommand({ Bucket: "store", Key: "kept/1", Body: "still here" }));
    first.destroy();
    await send("kept.fifo", ["one", "two", "other"], (body) => (body === "other" ? "b" : "a"));
    const held = await sqs.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl(), MaxNumberOfMessages: 1 }));
    await send("plain", ["hang on"]);
    await eventually(() => deliveries("hang on")["hang on"]);

    started = await started.restart();
    sqs.destroy();
    connect();
    // Group a is locked by the message in flight, so only the other group's comes.
    expect(await receive("kept.fifo")).toEqual(["other"]);
    const ReceiptHandle = held.Messages?.[0]?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: QueueUrl(), ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await receive("kept.fifo")).toEqual(["one"]);
    await eventually(() => (deliveries("hang on")["hang on"] === 2 ? true : undefined));
    expect(await started.cloud.waitIdle(50)).toBe(false);

    const second = new S3Client({ ...started.cloud, endpoint: started.cloud.awsEndpoint });
    const kept = await second.send(new GetObjectCommand({ Bucket: "store", Key: "kept/1" }));
    expect(await kept.Body?.transformToString()).toBe("still here");
    second.destroy();
  });

  it("is refused while the first still runs on the data folder", async () => {
    const { cloud, folder } = started;
    const { startCloud } = await import("../../local/cloud.ts");
    const again = startCloud({
      templatesDir: join(folder, "cdk.out"),
      dataDir: join(folder, "data"),
      port: 0,
      allowPrivate: [],
    });
    await expect(again).rejects.toThrow(`is in use by process ${process.pid}`);
    expect(await cloud.invoke("timed", {})).toMatchObject({ ok: true });
  });
});
