/**
 * Owns what extract does with captures: it reads one by its id and files what it found. A part of the capture store by
 * itself, as the rest of it brings the list of public suffixes, 125 KB of every bundle that it is in.
 */
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Article } from "../article/article.ts";
import type { Quality } from "../article/quality/quality-names.ts";
import { toDay } from "../time.ts";
import { type ArticleSummary, type Capture, captureSchema, type Extraction } from "./capture.ts";
import { articleKeys, captureKey, dayKey } from "./keys.ts";
import { setExpression, type Table, writeIf } from "./table.ts";

/** What extract found out about a capture. */
export interface ExtractionResult {
  readonly extraction: Extract<Extraction, { status: "done" | "failed" }>;
  readonly quality: Quality;
  /** Present when extraction is done. */
  readonly article?: Article;
}

export interface ExtractionStore {
  /** Strongly consistent. */
  get(id: string): Promise<Capture | undefined>;
  /** Files what extract found; false when the same was there already, and then nothing changes. */
  recordExtraction(capture: Capture, result: ExtractionResult): Promise<boolean>;
  /** Files that the page itself asks not to be archived; changes nothing where there is no such capture. */
  recordNoarchive(id: string, noarchive: NonNullable<Capture["noarchive"]>): Promise<void>;
}

export function createExtractionStore({ client, name }: Table): ExtractionStore {
  const knownDays = new Set<string>();
  return {
    async get(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: captureKey(id), ConsistentRead: true }),
      );
      return Item ? captureSchema.parse(Item) : undefined;
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

/** The part of an article, or of an indexed capture, that the index keeps. */
export function summarise(article: Partial<ArticleSummary>): Partial<ArticleSummary> {
  const { title, authors, published, modified, language, siteName, section, wordCount } = article;
  return { title, authors, published, modified, language, siteName, section, wordCount };
}
