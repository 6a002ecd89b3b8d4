/** Owns making the declared buckets, queues and tables where they are not there yet. What is there keeps its data. */
import type { CallService } from "./aws-client.ts";
import { ServiceError } from "./aws-client.ts";
import { CloudError } from "./cloud-error.ts";
import type { Fauxqs } from "./emulators/fauxqs.ts";
import { finishRebuild, rebuildTable } from "./rebuild-table.ts";
import type { Model, QueueSpec, TableSpec } from "./resources/model.ts";
import { isRecord, type Json, type JsonRecord } from "./template/json.ts";

/** Attributes in seconds that `timeScale` divides. */
const SCALED = ["VisibilityTimeout", "DelaySeconds"];

/** @throws CloudError for a queue or table that is there in a shape that cannot be changed. */
export async function createResources(
  model: Model,
  fauxqs: Fauxqs,
  callService: CallService,
  timeScale: number,
): Promise<void> {
  for (const name of model.buckets) fauxqs.s3.createBucket(name);
  for (const queue of model.queues.values()) createQueue(queue, fauxqs, timeScale);
  for (const table of model.tables.values()) await createTable(table, callService);
}

function createQueue({ name, url, arn, path, attributes }: QueueSpec, { sqs }: Fauxqs, timeScale: number): void {
  const scaled: Record<string, string> = { ...attributes };
  for (const attribute of SCALED) {
    const seconds = Number(scaled[attribute] ?? 0);
    if (seconds > 0) scaled[attribute] = String(Math.ceil(seconds / timeScale));
  }
  const existing = sqs.getQueueByName(name);
  if (existing === undefined) {
    sqs.createQueue(name, url, arn, scaled);
    return;
  }
  const isFifo = (value: string | undefined) => value === "true";
  if (isFifo(existing.getAttribute("FifoQueue")) !== isFifo(attributes.FifoQueue)) {
    throw new CloudError(`${path}: the queue ${name} is there already, and a queue cannot become or cease to be FIFO`);
  }
  existing.setAttributes(scaled);
}

async function createTable(table: TableSpec, callService: CallService): Promise<void> {
  let existing: JsonRecord;
  try {
    const { Table } = await callService("dynamodb", "DescribeTable", { TableName: table.name });
    existing = isRecord(Table) ? Table : {};
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== "ResourceNotFoundException") throw error;
    await callService("dynamodb", "CreateTable", table.request);
    return finishRebuild(table, callService);
  }
  if (shapeOf(existing) === shapeOf(table.request)) return finishRebuild(table, callService);
  if (keysOf(existing).join() === keysOf(table.request).join()) return rebuildTable(table, callService);
  throw new CloudError(
    `${table.path}: the table ${table.name} is there already with other keys, which cannot be changed. ` +
      "Use another data folder, or delete this one to start with an empty archive.",
  );
}

/** What dynalite cannot change of a table, in one order of everything. */
function shapeOf(table: JsonRecord): string {
  const indexes = [table.GlobalSecondaryIndexes, table.LocalSecondaryIndexes].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  const shapes = indexes.map((index: Json) => {
    if (!isRecord(index)) return "";
    const projection = isRecord(index.Projection) ? index.Projection : {};
    const attributes = Array.isArray(projection.NonKeyAttributes) ? projection.NonKeyAttributes.map(String).sort() : [];
    return JSON.stringify([index.IndexName, keysOf(index), projection.ProjectionType, attributes]);
  });
  return JSON.stringify([keysOf(table), shapes.sort()]);
}

function keysOf(owner: JsonRecord): readonly string[] {
  const schema = Array.isArray(owner.KeySchema) ? owner.KeySchema : [];
  return schema.map((key: Json) => (isRecord(key) ? `${String(key.KeyType)} ${String(key.AttributeName)}` : "")).sort();
}
