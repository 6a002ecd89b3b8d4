/**
 * A whole crawl in this process, on virtual time: the real functions, the real fetcher over loopback, stores in memory
 * (which keep the contract of the real ones), queues on virtual time. Extract is stood in for: parsing thousands of pages
 * would take minutes and say nothing about crawling.
 */
import { v7 } from "uuid";
import type { CaptureStored } from "../../events/capture-stored.ts";
import { captureBatch } from "../../functions/capture/capture-batch.ts";
import { type DiscoverDeps, discover } from "../../functions/discover/discover.ts";
import { pollBatch } from "../../functions/poll/poll-batch.ts";
import { priorityOf, toGroupId } from "../../shared/aws/queues.ts";
import { endItem } from "../../shared/crawl/end-item.ts";
import { createFetcher } from "../../shared/fetch/fetcher.ts";
import type { Outcome } from "../../shared/observe.ts";
import { createPoliteness } from "../../shared/politeness/polite-fetch.ts";
import { createSource } from "../../shared/sources/change-source.ts";
import type { CreateSource } from "../../shared/sources/source.ts";
import { createMemoryObjects } from "../support/doubles.ts";
import { extractionOf } from "../support/fixtures.ts";
import { createMemoryCrawl } from "../support/memory-crawl-stores.ts";
import { createMemoryCaptures, createMemoryJobs } from "../support/memory-stores.ts";
import type { VirtualClock } from "./clock.ts";
import type { SimulatedWeb } from "./simulated-web.ts";
import { createRandom } from "./sites.ts";
import { VirtualQueue } from "./virtual-queue.ts";

const MINUTE_MS = 60_000;
/** Six of their functions' timeouts, as the stacks declare them. */
const FRONTIER_VISIBILITY_MS = 540_000;
const POLLS_VISIBILITY_MS = 1_800_000;
/** Instances of each function at once. */
const INSTANCES = 8;
/**
 * A hostile server is given up on after so many real milliseconds, so that the test ends. Long enough that a busy machine
 * takes no honest server for one: these waits are the only thing here that the machine's speed can change.
 */
const LIMITS = { connectTimeoutMs: 5000, headersTimeoutMs: 1500, bodyTimeoutMs: 5000, totalTimeoutMs: 10_000 };

export interface Crawl {
  readonly stores: ReturnType<typeof createMemoryCrawl>;
  readonly captures: ReturnType<typeof createMemoryCaptures>;
  readonly frontier: VirtualQueue;
  readonly polls: VirtualQueue;
  /** What was logged, counted by function, outcome and code. */
  readonly outcomes: ReadonlyMap<string, number>;
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

  const sendToFrontier: DiscoverDeps["sendToFrontier"] = async (messages) => {
    for (const message of messages) {
      const group = toGroupId(message.location?.url ?? message.url, priorityOf(message));
      frontier.send(message, group, `${message.jobId}:${message.location?.redirectIds.length ?? 0}`);
    }
    return new Map();
  };
  const sendToPolls: DiscoverDeps["polls"]["send"] = async (messages) => {
    for (const message of messages) {
      const url = message.location?.url ?? message.url ?? "http://uploaded.invalid/";
      polls.send(message, toGroupId(url, "crawl"), v7());
    }
    return new Map();
  };
  const sendToExtract = async (messages: readonly CaptureStored[]) => {
    for (const { captureId, jobId, redirectIds } of messages) {
      const capture = await captures.get(captureId);
      if (capture) await captures.recordExtraction(capture, extractionOf());
      await jobs.settle(jobId, { status: "archived", captureId, redirectIds }, now().toISOString());
    }
    return new Map<CaptureStored, string>();
  };

  const fetchUrl = createFetcher({
    userAgent: "Pressmark/0 (+https://archive.example/bot)",
    allowPrivate: web.pairs,
    lookup: web.lookup,
    limits: LIMITS,
  });
  const random = createRandom(11);
  const politenessOf = () => createPoliteness({ hosts: stores.hosts, fetchUrl, now, random });
  // Each instance remembers robots.txt by itself, as on Lambda.
  const captureDeps = Array.from({ length: INSTANCES }, () => ({
    jobs,
    captures,
    objects,
    politeness: politenessOf(),
    endItem: (...args: [Parameters<typeof endItem>[1], Parameters<typeof endItem>[2]]) => endItem(stores, ...args),
    sendToExtract,
    frontier: {
      send: sendToFrontier,
      giveBack: async (handles: readonly string[], seconds: number) => {
        for (const handle of handles) frontier.changeVisibility(handle, seconds);
      },
    },
    observer: observerOf("capture"),
    now,
    reserveMs: 0,
  }));
  const pollDeps = {
    ...stores,
    politeness: politenessOf(),
    sendToFrontier,
    polls: {
      send: sendToPolls,
      giveBack: async (handle: string, seconds: number) => polls.changeVisibility(handle, seconds),
    },
    readList: () => Promise.reject(new Error("nothing is uploaded here")),
    observer: observerOf("poll"),
  };
  const discoverDeps = { ...stores, sendToFrontier, polls: { send: sendToPolls }, observer: observerOf("discover") };

  /** Works on all that is visible at this moment, and on what comes of it. */
  async function workThroughMoment(): Promise<void> {
    for (;;) {
      const work: Promise<void>[] = [];
      for (const deps of captureDeps) {
        const [captureRecords, pollRecords] = [frontier.receive(), polls.receive()];
        if (captureRecords.length > 0) {
          work.push(
            settle(
              frontier,
              captureRecords,
              captureBatch(deps, captureRecords, () => MINUTE_MS),
            ),
          );
        }
        if (pollRecords.length > 0) work.push(settle(polls, pollRecords, pollBatch(pollDeps, pollRecords)));
      }
      if (work.length === 0) return;
      await Promise.all(work);
    }
  }

  return {
    ...{ stores, captures, frontier, polls, outcomes },
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
        const moments = [nextTickMs, frontier.nextMs(), polls.nextMs(), endMs].filter((each) => each !== undefined);
        clock.moveTo(Math.max(clock.ms, Math.min(...moments)));
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
