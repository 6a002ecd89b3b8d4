/** The queues' adapters against fauxqs. */
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import sample from "../../../events/capture-stored.sample.json" with { type: "json" };
import { captureStoredSchema } from "../../../events/capture-stored.ts";
import type { SourcePoll } from "../../../events/poll-requested.ts";
import { drainDeadLetters } from "../../../shared/aws/dead-letters.ts";
import {
  createExtractQueue,
  createFrontier,
  createPolls,
  type Frontier,
  toGroupId,
} from "../../../shared/aws/queues.ts";
import { CREDENTIALS } from "../../support/credentials.ts";
import { type Emulator, startFauxqs } from "../../support/emulators.ts";
import { requestOf } from "../../support/fixtures.ts";

let emulator: Emulator;
let client: SQSClient;
beforeAll(async () => {
  emulator = await startFauxqs();
  client = new SQSClient({ endpoint: emulator.endpoint, ...CREDENTIALS });
});
afterAll(() => emulator.stop());

async function createQueue(attributes: Record<string, string> = {}, suffix = ""): Promise<string> {
  const { QueueUrl = "" } = await client.send(
    new CreateQueueCommand({ QueueName: `${v7()}${suffix}`, Attributes: attributes }),
  );
  return QueueUrl;
}

async function receive(queueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["MessageGroupId"],
    }),
  );
  return Messages;
}

/** Receives and deletes until the queue gives nothing more. */
async function takeAll(queueUrl: string): Promise<Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const messages = await receive(queueUrl);
    if (messages.length === 0) return taken;
    for (const { ReceiptHandle } of messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
    taken.push(...messages);
  }
}

