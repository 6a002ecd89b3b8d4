/**
 * Owns reading and writing restrictions. All of a registrable domain stand in one partition, so one Query tells; the
 * agenda index has them all by time. Rows are changed, and never removed.
 */
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEXES } from "../names.ts";
import { type Restriction, restrictionSchema } from "../restrictions/restriction.ts";
import type { Page } from "./capture-store.ts";
import { agendaKeys, agendaPartition, agendaSortOf, restrictionKey, restrictionsPartition } from "./keys.ts";
import type { Table } from "./table.ts";

export interface RestrictionStore {
  /** Every restriction of the URL's registrable domain, lifted ones too. Strongly consistent: a takedown holds at once. */
  ofSite(url: string): Promise<Restriction[]>;
  /** Newest first, of all sites; `after` is the id of the last one seen. */
  list(page: { limit: number; after?: string | undefined }): Promise<Page<Restriction>>;
  get(id: string): Promise<Restriction | undefined>;
  /** A restriction as it stands now. Strongly consistent. */
  current(restriction: Restriction): Promise<Restriction | undefined>;
  /** Writes a restriction, or what has become of it. Its `at` must be the moment of its id. */
  put(restriction: Restriction): Promise<void>;
}

export function createRestrictionStore({ client, name }: Table): RestrictionStore {
  return {
    async ofSite(url) {
      const found: Restriction[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": restrictionsPartition(url) },
            ConsistentRead: true,
            ExclusiveStartKey: start,
          }),
        );
        found.push(...Items.map((item) => restrictionSchema.parse(item)));
        start = LastEvaluatedKey;
      } while (start);
      return found;
    },

    async list({ limit, after }) {
      const { Items = [], LastEvaluatedKey } = await queryAgenda(
        "#pk = :pk AND #sk < :before",
        { ":before": after === undefined ? "~" : agendaSortOf(after) },
        limit,
      );
      const rows = Items.map((item) => restrictionSchema.parse(item));
      return { rows, after: LastEvaluatedKey && rows.at(-1)?.id };
    },

    async get(id) {
      const { Items = [] } = await queryAgenda("#pk = :pk AND #sk = :sort", { ":sort": agendaSortOf(id) }, 1);
      const [listed] = Items.map((item) => restrictionSchema.parse(item));
      return listed && readRow(listed);
    },

    current: readRow,

    async put(restriction) {
      const { id, scope, at } = restriction;
      const keys = { ...restrictionKey(scope.url, id), ...agendaKeys(agendaPartition.restrictions, at, id) };
      await client.send(new PutCommand({ TableName: name, Item: { ...keys, ...restriction } }));
    },
  };

  async function readRow({ id, scope }: Restriction): Promise<Restriction | undefined> {
    const Key = restrictionKey(scope.url, id);
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
    return Item && restrictionSchema.parse(Item);
  }

  function queryAgenda(condition: string, values: Record<string, string>, limit: number) {
    const names = { "#pk": INDEXES.agenda.partition, "#sk": INDEXES.agenda.sort };
    return client.send(
      new QueryCommand({
        TableName: name,
        IndexName: INDEXES.agenda.name,
        KeyConditionExpression: condition,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ":pk": agendaPartition.restrictions, ...values },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
  }
}
