/** What no emulator does: DynamoDB under load, which leaves keys of a batch unprocessed. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it, vi } from "vitest";
import { createItemStore } from "../../../shared/index/item-store.ts";
import { itemRowKey } from "../../../shared/index/keys.ts";
import type { CrawlItem } from "../../../shared/sources/item.ts";
import { AT } from "../../support/fixtures.ts";

const waits: number[] = [];
vi.mock("node:timers/promises", () => ({
  setTimeout: async (ms: number) => {
    waits.push(ms);
  },
}));

const JOB = "019cebae-61c0-7000-8000-000000000000";

function itemOf(key: string): CrawlItem {
  return {
    key,
    url: `https://paper.example/${key}`,
    sourceId: "harbour-feed",
    seenAt: AT,
    jobId: JOB,
    runId: JOB,
    document: "",
    takenAs: "new",
    takenAt: AT,
    revisits: [],
    revisitsDone: 0,
  };
}

const KEYS = Array.from({ length: 7 }, (_, n) => `key-${n}`);
const ROWS = new Map(KEYS.map((key) => [itemRowKey(key).pk, itemOf(key)]));

interface BatchInput {
  readonly RequestItems: {
    readonly archive: { readonly Keys: readonly { pk: string }[]; readonly ConsistentRead: true };
  };
}

/** A store whose DynamoDB answers for so many keys of each call, and what it was asked. */
function storeThatAnswers(keysPerCall: number) {
  waits.length = 0;
  const asked: BatchInput["RequestItems"]["archive"][] = [];
  const send = async ({ input }: { input: BatchInput }) => {
    const { archive } = input.RequestItems;
    asked.push(archive);
    const left = archive.Keys.slice(keysPerCall);
    return {
      Responses: { archive: archive.Keys.slice(0, keysPerCall).map(({ pk }) => ROWS.get(pk)) },
      UnprocessedKeys: left.length > 0 ? { archive: { ...archive, Keys: left } } : {},
    };
  };
  const client = { send } as unknown as DynamoDBDocumentClient;
  return { items: createItemStore({ client, name: "archive" }), asked };
}

describe("a batch of items that DynamoDB answers in part", () => {
  it("is asked again for what is left, after longer and longer waits, until all is there", async () => {
    const { items, asked } = storeThatAnswers(2);
    const found = await items.getMany(KEYS);
    expect([...found.keys()]).toEqual(KEYS);
    expect(asked.map(({ Keys }) => Keys.length)).toEqual([7, 5, 3, 1]);
    expect(asked.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
    expect(waits).toEqual([50, 100, 200]);
  });

  it("fails rather than takes what is left for unknown: it would be captured as new", async () => {
    const { items, asked } = storeThatAnswers(0);
    await expect(items.getMany(KEYS)).rejects.toThrow("7 keys unprocessed");
    expect(asked).toHaveLength(6);
  });
});
