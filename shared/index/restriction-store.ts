/** Owns reading and writing restrictions. All of a registrable domain stand in one partition, so one Query tells. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type Restriction, restrictionSchema } from "../restrictions/restriction.ts";
import { restrictionsPartition } from "./keys.ts";
import type { Table } from "./table.ts";

export interface RestrictionStore {
  /** Every restriction of the URL's registrable domain, lifted ones too. Strongly consistent: a takedown holds at once. */
  ofSite(url: string): Promise<Restriction[]>;
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
            KeyConditionExpression: "#pk = :pk",
            ExpressionAttributeNames: { "#pk": "pk" },
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
  };
}
