/**
 * A whole crawl in this process, on virtual time: the real functions, the real fetcher over loopback, stores in memory
 * (which keep the contract of the real ones), queues on virtual time. Extract is stood in for: parsing thousands of pages
 * would take minutes and say nothing about crawling.
 */
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";
import type { CaptureStored } from "../../events/capture-stored.ts";
import { captureBatch } from "../../functions/capture/capture-batch.ts";
import { discover } from "../../functions/discover/discover.ts";
import { pollBatch } from "../../functions/poll/poll-batch.ts";
import { createFrontier, createPolls } from "../../shared/aws/queues.ts";
import { endItem } from "../../shared/crawl/end-item.ts";
import type { FetchUrl } from "../../shared/fetch/exchange.ts";
import { createFetcher } from "../../shared/fetch/fetcher.ts";
import type { Outcome } from "../../shared/observe.ts";
import { createPoliteness } from "../../shared/politeness/polite-fetch.ts";
import { createSource } from "../../shared/sources/change-source.ts";
import type { CreateSource } from "../../shared/sources/source.ts";
import { createMemoryObjects } from "../support/doubles.ts";
import { extractionOf } from "../support/fixtures.ts";
import { createMemoryCrawl } from "../support/memory-crawl-stores.ts";
import { createMemoryPages } from "../support/memory-pages.ts";
import { createMemoryCaptures, createMemoryJobs } from "../support/memory-stores.ts";
import { seededRandom } from "../support/random.ts";
import type { VirtualClock } from "./clock.ts";
import type { SimulatedWeb } from "./simulated-web.ts";
import { VirtualQueue } from "./virtual-queue.ts";
import { createVirtualSqs } from "./virtual-sqs.ts";

const MINUTE_MS = 60_000;
/** Six of their functions' timeouts, as the stacks declare them. */
const FRONTIER_VISIBILITY_MS = 540_000;
const POLLS_VISIBILITY_MS = 1_800_000;
/** Instances of each function at once. */
const INSTANCES = 8;
/** Turns of the event loop without a request under way after which what is left waits for virtual time. */
const QUIET_TURNS = 10;
/** Articles are a sentence long: this is an endless one. */
const MAX_BODY_BYTES = 64 * 1024;
/** A host that never answers is given up on after so many real milliseconds: virtual time waits for it. */
const SILENT_LIMITS = { headersTimeoutMs: 25, maxBodyBytes: MAX_BODY_BYTES };
/** All others may take their time, so that a pause of this process is not taken for a failure of theirs. */
const LIMITS = { headersTimeoutMs: 10_000, maxBodyBytes: MAX_BODY_BYTES };

export interface Crawl {
  readonly stores: ReturnType<typeof createMemoryCrawl>;
  readonly captures: ReturnType<typeof createMemoryCaptures>;
  readonly frontier: VirtualQueue;
  readonly polls: VirtualQueue;
  /** What was logged, counted by function, outcome and code. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Requests that began while another one to the same host had not ended, as seen from here. */
  readonly overlaps: readonly string[];
  addSource(request: CreateSource): Promise<string>;
  /** Lets the crawl go on until a virtual moment, in milliseconds. */
  runUntil(ms: number): Promise<void>;
}

