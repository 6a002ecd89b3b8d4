/**
 * Owns the article lists: by host, by source, or all, newest first. Each page is a few Queries on keys; a list of all
 * articles merges a day's shards and walks only the days that have articles.
 */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import { INDEXES, type IndexNames } from "../names.ts";
import { toDay } from "../time.ts";
import { toListHost } from "../url/urlkey.ts";
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
  /** As {@link toListHost} gives it. */
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

/** Most articles of a source that one page looks through for those of one host. */
const MAX_LOOKED_THROUGH = 1000;

export function createArticleList(table: Table): ListArticles {
  return async (query) => {
    const { source, host } = query;
    if (source && host) return hostWithinSource(table, query, source, host);
    if (source) return toPage(await queryRows(table, INDEXES.source, sourcePartition(source), query), query.limit);
    if (host) return toPage(await queryRows(table, INDEXES.host, hostPartition(host), query), query.limit);
    return toPage(await allDays(table, query), query.limit);
  };
}

/** @param found - at least one row more than the limit, where there is a next page. */
function toPage(found: readonly Keyed[], limit: number): Page<ArticleRow> {
  const page = found.slice(0, limit);
  return { rows: page.map(({ row }) => row), after: found.length > limit ? page.at(-1)?.sort : undefined };
}

/**
 * A source names few hosts, mostly one, so its list is looked through. Where it names many, a page may hold fewer rows
 * than asked for, or none, and still not be the last.
 */
async function hostWithinSource(
  table: Table,
  query: ArticleQuery,
  source: string,
  host: string,
): Promise<Page<ArticleRow>> {
  const found: Keyed[] = [];
  let after = query.after;
  for (let seen = 0; seen < MAX_LOOKED_THROUGH; seen += query.limit) {
    const rows = await queryRows(table, INDEXES.source, sourcePartition(source), { ...query, after });
    found.push(...rows.filter(({ row }) => toListHost(row.url) === host));
    if (found.length > query.limit || rows.length <= query.limit) return toPage(found, query.limit);
    after = rows.at(-1)?.sort;
  }
  return { rows: found.map(({ row }) => row), after };
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
  const oldest = query.from ? toDay(query.from) : FIRST;
  const newest = query.after ? dayOfSort(query.after) : query.to ? toDay(query.to) : LAST;
  // DynamoDB refuses a BETWEEN whose bounds are the wrong way round; here it is a list with nothing in it.
  if (oldest > newest) return;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":pk": dayKey("").pk,
          ":from": oldest,
          ":to": newest,
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
  const lower = query.from ? articleSort(query.from) : FIRST;
  if (lower > upper) return [];
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index.name,
      KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :upper",
      ExpressionAttributeNames: { "#pk": index.partition, "#sk": index.sort },
      ExpressionAttributeValues: {
        ":pk": partition,
        ":from": lower,
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
