/**
 * Owns what a token is saving by Save Page Now: the jobs that may still be under way, and how many it asked for today.
 * One row for each token, bounded by the limits that are asked for. Whether a listed job has ended is the caller's to
 * find out: jobs end elsewhere, and do not write here.
 */
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { savesKey } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

const savesSchema = z.object({
  /** `YYYY-MM-DD` in UTC that {@link count} is of. */
  day: z.string(),
  count: z.int().min(0),
  /** When each job was asked for, by its id. */
  open: z.record(z.string(), z.iso.datetime()),
});

export type Saves = z.infer<typeof savesSchema>;

export interface SaveLimits {
  readonly open: number;
  readonly daily: number;
}

export interface SaveStore {
  /** Strongly consistent; undefined for a token that never saved. */
  get(token: string): Promise<Saves | undefined>;
  /** Starts a day's count at none; does nothing where it has started. */
  startDay(token: string, day: string): Promise<void>;
  /** Counts a job in; false where the day has not started or a limit is reached, and then nothing changes. */
  enter(token: string, day: string, job: { id: string; at: string }, limits: SaveLimits): Promise<boolean>;
  /** Takes jobs off the list that have ended. */
  leave(token: string, jobIds: readonly string[]): Promise<void>;
  /** Takes a job back that was never made, from the list and from the day's count. */
  takeBack(token: string, day: string, jobId: string): Promise<void>;
}

export function createSaveStore({ client, name }: Table): SaveStore {
  const update = (token: string, input: Omit<UpdateCommand["input"], "TableName" | "Key">) =>
    writeIf(() => client.send(new UpdateCommand({ TableName: name, Key: savesKey(token), ...input })));
  return {
    async get(token) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: savesKey(token), ConsistentRead: true }),
      );
      return Item ? savesSchema.parse(Item) : undefined;
    },

    async startDay(token, day) {
      await update(token, {
        UpdateExpression: "SET #day = :day, #count = :zero, #open = if_not_exists(#open, :none)",
        ConditionExpression: "attribute_not_exists(#day) OR #day < :day",
        ExpressionAttributeNames: { "#day": "day", "#count": "count", "#open": "open" },
        ExpressionAttributeValues: { ":day": day, ":zero": 0, ":none": {} },
      });
    },

    enter(token, day, { id, at }, limits) {
      return update(token, {
        UpdateExpression: "SET #open.#id = :at, #count = #count + :one",
        ConditionExpression: "#day = :day AND #count < :daily AND size(#open) < :most",
        ExpressionAttributeNames: { "#day": "day", "#count": "count", "#open": "open", "#id": id },
        ExpressionAttributeValues: { ":at": at, ":one": 1, ":day": day, ":daily": limits.daily, ":most": limits.open },
      });
    },

    async leave(token, jobIds) {
      if (jobIds.length === 0) return;
      await update(token, {
        UpdateExpression: `REMOVE ${jobIds.map((_, index) => `#open.#id${index}`).join(", ")}`,
        ConditionExpression: "attribute_exists(#open)",
        ExpressionAttributeNames: {
          "#open": "open",
          ...Object.fromEntries(jobIds.map((id, index) => [`#id${index}`, id])),
        },
      });
    },

    async takeBack(token, day, jobId) {
      await update(token, {
        UpdateExpression: "SET #count = #count - :one REMOVE #open.#id",
        ConditionExpression: "#day = :day AND attribute_exists(#open.#id)",
        ExpressionAttributeNames: { "#day": "day", "#count": "count", "#open": "open", "#id": jobId },
        ExpressionAttributeValues: { ":one": 1, ":day": day },
      });
    },
  };
}
