import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Collector } from "../../../functions/capture/collector.ts";

const LINGER_MS = 1000;

describe("Collector", () => {
  const flushes: (readonly string[])[] = [];
  const flush = vi.fn(async (items: readonly string[]) => {
    flushes.push(items);
    return items.map((item) => item.toUpperCase());
  });
  let collector: Collector<string, string>;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    flushes.length = 0;
    collector = new Collector(flush, { lingerMs: LINGER_MS, weigh: (item) => item.length, maxWeight: 10 });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  it("flushes once, when nothing is running any more, and answers each with its own result", async () => {
    const other = Promise.withResolvers<void>();
    let results: Promise<string>[] = [];
    const first = collector.during(async () => {
      results = [collector.add("a"), collector.add("b")];
    });
    const second = collector.during(async () => {
      await other.promise;
      results.push(collector.add("c"));
    });
    await first;
    await turn();
    expect(flushes).toEqual([]);
    other.resolve();
    await second;
    await expect(Promise.all(results)).resolves.toEqual(["A", "B", "C"]);
    expect(flushes).toEqual([["a", "b", "c"]]);
  });

  it("lets nothing linger too long because of slow work beside it", async () => {
    const slow = Promise.withResolvers<void>();
    const running = collector.during(() => slow.promise);
    const early = collector.add("early");
    await vi.advanceTimersByTimeAsync(LINGER_MS - 1);
    expect(flushes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await expect(early).resolves.toBe("EARLY");
    const late = collector.add("late");
    slow.resolve();
    await running;
    await expect(late).resolves.toBe("LATE");
    expect(flushes).toEqual([["early"], ["late"]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("flushes at once when what waits weighs too much", async () => {
    const slow = Promise.withResolvers<void>();
    const running = collector.during(() => slow.promise);
    const light = collector.add("light");
    expect(flushes).toEqual([]);
    const heavy = collector.add("heavy");
    await expect(Promise.all([light, heavy])).resolves.toEqual(["LIGHT", "HEAVY"]);
    expect(flushes).toEqual([["light", "heavy"]]);
    slow.resolve();
    await running;
  });

  it("flushes nothing when nothing was added", async () => {
    await collector.during(async () => undefined);
    expect(flush).not.toHaveBeenCalled();
  });

  it("tells every item of a flush that fails, and goes on with the next", async () => {
    flush.mockRejectedValueOnce(new Error("no bucket"));
    let failed: Promise<string>[] = [];
    await collector.during(async () => {
      failed = [collector.add("a"), collector.add("b")];
    });
    for (const result of failed) await expect(result).rejects.toThrow("no bucket");
    let next = Promise.resolve("");
    await collector.during(async () => {
      next = collector.add("c");
    });
    await expect(next).resolves.toBe("C");
  });

  it("flushes what was added by work that then failed", async () => {
    let added = Promise.resolve("");
    const work = collector.during(async () => {
      added = collector.add("a");
      throw new Error("broke after");
    });
    await expect(work).rejects.toThrow("broke after");
    await expect(added).resolves.toBe("A");
  });
});
