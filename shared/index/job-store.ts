/** Owns reading and writing jobs. Each step is one conditional write that may be repeated without harm. */
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import { TABLE_KEY } from "../names.ts";
import type { RobotsVerdict } from "../robots/robots-verdict.ts";
import {
  type Attempt,
  type Failure,
  JOB_RETENTION_DAYS,
  type Job,
  jobSchema,
  OPEN_STATUSES,
  type Waiting,
} from "./job.ts";
import { jobKey } from "./keys.ts";
import { setExpression, type Table, writeIf } from "./table.ts";

/** How a job ended. */
export type Settlement =
  | { readonly status: "archived" | "unchanged"; readonly captureId: string; readonly redirectIds?: readonly string[] }
  | {
      readonly status: "failed";
      readonly error: Failure;
      readonly captureId?: string | undefined;
      readonly redirectIds?: readonly string[];
      /** Of a job that robots.txt denied: it stays on record, and never expires. */
      readonly robots?: RobotsVerdict | undefined;
    };

export interface JobStore {
  /** Undefined when there is none, or it has expired. Strongly consistent. */
  get(id: string): Promise<Job | undefined>;
  /** Writes the job that a message asks for; false when it is there already. */
  create(request: CaptureRequested): Promise<boolean>;
  /**
   * Takes up the job of a message, creating it if its row is not there yet. `claimed` false: it had ended before, and
   * the message is a repeat.
   */
  claim(request: CaptureRequested, at: string): Promise<{ claimed: true; job: Job } | { claimed: false }>;
  /** Takes a claim back that did not end in a crash, so that only crashes count. */
  release(id: string): Promise<void>;
  /** Keeps a failed attempt; the job stays open. */
  recordAttempt(id: string, attempt: Attempt): Promise<void>;
  /** Keeps until when, and why, an open job waits for its host; does nothing where its row is not there yet. */
  recordWait(id: string, waiting: Waiting): Promise<void>;
  /** Ends an open job; false when it had ended before, and then nothing changes. */
  settle(id: string, settlement: Settlement, at: string): Promise<boolean>;
}

const IS_OPEN = `#status IN (${OPEN_STATUSES.map((_, index) => `:open${index}`).join(", ")})`;
const OPEN_VALUES = Object.fromEntries(OPEN_STATUSES.map((status, index) => [`:open${index}`, status]));

export function createJobStore({ client, name }: Table): JobStore {
  return {
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: jobKey(id), ConsistentRead: true }));
      return Item ? jobSchema.parse(Item) : undefined;
    },

    create(request) {
      const item = { ...jobKey(request.jobId), ...newJob(request), status: "queued", claims: 0 };
      return writeIf(() =>
        client.send(new PutCommand({ TableName: name, Item: item, ConditionExpression: "attribute_not_exists(pk)" })),
      );
    },

    async claim(request, at) {
      const initial = Object.entries(newJob(request)).filter(([field]) => field !== "updatedAt");
      let attributes: unknown;
      const claimed = await writeIf(async () => {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: name,
            Key: jobKey(request.jobId),
            ConditionExpression: `attribute_not_exists(pk) OR ${IS_OPEN}`,
            UpdateExpression: `SET #status = :capturing, #updatedAt = :at, ${initial
              .map(([field]) => `#${field} = if_not_exists(#${field}, :${field})`)
              .join(", ")} ADD #claims :one`,
            ExpressionAttributeNames: {
              "#status": "status",
              "#updatedAt": "updatedAt",
              "#claims": "claims",
              ...Object.fromEntries(initial.map(([field]) => [`#${field}`, field])),
            },
            ExpressionAttributeValues: {
              ":capturing": "capturing",
              ":at": at,
              ":one": 1,
              ...OPEN_VALUES,
              ...Object.fromEntries(initial.map(([field, value]) => [`:${field}`, value])),
            },
            ReturnValues: "ALL_NEW",
          }),
        );
        attributes = Attributes;
      });
      return claimed ? { claimed, job: jobSchema.parse(attributes) } : { claimed };
    },

    async release(id) {
      await writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: jobKey(id),
            ConditionExpression: `${IS_OPEN} AND #claims > :zero`,
            UpdateExpression: "ADD #claims :minusOne",
            ExpressionAttributeNames: { "#status": "status", "#claims": "claims" },
            ExpressionAttributeValues: { ...OPEN_VALUES, ":zero": 0, ":minusOne": -1 },
          }),
        ),
      );
    },

    async recordAttempt(id, attempt) {
      await writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: jobKey(id),
            ConditionExpression: IS_OPEN,
            UpdateExpression: "SET #attempts = list_append(#attempts, :attempt), #updatedAt = :at",
            ExpressionAttributeNames: { "#status": "status", "#attempts": "attempts", "#updatedAt": "updatedAt" },
            ExpressionAttributeValues: { ...OPEN_VALUES, ":attempt": [attempt], ":at": attempt.at },
          }),
        ),
      );
    },

    async recordWait(id, waiting) {
      await writeIf(() => updateOpen(id, { waiting }, false));
    },

    settle(id, settlement, at) {
      const isKept = settlement.status === "failed" && settlement.error.code === "robots-denied";
      return writeIf(() => updateOpen(id, { ...settlement, updatedAt: at }, isKept));
    },
  };

  async function updateOpen(id: string, values: Readonly<Record<string, unknown>>, isKept: boolean): Promise<void> {
    const set = setExpression(values);
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: jobKey(id),
        ...set,
        UpdateExpression: isKept ? `${set.UpdateExpression} REMOVE #expires` : set.UpdateExpression,
        ConditionExpression: IS_OPEN,
        ExpressionAttributeNames: {
          ...set.ExpressionAttributeNames,
          "#status": "status",
          ...(isKept ? { "#expires": TABLE_KEY.expires } : {}),
        },
        ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ...OPEN_VALUES },
      }),
    );
  }
}

function newJob(request: CaptureRequested) {
  const requestedSeconds = Math.floor(Date.parse(request.requestedAt) / 1000);
  return {
    id: request.jobId,
    url: request.url,
    origin: request.origin,
    requestedAt: request.requestedAt,
    updatedAt: request.requestedAt,
    attempts: [],
    [TABLE_KEY.expires]: requestedSeconds + JOB_RETENTION_DAYS * 86_400,
  };
}
