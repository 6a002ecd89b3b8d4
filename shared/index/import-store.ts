/**
 * Owns reading and writing imports: a row for each, one for each bad record, and one for each revisit that waits for what
 * it refers to. A row is replaced only as it was read, so that two workers of one import never both go on.
 */
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type Import, type ImportProblem, importProblemSchema, importSchema } from "../imports/import.ts";
import { TABLE_KEY } from "../names.ts";
import type { Page } from "./capture-store.ts";
import { importKey, importListPartition, importPartition, importSort } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

/** An import and the revision that a write of it must name. */
export interface StoredImport {
  readonly value: Import;
  readonly revision: number;
}

/** A revisit whose payload may stand further on in the file. What is in it, functions/import/ knows. */
export interface WaitingRevisit {
  readonly position: string;
  readonly body: string;
}

export interface ImportStore {
  create(value: Import): Promise<void>;
  /** Strongly consistent. */
  get(id: string): Promise<StoredImport | undefined>;
  /** False where the row has changed since it was read. */
  replace(stored: StoredImport): Promise<boolean>;
  /** Newest first; `after` is the id of the last one seen. */
  list(page: { limit: number; after?: string | undefined }): Promise<Page<Import>>;
  /** Repeating it changes nothing. */
  addProblem(id: string, problem: ImportProblem): Promise<void>;
  /** In the order of the file; `after` is the sort key of the last one seen. */
  listProblems(id: string, page: { limit: number; after?: string | undefined }): Promise<Page<ImportProblem>>;
  /** Repeating it changes nothing. */
  addWaiting(id: string, revisit: WaitingRevisit, expiresAt: Date): Promise<void>;
  /** In the order of the file. */
  listWaiting(id: string, page: { limit: number; after?: string | undefined }): Promise<Page<WaitingRevisit>>;
}

export function createImportStore({ client, name }: Table): ImportStore {
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: name, Item }));

  async function listRows(
    pk: string,
    prefix: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<Page<Record<string, unknown>>> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        Limit: limit,
        ConsistentRead: true,
        ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
      }),
    );
    return { rows: Items, after: LastEvaluatedKey?.sk as string | undefined };
  }

  return {
    async create(value) {
      await put({ ...importKey(value.id), ...value, revision: 0 });
    },

    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: importKey(id), ConsistentRead: true }));
      return Item && { value: importSchema.parse(Item), revision: Number(Item.revision) };
    },

    replace: ({ value, revision }) =>
      writeIf(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: { ...importKey(value.id), ...value, revision: revision + 1 },
            ConditionExpression: "#revision = :revision",
            ExpressionAttributeNames: { "#revision": "revision" },
            ExpressionAttributeValues: { ":revision": revision },
          }),
        ),
      ),

    async list({ limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": importListPartition },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : importKey(after),
        }),
      );
      const rows = Items.map((item) => importSchema.parse(item));
      return { rows, after: LastEvaluatedKey ? rows.at(-1)?.id : undefined };
    },

    async addProblem(id, problem) {
      const sk = importSort.problem(`${problem.position} ${problem.code}`);
      await put({ pk: importPartition(id), sk, ...problem });
    },

    async listProblems(id, page) {
      const { rows, after } = await listRows(importPartition(id), importSort.problem(""), page);
      return { rows: rows.map((row) => importProblemSchema.parse(row)), after };
    },

    async addWaiting(id, { position, body }, expiresAt) {
      await put({
        pk: importPartition(id),
        sk: importSort.waiting(position),
        position,
        body,
        [TABLE_KEY.expires]: Math.floor(expiresAt.getTime() / 1000),
      });
    },

    async listWaiting(id, page) {
      const { rows, after } = await listRows(importPartition(id), importSort.waiting(""), page);
      return { rows: rows.map(({ position, body }) => ({ position: String(position), body: String(body) })), after };
    },
  };
}
