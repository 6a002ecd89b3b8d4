/** Owns AWS::DynamoDB::Table and GlobalTable. Expiry has no counterpart: dynalite deletes nothing by itself. */
import { arnOf } from "../aws-names.ts";
import type { Json, JsonRecord } from "../template/json.ts";
import type { TableSpec } from "./model.ts";
import type { Properties } from "./properties.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** What makes a table: anything else (recovery, encryption, tags, expiry) changes nothing that a function can see here. */
const CREATE_PROPERTIES = ["AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes"] as const;
const INDEX_PROPERTIES = ["IndexName", "KeySchema", "Projection"] as const;

function tableProvider(type: string): Provider {
  return {
    type,
    nameProperty: "TableName",
    identify(place, ownName) {
      const name = ownName ?? generatedName(place, 255);
      return { ref: name, attributes: { Arn: arnOf("dynamodb", `table/${name}`) } };
    },
    declare({ identity, properties, path }, model) {
      properties.refuse("StreamSpecification", "ImportSourceSpecification");
      model.tables.set(identity.ref, toTable(identity.ref, path, properties));
    },
  };
}

export const table = tableProvider("AWS::DynamoDB::Table");
export const globalTable = tableProvider("AWS::DynamoDB::GlobalTable");

function toTable(name: string, path: string, properties: Properties): TableSpec {
  const request: Record<string, Json> = { TableName: name, BillingMode: "PAY_PER_REQUEST" };
  for (const property of CREATE_PROPERTIES) {
    const value = properties.values[property];
    if (value !== undefined) request[property] = value;
  }
  const partitionKeys = new Map([["", partitionKey(properties)]]);
  const indexes = properties.records("GlobalSecondaryIndexes");
  for (const index of [...indexes, ...properties.records("LocalSecondaryIndexes")]) {
    partitionKeys.set(index.text("IndexName"), partitionKey(index));
  }
  if (indexes.length > 0) request.GlobalSecondaryIndexes = indexes.map(toIndex);
  return { name, arn: arnOf("dynamodb", `table/${name}`), path, request, partitionKeys };
}

function toIndex(index: Properties): JsonRecord {
  const entries = INDEX_PROPERTIES.map((name) => [name, index.values[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [(typeof entry)[0], Json] => entry[1] !== undefined));
}

function partitionKey(owner: Properties): string {
  const hash = owner.records("KeySchema").find((key) => key.text("KeyType") === "HASH");
  if (hash === undefined) throw owner.problem("KeySchema has no HASH key");
  return hash.text("AttributeName");
}
