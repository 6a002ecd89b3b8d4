/** What an outcome looks like in CloudWatch. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createObserver, flushObserver, hostOf } from "../../shared/observe.ts";

/** Powertools prints to the console that can be watched only in its development mode. */
beforeEach(() => {
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  for (const level of ["info", "error", "log"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const printed = (level: "info" | "error" | "log") =>
  vi.mocked(console[level]).mock.calls.map(([line]) => JSON.parse(line));

describe("an outcome", () => {
  it("is one JSON line with its stage and fields", () => {
    createObserver("capture").outcome({ outcome: "captured", host: "paper.example", ms: 41, attempt: 1 });
    expect(printed("info")).toMatchObject([
      { level: "INFO", message: "captured", stage: "capture", host: "paper.example", ms: 41, attempt: 1 },
    ]);
    expect(printed("error")).toEqual([]);
  });

  it("that is an error says what went wrong and where", () => {
    const cause = new Error("socket closed");
    createObserver("extract").outcome({ outcome: "not-stored", error: new Error("no bucket", { cause }) });
    expect(printed("error")).toMatchObject([
      { message: "not-stored", stage: "extract", error: { message: "no bucket", cause: { message: "socket closed" } } },
    ]);
  });

  it("that is an error of no class is still printed", () => {
    createObserver("extract").outcome({ outcome: "not-stored", error: "InternalError" });
    expect(printed("error")).toMatchObject([{ error: { message: "InternalError" } }]);
  });

  it("is counted, with the time it took, once the invocation is over, even one that failed", async () => {
    const observer = createObserver("capture");
    for (const ms of [10, 30]) observer.outcome({ outcome: "captured", ms });
    expect(printed("log")).toEqual([]);
    await flushObserver(observer).onError?.({} as never);
    expect(printed("log")).toMatchObject([{ service: "capture", captured: [1, 1], "captured-ms": [10, 30] }]);
    expect(printed("log")[0]._aws.CloudWatchMetrics[0].Namespace).toBe("Pressmark");
  });
});

describe("hostOf", () => {
  it.each([
    ["https://ana:secret@paper.example:8080/a?b", "paper.example:8080"],
    ["not a URL", "?"],
  ])("shows of %s only %s", (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});
