/** Owns reading and writing captures, and the list of one URL's captures. */
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Article } from "../article/article.ts";
import type { Quality } from "../article/quality/quality-names.ts";
import { INDEXES } from "../names.ts";
import { toDay } from "../time.ts";
import { type ArticleSummary, type Capture, captureSchema, type Extraction } from "./capture.ts";
import {
  articleKeys,
  captureKey,
  dayKey,
  digestKeys,
  digestPartition,
  siteKeys,
  siteMoment,
  sitePartition,
  sitePrefix,
} from "./keys.ts";
import type { SITE_PROJECTION } from "./projections.ts";
import { setExpression, type Table, writeIf } from "./table.ts";

/** A row of a URL's capture list. */
export type CaptureRow = Pick<Capture, (typeof SITE_PROJECTION)[number]>;

const captureRowSchema = captureSchema.pick({
  id: true,
  url: true,
  jobId: true,
  kind: true,
  capturedAt: true,
  httpStatus: true,
  contentType: true,
  payloadSha1: true,
  payloadSha256: true,
  payloadBytes: true,
  warc: true,
  responseLength: true,
  redirectTo: true,
  revisitOf: true,
  sourceId: true,
  importId: true,
  noarchive: true,
  quality: true,
  title: true,
  wordCount: true,
} satisfies Record<(typeof SITE_PROJECTION)[number], true>);

/** What extract found out about a capture. */
export interface ExtractionResult {
  readonly extraction: Extract<Extraction, { status: "done" | "failed" }>;
  readonly quality: Quality;
  /** Present when extraction is done. */
  readonly article?: Article;
}

export interface CaptureStore {
  /** Strongly consistent. */
  get(id: string): Promise<Capture | undefined>;
  /** Writes a new capture; false where its id is there already, and then nothing changes. */
  put(capture: Capture): Promise<boolean>;
  /** Captures of one URL (by urlkey), newest first; `after` is the sort key of the last row seen. */
  listByUrl(url: string, page: { limit: number; after?: string | undefined }): Promise<Page<CaptureRow>>;
  /** The newest capture of a URL that answered with a success, whole; undefined when there is none. */
  latestGood(url: string): Promise<Capture | undefined>;
  /** Ids of the oldest captures of this URL that store this payload, a few at most. */
  findPayload(url: string, payloadSha256: string): Promise<string[]>;
  /** Captures of a URL, by its urlkey, at one moment, a few at most: an import asks whether it is about to repeat one. */
  findAt(url: string, capturedAt: string): Promise<CaptureRow[]>;
  /** The newest capture of a URL, whatever came of it. */
  latest(url: string): Promise<Capture | undefined>;
  /** Files what extract found; false when the same was there already, and then nothing changes. */
  recordExtraction(capture: Capture, result: ExtractionResult): Promise<boolean>;
  /** Files that the page itself asks not to be archived; changes nothing where there is no such capture. */
  recordNoarchive(id: string, noarchive: NonNullable<Capture["noarchive"]>): Promise<void>;
}

/** Rows and the sort key after which the next page starts, when there may be more. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly after: string | undefined;
}

/** How many captures of one payload are looked at: the first may have been lost on its way to extract. */
const PAYLOAD_CANDIDATES = 5;

/** How many captures of a URL at one moment are looked at; files of others tell the second, not the millisecond. */
const SAME_MOMENT_DEPTH = 50;

/** How many of a URL's newest captures are looked through for one that is good. */
const LATEST_GOOD_DEPTH = 20;

