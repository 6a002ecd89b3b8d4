/** Small doubles for what surrounds the functions: what they log, and what Lambda hands them. */
import type { Context, SQSRecord } from "aws-lambda";
import { v7 } from "uuid";
import type { WarcPointer } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { ENV } from "../../shared/names.ts";
import type { Observer, Outcome } from "../../shared/observe.ts";

/** Keeps the outcomes instead of printing them. */
export function createObserverDouble(): Observer & {
  readonly outcomes: Outcome[];
  readonly counts: Map<string, number>;
  flushes: number;
} {
  const observer = {
    outcomes: [] as Outcome[],
    flushes: 0,
    counts: new Map<string, number>(),
    count(metric: string, times: number) {
      observer.counts.set(metric, (observer.counts.get(metric) ?? 0) + times);
    },
    outcome(fields: Outcome) {
      observer.outcomes.push(fields);
    },
    flush() {
      observer.flushes += 1;
    },
  };
  return observer;
}

/** A record as SQS delivers it. */
export function recordOf(
  body: unknown,
  { group, receives = 1 }: { group?: string; receives?: number } = {},
): SQSRecord {
  return {
    messageId: v7(),
    receiptHandle: v7(),
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "0",
      SenderId: "test",
      ApproximateFirstReceiveTimestamp: "0",
      ...(group ? { MessageGroupId: group } : {}),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:test",
    awsRegion: "us-east-1",
  };
}

/** Objects in memory; each put is written into `log`. */
export function createMemoryObjects(log: string[] = []): ObjectStore & { readonly stored: Map<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    async put(key, body) {
      log.push("object");
      stored.set(key, body);
    },
    async read({ key, offset, length }: WarcPointer) {
      const body = stored.get(key);
      if (!body) throw new Error(`NoSuchKey: ${key}`);
      return body.subarray(offset, offset + length);
    },
    async readWhole(key) {
      const body = stored.get(key);
      if (!body) throw new Error(`NoSuchKey: ${key}`);
      return body;
    },
    signedLink: async (key, { seconds }) => `https://bucket.example/${key}?expires=${seconds}`,
  };
}

export const CONTEXT = { getRemainingTimeInMillis: () => 60_000 } as Context;

/** Sets what a handler module reads when it is loaded; import it dynamically after this. */
export function setHandlerEnv(): void {
  for (const name of Object.values(ENV)) process.env[name] = "test";
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    [ENV.minGapMs]: "2000",
    [ENV.archiveAccess]: "public",
    POWERTOOLS_LOG_LEVEL: "SILENT",
    POWERTOOLS_METRICS_DISABLED: "true",
  });
}
