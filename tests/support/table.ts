/** The table as infra/ declares it, made in an emulator from the same names and projections. */
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  AGENDA_PROJECTION,
  ARTICLE_PROJECTION,
  DIGEST_PROJECTION,
  SITE_PROJECTION,
} from "../../shared/index/projections.ts";
import type { Table } from "../../shared/index/table.ts";
import { INDEXES, TABLE_KEY } from "../../shared/names.ts";
import { CREDENTIALS } from "./credentials.ts";

const PROJECTIONS: { readonly [I in keyof typeof INDEXES]: readonly string[] } = {
  site: SITE_PROJECTION,
  digest: DIGEST_PROJECTION,
  host: ARTICLE_PROJECTION,
  day: ARTICLE_PROJECTION,
  source: ARTICLE_PROJECTION,
  agenda: AGENDA_PROJECTION,
};

/** Makes a table of its own at an endpoint, so that suites do not see each other's items. */
export async function createTable(endpoint: string, name: string): Promise<Table> {
  const client = new DynamoDBClient({ endpoint, ...CREDENTIALS });
  const indexes = Object.entries(PROJECTIONS).map(([key, attributes]) => ({
    ...INDEXES[key as keyof typeof INDEXES],
    attributes,
  }));
  const keys = new Set([
    TABLE_KEY.partition,
    TABLE_KEY.sort,
    ...indexes.flatMap((each) => [each.partition, each.sort]),
  ]);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [...keys].map((key) => ({ AttributeName: key, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: TABLE_KEY.partition, KeyType: "HASH" },
        { AttributeName: TABLE_KEY.sort, KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partition, KeyType: "HASH" },
          { AttributeName: index.sort, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...index.attributes] },
      })),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 }, { TableName: name });
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name,
  };
}