export function createCaptureStore({ client, name }: Table): CaptureStore {
  const knownDays = new Set<string>();
  const store: CaptureStore = {
    async get(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: captureKey(id), ConsistentRead: true }),
      );
      return Item ? captureSchema.parse(Item) : undefined;
    },

    put(capture) {
      const hasPayload = capture.kind === "response" && capture.payloadBytes > 0;
      return writeIf(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: {
              ...captureKey(capture.id),
              ...capture,
              ...siteKeys(capture),
              ...(hasPayload ? digestKeys(capture) : {}),
            },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        ),
      );
    },

    async listByUrl(url, { limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: INDEXES.site.name,
          KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
          ExpressionAttributeNames: { "#pk": INDEXES.site.partition, "#sk": INDEXES.site.sort },
          ExpressionAttributeValues: { ":pk": sitePartition(url), ":prefix": sitePrefix(url) },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: after ? siteStartKey(url, after) : undefined,
        }),
      );
      return {
        rows: Items.map((item) => captureRowSchema.parse(item)),
        after: LastEvaluatedKey?.[INDEXES.site.sort] as string | undefined,
      };
    },

    async latestGood(url) {
      const { rows } = await store.listByUrl(url, { limit: LATEST_GOOD_DEPTH });
      const good = rows.find((row) => row.url === url && (isSuccess(row.httpStatus) || row.kind === "revisit"));
      return good && store.get(good.id);
    },

    async findPayload(url, payloadSha256) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: INDEXES.digest.name,
          KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
          ExpressionAttributeNames: { "#pk": INDEXES.digest.partition, "#sk": INDEXES.digest.sort },
          ExpressionAttributeValues: { ":pk": digestPartition(payloadSha256), ":prefix": sitePrefix(url) },
          Limit: PAYLOAD_CANDIDATES,
        }),
      );
      return Items.map(({ id }) => String(id));
    },

    async findAt(url, capturedAt) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: INDEXES.site.name,
          KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
          ExpressionAttributeNames: { "#pk": INDEXES.site.partition, "#sk": INDEXES.site.sort },
          ExpressionAttributeValues: { ":pk": sitePartition(url), ":prefix": siteMoment(url, capturedAt) },
          Limit: SAME_MOMENT_DEPTH,
        }),
      );
      return Items.map((item) => captureRowSchema.parse(item));
    },

    async latest(url) {
      const { rows } = await store.listByUrl(url, { limit: 1 });
      return rows[0] && store.get(rows[0].id);
    },

    async recordExtraction(capture, { extraction, quality, article }) {
      const listed = extraction.status === "done" && extraction.kind === "article";
      if (listed) await rememberDay(toDay(capture.capturedAt));
      const set = setExpression({
        extraction,
        quality,
        ...(article && summarise(article)),
        ...(listed && articleKeys(capture)),
      });
      return writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: captureKey(capture.id),
            ...set,
            ConditionExpression: "attribute_exists(pk) AND #extraction.#extractionStatus <> :done",
            ExpressionAttributeNames: {
              ...set.ExpressionAttributeNames,
              "#extraction": "extraction",
              "#extractionStatus": "status",
            },
            ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ":done": "done" },
          }),
        ),
      );
    },

    async recordNoarchive(id, noarchive) {
      await writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: captureKey(id),
            ...setExpression({ noarchive }),
            ConditionExpression: "attribute_exists(pk)",
          }),
        ),
      );
    },
  };
  return store;

  /** Keeps the list of days that have articles, so that listing all articles never walks empty days. */
  async function rememberDay(day: string): Promise<void> {
    if (knownDays.has(day)) return;
    await writeIf(() =>
      client.send(
        new PutCommand({ TableName: name, Item: dayKey(day), ConditionExpression: "attribute_not_exists(pk)" }),
      ),
    );
    knownDays.add(day);
  }
}

export const isSuccess = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;

/** The part of an article, or of an indexed capture, that the index keeps. */
export function summarise(article: Partial<ArticleSummary>): Partial<ArticleSummary> {
  const { title, authors, published, modified, language, siteName, section, wordCount } = article;
  return { title, authors, published, modified, language, siteName, section, wordCount };
}

/** A row's full index key, rebuilt from its sort key, which ends in the capture's id. */
function siteStartKey(url: string, sort: string) {
  const id = sort.slice(sort.lastIndexOf(" ") + 1);
  return { ...captureKey(id), [INDEXES.site.partition]: sitePartition(url), [INDEXES.site.sort]: sort };
}
