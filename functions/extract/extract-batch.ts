/**
 * Owns a batch of captures to extract. Pages are parsed one after the other; what is made is stored together. A page
 * that was tried before is parsed last and alone, so that one that kills the function takes no other with it.
 */
import type { SQSRecord } from "aws-lambda";
import { captureStoredSchema } from "../../events/capture-stored.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { hostOf, type Observer } from "../../shared/observe.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { extractRecord } from "./extract-record.ts";
import { type Announce, type Extracted, storeArticles } from "./store-articles.ts";

export interface BatchDeps {
  readonly objects: Pick<ObjectStore, "put" | "read">;
  readonly captures: Pick<CaptureStore, "get" | "recordExtraction">;
  readonly jobs: Pick<JobStore, "settle">;
  readonly announce: Announce;
  readonly observer: Observer;
  readonly now: () => Date;
}

interface Page {
  readonly record: SQSRecord;
  readonly startedAt: number;
  readonly extracted: Extracted;
}

type Fate = PromiseSettledResult<void>;

const DONE: Fate = { status: "fulfilled", value: undefined };

/** What became of each record, in order; a rejected one stays on the queue. */
export async function extractBatch(deps: BatchDeps, records: readonly SQSRecord[]): Promise<Fate[]> {
  const fates = new Map<SQSRecord, Fate>();
  const fresh = records.filter((record) => !wasTried(record));
  const tried = records.filter(wasTried);
  await extractTogether(deps, fresh, fates);
  for (const record of tried) await extractTogether(deps, [record], fates);
  return records.map((record) => fates.get(record) ?? DONE);
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
      deps.observer.outcome({ outcome: "not-extracted", error });
      fates.set(record, { status: "rejected", reason: error });
    }
  }
  const stored = await storeArticles(
    deps,
    pages.map(({ extracted }) => extracted),
  ).catch((reason: unknown) => pages.map((): Fate => ({ status: "rejected", reason })));
  for (const [index, page] of pages.entries()) {
    const fate = stored[index] ?? DONE;
    fates.set(page.record, fate);
    report(deps.observer, page, fate);
  }
}

/** Undefined where there is nothing to do: an unreadable message, or a capture that is gone. */
async function extractOne(deps: BatchDeps, record: SQSRecord): Promise<Page | undefined> {
  const startedAt = Date.now();
  const parsed = parseMessage(captureStoredSchema, record.body);
  if (!parsed.ok) {
    deps.observer.outcome({ outcome: "bad-message", code: parsed.error.code, error: parsed.error });
    return undefined;
  }
  const message = parsed.value;
  const capture = await deps.captures.get(message.captureId);
  if (!capture) {
    deps.observer.outcome({ outcome: "capture-missing", captureId: message.captureId, jobId: message.jobId });
    return undefined;
  }
  const result =
    capture.extraction.status === "done"
      ? ({ kind: "repeat" } as const)
      : await extractRecord(deps.objects, message, capture, deps.now().toISOString());
  return { record, startedAt, extracted: { message, capture, result } };
}

function report(observer: Observer, { startedAt, extracted: { message, result } }: Page, fate: Fate): void {
  const failure = result.kind === "failed" ? result.error : undefined;
  const outcome = fate.status === "rejected" ? "not-stored" : failure ? "failed" : result.kind;
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
