/**
 * Owns every key of the table: what each item is filed under, in the base table and in each index. The access patterns
 * they serve stand in docs/index.md. Pure.
 */
import { createHash } from "node:crypto";
import { INDEXES, PARTITION } from "../names.ts";
import { toDay, toKeyTime } from "../time.ts";
import { toSite } from "../url/site.ts";
import { toListHost, toUrlkey } from "../url/urlkey.ts";

/** Partitions that one day's articles are spread over: each takes 1,000 writes a second (DynamoDB's own limit). */
export const DAY_SHARDS = 4;

/** Sort keys of items that stand alone in their partition. */
const SORT = {
  job: "JOB",
  capture: "CAPTURE",
  token: "TOKEN",
  host: "HOST",
  item: "ITEM",
  siteSearch: "SITE-SEARCH",
  page: "PAGE",
  saves: "SAVES",
} as const;

export const jobKey = (id: string) => ({ pk: `${PARTITION.job}${id}`, sk: SORT.job });
export const captureKey = (id: string) => ({ pk: `${PARTITION.capture}${id}`, sk: SORT.capture });
export const tokenKey = (hash: string) => ({ pk: `${PARTITION.token}${hash}`, sk: SORT.token });
export const dayKey = (day: string) => ({ pk: PARTITION.days, sk: day });

export const hostKey = (host: string) => ({ pk: `${PARTITION.host}${host}`, sk: SORT.host });
export const robotsKey = (origin: string) => ({
  pk: `${PARTITION.host}${new URL(origin).host}`,
  sk: `ROBOTS#${origin}`,
});
export const sourceKey = (id: string) => ({ pk: PARTITION.sources, sk: id });
export const itemRowKey = (key: string) => ({ pk: `${PARTITION.item}${key}`, sk: SORT.item });
export const runsPartition = (sourceId: string) => `${PARTITION.runs}${sourceId}`;
/** By the moment that a run's id holds, so that its id alone finds it: a UUIDv7, or `revisits-YYYY-MM-DD`. */
export const runSort = (id: string) => `${toKeyTime(runMoment(id))} ${id}`;
/** The day's runs of revisits have one id for each source and day, so the source is part of their ends' key. */
export const endsPartition = (sourceId: string, runId: string) => `${PARTITION.run}${sourceId}#${runId}`;
/** A page's requisites stand with it under the page's capture, by the URL that the page names: one too long for a key. */
export const pageKey = (pageId: string) => ({ pk: `${PARTITION.page}${pageId}`, sk: SORT.page });
export const REQUISITE_PREFIX = "URL#";
export const requisiteKey = (pageId: string, url: string) => ({
  pk: `${PARTITION.page}${pageId}`,
  sk: `${REQUISITE_PREFIX}${createHash("sha256").update(url).digest("hex").slice(0, 32)}`,
});
/** All restrictions of a registrable domain: one Query answers for each capture of it. */
export const restrictionsPartition = (url: string) => `${PARTITION.restrictions}${toSite(url)}`;
export const restrictionKey = (url: string, id: string) => ({ pk: restrictionsPartition(url), sk: id });
/** All imports stand in one partition, by their ids, which are UUIDv7 and so sort by time. */
export const importListPartition = `${PARTITION.imports}ALL`;
export const importKey = (id: string) => ({ pk: importListPartition, sk: id });
/** What an import has to tell beside its row. */
export const importPartition = (id: string) => `${PARTITION.imports}${id}`;
export const importSort = {
  problem: (position: string) => `PROBLEM#${position}`,
  waiting: (position: string) => `WAITING#${position}`,
} as const;
/** All exports stand in one partition, by id: a UUIDv7, so by time. */
export const exportKey = (id: string) => ({ pk: PARTITION.exports, sk: id });
/** One key for the whole archive. */
export const signingKeyKey = { pk: PARTITION.signingKey, sk: "SIGNING-KEY" } as const;
export const siteSearchKey = (id: string) => ({ pk: `${PARTITION.siteSearch}${id}`, sk: SORT.siteSearch });

