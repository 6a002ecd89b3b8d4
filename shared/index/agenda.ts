/** Owns Queries of the `agenda` index: what is due up to a moment, or all of one partition, in order. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEXES } from "../names.ts";
import { agendaUpTo } from "./keys.ts";
import type { Table } from "./table.ts";

export interface AgendaQuery {
  /** Only what is due by then. @default everything */
  readonly upTo?: Date | undefined;
  readonly limit: number;
  /** Sort key of the last row seen. */
  readonly after?: string | undefined;
}

/** A row with its place on the agenda, as the index projects it. Eventually consistent: check what you act on. */
export async function listAgenda(
  { client, name }: Table,
  partition: string,
  { upTo, limit, after }: AgendaQuery,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const last = upTo ? agendaUpTo(upTo) : "~";
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: INDEXES.agenda.name,
        KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :after AND :last",
        ExpressionAttributeNames: { "#pk": INDEXES.agenda.partition, "#sk": INDEXES.agenda.sort },
        ExpressionAttributeValues: { ":pk": partition, ":after": after ?? "0", ":last": last },
        // BETWEEN is inclusive: the row at `after` comes once more and is dropped.
        Limit: limit - rows.length + 1,
        ExclusiveStartKey: start,
      }),
    );
    rows.push(...Items.filter((item) => item[INDEXES.agenda.sort] !== after));
    start = LastEvaluatedKey;
  } while (start && rows.length < limit);
  return rows.slice(0, limit);
}
