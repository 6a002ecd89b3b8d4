/** What became of dead letters: each job ends, with a code, and what was captured stays. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import {
  recordCaptureCrash,
  recordErasureCrash,
  recordExtractCrash,
  recordPollCrash,
} from "../../functions/maintain/record-crash.ts";
import { recordRequisitesCrash } from "../../functions/maintain/record-requisites.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import { createSource } from "../../shared/sources/change-source.ts";
import { createObserverDouble, setHandlerEnv } from "../support/doubles.ts";
import { AT, captureOf, extractionOf, later, requestOf, restrictionOf } from "../support/fixtures.ts";
import { createMemoryCrawl } from "../support/memory-crawl-stores.ts";
import { createMemoryExports } from "../support/memory-exports.ts";
import { createMemoryImports } from "../support/memory-import-store.ts";
import { createMemoryPages } from "../support/memory-pages.ts";
import { createMemoryRestrictions } from "../support/memory-restrictions.ts";
import { createMemoryCaptures, createMemoryJobs } from "../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../functions/maintain/handler.ts");

let deps: {
  jobs: ReturnType<typeof createMemoryJobs>;
  captures: ReturnType<typeof createMemoryCaptures>;
  restrictions: RestrictionStore;
  pages: ReturnType<typeof createMemoryPages>;
  observer: ReturnType<typeof createObserverDouble>;
} & ReturnType<typeof createMemoryCrawl>;
beforeEach(() => {
  deps = {
    jobs: createMemoryJobs(),
    captures: createMemoryCaptures(),
    restrictions: createMemoryRestrictions(),
    pages: createMemoryPages(),
    observer: createObserverDouble(),
    ...createMemoryCrawl(),
  };
});

/** A capture whose extraction died, with its open job and the message that is left of it. */
async function deadExtraction() {
  const request = requestOf();
  const capture = captureOf({ jobId: request.jobId });
  await deps.jobs.create(request);
  await deps.captures.put(capture);
  const { id: captureId, jobId, url, capturedAt, warc: response } = capture;
  return {
    capture,
    body: JSON.stringify({ version: 1, captureId, jobId, url, capturedAt, response, redirectIds: [] }),
  };
}

describe("a dead letter of the frontier", () => {
  it.each([true, false])("fails its job (its row was there: %s)", async (hasRow) => {
    const request = requestOf();
    if (hasRow) await deps.jobs.create(request);
    await recordCaptureCrash(deps, JSON.stringify(request));
    await expect(deps.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "failed",
      error: { code: "capture-crashed" },
    });
    expect(deps.observer.outcomes).toMatchObject([{ outcome: "failed", code: "capture-crashed" }]);
  });

  it("ends the item that a source brought, in its run's ledger", async () => {
    const origin = { kind: "source", sourceId: "harbour", runId: "r", takenAs: "new" } as const;
    const request = requestOf({ origin });
    await recordCaptureCrash(deps, JSON.stringify(request));
    const { rows } = await deps.runs.listEnds({ sourceId: "harbour", runId: "r" }, { limit: 10 });
    expect(rows).toMatchObject([{ jobId: request.jobId, kind: "failed", code: "capture-crashed" }]);
  });

  it("changes no job that has ended", async () => {
    const request = requestOf();
    await deps.jobs.create(request);
    await deps.jobs.settle(request.jobId, { status: "archived", captureId: request.jobId }, AT);
    await recordCaptureCrash(deps, JSON.stringify(request));
    await expect(deps.jobs.get(request.jobId)).resolves.toMatchObject({ status: "archived" });
  });
});

