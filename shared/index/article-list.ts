/**
 * Owns the article lists: by host, by source, or all, newest first. Each page is a few Queries on keys; a list of all
 * articles merges a day's shards and walks only the days that have articles.
 */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import { INDEXES, type IndexNames } from "../names.ts";
import { toDay } from "../time.ts";
import { captureSchema } from "./capture.ts";
import type { Page } from "./capture-store.ts";
import { articleSort, DAY_SHARDS, dayKey, dayPartition, hostPartition, sourcePartition } from "./keys.ts";
import type { ARTICLE_PROJECTION } from "./projections.ts";
import type { Table } from "./table.ts";

export const articleRowSchema = captureSchema
  .pick({
    id: true,
    url: true,
    capturedAt: true,
    quality: true,
    title: true,
    authors: true,
    published: true,
    language: true,
    siteName: true,
    wordCount: true,
    sourceId: true,
  } satisfies Record<(typeof ARTICLE_PROJECTION)[number], true>)
  .meta({ id: "ArticleRow", description: "An article in a list." });

export type ArticleRow = z.infer<typeof articleRowSchema>;

export interface ArticleQuery {
  /** As {@link toListHost} gives it; with `source` given too, host is ignored by the index and must be filtered. */
  readonly host?: string | undefined;
  readonly source?: string | undefined;
  /** Capture time, ISO 8601, inclusive. */
  readonly from?: string | undefined;
  /** Capture time, ISO 8601, exclusive. */
  readonly to?: string | undefined;
  readonly limit: number;
  /** Sort key of the last row seen. */
  readonly after?: string | undefined;
}

/** A row with the sort key that a cursor names. */
interface Keyed {
  readonly sort: string;
  readonly row: ArticleRow;
}

export type ListArticles = (query: ArticleQuery) => Promise<Page<ArticleRow>>;

/** Sorts before, and after, every time that a capture can have. */
const FIRST = "0";
const LAST = "9".repeat(18);

export function createArticleList(table: Table): ListArticles {
  return async (query) => {
    const rows = await (query.source || query.host ? oneList(table, query) : allDays(table, query));
    const page = rows.slice(0, query.limit);
    return {
      rows: page.map(({ row }) => row),
      after: rows.length > query.limit ? page.at(-1)?.sort : undefined,
    };
  };
}

/** One more row than asked for, so that the caller knows whether there is a next page. */
function oneList(table: Table, query: ArticleQuery): Promise<Keyed[]> {
  return query.source
    ? queryRows(table, INDEXES.source, sourcePartition(query.source), query)
    : queryRows(table, INDEXES.host, hostPartition(query.host ?? ""), query);
}

async function allDays(table: Table, query: ArticleQuery): Promise<Keyed[]> {
  const found: Keyed[] = [];
  for await (const day of daysWithArticles(table, query)) {
    const shards = await Promise.all(
      Array.from({ length: DAY_SHARDS }, (_, shard) => queryRows(table, INDEXES.day, dayPartition(day, shard), query)),
    );
    found.push(...shards.flat().sort((a, b) => (a.sort < b.sort ? 1 : -1)));
    if (found.length > query.limit) break;
  }
  return found;
}

/** Newest first. */
async function* daysWithArticles({ client, name }: Table, query: ArticleQuery): AsyncGenerator<string> {
  let start: Record<string, unknown> | undefined;
  const newest = query.after ? dayOfSort(query.after) : query.to && toDay(query.to);
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":pk": dayKey("").pk,
          ":from": query.from ? toDay(query.from) : FIRST,
          ":to": newest ?? LAST,
        },
        ScanIndexForward: false,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of Items) yield String(item.sk);
    start = LastEvaluatedKey;
  } while (start);
}

async function queryRows(
  { client, name }: Table,
  index: IndexNames,
  partition: string,
  query: ArticleQuery,
): Promise<Keyed[]> {
  // Both bounds of BETWEEN are inclusive; the row at the upper one was on the page before, or is excluded by `to`.
  const upper = query.after ?? (query.to ? articleSort(query.to) : LAST);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index.name,
      KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :upper",
      ExpressionAttributeNames: { "#pk": index.partition, "#sk": index.sort },
      ExpressionAttributeValues: {
        ":pk": partition,
        ":from": query.from ? articleSort(query.from) : FIRST,
        ":upper": upper,
      },
      ScanIndexForward: false,
      Limit: query.limit + 2,
    }),
  );
  return Items.map((item) => ({ sort: String(item[index.sort]), row: articleRowSchema.parse(item) })).filter(
    ({ sort }) => sort < upper,
  );
}

/** `YYYY-MM-DD` of a sort key, which starts with the time in digits. */
function dayOfSort(sort: string): string {
  return `${sort.slice(0, 4)}-${sort.slice(4, 6)}-${sort.slice(6, 8)}`;
}
