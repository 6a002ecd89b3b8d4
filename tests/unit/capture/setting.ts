/** What a capture batch runs in: stores and queues in memory that write each step into one log. */

import type { CaptureRequested } from "../../../events/capture-requested.ts";
import type { CaptureStored } from "../../../events/capture-stored.ts";
import type { BatchDeps } from "../../../functions/capture/capture-batch.ts";
import { priorityOf, toGroupId } from "../../../shared/aws/queues.ts";
import type { ItemEnd } from "../../../shared/crawl/end-item.ts";
import type { Exchange, FetchOutcome, FetchRequest } from "../../../shared/fetch/exchange.ts";
import type { PoliteOutcome, PoliteRequest } from "../../../shared/politeness/polite-fetch.ts";
import { createMemoryObjects, createObserverDouble, recordOf } from "../../support/doubles.ts";
import { AT, exchangeOf } from "../../support/fixtures.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";

export type Answer = FetchOutcome | ((request: FetchRequest) => Promise<FetchOutcome>);

/** One exchange, as the end of a fetch. */
export const fetched = (...exchanges: [Exchange, ...Exchange[]]): FetchOutcome => ({ kind: "fetched", exchanges });

export const ALLOWED = { allowed: true, rule: null, group: null } as const;

/**
 * @param answers - what the web answers for each URL; any other is a page of its own
 * @param turns - what each host's turn comes to; undefined where it is to be had, with no wait after it
 */
export function createSetting(
  answers: Readonly<Record<string, Answer>> = {},
  turns: (request: PoliteRequest) => PoliteOutcome | { waitSeconds: number } | undefined = () => undefined,
) {
  const log: string[] = [];
  const [jobs, captures] = [createMemoryJobs(log), createMemoryCaptures(log)];
  const objects = createMemoryObjects(log);
  const pages = createMemoryPages(log);
  const observer = createObserverDouble();
  const messages: CaptureStored[] = [];
  const fetches: FetchRequest[] = [];
  const givenBack: { receiptHandle: string; delaySeconds: number }[] = [];
  const sentOn: CaptureRequested[] = [];
  const ends: (ItemEnd & { jobId: string })[] = [];
  const polite: PoliteRequest[] = [];
  const fetchUrl = async (request: FetchRequest): Promise<FetchOutcome> => {
    fetches.push(request);
    const answer = answers[request.url] ?? fetched(pageAt(request.url));
    return typeof answer === "function" ? answer(request) : answer;
  };
  const deps: BatchDeps = {
    jobs,
    captures,
    objects,
    pages,
    observer,
    politeness: {
      async fetch(request) {
        polite.push(request);
        const turn = turns(request);
        if (turn && "kind" in turn) return turn;
        const extra = request.prepare ? await request.prepare() : {};
        if (!extra) return { kind: "left" };
        const outcome = await fetchUrl({ ...extra, url: request.url });
        return { kind: "fetched", outcome, robots: ALLOWED, waitSeconds: turn?.waitSeconds ?? 0 };
      },
    },
    async endItem({ jobId }, end) {
      log.push(`item ${end.kind}`);
      ends.push({ jobId, ...end });
    },
    async sendToExtract(batch) {
      log.push("message");
      messages.push(...batch);
      return new Map();
    },
    frontier: {
      async giveBack(receiptHandles, delaySeconds) {
        log.push("given back");
        givenBack.push(...receiptHandles.map((receiptHandle) => ({ receiptHandle, delaySeconds })));
      },
      async send(requests) {
        log.push("sent on");
        sentOn.push(...requests);
        return new Map();
      },
    },
    now: () => new Date(AT),
    reserveMs: 1000,
  };
  return {
    deps,
    jobs,
    captures,
    objects,
    pages,
    observer,
    messages,
    fetches,
    fetchUrl,
    givenBack,
    sentOn,
    ends,
    polite,
    log,
  };
}

/** An HTML page that says its own URL. */
export function pageAt(url: string, changes: Partial<Exchange> = {}): Exchange {
  return exchangeOf({ url, body: Buffer.from(`<!doctype html><p>This is ${url}.</p>`), ...changes });
}

/** A frontier message as SQS delivers it, in its host's group. */
export const frontierRecord = (request: CaptureRequested) =>
  recordOf(request, { group: toGroupId(request.location?.url ?? request.url, priorityOf(request)) });