describe("frontier", () => {
  let queueUrl: string;
  let frontier: Frontier;
  beforeEach(async () => {
    queueUrl = await createQueue({ FifoQueue: "true", MaximumMessageSize: "1024" }, ".fifo");
    frontier = createFrontier(client, queueUrl);
  });

  it("takes more messages than fit into one call", async () => {
    const requests = Array.from({ length: 25 }, (_, index) => requestOf({ url: `https://paper.example/${index}` }));
    await expect(frontier.send(requests)).resolves.toEqual(new Map());
    const bodies = (await takeAll(queueUrl)).map(({ Body = "" }) => JSON.parse(Body));
    expect(bodies.toSorted((a, b) => (a.jobId < b.jobId ? -1 : 1))).toEqual(requests);
  });

  it("sends nothing for no messages", async () => {
    await expect(frontier.send([])).resolves.toEqual(new Map());
  });

  it("keeps a host's next URL back while one of it is in flight", async () => {
    const urls = ["https://one.example/a", "https://two.example/a"];
    await frontier.send(urls.map((url) => requestOf({ url })));
    expect((await receive(queueUrl)).map(({ Attributes }) => Attributes?.MessageGroupId).toSorted()).toEqual([
      "now:one.example",
      "now:two.example",
    ]);
    await frontier.send([requestOf({ url: "https://one.example/b" }), requestOf({ url: "https://three.example/" })]);
    expect((await receive(queueUrl)).map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual([
      "now:three.example",
    ]);
  });

  it("drops a repeat of a job", async () => {
    const request = requestOf();
    await frontier.send([request]);
    await expect(frontier.send([request])).resolves.toEqual(new Map());
    await expect(takeAll(queueUrl)).resolves.toHaveLength(1);
  });

  it("takes a URL again for another job", async () => {
    await frontier.send([requestOf(), requestOf()]);
    await expect(takeAll(queueUrl)).resolves.toHaveLength(2);
  });

  it("gives a message back, and it can be received again", async () => {
    await frontier.send([requestOf()]);
    const [message] = await receive(queueUrl);
    await expect(receive(queueUrl)).resolves.toEqual([]);
    await frontier.giveBack([message?.ReceiptHandle ?? ""], 0);
    expect((await receive(queueUrl)).map(({ MessageId }) => MessageId)).toEqual([message?.MessageId]);
  });

  it("gives many messages back in one call", async () => {
    await frontier.send(Array.from({ length: 12 }, (_, host) => requestOf({ url: `https://${host}.example/` })));
    const messages = await receive(queueUrl);
    expect(messages.length).toBeGreaterThan(1);
    await frontier.giveBack(
      messages.map(({ ReceiptHandle }) => ReceiptHandle ?? ""),
      0,
    );
    const again = [...(await receive(queueUrl)), ...(await receive(queueUrl))].map(({ MessageId }) => MessageId);
    expect(again).toEqual(expect.arrayContaining(messages.map(({ MessageId }) => MessageId)));
    expect(again).toHaveLength(12);
  });

  it("lets what is asked for now pass what a crawl has brought for the same host", async () => {
    const origin = { kind: "source", sourceId: "harbour", runId: "r", takenAs: "new" } as const;
    await frontier.send([requestOf({ origin })]);
    await expect(receive(queueUrl)).resolves.toHaveLength(1);
    await frontier.send([requestOf()]);
    expect((await receive(queueUrl)).map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual([
      "now:paper.example",
    ]);
  });

  it("takes each hop of a redirected job once, in the group of where it leads", async () => {
    const url = "https://www.paper.example/ferry";
    const request = requestOf();
    const hop = { ...request, location: { url, via: request.url, redirectIds: [v7()], cookies: [] } };
    await frontier.send([request]);
    await frontier.send([hop]);
    await frontier.send([hop]);
    const groups = (await takeAll(queueUrl)).map(({ Attributes }) => Attributes?.MessageGroupId);
    expect(groups.toSorted()).toEqual(["now:paper.example", "now:www.paper.example"]);
  });

  it("tells which message SQS refused, and sends the others", async () => {
    const [small, large] = [requestOf(), requestOf({ url: `https://paper.example/${"a".repeat(1000)}` })];
    const refused = await frontier.send([small, large]);
    expect([...refused.keys()]).toEqual([large]);
    expect(refused.get(large)).toContain("shorter than 1024 bytes");
    await expect(takeAll(queueUrl)).resolves.toHaveLength(1);
  });

  it("tells of every message when the queue cannot be reached", async () => {
    const requests = [requestOf(), requestOf()];
    const refused = await createFrontier(client, `${queueUrl}-gone`).send(requests);
    expect([...refused.keys()]).toEqual(requests);
  });

  it.each([
    ["https://Paper.example/a", "on-demand", "now:paper.example"],
    ["http://paper.example:8080/a", "on-demand", "now:paper.example:8080"],
    ["https://paper.example/a", "crawl", "crawl:paper.example"],
    ["https://paper.example/a.png", "requisite", "with:paper.example"],
  ] as const)("groups %s, %s, under %s", (url, priority, group) => {
    expect(toGroupId(url, priority)).toBe(group);
  });

  it("hashes a host that is longer than a group id may be", () => {
    const host = Array.from({ length: 20 }, () => "abcdefghi").join(".");
    expect(toGroupId(`https://${host}/`, "crawl")).toMatch(/^[0-9a-f]{64}$/);
    expect(toGroupId(`https://${host}/`, "crawl")).not.toBe(toGroupId(`https://x${host}/`, "crawl"));
    expect(toGroupId(`https://${host}/`, "crawl")).not.toBe(toGroupId(`https://${host}/`, "on-demand"));
  });
});

describe("polls queue", () => {
  const poll = (changes: Partial<SourcePoll> = {}): SourcePoll => ({
    version: 1,
    kind: "source",
    sourceId: "harbour",
    runId: v7(),
    startedAt: "2026-03-14T09:30:00.000Z",
    url: "https://paper.example/feed",
    pending: [],
    depth: 0,
    ...changes,
  });

  it("takes each document and each hop of a run once, a host after the other", async () => {
    const queueUrl = await createQueue({ FifoQueue: "true" }, ".fifo");
    const polls = createPolls(client, queueUrl);
    const first = poll();
    const second = { ...first, url: "https://paper.example/feed/2" };
    const hop = { ...first, location: { url: "https://www.paper.example/feed", redirects: 1, cookies: [] } };
    await polls.send([first, second, hop]);
    await polls.send([first, second, hop]);
    const received = await takeAll(queueUrl);
    expect(received.map(({ Attributes }) => Attributes?.MessageGroupId).toSorted()).toEqual([
      "crawl:paper.example",
      "crawl:paper.example",
      "crawl:www.paper.example",
    ]);
  });

  it("takes a list that was uploaded, which has no host", async () => {
    const queueUrl = await createQueue({ FifoQueue: "true" }, ".fifo");
    const { url, ...uploaded } = poll();
    await expect(createPolls(client, queueUrl).send([uploaded])).resolves.toEqual(new Map());
    await expect(takeAll(queueUrl)).resolves.toHaveLength(1);
  });
});

describe("extract queue", () => {
  it("takes the message as its schema has it", async () => {
    const queueUrl = await createQueue();
    const message = captureStoredSchema.parse(sample);
    await expect(createExtractQueue(client, queueUrl)([message])).resolves.toEqual(new Map());
    const [received] = await takeAll(queueUrl);
    expect(captureStoredSchema.parse(JSON.parse(received?.Body ?? ""))).toEqual(message);
  });
});

describe("dead letters", () => {
  it("are handed over, each once, and gone after", async () => {
    const queueUrl = await createQueue();
    const send = createExtractQueue(client, queueUrl);
    const messages = Array.from({ length: 12 }, () => ({ ...captureStoredSchema.parse(sample), captureId: v7() }));
    await send(messages);
    const seen: string[] = [];
    const drained = await drainDeadLetters(client, queueUrl, async (body) => {
      seen.push(JSON.parse(body).captureId);
    });
    expect(drained).toEqual({ recorded: 12, errors: [] });
    expect(seen.toSorted()).toEqual(messages.map(({ captureId }) => captureId).toSorted());
    await expect(takeAll(queueUrl)).resolves.toEqual([]);
  });

  it("stay where they could not be recorded, and spoil no others", async () => {
    const queueUrl = await createQueue({ VisibilityTimeout: "1" });
    await createExtractQueue(
      client,
      queueUrl,
    )([1, 2].map((n) => captureStoredSchema.parse({ ...sample, url: `http://h.example/${n}` })));
    const failure = new Error("the table is not there");
    const drained = await drainDeadLetters(client, queueUrl, async (body) => {
      if (body.includes("example/1")) throw failure;
    });
    expect(drained).toEqual({ recorded: 1, errors: [failure] });
    await expect.poll(async () => (await receive(queueUrl)).length, { timeout: 5000, interval: 200 }).toBe(1);
  });
});
