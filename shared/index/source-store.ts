/** Owns reading and writing sources: every change is conditional on the revision that it was made of. */
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type Source, sourceSchema } from "../sources/source.ts";
import { listAgenda } from "./agenda.ts";
import type { Page } from "./capture-store.ts";
import { agendaKeys, agendaPartition, sourceKey } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

/** A source as it is stored: `lease` is the poll that is under way, if one is. */
export interface StoredSource {
  readonly source: Source;
  readonly revision: number;
  readonly lease?: SourceLease | undefined;
}

const sourceLeaseSchema = z.object({
  runId: z.string().min(1),
  /** After it the source is due again, whatever became of the poll. */
  until: z.iso.datetime(),
});
export type SourceLease = Readonly<z.infer<typeof sourceLeaseSchema>>;

export interface SourceStore {
  /** Strongly consistent. */
  get(id: string): Promise<StoredSource | undefined>;
  /** By id (UUIDv7, so oldest first); `after` is the id of the last one seen. */
  list(page: { limit: number; after?: string | undefined }): Promise<Page<Source>>;
  /** Writes a new source; false when the id is taken. */
  create(source: Source): Promise<boolean>;
  /**
   * Replaces a source, and its lease, on condition of the revision; false when it has changed or is gone. The due-time
   * index follows by itself: `lease.until` while it is leased, otherwise `status.nextPollAt`, otherwise not in it.
   */
  replace(stored: StoredSource): Promise<boolean>;
  /** Removes a source; its captures, runs and known items stay. False when there was none. */
  remove(id: string): Promise<boolean>;
  /** Ids of sources whose due moment is at or before `now`, the most overdue first. From the index: check by `get`. */
  listDue(now: Date, limit: number): Promise<string[]>;
}

/** When a source is due: a lease that ran out counts, whatever became of its poll. */
export function dueAtOf({ source, lease }: Pick<StoredSource, "source" | "lease">): string | undefined {
  return lease ? lease.until : source.status.nextPollAt;
}

export function createSourceStore({ client, name }: Table): SourceStore {
  const write = (stored: Omit<StoredSource, "revision">, revision: number, condition: object) => {
    const { source, lease } = stored;
    const dueAt = dueAtOf(stored);
    const agenda = dueAt === undefined ? {} : agendaKeys(agendaPartition.sources, dueAt, source.id);
    const Item = { ...sourceKey(source.id), id: source.id, source, lease, revision, ...agenda };
    return writeIf(() => client.send(new PutCommand({ TableName: name, Item, ...condition })));
  };

  return {
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: sourceKey(id), ConsistentRead: true }));
      return Item && toStored(Item);
    },

    async list({ limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": sourceKey("").pk },
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : sourceKey(after),
        }),
      );
      return { rows: Items.map((item) => toStored(item).source), after: LastEvaluatedKey?.sk as string | undefined };
    },

    create: (source) => write({ source }, 1, { ConditionExpression: "attribute_not_exists(pk)" }),

    replace: (stored) =>
      write(stored, stored.revision + 1, {
        ConditionExpression: "#revision = :revision",
        ExpressionAttributeNames: { "#revision": "revision" },
        ExpressionAttributeValues: { ":revision": stored.revision },
      }),

    remove: (id) =>
      writeIf(() =>
        client.send(
          new DeleteCommand({ TableName: name, Key: sourceKey(id), ConditionExpression: "attribute_exists(pk)" }),
        ),
      ),

    async listDue(now, limit) {
      const rows = await listAgenda({ client, name }, agendaPartition.sources, { upTo: now, limit });
      return rows.map(({ id }) => String(id));
    },
  };
}

function toStored(item: Record<string, unknown>): StoredSource {
  return {
    source: sourceSchema.parse(item.source),
    revision: Number(item.revision),
    lease: sourceLeaseSchema.optional().parse(item.lease),
  };
}
