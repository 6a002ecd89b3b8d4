/** What discover runs in: stores and queues in memory, and a clock that the test moves. */
import { v5, v7 } from "uuid";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import type { PollRequested } from "../../../events/poll-requested.ts";
import { type DiscoverDeps, discover } from "../../../functions/discover/discover.ts";
import { type CrawlItem, itemKey } from "../../../shared/sources/item.ts";
import type { ItemEndRow, Run } from "../../../shared/sources/run.ts";
import { EMPTY_LEDGER, type RunLedger } from "../../../shared/sources/run-ledger.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { createObserverDouble } from "../../support/doubles.ts";
import { AT, later } from "../../support/fixtures.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";
import { sourceOf } from "../sources/setting.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const NAMESPACE = "0b4c7c4e-6f0e-4c55-8f3e-2d6f1f3f8a11";

export function createSetting() {
  const clock = { ms: Date.parse(AT) };
  const crawl = createMemoryCrawl(() => new Date(clock.ms));
  const observer = createObserverDouble();
  const polls: PollRequested[] = [];
  const frontier: CaptureRequested[] = [];
  const refuse = { polls: false, frontier: false };
  const deps: DiscoverDeps = {
    ...crawl,
    observer,
    polls: {
      async send(messages) {
        if (refuse.polls) return new Map(messages.map((message) => [message, "throttled"]));
        polls.push(...messages);
        return new Map();
      },
    },
    async sendToFrontier(messages) {
      if (refuse.frontier) return new Map(messages.map((message) => [message, "throttled"]));
      frontier.push(...messages);
      return new Map();
    },
  };

  /** A source under an id of its own, due now unless its status says otherwise. */
  async function addSource(id: string, status: Partial<Source["status"]> = {}, changes: Partial<Source> = {}) {
    const made = sourceOf();
    await crawl.sources.create({ ...made, id, ...changes, status: { ...made.status, nextPollAt: AT, ...status } });
  }

  /** An item that was captured at `AT` and is due now. */
  async function addItem(path: string, changes: Partial<CrawlItem> = {}): Promise<CrawlItem> {
    const url = `https://paper.example${path}`;
    const item: CrawlItem = {
      key: itemKey(url),
      url,
      sourceId: "harbour",
      seenAt: AT,
      jobId: v7(),
      runId: "a-run",
      document: "a-document",
      takenAs: "new",
      takenAt: AT,
      revisits: ["PT1H", "PT6H"],
      revisitsDone: 0,
      firstCapturedAt: AT,
      lastEnd: { kind: "captured", at: AT },
      dueAt: later(HOUR_MS),
      ...changes,
    };
    await crawl.items.create(item);
    return item;
  }

  async function addRun(ledger: Partial<RunLedger>, changes: Partial<Run> = {}): Promise<Run> {
    const run: Run = {
      id: v7({ msecs: Date.parse(AT) }),
      sourceId: "harbour",
      kind: "poll",
      startedAt: AT,
      finishedAt: AT,
      outcome: "polled",
      documents: 1,
      ledger: { ...EMPTY_LEDGER, ...ledger },
      state: "open",
      nextCheckAt: AT,
      ...changes,
    };
    await crawl.runs.create(run);
    return run;
  }

  /** Ends so many of a run's items. */
  async function endItems(run: Run, count: number, end: Partial<ItemEndRow> = {}): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const jobId = v5(`${run.id} ${index}`, NAMESPACE);
      const row = { jobId, url: `https://paper.example/${index}`, takenAs: "new", kind: "captured", at: AT } as const;
      await crawl.runs.addEnd({ sourceId: run.sourceId, runId: run.id }, { ...row, ...end });
    }
  }

  return {
    ...{ deps, ...crawl, observer, polls, frontier, refuse, addSource, addItem, addRun, endItems },
    tick: (remainingMs = () => 60_000) => discover(deps, remainingMs),
    outcomes: () => observer.outcomes.map(({ outcome }) => outcome),
    pass: (ms: number) => {
      clock.ms += ms;
    },
    at: () => new Date(clock.ms).toISOString(),
  };
}

export type Setting = ReturnType<typeof createSetting>;
