/**
 * A FIFO queue as SQS has it, on virtual time: message groups, visibility, deduplication, receive counts. It stands in for
 * the emulator because that one lives on the machine's clock, and a crawl of days would take days.
 */
import type { SQSRecord } from "aws-lambda";
import type { VirtualClock } from "./clock.ts";

interface Message {
  readonly id: number;
  readonly body: string;
  readonly group: string;
  readonly sentMs: number;
  /** In flight, or given back, until then: meanwhile its whole group is kept back. */
  invisibleUntil: number;
  receives: number;
}

const MAX_RECEIVED = 10;
const DEDUPLICATION_MS = 5 * 60_000;
/** SQS forgets a message after so long. */
const RETENTION_MS = 14 * 86_400_000;

export class VirtualQueue {
  readonly #clock: VirtualClock;
  readonly #visibilityMs: number;
  readonly #groups = new Map<string, Message[]>();
  readonly #seen = new Map<string, number>();
  #nextId = 1;
  /** Messages that were forgotten unread. */
  expired = 0;
  /** The most that one message was received. */
  mostReceives = 0;
  received = 0;

  constructor(clock: VirtualClock, visibilityMs: number) {
    this.#clock = clock;
    this.#visibilityMs = visibilityMs;
  }

  /** Groups that hold messages. */
  groups(): string[] {
    return [...this.#groups.keys()];
  }

  send(body: string, group: string, deduplicationId: string): void {
    const at = this.#clock.ms;
    if (at < (this.#seen.get(deduplicationId) ?? 0)) return;
    this.#seen.set(deduplicationId, at + DEDUPLICATION_MS);
    const messages = this.#groups.get(group) ?? [];
    this.#groups.set(group, messages);
    const id = this.#nextId++;
    messages.push({ id, body, group, sentMs: at, invisibleUntil: 0, receives: 0 });
  }

  /** Up to ten messages of groups of which none is in flight, as many as there are of each. */
  receive(): SQSRecord[] {
    const at = this.#clock.ms;
    const taken: Message[] = [];
    for (const [group, messages] of this.#groups) {
      if (messages.some(({ invisibleUntil }) => invisibleUntil > at)) continue;
      this.#forgetOld(group, messages, at);
      taken.push(...messages.slice(0, MAX_RECEIVED - taken.length));
      if (taken.length === MAX_RECEIVED) break;
    }
    for (const message of taken) {
      message.invisibleUntil = at + this.#visibilityMs;
      message.receives += 1;
      this.mostReceives = Math.max(this.mostReceives, message.receives);
    }
    this.received += taken.length;
    return taken.map(toRecord);
  }

  changeVisibility(receiptHandle: string, seconds: number): void {
    const message = this.#find(receiptHandle);
    if (message) message.invisibleUntil = this.#clock.ms + seconds * 1000;
  }

  delete(receiptHandle: string): void {
    const message = this.#find(receiptHandle);
    if (!message) return;
    const left = (this.#groups.get(message.group) ?? []).filter((each) => each !== message);
    if (left.length === 0) this.#groups.delete(message.group);
    else this.#groups.set(message.group, left);
  }

  /** When the next message can be received; undefined where there is none at all. */
  nextMs(): number | undefined {
    let next: number | undefined;
    for (const messages of this.#groups.values()) {
      const free = Math.max(...messages.map(({ invisibleUntil }) => invisibleUntil));
      next = Math.min(next ?? free, free);
    }
    return next;
  }

  #forgetOld(group: string, messages: Message[], at: number): void {
    const kept = messages.filter(({ sentMs }) => at - sentMs < RETENTION_MS);
    if (kept.length === messages.length) return;
    this.expired += messages.length - kept.length;
    messages.splice(0, messages.length, ...kept);
    if (kept.length === 0) this.#groups.delete(group);
  }

  #find(receiptHandle: string): Message | undefined {
    const [group = "", id] = receiptHandle.split("\n");
    return this.#groups.get(group)?.find((message) => String(message.id) === id);
  }
}

function toRecord(message: Message): SQSRecord {
  return {
    messageId: String(message.id),
    receiptHandle: `${message.group}\n${message.id}`,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentMs),
      SenderId: "simulation",
      ApproximateFirstReceiveTimestamp: String(message.sentMs),
      MessageGroupId: message.group,
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:simulation",
    awsRegion: "us-east-1",
  };
}
