/** Owns which captures a page was shown with: one row for each of its requisites, under the page's own capture. */
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { pagePartition } from "./keys.ts";
import type { Table } from "./table.ts";

const requisiteSchema = z.object({
  captureId: z.uuid(),
  /** The URL that the page named; the capture's own may be where that redirected to. */
  url: z.url(),
});

export type Requisite = z.infer<typeof requisiteSchema>;

export interface PageStore {
  /** Repeating it changes nothing. */
  addRequisite(pageId: string, requisite: Requisite): Promise<void>;
  /** In no order that means anything. */
  listRequisites(pageId: string): AsyncIterable<Requisite>;
}

export function createPageStore({ client, name }: Table): PageStore {
  return {
    async addRequisite(pageId, requisite) {
      const key = { pk: pagePartition(pageId), sk: requisite.captureId };
      await client.send(new PutCommand({ TableName: name, Item: { ...key, ...requisite } }));
    },

    async *listRequisites(pageId) {
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: "#pk = :pk",
            ExpressionAttributeNames: { "#pk": "pk" },
            ExpressionAttributeValues: { ":pk": pagePartition(pageId) },
            ExclusiveStartKey: start,
          }),
        );
        for (const item of Items) yield requisiteSchema.parse(item);
        start = LastEvaluatedKey;
      } while (start);
    },
  };
}
