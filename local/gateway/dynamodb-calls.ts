/**
 * Owns what a DynamoDB request asks for: tables, indexes, and the partition keys that `dynamodb:LeadingKeys` compares.
 * Pure. Source: DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control".
 */
import { arnOf } from "../aws-names.ts";
import type { Call } from "../iam/statement.ts";
import type { TableSpec } from "../resources/model.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";

/** Every call that the caller must be allowed: one for each table of a batch. */
export function toDynamoDbCalls(
  operation: string,
  body: JsonRecord,
  tables: ReadonlyMap<string, TableSpec>,
): readonly Call[] {
  const action = `dynamodb:${operation}`;
  if (operation.startsWith("Batch") && isRecord(body.RequestItems)) {
    return Object.entries(body.RequestItems).map(([tableName, requests]) => {
      const keys = itemsOf(requests).flatMap((item) => keyOf(item, tables.get(tableName)?.partitionKeys.get("")));
      return toCall(action, tableName, "", keys);
    });
  }
  if (typeof body.TableName !== "string") return [{ action, resource: "*", context: {} }];
  const tableName = body.TableName.split("/").at(-1) ?? body.TableName;
  const indexName = typeof body.IndexName === "string" ? body.IndexName : "";
  const partitionKey = tables.get(tableName)?.partitionKeys.get(indexName);
  const item = body.Key ?? body.Item;
  const keys = item === undefined ? queriedKeys(body, partitionKey) : keyOf(item, partitionKey);
  return [toCall(action, tableName, indexName, keys)];
}

function toCall(action: string, tableName: string, indexName: string, keys: readonly string[]): Call {
  const index = indexName === "" ? "" : `/index/${indexName}`;
  return {
    action,
    resource: arnOf("dynamodb", `table/${tableName}${index}`),
    context: { "dynamodb:LeadingKeys": keys },
  };
}

/** Items and keys of one table's part of BatchGetItem or BatchWriteItem. */
function itemsOf(requests: Json): readonly Json[] {
  if (isRecord(requests) && Array.isArray(requests.Keys)) return requests.Keys;
  if (!Array.isArray(requests)) return [];
  return requests.flatMap((request: Json) => {
    if (!isRecord(request)) return [];
    const [put, remove] = [request.PutRequest, request.DeleteRequest];
    return [isRecord(put) ? (put.Item ?? null) : null, isRecord(remove) ? (remove.Key ?? null) : null];
  });
}

function keyOf(item: Json, partitionKey: string | undefined): readonly string[] {
  const value = isRecord(item) && partitionKey !== undefined ? item[partitionKey] : undefined;
  return value === undefined ? [] : attributeValue(value);
}

/** The partition key of a Query: `#pk = :pk`, either way round, or the older KeyConditions. */
function queriedKeys(body: JsonRecord, partitionKey: string | undefined): readonly string[] {
  if (partitionKey === undefined) return [];
  const conditions = isRecord(body.KeyConditions) ? body.KeyConditions[partitionKey] : undefined;
  if (isRecord(conditions) && Array.isArray(conditions.AttributeValueList)) {
    return conditions.AttributeValueList.flatMap((value: Json) => attributeValue(value));
  }
  const expression = typeof body.KeyConditionExpression === "string" ? body.KeyConditionExpression : "";
  const names = isRecord(body.ExpressionAttributeNames) ? body.ExpressionAttributeNames : {};
  const values = isRecord(body.ExpressionAttributeValues) ? body.ExpressionAttributeValues : {};
  return [...expression.matchAll(/([#:\w.-]+)\s*=\s*([#:\w.-]+)/g)].flatMap(([, left = "", right = ""]) => {
    const [name, placeholder] = left.startsWith(":") ? [right, left] : [left, right];
    return (names[name] ?? name) === partitionKey ? attributeValue(values[placeholder]) : [];
  });
}

/** A typed attribute value, such as `{ S: "JOB#1" }`. */
function attributeValue(value: Json | undefined): readonly string[] {
  if (!isRecord(value)) return [];
  const scalar = value.S ?? value.N ?? value.B;
  return scalar === undefined ? [] : [String(scalar)];
}
