/** Owns writing captures and finding them by URL and payload; what extract does with them is extraction-store.ts. */
import { PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { INDEXES } from "../names.ts";
import { articleSummarySchema, type Capture, type Extraction } from "./capture.ts";
import { type CaptureRow, captureRowSchema } from "./capture-row.ts";
import { createExtractionStore, type ExtractionStore } from "./extraction-store.ts";
import { captureKey, digestKeys, digestPartition, siteKeys, siteMoment, sitePartition, sitePrefix } from "./keys.ts";
import { createSiteIndex, type SiteIndex } from "./site-index.ts";
import { setExpression, type Table, writeIf } from "./table.ts";

export type { CaptureRow } from "./capture-row.ts";

export interface CaptureStore extends ExtractionStore, SiteIndex {
  /** Writes a new capture; false where its id is there already, and then nothing changes. */
  put(capture: Capture): Promise<boolean>;
  /** Captures of one URL (by urlkey), newest first; `after` is the sort key of the last row seen. */
  listByUrl(url: string, page: { limit: number; after?: string | undefined }): Promise<Page<CaptureRow>>;
  /** The newest capture of a URL that answered with a success, whole; undefined when there is none. */
  latestGood(url: string): Promise<Capture | undefined>;
  /** Ids of the oldest captures of this URL that store this payload, a few at most. */
  findPayload(url: string, payloadSha256: string): Promise<string[]>;
  /** Ids of captures of any URL that store this payload, a few at most. */
  findPayloadAnywhere(payloadSha256: string): Promise<string[]>;
  /** Captures of a URL, by its urlkey, at one moment, a few at most: an import asks whether it is about to repeat one. */
  findAt(url: string, capturedAt: string): Promise<CaptureRow[]>;
  /** The newest capture of a URL, whatever came of it. */
  latest(url: string): Promise<Capture | undefined>;
  /** Files that its bytes are gone, and takes what it told of the page out of its row and out of every list but CDX. */
  recordErasure(id: string, erased: NonNullable<Capture["erased"]>): Promise<void>;
}

/** Rows and the sort key after which the next page starts, when there may be more. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly after: string | undefined;
}

/** How many captures of one payload are looked at: the first may have been lost on its way to extract. */
const PAYLOAD_CANDIDATES = 5;

/**
 * What an erasure takes out of a row: all that came from the page, and its places in the lists of payloads and articles.
 * What stays says that there was a capture: its URL, its time, its digests.
 */
export const ERASED_ATTRIBUTES = [
  ...Object.keys(articleSummarySchema.shape),
  "quality",
  "etag",
  "lastModified",
  INDEXES.digest.partition,
  INDEXES.digest.sort,
  INDEXES.host.partition,
  INDEXES.host.sort,
  INDEXES.day.partition,
  INDEXES.source.partition,
];
/** How many captures of a URL at one moment are looked at; files of others tell the second, not the millisecond. */
const SAME_MOMENT_DEPTH = 50;

/** How many of a URL's newest captures are looked through for one that is good. */
const LATEST_GOOD_DEPTH = 20;

export function createCaptureStore(table: Table): CaptureStore {
  const { client, name } = table;
  const store: CaptureStore = {
    ...createExtractionStore(table),
    ...createSiteIndex(table),

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

    async findPayloadAnywhere(payloadSha256) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: INDEXES.digest.name,
          KeyConditionExpression: "#pk = :pk",
          ExpressionAttributeNames: { "#pk": INDEXES.digest.partition },
          ExpressionAttributeValues: { ":pk": digestPartition(payloadSha256) },
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

    async recordErasure(id, erased) {
      const set = setExpression({ erased, extraction: { status: "none" } satisfies Extraction });
      const gone = Object.fromEntries(ERASED_ATTRIBUTES.map((attribute, index) => [`#gone${index}`, attribute]));
      await writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: captureKey(id),
            ...set,
            UpdateExpression: `${set.UpdateExpression} REMOVE ${Object.keys(gone).join(", ")}`,
            ExpressionAttributeNames: { ...set.ExpressionAttributeNames, ...gone },
            ConditionExpression: "attribute_exists(pk)",
          }),
        ),
      );
    },
  };
  return store;
}

export const isSuccess = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;

/** A row's full index key, rebuilt from its sort key, which ends in the capture's id. */
function siteStartKey(url: string, sort: string) {
  const id = sort.slice(sort.lastIndexOf(" ") + 1);
  return { ...captureKey(id), [INDEXES.site.partition]: sitePartition(url), [INDEXES.site.sort]: sort };
}
