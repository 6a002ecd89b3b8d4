/**
 * Owns keeping what was extracted. The order is the contract: articles of a batch as `conversion` records in one WARC
 * object, then each capture's row, then the event, then the job. Repeating any of it changes nothing, but that an event
 * may come twice.
 */
import { v7 } from "uuid";
import { type ArticleArchived, articleArchivedSchema } from "../../events/article-archived.ts";
import type { CaptureStored, WarcPointer } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { ArticleSummary, Capture } from "../../shared/index/capture.ts";
import type { ExtractionStore } from "../../shared/index/extraction-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { PREFIX } from "../../shared/names.ts";
import { SOFTWARE } from "../../shared/version.ts";
import { writeConversionRecord, writeWarcinfoRecord } from "../../shared/warc/other-records.ts";
import { WarcFile } from "../../shared/warc/warc-file.ts";
import { warcKey } from "../../shared/warc/warc-key.ts";
import type { ExtractedRecord } from "./extract-record.ts";

/** Announces articles on the bus; answers with those that were not taken. */
export type Announce = (articles: readonly ArticleArchived[]) => Promise<ReadonlyMap<ArticleArchived, string>>;

export interface StoreDeps {
  readonly objects: Pick<ObjectStore, "put">;
  readonly captures: Pick<ExtractionStore, "recordExtraction" | "recordNoarchive">;
  readonly jobs: Pick<JobStore, "settle">;
  readonly announce: Announce;
  readonly now: () => Date;
}

/** One capture and what extract made of it; `repeat`: its article was filed before, the rest may be missing. */
export interface Extracted {
  readonly message: CaptureStored;
  readonly capture: Capture;
  readonly result: ExtractedRecord | { readonly kind: "repeat" };
}

/** In the order of the input; a rejected one is to be tried again. */
export async function storeArticles(
  deps: StoreDeps,
  extracted: readonly Extracted[],
): Promise<PromiseSettledResult<void>[]> {
  const records = await writeArticles(deps, extracted);
  const filed = await Promise.allSettled(extracted.map((entry) => fileArticle(deps, entry, records.get(entry))));
  const events = filed.flatMap((fate) => (fate.status === "fulfilled" && fate.value ? [fate.value] : []));
  const lost = events.length > 0 ? await deps.announce(events) : new Map<ArticleArchived, string>();
  return Promise.allSettled(
    extracted.map(async ({ message: { jobId, captureId, redirectIds } }, index) => {
      const fate = filed[index];
      if (fate?.status === "rejected") throw fate.reason;
      const reason = fate?.value && lost.get(fate.value);
      if (reason !== undefined) throw new Error(`event bus: ${reason}`);
      await deps.jobs.settle(jobId, { status: "archived", captureId, redirectIds }, deps.now().toISOString());
    }),
  );
}

/** Where each article stands. */
async function writeArticles(
  { objects, now }: StoreDeps,
  extracted: readonly Extracted[],
): Promise<Map<Extracted, WarcPointer>> {
  const date = now();
  const key = warcKey(PREFIX.articles, date);
  const pointers = new Map<Extracted, WarcPointer>();
  const file = new WarcFile(
    await writeWarcinfoRecord({
      id: v7(),
      date,
      software: SOFTWARE,
      description: "Articles extracted from captures, as JSON documents.",
      filename: key.slice(key.lastIndexOf("/") + 1),
    }),
  );
  for (const entry of extracted) {
    if (entry.result.kind !== "extracted") continue;
    const member = await writeConversionRecord({
      id: v7(),
      refersTo: entry.message.captureId,
      targetUri: entry.message.url,
      date,
      contentType: "application/json",
      payload: Buffer.from(JSON.stringify(entry.result.extraction.article)),
      warcinfoId: file.warcinfoId,
    });
    pointers.set(entry, { key, ...file.append(member) });
  }
  if (pointers.size > 0) await objects.put(key, file.finish().bytes, "application/warc");
  return pointers;
}

/** Files one capture's article; answers with the event that tells of it, if it is an article at all. */
async function fileArticle(
  deps: StoreDeps,
  { message, capture, result }: Extracted,
  record: WarcPointer | undefined,
): Promise<ArticleArchived | undefined> {
  if (result.kind === "repeat") {
    const { extraction } = capture;
    return extraction.status === "done" && extraction.kind === "article" ? toEvent(message, capture) : undefined;
  }
  // Before the extraction is filed: a crash in between must not leave a page readable that asked not to be.
  if (result.noarchive) await deps.captures.recordNoarchive(capture.id, result.noarchive);
  if (result.kind === "failed") {
    const extraction = { status: "failed", error: result.error } as const;
    await deps.captures.recordExtraction(capture, { extraction, quality: "error" });
    return undefined;
  }
  if (!record) throw new Error("An extracted article has a record");
  const { kind, article } = result.extraction;
  const { name, version } = article.extractor;
  await deps.captures.recordExtraction(capture, {
    extraction: { status: "done", kind, record, extractor: `${name}/${version}`, extractedAt: article.extractedAt },
    quality: article.quality,
    article,
  });
  return kind === "article" ? toEvent(message, article) : undefined;
}

function toEvent(message: CaptureStored, found: Partial<ArticleSummary> & Pick<Capture, "quality">): ArticleArchived {
  const { captureId, jobId, url, capturedAt, sourceId } = message;
  const { quality, title = null, authors = [], published = null, language = null, wordCount = 0 } = found;
  const summary = { quality, title, authors, published, language, wordCount };
  return articleArchivedSchema.parse({ version: 1, captureId, jobId, url, capturedAt, sourceId, ...summary });
}
