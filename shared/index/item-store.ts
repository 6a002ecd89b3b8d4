/** Owns reading and writing known items: what sources have named, by article identity, and when each is due again. */
import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetCommand, type BatchGetCommandOutput, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type CrawlItem, crawlItemSchema } from "../sources/item.ts";
import { listAgenda } from "./agenda.ts";
import { agendaKeys, agendaPartition, ITEM_SHARDS, itemRowKey, itemShard } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

export interface ItemStore {
  get(key: string): Promise<CrawlItem | undefined>;
  /** Those of the items that are known, by key. Any number of keys; strongly consistent. */
  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, CrawlItem>>;
  /** Writes an item that is new; false when it is known already, and then nothing changes. */
  create(item: CrawlItem): Promise<boolean>;
  /**
   * Replaces an item on condition that its job is still `jobId` and it is due when it was; false when not. The due-time
   * index follows `dueAt`; an item without one is not in it.
   */
  replace(item: CrawlItem, expected: Pick<CrawlItem, "jobId" | "dueAt">): Promise<boolean>;
  /** Keys of items due at or before `now`, from the index, the most overdue first: check by `get`. */
  listDue(now: Date, limit: number): Promise<string[]>;
}

/** Most keys of one BatchGetItem (DynamoDB). */
const MAX_KEYS = 100;
/** Tries at what DynamoDB leaves unprocessed under load, each after twice the wait of the one before. */
const MAX_BATCH_TRIES = 6;
const FIRST_BATCH_WAIT_MS = 50;

export function createItemStore({ client, name }: Table): ItemStore {
  const toRow = (item: CrawlItem) => ({
    ...itemRowKey(item.key),
    ...item,
    ...(item.dueAt === undefined ? {} : agendaKeys(agendaPartition.items(itemShard(item.key)), item.dueAt, item.key)),
  });

  const getBatch = async (keys: readonly string[]): Promise<CrawlItem[]> => {
    const found: CrawlItem[] = [];
    let left: Record<string, unknown>[] | undefined = keys.map(itemRowKey);
    for (let tried = 0; left && left.length > 0; tried += 1) {
      if (tried === MAX_BATCH_TRIES) throw new Error(`DynamoDB left ${left.length} keys unprocessed`);
      if (tried > 0) await sleep(FIRST_BATCH_WAIT_MS * 2 ** (tried - 1));
      const command = new BatchGetCommand({ RequestItems: { [name]: { Keys: left, ConsistentRead: true } } });
      const answer: BatchGetCommandOutput = await client.send(command);
      found.push(...(answer.Responses?.[name] ?? []).map((row) => crawlItemSchema.parse(row)));
      left = answer.UnprocessedKeys?.[name]?.Keys;
    }
    return found;
  };

  return {
    async get(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: itemRowKey(key), ConsistentRead: true }),
      );
      return Item && crawlItemSchema.parse(Item);
    },

    async getMany(keys) {
      const unique = [...new Set(keys)];
      const found = new Map<string, CrawlItem>();
      for (let start = 0; start < unique.length; start += MAX_KEYS) {
        for (const item of await getBatch(unique.slice(start, start + MAX_KEYS))) found.set(item.key, item);
      }
      return found;
    },

    create: (item) =>
      writeIf(() =>
        client.send(
          new PutCommand({ TableName: name, Item: toRow(item), ConditionExpression: "attribute_not_exists(pk)" }),
        ),
      ),

    replace: (item, { jobId, dueAt }) =>
      writeIf(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: toRow(item),
            ConditionExpression: `#jobId = :jobId AND ${dueAt === undefined ? "attribute_not_exists(#dueAt)" : "#dueAt = :dueAt"}`,
            ExpressionAttributeNames: { "#jobId": "jobId", "#dueAt": "dueAt" },
            ExpressionAttributeValues: { ":jobId": jobId, ...(dueAt === undefined ? {} : { ":dueAt": dueAt }) },
          }),
        ),
      ),

    async listDue(now, limit) {
      const shards = await Promise.all(
        Array.from({ length: ITEM_SHARDS }, (_, shard) =>
          listAgenda({ client, name }, agendaPartition.items(shard), { upTo: now, limit }),
        ),
      );
      const sortOf = (row: Record<string, unknown>) => String(row.agendaSk);
      const merged = shards.flat().sort((a, b) => (sortOf(a) < sortOf(b) ? -1 : 1));
      return merged.slice(0, limit).map(({ key }) => String(key));
    },
  };
}
