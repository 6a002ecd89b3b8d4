/**
 * Owns reading the `site` index by ranges of keys: forwards or backwards, a page at a time, so that a walk over a host
 * of any size holds one page. Eventually consistent, as all secondary indexes are.
 */
import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { INDEXES } from "../names.ts";
import { type CaptureRow, captureRowSchema } from "./capture-row.ts";
import { siteKeys } from "./keys.ts";
import type { SiteRange } from "./site-range.ts";
import type { Table } from "./table.ts";

export interface WalkOptions {
  /** By sort key: by urlkey, then by time. */
  readonly order: "ascending" | "descending";
  /** Rows of one Query; DynamoDB ends a page at 1 MB too, which is some 1,200 rows. */
  readonly pageSize: number;
}

/** Rows that a count passed, and where it ended. */
export interface RowCount {
  readonly count: number;
  /** Sort key of the last row counted, where as many were counted as might be; undefined where there were fewer. */
  readonly after: string | undefined;
}

export interface SiteIndex {
  /** The pages of a range, none of them empty, one Query for each that is asked for. */
  walk(range: SiteRange, options: WalkOptions): AsyncGenerator<readonly CaptureRow[], void, undefined>;
  /** Counts a range's rows, at most `atMost` of them, without fetching them. */
  count(range: SiteRange, atMost: number): Promise<RowCount>;
}

/** Where a row stands. */
export const siteSortOf = (row: Pick<CaptureRow, "id" | "url" | "capturedAt">): string => siteKeys(row).siteSk;

export function createSiteIndex({ client, name }: Table): SiteIndex {
  return {
    async *walk(range, { order, pageSize }) {
      let start: Record<string, unknown> | undefined;
      if (range.from >= range.to) return;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            ...conditionOf(name, range),
            ScanIndexForward: order === "ascending",
            Limit: pageSize,
            ExclusiveStartKey: start,
          }),
        );
        // BETWEEN takes both ends in, and a range leaves its end out.
        const rows = Items.filter((item) => item[INDEXES.site.sort] !== range.to);
        if (rows.length > 0) yield rows.map((item) => captureRowSchema.parse(item));
        start = LastEvaluatedKey;
      } while (start);
    },

    async count(range, atMost) {
      let start: Record<string, unknown> | undefined;
      let count = 0;
      if (range.from >= range.to || atMost === 0) return { count, after: undefined };
      do {
        const { Count = 0, LastEvaluatedKey } = await client.send(
          new QueryCommand({
            ...conditionOf(name, range),
            Select: "COUNT",
            Limit: atMost - count,
            ExclusiveStartKey: start,
          }),
        );
        count += Count;
        start = LastEvaluatedKey;
      } while (start && count < atMost);
      return { count, after: count < atMost ? undefined : start && String(start[INDEXES.site.sort]) };
    },
  };
}

function conditionOf(name: string, { partition, from, to }: SiteRange) {
  return {
    TableName: name,
    IndexName: INDEXES.site.name,
    KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#pk": INDEXES.site.partition, "#sk": INDEXES.site.sort },
    ExpressionAttributeValues: { ":pk": partition, ":from": from, ":to": to },
  } satisfies QueryCommandInput;
}
