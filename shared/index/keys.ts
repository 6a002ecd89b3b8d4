/**
 * Owns every key of the table: what each item is filed under, in the base table and in each index. The access patterns
 * they serve stand in docs/index.md. Pure.
 */
import { createHash } from "node:crypto";
import { INDEXES, PARTITION } from "../names.ts";
import { toDay, toKeyTime } from "../time.ts";
import { toListHost, toSite, toUrlkey } from "../url/urlkey.ts";

/** Partitions that one day's articles are spread over: each takes 1,000 writes a second (DynamoDB's own limit). */
export const DAY_SHARDS = 4;

/** Sort keys of items that stand alone in their partition. */
const SORT = { job: "JOB", capture: "CAPTURE", token: "TOKEN" } as const;

export const jobKey = (id: string) => ({ pk: `${PARTITION.job}${id}`, sk: SORT.job });
export const captureKey = (id: string) => ({ pk: `${PARTITION.capture}${id}`, sk: SORT.capture });
export const tokenKey = (hash: string) => ({ pk: `${PARTITION.token}${hash}`, sk: SORT.token });
export const dayKey = (day: string) => ({ pk: PARTITION.days, sk: day });

/** Start of the sort keys of one URL's captures in the `site` index; the space ends the urlkey. */
export const sitePrefix = (url: string) => `${toUrlkey(url)} `;

export function siteKeys(capture: { id: string; url: string; capturedAt: string }) {
  return {
    [INDEXES.site.partition]: sitePartition(capture.url),
    [INDEXES.site.sort]: `${sitePrefix(capture.url)}${toKeyTime(capture.capturedAt)} ${capture.id}`,
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
    [INDEXES.day.partition]: dayPartition(toDay(article.capturedAt), shardOf(article.id)),
    [INDEXES.host.sort]: articleSort(article.capturedAt, article.id),
    ...(article.sourceId ? { [INDEXES.source.partition]: sourcePartition(article.sourceId) } : {}),
  };
}

export const hostPartition = (host: string) => `HOST#${host}`;
export const sourcePartition = (sourceId: string) => `SOURCE#${sourceId}`;
export const dayPartition = (day: string, shard: number) => `DAY#${day}#${shard}`;
export const articleSort = (capturedAt: string, id = "") => `${toKeyTime(capturedAt)} ${id}`;

function shardOf(id: string): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % DAY_SHARDS;
}
