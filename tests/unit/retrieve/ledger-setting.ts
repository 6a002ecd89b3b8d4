/** What the routes of the coverage ledger run in: sources, runs and ends in memory. */
import { v7 } from "uuid";
import type { ItemEndRow, Run } from "../../../shared/sources/run.ts";
import { EMPTY_LEDGER, type RunLedger } from "../../../shared/sources/run-ledger.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { unrestricted } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";
import { sourceOf } from "../sources/setting.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/retrieve/handler.ts");

type LedgerChanges = Partial<Omit<Run, "ledger">> & { readonly ledger?: Partial<RunLedger> };

export function createLedgerSetting(crawl = createMemoryCrawl()) {
  const { sources, runs, now } = crawl;
  const setting = {
    sources,
    runs,
    handler() {
      const deps: Parameters<typeof createHandler>[0] = {
        sources,
        runs: setting.runs,
        now,
        jobs: createMemoryJobs(),
        pages: createMemoryPages(),
        captures: createMemoryCaptures(),
        objects: createMemoryObjects(),
        listArticles: async () => ({ rows: [], after: undefined }),
        readable: unrestricted(),
      };
      return createHandler(deps, createObserverDouble());
    },
    get: (path: string, options: Call = {}) => call(setting.handler(), `GET ${path}`, options),
    /** Makes a source and returns its id. */
    async addSource(name = "Paper"): Promise<string> {
      const id = v7();
      await sources.create({ ...sourceOf({ name }), id });
      return id;
    },
    async addRun(sourceId: string, changes: LedgerChanges = {}): Promise<Run> {
      const startedAt = changes.startedAt ?? AT;
      const run: Run = {
        id: v7({ msecs: Date.parse(startedAt) }),
        sourceId,
        kind: "poll",
        startedAt,
        outcome: "polled",
        documents: 1,
        state: "closed",
        ...changes,
        ledger: { ...EMPTY_LEDGER, ...changes.ledger },
      };
      await runs.create(run);
      return run;
    },
    async addEnd({ id: runId, sourceId }: Run, changes: Partial<ItemEndRow> = {}): Promise<ItemEndRow> {
      const end: ItemEndRow = {
        jobId: v7(),
        url: "https://paper.example/ferry",
        takenAs: "new",
        kind: "captured",
        at: AT,
        ...changes,
      };
      await runs.addEnd({ sourceId, runId }, end);
      return end;
    },
  };
  return setting;
}
