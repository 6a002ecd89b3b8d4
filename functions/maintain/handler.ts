/**
 * Runs on a schedule. What ended in a dead-letter queue is recorded as a failure with its code, so that no job stays
 * open for ever. Fixity checks and compaction will join it here.
 */
import middy from "@middy/core";
import { createDocumentClient, createSqsClient } from "../../shared/aws/clients.ts";
import { drainDeadLetters } from "../../shared/aws/dead-letters.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createExportStore } from "../../shared/index/export-store.ts";
import { createImportStore, type ImportStore } from "../../shared/index/import-store.ts";
import { createItemStore } from "../../shared/index/item-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createRunStore } from "../../shared/index/run-store.ts";
import { createSiteSearchStore } from "../../shared/index/site-search-store.ts";
import { createSourceStore } from "../../shared/index/source-store.ts";
import { createObserver, flushObserver, type Observer } from "../../shared/observe.ts";
import {
  type RecordDeps,
  recordCaptureCrash,
  recordErasureCrash,
  recordExtractCrash,
  recordPollCrash,
} from "./record-crash.ts";
import { type ExportCrashDeps, recordExportCrash } from "./record-export-crash.ts";
import { recordImportCrash } from "./record-import-crash.ts";
import { recordRequisitesCrash } from "./record-requisites.ts";

/** Drains one queue: hands each body to the recorder and deletes what it took. */
export type Drain = (record: (body: string) => Promise<void>) => Promise<{ recorded: number; errors: unknown[] }>;

export interface Deps extends RecordDeps, ExportCrashDeps {
  readonly frontierDeadLetters: Drain;
  readonly extractDeadLetters: Drain;
  readonly pollsDeadLetters: Drain;
  readonly erasuresDeadLetters: Drain;
  readonly requisitesDeadLetters: Drain;
  readonly importsDeadLetters: Drain;
  readonly imports: Pick<ImportStore, "get" | "replace">;
  readonly exportsDeadLetters: Drain;
}

export function createHandler(deps: Deps, observer: Observer) {
  return middy()
    .use(flushObserver(observer))
    .handler(async () => {
      const drained = await Promise.all([
        deps.frontierDeadLetters((body) => recordCaptureCrash(deps, body)),
        deps.extractDeadLetters((body) => recordExtractCrash(deps, body)),
        deps.pollsDeadLetters((body) => recordPollCrash(deps, body)),
        deps.erasuresDeadLetters((body) => recordErasureCrash(deps, body)),
        deps.requisitesDeadLetters((body) => recordRequisitesCrash(deps, body)),
        deps.importsDeadLetters((body) => recordImportCrash(deps, body)),
        deps.exportsDeadLetters((body) => recordExportCrash(deps, body)),
      ]);
      const errors = drained.flatMap((result) => result.errors);
      for (const error of errors) observer.outcome({ outcome: "dead-letter-kept", error });
      return { recorded: drained.reduce((sum, { recorded }) => sum + recorded, 0), kept: errors.length };
    });
}

const env = readEnv([
  "tableName",
  "frontierDeadLetterQueueUrl",
  "extractDeadLetterQueueUrl",
  "pollsDeadLetterQueueUrl",
  "erasuresDeadLetterQueueUrl",
  "requisitesDeadLetterQueueUrl",
  "importsDeadLetterQueueUrl",
  "exportsDeadLetterQueueUrl",
]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();
const observer = createObserver("maintain");

export const handler = createHandler(
  {
    jobs: createJobStore(table),
    captures: createCaptureStore(table),
    pages: createPageStore(table),
    items: createItemStore(table),
    runs: createRunStore(table),
    searches: createSiteSearchStore(table),
    restrictions: createRestrictionStore(table),
    sources: createSourceStore(table),
    imports: createImportStore(table),
    exports: createExportStore(table),
    now: () => new Date(),
    random: Math.random,
    observer,
    frontierDeadLetters: (record) => drainDeadLetters(sqs, env.frontierDeadLetterQueueUrl, record),
    extractDeadLetters: (record) => drainDeadLetters(sqs, env.extractDeadLetterQueueUrl, record),
    pollsDeadLetters: (record) => drainDeadLetters(sqs, env.pollsDeadLetterQueueUrl, record),
    erasuresDeadLetters: (record) => drainDeadLetters(sqs, env.erasuresDeadLetterQueueUrl, record),
    requisitesDeadLetters: (record) => drainDeadLetters(sqs, env.requisitesDeadLetterQueueUrl, record),
    importsDeadLetters: (record) => drainDeadLetters(sqs, env.importsDeadLetterQueueUrl, record),
    exportsDeadLetters: (record) => drainDeadLetters(sqs, env.exportsDeadLetterQueueUrl, record),
  },
  observer,
);