describe("a dead letter of the polls queue", () => {
  it("fails its run, and its source is polled again later", async () => {
    const source = createSource(
      "harbour",
      { type: "feed", url: "https://paper.example/feed" },
      { by: "ana", now: new Date(AT) },
    );
    await deps.sources.create(source);
    const runId = v7({ msecs: Date.parse(AT) });
    await deps.sources.replace({ source, revision: 1, lease: { runId, until: later(900_000) } });
    const poll = {
      version: 1,
      kind: "source",
      sourceId: "harbour",
      runId,
      startedAt: AT,
      url: source.url,
      pending: [],
      depth: 0,
    };
    await recordPollCrash(deps, JSON.stringify(poll));
    await expect(deps.runs.get({ sourceId: "harbour", runId })).resolves.toMatchObject({
      outcome: "failed",
      error: { code: "poll-crashed" },
      state: "closed",
    });
    const stored = await deps.sources.get("harbour");
    expect(stored?.lease).toBeUndefined();
    expect(stored?.source.status).toMatchObject({
      failures: 1,
      lastFailure: "poll-crashed",
      nextPollAt: later(300_000),
    });
  });

  it("tells who waits for a search of a site", async () => {
    const id = v7();
    await recordPollCrash(
      deps,
      JSON.stringify({ version: 1, kind: "site", searchId: id, url: "https://paper.example/" }),
    );
    await expect(deps.searches.get(id)).resolves.toMatchObject({ status: "failed", error: { code: "poll-crashed" } });
  });
});

describe("a dead letter of extract", () => {
  it("leaves the capture, without an article and with the reason, and its job archived", async () => {
    const { capture, body } = await deadExtraction();
    await recordExtractCrash(deps, body);
    await expect(deps.captures.get(capture.id)).resolves.toMatchObject({
      extraction: { status: "failed", error: { code: "extract-crashed" } },
    });
    await expect(deps.jobs.get(capture.jobId)).resolves.toMatchObject({ status: "archived", captureId: capture.id });
  });

  it("takes no article away that was made all the same", async () => {
    const { capture, body } = await deadExtraction();
    await deps.captures.recordExtraction(capture, extractionOf());
    await recordExtractCrash(deps, body);
    await expect(deps.captures.get(capture.id)).resolves.toMatchObject({ extraction: { status: "done" } });
  });
});

it.each([recordCaptureCrash, recordExtractCrash, recordPollCrash])(
  "%o takes what cannot be read, and logs it",
  async (record) => {
    await expect(record(deps, "{")).resolves.toBeUndefined();
    expect(deps.observer.outcomes).toMatchObject([{ outcome: "dead-letter-unreadable", code: "bad-message" }]);
  },
);

describe("a dead letter of the erasures", () => {
  const erasure = { status: "running", captures: 3, bytes: 1000 } as const;
  const restriction = restrictionOf({ effect: "erase", erasure });

  it("leaves a restriction that still holds, and says that it failed", async () => {
    await deps.restrictions.put(restriction);
    await recordErasureCrash(deps, JSON.stringify({ version: 1, restriction }));
    const left = { ...restriction, erasure: { ...erasure, status: "failed" } };
    await expect(deps.restrictions.get(restriction.id)).resolves.toEqual(left);
  });

  it("is told of where nobody can read it", async () => {
    await recordErasureCrash(deps, "{}");
    expect(deps.observer.outcomes).toMatchObject([{ outcome: "dead-letter-unreadable", code: "bad-message" }]);
  });
});

