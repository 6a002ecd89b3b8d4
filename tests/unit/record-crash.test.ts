/** What became of dead letters: each job ends, with a code, and what was captured stays. */
import { beforeEach, describe, expect, it } from "vitest";
import { recordCaptureCrash, recordExtractCrash } from "../../functions/maintain/record-crash.ts";
import { createObserverDouble, setHandlerEnv } from "../support/doubles.ts";
import { AT, captureOf, extractionOf, requestOf } from "../support/fixtures.ts";
import { createMemoryCaptures, createMemoryJobs } from "../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../functions/maintain/handler.ts");

let deps: {
  jobs: ReturnType<typeof createMemoryJobs>;
  captures: ReturnType<typeof createMemoryCaptures>;
  observer: ReturnType<typeof createObserverDouble>;
  now: () => Date;
};
beforeEach(() => {
  deps = {
    jobs: createMemoryJobs(),
    captures: createMemoryCaptures(),
    observer: createObserverDouble(),
    now: () => new Date(AT),
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

  it("changes no job that has ended", async () => {
    const request = requestOf();
    await deps.jobs.create(request);
    await deps.jobs.settle(request.jobId, { status: "archived", captureId: request.jobId }, AT);
    await recordCaptureCrash(deps, JSON.stringify(request));
    await expect(deps.jobs.get(request.jobId)).resolves.toMatchObject({ status: "archived" });
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

it.each([recordCaptureCrash, recordExtractCrash])("%o takes what cannot be read, and logs it", async (record) => {
  await expect(record(deps, "{")).resolves.toBeUndefined();
  expect(deps.observer.outcomes).toMatchObject([{ outcome: "dead-letter-unreadable", code: "bad-message" }]);
});

it("the schedule drains both queues, and tells of what had to stay", async () => {
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
    },
    deps.observer,
  );
  await expect(handler({}, {} as never)).resolves.toEqual({ recorded: 2, kept: 1 });
  await expect(deps.jobs.get(request.jobId)).resolves.toMatchObject({ status: "failed" });
  await expect(deps.jobs.get(capture.jobId)).resolves.toMatchObject({ status: "archived" });
  expect(deps.observer.outcomes).toContainEqual({ outcome: "dead-letter-kept", error: kept });
});
