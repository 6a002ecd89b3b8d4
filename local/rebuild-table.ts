/**
 * Owns giving a table that holds data other indexes. DynamoDB does that in place; dynalite cannot, so every item is
 * copied aside, the table is made anew, and the items are copied back. The copy goes last: a start that is cut off at
 * any moment is finished by the next one.
 */
import type { CallService } from "./aws-client.ts";
import { ServiceError } from "./aws-client.ts";
import type { TableSpec } from "./resources/model.ts";
import { isRecord, type Json, type JsonRecord } from "./template/json.ts";

/** Most items of one BatchWriteItem (DynamoDB). */
const MAX_WRITES = 25;

/** Where the items stand while their table is made anew, and, once all of them do, under which name. */
const filling = (name: string): string => `${name}-filling`;
const copied = (name: string): string => `${name}-copied`;

/** Makes a table anew with the indexes that are declared now; its items stay. */
export async function rebuildTable(table: TableSpec, call: CallService): Promise<void> {
  const aside = filling(table.name);
  const { KeySchema, AttributeDefinitions } = table.request;
  const keys = new Set((Array.isArray(KeySchema) ? KeySchema : []).map((key) => isRecord(key) && key.AttributeName));
  const definitions = (Array.isArray(AttributeDefinitions) ? AttributeDefinitions : []).filter(
    (definition: Json) => isRecord(definition) && keys.has(String(definition.AttributeName)),
  );
  const bare = { BillingMode: "PAY_PER_REQUEST", KeySchema: KeySchema ?? [], AttributeDefinitions: definitions };
  await removeTable(aside, call);
  await call("dynamodb", "CreateTable", { ...bare, TableName: aside });
  await copyItems(table.name, aside, call);
  // A table of this name says that the copy is whole: from here on the original is not needed any more.
  await call("dynamodb", "CreateTable", { ...bare, TableName: copied(table.name) });
  await removeTable(table.name, call);
  await call("dynamodb", "CreateTable", table.request);
  await finishRebuild(table, call);
}

/** Copies back what a rebuild has put aside, if one has come that far. */
export async function finishRebuild({ name }: TableSpec, call: CallService): Promise<void> {
  if (!(await hasTable(copied(name), call))) return removeTable(filling(name), call);
  await copyItems(filling(name), name, call);
  await removeTable(copied(name), call);
  await removeTable(filling(name), call);
}

async function copyItems(from: string, to: string, call: CallService): Promise<void> {
  let start: Json | undefined;
  do {
    const page: JsonRecord = await call("dynamodb", "Scan", {
      TableName: from,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const items = Array.isArray(page.Items) ? page.Items : [];
    for (let first = 0; first < items.length; first += MAX_WRITES) {
      const puts = items.slice(first, first + MAX_WRITES).map((Item: Json) => ({ PutRequest: { Item } }));
      await call("dynamodb", "BatchWriteItem", { RequestItems: { [to]: puts } });
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

async function hasTable(name: string, call: CallService): Promise<boolean> {
  return (await orMissing(() => call("dynamodb", "DescribeTable", { TableName: name }))) !== undefined;
}

async function removeTable(name: string, call: CallService): Promise<void> {
  await orMissing(() => call("dynamodb", "DeleteTable", { TableName: name }));
  while (await hasTable(name, call)) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function orMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
