/**
 * Owns reading and writing the coverage ledger: a row for each run of a source, and one for the end of each item that
 * went on the frontier. An end is written once, under its job's id, so that no crash can count it twice.
 */
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEXES, TABLE_KEY } from "../names.ts";
import { type ItemEndRow, itemEndSchema, type Run, runSchema } from "../sources/run.ts";
import { toDay } from "../time.ts";
import { listAgenda } from "./agenda.ts";
import type { Page } from "./capture-store.ts";
import { agendaKeys, agendaPartition, endsPartition, runSort, runsPartition } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

/** Days that the ends of a run's items are kept: its sums stay. */
const END_DAYS = 400;

/** Names a run: `revisits-…` runs have one id for each source and day. */
export interface RunRef {
  readonly sourceId: string;
  readonly runId: string;
}

export interface RunStore {
  get(run: RunRef): Promise<Run | undefined>;
  /** Writes a run that is new; false when it is there already, and then nothing changes. */
  create(run: Run): Promise<boolean>;
  /** Replaces a run's row. The agenda follows: an open run is due at `nextCheckAt`, a closed one stands under its day. */
  replace(run: Run): Promise<void>;
  /** Runs of a source, newest first, as their rows stand; `after` is the id of the last one seen. */
  listBySource(sourceId: string, page: { limit: number; after?: string | undefined }): Promise<Page<Run>>;
  /** Open runs whose `nextCheckAt` is at or before `now`, the most overdue first. */
  listDue(now: Date, limit: number): Promise<readonly Run[]>;
  /** All open runs, whenever their next check is; bounded by `limit`. */
  listOpen(limit: number): Promise<readonly Run[]>;
  /** Closed runs that started on a day (`YYYY-MM-DD`), oldest first. */
  listClosedOn(day: string, page: { limit: number; after?: string | undefined }): Promise<Page<Run>>;
  /** Keeps how an item ended; false when its job's end is kept already. */
  addEnd(run: RunRef, end: ItemEndRow): Promise<boolean>;
  /** Ends of a run by job id; `after` is the last job id seen. */
  listEnds(run: RunRef, page: { limit: number; after?: string | undefined }): Promise<Page<ItemEndRow>>;
}

export function createRunStore({ client, name }: Table): RunStore {
  const table = { client, name };
  const toRow = (run: Run) => ({
    pk: runsPartition(run.sourceId),
    sk: runSort(run.id),
    ...run,
    ...(run.state === "closed"
      ? agendaKeys(agendaPartition.closedRuns(toDay(run.startedAt)), run.startedAt, `${run.sourceId} ${run.id}`)
      : agendaKeys(agendaPartition.runs, run.nextCheckAt ?? run.startedAt, `${run.sourceId} ${run.id}`)),
  });
  const readAgenda = async (partition: string, query: Parameters<typeof listAgenda>[2]): Promise<Page<Run>> => {
    const rows = await listAgenda(table, partition, query);
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return { rows: rows.map((row) => runSchema.parse(row)), after: last && String(last[INDEXES.agenda.sort]) };
  };

  return {
    async get({ sourceId, runId }) {
      const Key = { pk: runsPartition(sourceId), sk: runSort(runId) };
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item && runSchema.parse(Item);
    },

    create: (run) =>
      writeIf(() =>
        client.send(
          new PutCommand({ TableName: name, Item: toRow(run), ConditionExpression: "attribute_not_exists(pk)" }),
        ),
      ),

    async replace(run) {
      await client.send(new PutCommand({ TableName: name, Item: toRow(run) }));
    },

    async listBySource(sourceId, { limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": runsPartition(sourceId) },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : { pk: runsPartition(sourceId), sk: runSort(after) },
        }),
      );
      const rows = Items.map((item) => runSchema.parse(item));
      return { rows, after: LastEvaluatedKey ? rows.at(-1)?.id : undefined };
    },

    listDue: async (now, limit) => (await readAgenda(agendaPartition.runs, { upTo: now, limit })).rows,
    listOpen: async (limit) => (await readAgenda(agendaPartition.runs, { limit })).rows,
    listClosedOn: (day, page) => readAgenda(agendaPartition.closedRuns(day), page),

    addEnd: ({ sourceId, runId }, end) =>
      writeIf(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: {
              pk: endsPartition(sourceId, runId),
              sk: end.jobId,
              ...end,
              [TABLE_KEY.expires]: Math.floor(Date.parse(end.at) / 1000) + END_DAYS * 86_400,
            },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        ),
      ),

    async listEnds({ sourceId, runId }, { limit, after }) {
      const pk = endsPartition(sourceId, runId);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
        }),
      );
      return {
        rows: Items.map((item) => itemEndSchema.parse(item)),
        after: LastEvaluatedKey?.sk as string | undefined,
      };
    },
  };
}
