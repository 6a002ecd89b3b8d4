/**
 * Owns a batch of captures to extract. Pages are parsed one after the other; what is made is stored together. Of those
 * that were tried before, one is parsed, last and alone, and the others are given back: one of them may be the page that
 * killed the function, and nothing says which.
 */
import type { SQSRecord } from "aws-lambda";
import { type CaptureStored, captureStoredSchema } from "../../events/capture-stored.ts";
import type { RequisitesFound } from "../../events/requisites-found.ts";
import type { DomReport } from "../../shared/article/extract-article.ts";
import type { DomName } from "../../shared/article/page/dom.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Send } from "../../shared/aws/queues.ts";
import type { ExtractionStore } from "../../shared/index/extraction-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { hostOf, type Observer } from "../../shared/observe.ts";
import { jobIdOf, parseMessage } from "../../shared/parse-message.ts";
import { extractRecord } from "./extract-record.ts";
import { findRequisites } from "./find-requisites.ts";
import { type Announce, type Extracted, storeArticles } from "./store-articles.ts";

export interface BatchDeps {
  readonly objects: Pick<ObjectStore, "put" | "read">;
  readonly captures: Pick<ExtractionStore, "get" | "recordExtraction" | "recordNoarchive">;
  readonly jobs: Pick<JobStore, "settle">;
  readonly announce: Announce;
  /** Tells what pages are shown with. */
  readonly sendToRequisites: Send<RequisitesFound>;
  /** Makes a received message visible again at once. */
  readonly giveBack: (receiptHandle: string) => Promise<void>;
  /** The DOM that pages are read with. */
  readonly dom?: DomName;
  readonly observer: Observer;
  /** In [0, 1). */
  readonly random: () => number;
  readonly now: () => Date;
}

interface Page {
  readonly record: SQSRecord;
  readonly startedAt: number;
  readonly message: CaptureStored;
  /** Absent where only its links are wanted. */
  readonly extracted: Extracted | undefined;
}

type Fate = PromiseSettledResult<void>;

const DONE: Fate = { status: "fulfilled", value: undefined };

/** What became of each record, in order; a rejected one stays on the queue. */
export async function extractBatch(deps: BatchDeps, records: readonly SQSRecord[]): Promise<Fate[]> {
  const fates = new Map<SQSRecord, Fate>();
  const fresh = records.filter((record) => !wasTried(record));
  const tried = records.filter(wasTried);
  await extractTogether(deps, fresh, fates);
  const chosen = tried[Math.floor(deps.random() * tried.length)];
  await Promise.all(
    tried.filter((record) => record !== chosen).map(async (record) => fates.set(record, await giveBack(deps, record))),
  );
  if (chosen) await extractTogether(deps, [chosen], fates);
  return records.map((record) => fates.get(record) ?? DONE);
}

async function giveBack(deps: BatchDeps, record: SQSRecord): Promise<Fate> {
  // Should this fail, the message comes back by itself after the visibility timeout.
  await deps.giveBack(record.receiptHandle).catch(() => undefined);
  return { status: "rejected", reason: new Error("given back: another page of this batch is tried alone") };
}

const wasTried = ({ attributes }: SQSRecord): boolean => Number(attributes.ApproximateReceiveCount) > 1;

async function extractTogether(
  deps: BatchDeps,
  records: readonly SQSRecord[],
  fates: Map<SQSRecord, Fate>,
): Promise<void> {
  const pages: Page[] = [];
  for (const record of records) {
    try {
      const page = await extractOne(deps, record);
      if (page) pages.push(page);
    } catch (error) {
      deps.observer.outcome({ outcome: "not-extracted", jobId: jobIdOf(record.body), error });
      fates.set(record, { status: "rejected", reason: error });
    }
  }
  const articles = pages.flatMap(({ extracted }) => extracted ?? []);
  const stored = await storeArticles(deps, articles).catch((reason: unknown) =>
    articles.map((): Fate => ({ status: "rejected", reason })),
  );
  for (const page of pages) {
    const kept = page.extracted ? (stored[articles.indexOf(page.extracted)] ?? DONE) : DONE;
    const fate = kept.status === "fulfilled" ? await tellRequisites(deps, page) : kept;
    fates.set(page.record, fate);
    report(deps.observer, page, fate);
  }
}

/** Told last: should it fail, the article is there, and the message comes again for this alone. */
async function tellRequisites(deps: BatchDeps, { message, extracted }: Page): Promise<Fate> {
  const asksNotToBeArchived = extracted?.result.kind !== "repeat" && extracted?.result.noarchive?.binding;
  if (asksNotToBeArchived || extracted?.capture.noarchive?.binding) return DONE;
  try {
    const found = await findRequisites(deps.objects, message);
    if (!found) return DONE;
    const reason = (await deps.sendToRequisites([found])).get(found);
    if (reason !== undefined) throw new Error(`requisites queue: ${reason}`);
    deps.observer.count("requisites-found", found.links.length);
    return DONE;
  } catch (reason) {
    return { status: "rejected", reason };
  }
}

/** Undefined where there is nothing to do: an unreadable message. */
async function extractOne(deps: BatchDeps, record: SQSRecord): Promise<Page | undefined> {
  const startedAt = Date.now();
  const parsed = parseMessage(captureStoredSchema, record.body);
  if (!parsed.ok) {
    const jobId = jobIdOf(record.body);
    const { code, message } = parsed.error;
    const settlement = { status: "failed", error: { code, message } } as const;
    if (jobId) await deps.jobs.settle(jobId, settlement, deps.now().toISOString());
    deps.observer.outcome({ outcome: "bad-message", jobId, code, error: parsed.error });
    return undefined;
  }
  const message = parsed.value;
  if (message.task) return { record, startedAt, message, extracted: undefined };
  const capture = await deps.captures.get(message.captureId);
  // The row is written before the message is sent: without it something is wrong that may pass.
  if (!capture) throw new Error(`capture ${message.captureId} has no row`);
  const result =
    capture.extraction.status === "done"
      ? ({ kind: "repeat" } as const)
      : await extractRecord(deps.objects, message, capture, { extractedAt: deps.now().toISOString(), dom: deps.dom });
  return { record, startedAt, message, extracted: { message, capture, result } };
}

function report(observer: Observer, { startedAt, message, extracted }: Page, fate: Fate): void {
  const result = extracted?.result;
  const failure = result?.kind === "failed" ? result.error : undefined;
  if (result?.kind === "extracted") reportDom(observer, message, result.extraction.dom);
  const outcome = fate.status === "rejected" ? "not-stored" : failure ? "failed" : (result?.kind ?? "links-read");
  observer.outcome({
    outcome,
    jobId: message.jobId,
    captureId: message.captureId,
    host: hostOf(message.url),
    code: failure?.code,
    ms: Date.now() - startedAt,
    error: fate.status === "rejected" ? fate.reason : undefined,
  });
}

/** A page that only jsdom could read is a fault of the light DOM's, and shall be seen; one that is too costly is the page's. */
function reportDom(observer: Observer, { jobId, captureId, url }: CaptureStored, dom: DomReport): void {
  if (dom.isTooCostly) observer.count("page-too-costly", 1);
  if (dom.failure === null) return;
  observer.outcome({ outcome: "dom-failed", jobId, captureId, host: hostOf(url), code: dom.used, error: dom.failure });
}
