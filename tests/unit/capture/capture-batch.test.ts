/** A batch of the frontier: who waits for whom, and what becomes of each message. */
import { describe, expect, it } from "vitest";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import { captureBatch, NotDoneError } from "../../../functions/capture/capture-batch.ts";
import { MAX_ATTEMPTS } from "../../../functions/capture/retry-policy.ts";
import { PressmarkError } from "../../../shared/errors.ts";
import { recordOf } from "../../support/doubles.ts";
import { later, requestOf } from "../../support/fixtures.ts";
import { createSetting, fetched, frontierRecord, pageAt } from "./setting.ts";

const MINUTE = () => 60_000;
const refused = { kind: "failed", exchanges: [], error: new PressmarkError("connection-refused", "refused") } as const;

const run = (setting: ReturnType<typeof createSetting>, requests: readonly CaptureRequested[], left = MINUTE) =>
  captureBatch(setting.deps, requests.map(frontierRecord), left);
const statusesOf = (fates: readonly PromiseSettledResult<void>[]) => fates.map(({ status }) => status);

describe("a batch", () => {
  it("writes one object for all its pages, and acknowledges each", async () => {
    const setting = createSetting();
    const requests = ["https://one.example/a", "https://two.example/a", "https://one.example/b"].map((url) =>
      requestOf({ url }),
    );
    expect(statusesOf(await run(setting, requests))).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(setting.objects.stored.size).toBe(1);
    expect(setting.messages.map(({ jobId }) => jobId).toSorted()).toEqual(
      requests.map(({ jobId }) => jobId).toSorted(),
    );
    expect(setting.observer.outcomes).toHaveLength(3);
    expect(setting.observer.outcomes[0]).toMatchObject({ outcome: "captured", host: "one.example", attempt: 1 });
  });

  it("is not spoiled by a message that cannot be read, which is acknowledged and logged", async () => {
    const setting = createSetting();
    const good = requestOf();
    const records = [recordOf("{not json"), frontierRecord(good), recordOf({ version: 9 })];
    expect(statusesOf(await captureBatch(setting.deps, records, MINUTE))).toEqual(Array(3).fill("fulfilled"));
    expect(setting.messages.map(({ jobId }) => jobId)).toEqual([good.jobId]);
    expect(setting.observer.outcomes.filter(({ code }) => code === "bad-message")).toHaveLength(2);
  });

  it("is not spoiled by one whose store fails, and says in the log what failed", async () => {
    const setting = createSetting();
    const [good, unlucky] = [requestOf({ url: "https://one.example/" }), requestOf({ url: "https://two.example/" })];
    const { claim } = setting.deps.jobs;
    const failure = new Error("table throttled");
    setting.deps.jobs.claim = async (request, at) => {
      if (request.jobId === unlucky.jobId) throw failure;
      return claim(request, at);
    };
    expect(statusesOf(await run(setting, [unlucky, good]))).toEqual(["rejected", "fulfilled"]);
    expect(setting.observer.outcomes).toContainEqual(
      expect.objectContaining({ outcome: "not-done", jobId: unlucky.jobId, error: failure }),
    );
  });

  it("fetches the URLs of one host one after the other, and hosts side by side", async () => {
    const inFlight = new Map<string, number>();
    let [mostOfHost, most] = [0, 0];
    const watch = async ({ url }: { url: string }) => {
      const { host } = new URL(url);
      inFlight.set(host, (inFlight.get(host) ?? 0) + 1);
      mostOfHost = Math.max(mostOfHost, inFlight.get(host) ?? 0);
      most = Math.max(
        most,
        [...inFlight.values()].reduce((sum, count) => sum + count),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      inFlight.set(host, (inFlight.get(host) ?? 0) - 1);
      return fetched(pageAt(url));
    };
    const urls = ["one", "two", "three"].flatMap((host) => [1, 2, 3].map((n) => `https://${host}.example/${n}`));
    const setting = createSetting(Object.fromEntries(urls.map((url) => [url, watch])));
    await run(
      setting,
      urls.map((url) => requestOf({ url })),
    );
    expect(mostOfHost).toBe(1);
    expect(most).toBe(3);
    expect(setting.fetches.map(({ url }) => url).filter((url) => url.includes("two"))).toEqual(
      urls.filter((url) => url.includes("two")),
    );
  });

  it("gives back at once what there is no time left for, without taking the job up", async () => {
    const setting = createSetting();
    const requests = ["https://one.example/1", "https://one.example/2"].map((url) => requestOf({ url }));
    const fates = await run(setting, requests, () => (setting.fetches.length === 0 ? 60_000 : 999));
    expect(statusesOf(fates)).toEqual(["fulfilled", "rejected"]);
    expect(setting.givenBack).toEqual([expect.objectContaining({ delaySeconds: 0 })]);
    expect(setting.fetches).toHaveLength(1);
    await expect(setting.jobs.get(requests[1]?.jobId ?? "")).resolves.toBeUndefined();
  });
});

describe("a host's turn", () => {
  const urls = ["https://one.example/1", "https://one.example/2", "https://one.example/3", "https://two.example/1"];
  const requests = urls.map((url) => requestOf({ url }));

  it("is one request: the host's other messages go back until its next turn, together and unclaimed", async () => {
    const setting = createSetting({}, () => ({ waitSeconds: 2 }));
    expect(statusesOf(await run(setting, requests))).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(setting.fetches.map(({ url }) => url).toSorted()).toEqual([urls[0], urls[3]]);
    expect(setting.givenBack.map(({ delaySeconds }) => delaySeconds)).toEqual([2, 2]);
    expect(setting.objects.stored.size).toBe(1);
    await expect(setting.jobs.get(requests[1]?.jobId ?? "")).resolves.toBeUndefined();
    // A host with a long queue gives nine messages back for each that is fetched: they are counted, not logged.
    expect(setting.observer.outcomes.map(({ outcome }) => outcome)).toEqual(["captured", "captured"]);
    expect(setting.observer.counts.get("given-back")).toBe(2);
  });

  it("that is not to be had sends all its messages back for as long as that is, and delays no other host", async () => {
    const setting = createSetting({}, ({ url }) =>
      url.includes("one.example") ? { kind: "wait", waitSeconds: 3600, reason: "paused" } : undefined,
    );
    expect(statusesOf(await run(setting, requests))).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
    expect(setting.givenBack.map(({ delaySeconds }) => delaySeconds)).toEqual([3600, 3600, 3600]);
    expect(setting.observer.outcomes).toMatchObject([{ outcome: "waiting", code: "paused" }, { outcome: "captured" }]);
  });

  it("that is far away is told of on the job of who asked", async () => {
    const setting = createSetting({}, () => ({ kind: "wait", waitSeconds: 600, reason: "paused" }));
    const request = requestOf();
    await setting.jobs.create(request);
    await run(setting, [request]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "queued",
      waiting: { until: later(600_000), reason: "paused" },
    });
  });

  it("is asked for by who waits for an answer ahead of what a crawl has brought", async () => {
    const setting = createSetting();
    const origin = { kind: "source", sourceId: "harbour", runId: "r", takenAs: "new" } as const;
    await run(setting, [requestOf({ url: urls[0] }), requestOf({ url: urls[1], origin })]);
    expect(setting.polite.map(({ url, priority }) => [url, priority])).toEqual([
      [urls[0], "on-demand"],
      [urls[1], "crawl"],
    ]);
  });

  it("is not waited for by a caller while the site's robots.txt cannot be had for long; a crawl waits", async () => {
    const wait = { kind: "wait", waitSeconds: 80, reason: "robots", code: "connection-refused" } as const;
    const setting = createSetting({}, () => wait);
    const request = requestOf();
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "failed",
      error: { code: "connection-refused" },
    });
    const origin = { kind: "source", sourceId: "harbour", runId: "r", takenAs: "new" } as const;
    expect(statusesOf(await run(setting, [requestOf({ origin })]))).toEqual(["rejected"]);
  });

  it("that never comes ends as a recorded failure, before the queue would forget the message", async () => {
    const setting = createSetting({}, () => ({ kind: "wait", waitSeconds: 36_000, reason: "circuit-open" }));
    const request = requestOf({ requestedAt: "2026-03-01T00:00:00.000Z" });
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({ error: { code: "waited-too-long" } });
    expect(setting.ends).toMatchObject([{ kind: "failed", code: "waited-too-long" }]);
  });
});