/** One row for each token, by its holder's name. */
export const savesKey = (token: string) => ({ pk: `${PARTITION.saves}${token}`, sk: SORT.saves });

/** Partitions that due items are spread over: a crawl writes one of them with each capture. */
export const ITEM_SHARDS = 4;

/** Partitions of the `agenda` index. What is due stands under its moment, so that a Query ends at now. */
export const agendaPartition = {
  sources: "DUE#SOURCES",
  items: (shard: number) => `DUE#ITEMS#${shard}`,
  runs: "DUE#RUNS",
  restrictions: "RESTRICTIONS",
  closedRuns: (day: string) => `RUNS#${day}`,
} as const;

export const itemShard = (key: string): number => shardOf(key, ITEM_SHARDS);

/** Keys that put a row on the agenda. */
export function agendaKeys(partition: string, at: string, name: string) {
  return { [INDEXES.agenda.partition]: partition, [INDEXES.agenda.sort]: `${toKeyTime(at)} ${name}` };
}

/** Where a row whose id is a UUIDv7 stands on the agenda when it was put there at the moment of its id. */
export const agendaSortOf = (id: string): string => `${toKeyTime(runMoment(id))} ${id}`;

/** Sorts after every agenda entry of a moment, and before those of the next. */
export const agendaUpTo = (now: Date): string => `${toKeyTime(now.toISOString())} ~`;

/** Start of the sort keys of one URL's captures in the `site` index; the space ends the urlkey. */
export const sitePrefix = (url: string) => `${toUrlkey(url)} `;

/** Start of the sort keys of one URL's captures at one moment. */
export const siteMoment = (url: string, capturedAt: string) => `${sitePrefix(url)}${toKeyTime(capturedAt)} `;

export function siteKeys(capture: { id: string; url: string; capturedAt: string }) {
  return {
    [INDEXES.site.partition]: sitePartition(capture.url),
    [INDEXES.site.sort]: `${siteMoment(capture.url, capture.capturedAt)}${capture.id}`,
  };
}

export const sitePartition = (url: string) => `SITE#${toSite(url)}`;

export function digestKeys(capture: { id: string; url: string; capturedAt: string; payloadSha256: string }) {
  return {
    [INDEXES.digest.partition]: digestPartition(capture.payloadSha256),
    [INDEXES.digest.sort]: `${sitePrefix(capture.url)}${toKeyTime(capture.capturedAt)} ${capture.id}`,
  };
}

export const digestPartition = (payloadSha256: string) => `DIGEST#${payloadSha256}`;

/** Keys that put an article into the host, day and (when a source brought it) source lists. */
export function articleKeys(article: { id: string; url: string; capturedAt: string; sourceId?: string | undefined }) {
  return {
    [INDEXES.host.partition]: hostPartition(toListHost(article.url)),
    [INDEXES.day.partition]: dayPartition(toDay(article.capturedAt), shardOf(article.id, DAY_SHARDS)),
    [INDEXES.host.sort]: articleSort(article.capturedAt, article.id),
    ...(article.sourceId ? { [INDEXES.source.partition]: sourcePartition(article.sourceId) } : {}),
  };
}

export const hostPartition = (host: string) => `HOST#${host}`;
export const sourcePartition = (sourceId: string) => `SOURCE#${sourceId}`;
export const dayPartition = (day: string, shard: number) => `DAY#${day}#${shard}`;
export const articleSort = (capturedAt: string, id = "") => `${toKeyTime(capturedAt)} ${id}`;

/** The moment that a run's id holds, to the millisecond: its rows stand under it. */
export function runMoment(id: string): string {
  const day = /\d{4}-\d{2}-\d{2}$/.exec(id)?.[0];
  // The first 48 bits of a UUIDv7 are milliseconds (RFC 9562, section 5.7).
  return day && id.startsWith("revisits-")
    ? `${day}T00:00:00.000Z`
    : new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString();
}

function shardOf(id: string, shards: number): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % shards;
}