export function createCrawl(web: SimulatedWeb, clock: VirtualClock): Crawl {
  const { now } = clock;
  const stores = createMemoryCrawl(now);
  const [jobs, captures, objects] = [createMemoryJobs(), createMemoryCaptures(), createMemoryObjects()];
  const frontier = new VirtualQueue(clock, FRONTIER_VISIBILITY_MS);
  const polls = new VirtualQueue(clock, POLLS_VISIBILITY_MS);
  const outcomes = new Map<string, number>();
  const add = (name: string, times: number) => void outcomes.set(name, (outcomes.get(name) ?? 0) + times);
  const observerOf = (stage: string) => ({
    outcome({ outcome, code, error }: Outcome) {
      // Nothing of ours fails here: what was not done is a fault of the code.
      if (error !== undefined && outcome.startsWith("not-")) throw error;
      add([stage, outcome, code].filter(Boolean).join(" "), 1);
    },
    count: (metric: string, times: number) => add(`${stage} ${metric}`, times),
    flush: () => undefined,
  });

  const sqs = createVirtualSqs({ frontier, polls });
  const frontierQueue = createFrontier(sqs, "frontier");
  const pollsQueue = createPolls(sqs, "polls");
  const sendToFrontier = frontierQueue.send;
  const sendToExtract = async (messages: readonly CaptureStored[]) => {
    for (const { captureId, jobId, redirectIds } of messages) {
      const capture = await captures.get(captureId);
      if (capture) await captures.recordExtraction(capture, extractionOf());
      await jobs.settle(jobId, { status: "archived", captureId, redirectIds }, now().toISOString());
    }
    return new Map<CaptureStored, string>();
  };

  const reach = {
    userAgent: "Pressmark/0 (+https://archive.example/bot)",
    allowPrivate: web.pairs,
    lookup: web.lookup,
  };
  const fetchPatiently = createFetcher({ ...reach, limits: LIMITS });
  const fetchSilent = createFetcher({ ...reach, limits: SILENT_LIMITS });
  const underWay = new Set<string>();
  /** Requests that the machine works on; those that only let virtual time pass are not among them. */
  let atWork = 0;
  const overlaps: string[] = [];
  const fetchUrl: FetchUrl = async (request, signal) => {
    const { host, hostname } = new URL(request.url);
    if (underWay.has(host)) overlaps.push(request.url);
    underWay.add(host);
    atWork += 1;
    try {
      return await (web.silentUrls.has(request.url) ? fetchSilent : fetchPatiently)(request, signal);
    } finally {
      atWork -= 1;
      const latencyMs = web.latencyMsOf(hostname);
      if (latencyMs > 0) await clock.sleep(latencyMs);
      underWay.delete(host);
    }
  };
  const random = seededRandom(11);
  const politenessOf = () => createPoliteness({ hosts: stores.hosts, fetchUrl, now, random });
  // Each instance remembers robots.txt by itself, as on Lambda.
  const captureDeps = Array.from({ length: INSTANCES }, () => ({
    jobs,
    captures,
    objects,
    pages: createMemoryPages(),
    politeness: politenessOf(),
    endItem: (...args: [Parameters<typeof endItem>[1], Parameters<typeof endItem>[2]]) => endItem(stores, ...args),
    sendToExtract,
    frontier: frontierQueue,
    observer: observerOf("capture"),
    now,
    reserveMs: 0,
  }));
  const items = {
    ...stores.items,
    /** A table takes time to answer: what two polls read may be what neither has written yet. */
    async getMany(keys: readonly string[]) {
      const known = await stores.items.getMany(keys);
      await pause(1);
      return known;
    },
  };
  const pollDeps = {
    ...stores,
    items,
    politeness: politenessOf(),
    sendToFrontier,
    polls: pollsQueue,
    readList: () => Promise.reject(new Error("nothing is uploaded here")),
    observer: observerOf("poll"),
  };
  const discoverDeps = { ...stores, sendToFrontier, polls: pollsQueue, observer: observerOf("discover") };

  const idle = [...captureDeps];
  const running = new Set<Promise<void>>();
  const run = (work: Promise<void>, then: () => void = () => undefined) => {
    const done = work.finally(() => {
      running.delete(done);
      then();
    });
    running.add(done);
  };

  function takeBatches(): void {
    for (const deps of idle.splice(0)) {
      const records = frontier.receive();
      if (records.length === 0) idle.push(deps);
      else {
        const fates = captureBatch(deps, records, () => MINUTE_MS);
        run(settle(frontier, records, fates), () => idle.push(deps));
      }
    }
    for (let records = polls.receive(); records.length > 0; records = polls.receive()) {
      run(settle(polls, records, pollBatch(pollDeps, records)));
    }
  }

  /** Works on all that is visible at this moment, and on what comes of it, until all is done or lets time pass. */
  async function workThroughMoment(): Promise<void> {
    for (;;) {
      takeBatches();
      if (running.size === 0) return;
      const step = new AbortController();
      const isAsleep = await Promise.race([
        untilAsleep(step.signal),
        ...[...running].map((each) => each.then(() => false)),
      ]);
      step.abort();
      if (isAsleep) return;
    }
  }

  /**
   * True once nothing is done but waiting for virtual time. What still goes on, such as compressing, takes a little of it
   * then, which no host sees: its turn ends by the clock.
   */
  async function untilAsleep(step: AbortSignal): Promise<boolean> {
    for (let quietTurns = 0; quietTurns < QUIET_TURNS && !step.aborted; ) {
      await (clock.sleeping > 0 ? nextTurn() : pause(1));
      quietTurns = clock.sleeping > 0 && atWork === 0 ? quietTurns + 1 : 0;
    }
    return !step.aborted;
  }

  return {
    ...{ stores, captures, frontier, polls, outcomes, overlaps },
    async addSource(request) {
      const source = createSource(v7({ msecs: clock.ms }), request, { by: "simulation", now: now() });
      await stores.sources.create(source);
      return source.id;
    },
    async runUntil(endMs) {
      let nextTickMs = clock.ms;
      while (clock.ms < endMs) {
        if (clock.ms >= nextTickMs) {
          await discover(discoverDeps, () => 2 * MINUTE_MS);
          nextTickMs = clock.ms + MINUTE_MS;
        }
        await workThroughMoment();
        // What is visible but not taken waits for an instance, and those for time to pass.
        const moments = [nextTickMs, frontier.nextMs(), polls.nextMs(), clock.nextMs(), endMs];
        const later = moments.filter((each) => each !== undefined).filter((each) => each > clock.ms);
        clock.moveTo(Math.min(...later));
      }
    },
  };
}

async function settle(
  queue: VirtualQueue,
  records: readonly { receiptHandle: string }[],
  fates: Promise<readonly PromiseSettledResult<void>[]>,
): Promise<void> {
  for (const [index, fate] of (await fates).entries()) {
    const record = records[index];
    if (fate.status === "fulfilled" && record) queue.delete(record.receiptHandle);
  }
}