describe("a dead letter that is about what a page is shown with", () => {
  const PAGE_ID = v7();
  const [PICTURE, SHEET] = ["https://paper.example/ferry.png", "https://paper.example/site.css"];
  const rowsOf = async () => (await deps.pages.list(PAGE_ID, { limit: 10 })).rows;
  const isComplete = async () => (await deps.pages.summarise(PAGE_ID)).complete;

  it("of the frontier fails its requisite, and not the page", async () => {
    const origin = { kind: "requisite", pageId: PAGE_ID, as: "image", depth: 1 } as const;
    const request = requestOf({ url: PICTURE, origin });
    await recordCaptureCrash(deps, JSON.stringify(request));
    await expect(rowsOf()).resolves.toMatchObject([{ url: PICTURE, status: "failed", code: "capture-crashed" }]);
  });

  it("of extract leaves the stylesheet's capture as it is, and the page can be complete", async () => {
    const capture = captureOf({ url: SHEET, extraction: { status: "none" } });
    await deps.captures.put(capture);
    await deps.pages.end(PAGE_ID, SHEET, { status: "captured", captureId: capture.id, isToBeRead: true });
    await deps.pages.markRead(PAGE_ID, { at: AT, leftOut: 0 });
    const { id: captureId, jobId, url, capturedAt, warc: response } = capture;
    const requisites = { pageId: PAGE_ID, wanted: "all", depth: 2, stylesheet: SHEET };
    const about = { captureId, jobId, url, capturedAt, response, redirectIds: [] };
    await recordExtractCrash(deps, JSON.stringify({ version: 1, ...about, task: "stylesheet-links", requisites }));
    await expect(deps.captures.get(capture.id)).resolves.toEqual(capture);
    await expect(isComplete()).resolves.toBe(true);
  });

  it("of requisites fails each that was not asked for or captured, and no other", async () => {
    await deps.pages.end(PAGE_ID, `${PICTURE}?there`, { status: "captured", captureId: v7(), isToBeRead: false });
    await deps.pages.want(PAGE_ID, { url: SHEET, as: "stylesheet", depth: 1, status: "waiting" });
    const links = [
      { url: `${PICTURE}?there`, as: "image" },
      { url: SHEET, as: "stylesheet" },
      { url: PICTURE, as: "image" },
      { url: "no URL", as: "image" },
    ];
    const message = { version: 1, pageId: PAGE_ID, depth: 1, links, leftOut: 0 };
    await recordRequisitesCrash(deps, JSON.stringify(message));
    const rows = await rowsOf();
    const code = "requisites-crashed";
    expect(rows).toHaveLength(3);
    expect(rows.find(({ url }) => url === `${PICTURE}?there`)).toMatchObject({ status: "captured" });
    expect(rows.find(({ url }) => url === SHEET)).toMatchObject({ status: "failed", code });
    expect(rows.find(({ url }) => url === PICTURE)).toMatchObject({ status: "failed", code, as: "image" });
    await expect(isComplete()).resolves.toBe(true);
    expect(deps.observer.outcomes).toMatchObject([{ outcome: "failed", captureId: PAGE_ID, code }]);
  });

  it("of requisites that cannot be read is told of", async () => {
    await recordRequisitesCrash(deps, "{");
    expect(deps.observer.outcomes).toMatchObject([{ outcome: "dead-letter-unreadable" }]);
  });
});

it("the schedule drains all queues, and tells of what had to stay", async () => {
  const request = requestOf();
  const { capture, body } = await deadExtraction();
  const kept = new Error("throttled");
  const handler = createHandler(
    {
      ...deps,
      frontierDeadLetters: async (record) => {
        await record(JSON.stringify(request));
        return { recorded: 1, errors: [kept] };
      },
      extractDeadLetters: async (record) => {
        await record(body);
        return { recorded: 1, errors: [] };
      },
      pollsDeadLetters: async () => ({ recorded: 0, errors: [] }),
      erasuresDeadLetters: async () => ({ recorded: 0, errors: [] }),
      requisitesDeadLetters: async () => ({ recorded: 0, errors: [] }),
      importsDeadLetters: async () => ({ recorded: 0, errors: [] }),
      imports: createMemoryImports(),
      exports: createMemoryExports(),
      exportsDeadLetters: async () => ({ recorded: 0, errors: [] }),
    },
    deps.observer,
  );
  await expect(handler({}, {} as never)).resolves.toEqual({ recorded: 2, kept: 1 });
  await expect(deps.jobs.get(request.jobId)).resolves.toMatchObject({ status: "failed" });
  await expect(deps.jobs.get(capture.jobId)).resolves.toMatchObject({ status: "archived" });
  expect(deps.observer.outcomes).toContainEqual({ outcome: "dead-letter-kept", error: kept });
});
