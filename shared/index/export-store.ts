/** Owns reading and writing exports: every change is conditional on the revision that it was made of. */
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type Export, exportSchema } from "../exports/export.ts";
import { TABLE_KEY } from "../names.ts";
import type { Page } from "./capture-store.ts";
import { exportKey } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

export interface StoredExport {
  readonly export: Export;
  readonly revision: number;
}

export interface ExportStore {
  /** Strongly consistent. */
  get(id: string): Promise<StoredExport | undefined>;
  /** Newest first; `after` is the id of the last one seen. */
  list(page: { limit: number; after?: string | undefined }): Promise<Page<Export>>;
  create(made: Export): Promise<void>;
  /** Replaces an export on condition of the revision; false when another has changed it. */
  replace(stored: StoredExport): Promise<boolean>;
}

/** An export stays on record for so long; its file is gone before. */
const KEPT_SECONDS = 90 * 86_400;

export function createExportStore({ client, name }: Table): ExportStore {
  const put = (made: Export, revision: number, condition: object) => {
    const expires = Math.floor(Date.parse(made.createdAt) / 1000) + KEPT_SECONDS;
    const Item = { ...exportKey(made.id), export: made, revision, [TABLE_KEY.expires]: expires };
    return writeIf(() => client.send(new PutCommand({ TableName: name, Item, ...condition })));
  };
  return {
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: exportKey(id), ConsistentRead: true }));
      return Item && { export: exportSchema.parse(Item.export), revision: Number(Item.revision) };
    },

    async list({ limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": exportKey("").pk },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : exportKey(after),
        }),
      );
      return {
        rows: Items.map((item) => exportSchema.parse(item.export)),
        after: LastEvaluatedKey?.sk as string | undefined,
      };
    },

    async create(made) {
      await put(made, 1, { ConditionExpression: "attribute_not_exists(pk)" });
    },

    replace: ({ export: made, revision }) =>
      put(made, revision + 1, {
        ConditionExpression: "#revision = :revision",
        ExpressionAttributeNames: { "#revision": "revision" },
        ExpressionAttributeValues: { ":revision": revision },
      }),
  };
}