describe("a message", () => {
  it("that comes again after its job ended is acknowledged, and nothing is fetched", async () => {
    const setting = createSetting();
    const request = requestOf();
    await setting.jobs.create(request);
    await setting.jobs.settle(request.jobId, { status: "archived", captureId: request.jobId }, request.requestedAt);
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    expect(setting.fetches).toEqual([]);
    expect(setting.observer.outcomes).toMatchObject([{ outcome: "repeat", jobId: request.jobId }]);
  });

  it("whose fetch failed for now stays on the frontier, and its job keeps the attempt", async () => {
    const request = requestOf();
    const setting = createSetting({ [request.url]: refused }, () => ({ waitSeconds: 10 }));
    const [fate] = await run(setting, [request]);
    expect(fate).toMatchObject({ status: "rejected", reason: expect.any(NotDoneError) });
    expect(setting.givenBack).toMatchObject([{ delaySeconds: 10 }]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "capturing",
      attempts: [{ code: "connection-refused", message: "refused" }],
    });
    expect(setting.log).toEqual(["job claimed", "attempt connection-refused", "given back"]);
  });

  it("fails its job after the last attempt, with every attempt kept", async () => {
    const request = requestOf();
    const setting = createSetting({ [request.url]: refused });
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) await run(setting, [request]);
    expect(setting.givenBack).toHaveLength(MAX_ATTEMPTS - 1);
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    const job = await setting.jobs.get(request.jobId);
    expect(job).toMatchObject({ status: "failed", error: { code: "connection-refused" } });
    expect(job?.attempts).toHaveLength(MAX_ATTEMPTS);
    expect(setting.objects.stored.size).toBe(0);
    expect(setting.observer.outcomes.at(-1)).toMatchObject({ outcome: "failed", code: "connection-refused" });
  });

  it("over which capture dies again and again fails its job, and is not fetched any more", async () => {
    const request = requestOf();
    const setting = createSetting();
    for (let crash = 1; crash <= 3; crash += 1) await setting.jobs.claim(request, request.requestedAt);
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    expect(setting.fetches).toEqual([]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "failed",
      error: { code: "capture-crashed" },
    });
  });

  it("is not given up for an outage of ours, however long, and comes back after a growing wait", async () => {
    const request = requestOf();
    const setting = createSetting();
    const { put } = setting.deps.objects;
    setting.deps.objects.put = () => Promise.reject(new Error("the bucket does not answer"));
    for (let receives = 1; receives <= 12; receives += 1) {
      const record = { ...frontierRecord(request), receiptHandle: `receipt-${receives}` };
      record.attributes.ApproximateReceiveCount = String(receives);
      expect(statusesOf(await captureBatch(setting.deps, [record], MINUTE))).toEqual(["rejected"]);
    }
    const delays = setting.givenBack.map(({ delaySeconds }) => delaySeconds);
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
    expect([delays[0], delays.at(-1)]).toEqual([5, 900]);
    setting.deps.objects.put = put;
    expect(statusesOf(await run(setting, [request]))).toEqual(["fulfilled"]);
    expect(setting.messages).toHaveLength(1);
  });

  it("over which capture may have died is worked on alone: others first, and of suspects one", async () => {
    const requests = ["https://a.example/", "https://b.example/", "https://c.example/"].map((url) =>
      requestOf({ url }),
    );
    const setting = createSetting();
    for (const request of requests.slice(1)) await setting.jobs.claim(request, request.requestedAt);
    const again = (among: readonly CaptureRequested[]) =>
      among.map((request) => {
        const record = frontierRecord(request);
        record.attributes.ApproximateReceiveCount = "2";
        return record;
      });
    expect(statusesOf(await captureBatch(setting.deps, again(requests), MINUTE))).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(statusesOf(await captureBatch(setting.deps, again(requests.slice(1)), MINUTE))).toEqual([
      "fulfilled",
      "rejected",
    ]);
    expect(setting.fetches.map(({ url }) => url)).toEqual(["https://a.example/", "https://b.example/"]);
    expect(setting.givenBack.map(({ delaySeconds }) => delaySeconds)).toEqual([0, 0, 0]);
  });

  it("that has another URL's job is forgotten: it lost a race for one Idempotency-Key", async () => {
    const request = requestOf();
    const setting = createSetting();
    await setting.jobs.create(request);
    const loser = { ...request, url: "https://other.example/" };
    expect(statusesOf(await run(setting, [loser]))).toEqual(["fulfilled"]);
    expect(setting.fetches).toEqual([]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({ url: request.url, claims: 0 });
  });

  it("that makes no sense but names a job fails that job", async () => {
    const request = requestOf();
    const setting = createSetting();
    await setting.jobs.create(request);
    const record = recordOf({ ...request, version: 99 });
    expect(statusesOf(await captureBatch(setting.deps, [record], MINUTE))).toEqual(["fulfilled"]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "failed",
      error: { code: "bad-message" },
    });
  });
});
