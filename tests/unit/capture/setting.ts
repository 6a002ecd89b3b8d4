/** What a capture batch runs in: stores and queues in memory that write each step into one log. */

import type { CaptureRequested } from "../../../events/capture-requested.ts";
import type { CaptureStored } from "../../../events/capture-stored.ts";
import type { BatchDeps } from "../../../functions/capture/capture-batch.ts";
import { toGroupId } from "../../../shared/aws/queues.ts";
import type { Exchange, FetchOutcome, FetchRequest } from "../../../shared/fetch/exchange.ts";
import { createMemoryObjects, createObserverDouble, recordOf } from "../../support/doubles.ts";
import { AT, exchangeOf } from "../../support/fixtures.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";

export type Answer = FetchOutcome | ((request: FetchRequest) => Promise<FetchOutcome>);

/** One exchange, as the end of a fetch. */
export const fetched = (...exchanges: [Exchange, ...Exchange[]]): FetchOutcome => ({ kind: "fetched", exchanges });

/** @param answers - what the web answers for each URL; any other is a page of its own. */
export function createSetting(answers: Readonly<Record<string, Answer>> = {}) {
  const log: string[] = [];
  const [jobs, captures] = [createMemoryJobs(log), createMemoryCaptures(log)];
  const objects = createMemoryObjects(log);
  const observer = createObserverDouble();
  const messages: CaptureStored[] = [];
  const fetches: FetchRequest[] = [];
  const givenBack: { receiptHandle: string; delaySeconds: number }[] = [];
  const deps: BatchDeps = {
    jobs,
    captures,
    objects,
    observer,
    async fetchUrl(request) {
      fetches.push(request);
      const answer = answers[request.url] ?? fetched(pageAt(request.url));
      return typeof answer === "function" ? answer(request) : answer;
    },
    async sendToExtract(batch) {
      log.push("message");
      messages.push(...batch);
      return new Map();
    },
    frontier: {
      async giveBack(receiptHandle, delaySeconds) {
        log.push("given back");
        givenBack.push({ receiptHandle, delaySeconds });
      },
    },
    now: () => new Date(AT),
    random: () => 0,
    reserveMs: 1000,
  };
  return { deps, jobs, captures, objects, observer, messages, fetches, givenBack, log };
}

/** An HTML page that says its own URL. */
export function pageAt(url: string, changes: Partial<Exchange> = {}): Exchange {
  return exchangeOf({ url, body: Buffer.from(`<!doctype html><p>This is ${url}.</p>`), ...changes });
}

/** A frontier message as SQS delivers it, in its host's group. */
export const frontierRecord = (request: CaptureRequested) => recordOf(request, { group: toGroupId(request.url) });
