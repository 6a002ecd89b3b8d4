/** What every job store must do; run against DynamoDB's emulators and the double in memory. */
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { v7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { type Attempt, JOB_RETENTION_DAYS } from "../../../shared/index/job.ts";
import { createJobStore, type JobStore, type Settlement } from "../../../shared/index/job-store.ts";
import { jobKey } from "../../../shared/index/keys.ts";
import type { Table } from "../../../shared/index/table.ts";
import { TABLE_KEY } from "../../../shared/names.ts";
import { AT, later, requestOf } from "../../support/fixtures.ts";

const REFUSED: Attempt = { at: later(10), code: "connection-refused", message: "paper.example refused" };

const DENIED = {
  status: "failed",
  error: { code: "robots-denied", message: "denied" },
  robots: { allowed: false, rule: "Disallow: /private", group: "*" },
} as const satisfies Settlement;

export function describeJobStore(storeOf: () => JobStore): void {
  describe("job store", () => {
    it("has no job before one is made", async () => {
      await expect(storeOf().get(v7())).resolves.toBeUndefined();
    });

    it("creates a job once, and a repeat changes nothing", async () => {
      const jobs = storeOf();
      const request = requestOf();
      await expect(jobs.create(request)).resolves.toBe(true);
      await expect(jobs.create({ ...request, url: "https://other.example/" })).resolves.toBe(false);
      await expect(jobs.get(request.jobId)).resolves.toEqual({
        id: request.jobId,
        url: request.url,
        origin: request.origin,
        requestedAt: request.requestedAt,
        updatedAt: request.requestedAt,
        status: "queued",
        claims: 0,
        attempts: [],
      });
    });

    it("makes the row of a job whose submit died before writing it", async () => {
      const jobs = storeOf();
      const origin = { kind: "source", sourceId: "harbour-feed", runId: "r", takenAs: "new" } as const;
      const request = requestOf({ origin });
      const claim = await jobs.claim(request, later(5));
      expect(claim).toEqual({ claimed: true, job: await jobs.get(request.jobId) });
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({
        url: request.url,
        origin,
        status: "capturing",
        claims: 1,
        updatedAt: later(5),
      });
      await expect(jobs.create(request)).resolves.toBe(false);
    });

    it("keeps until when an open job waits, and of no other", async () => {
      const jobs = storeOf();
      const request = requestOf();
      const waiting = { until: later(60_000), reason: "paused" };
      await jobs.recordWait(request.jobId, waiting);
      await expect(jobs.get(request.jobId)).resolves.toBeUndefined();
      await jobs.create(request);
      await jobs.recordWait(request.jobId, waiting);
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({ status: "queued", waiting });
      await jobs.settle(request.jobId, { status: "archived", captureId: request.jobId }, later(70_000));
      await jobs.recordWait(request.jobId, { until: later(90_000), reason: "busy" });
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({ status: "archived", waiting });
    });

    it("counts each time that a job is taken up", async () => {
      const jobs = storeOf();
      const request = requestOf();
      await jobs.create(request);
      await jobs.claim(request, later(1));
      await expect(jobs.claim(request, later(2))).resolves.toMatchObject({ claimed: true, job: { claims: 2 } });
    });

    it.each(["archived", "unchanged", "failed"] as const)("gives no job out again that is %s", async (status) => {
      const jobs = storeOf();
      const request = requestOf();
      await jobs.create(request);
      const error = { code: "timeout", message: "too slow" } as const;
      await jobs.settle(request.jobId, status === "failed" ? { status, error } : { status, captureId: v7() }, later(9));
      await expect(jobs.claim(request, later(20))).resolves.toEqual({ claimed: false });
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({ status, updatedAt: later(9), claims: 0 });
    });

    it("keeps failed attempts in order, and the job open", async () => {
      const jobs = storeOf();
      const request = requestOf();
      const second: Attempt = { at: later(20), code: "http-server-error", message: "503", httpStatus: 503 };
      await jobs.claim(request, later(1));
      await jobs.recordAttempt(request.jobId, REFUSED);
      await jobs.recordAttempt(request.jobId, second);
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({
        status: "capturing",
        attempts: [REFUSED, second],
        updatedAt: second.at,
      });
    });

    it("ends a job once, and nothing changes it after", async () => {
      const jobs = storeOf();
      const request = requestOf();
      const captureId = v7();
      await jobs.create(request);
      await expect(jobs.settle(request.jobId, { status: "archived", captureId }, later(3))).resolves.toBe(true);
      const ended = await jobs.get(request.jobId);
      expect(ended).toMatchObject({ status: "archived", captureId, updatedAt: later(3) });

      const error = { code: "timeout", message: "too slow" } as const;
      await expect(jobs.settle(request.jobId, { status: "failed", error }, later(4))).resolves.toBe(false);
      await jobs.recordAttempt(request.jobId, REFUSED);
      await expect(jobs.get(request.jobId)).resolves.toEqual(ended);
    });

    it("ends a failed job with its code, and with the capture of what the server did send", async () => {
      const jobs = storeOf();
      const request = requestOf();
      const [captureId, hop] = [v7(), v7()];
      const error = { code: "http-client-error", message: "gone", httpStatus: 410 } as const;
      await jobs.claim(request, later(1));
      await jobs.settle(request.jobId, { status: "failed", error, captureId, redirectIds: [hop] }, later(2));
      await expect(jobs.get(request.jobId)).resolves.toMatchObject({ error, captureId, redirectIds: [hop] });
    });

    it("keeps what robots.txt said with a job that it denied", async () => {
      const jobs = storeOf();
      const request = requestOf();
      await jobs.claim(request, later(1));
      await expect(jobs.settle(request.jobId, DENIED, later(2))).resolves.toBe(true);
      await expect(jobs.get(request.jobId)).resolves.toMatchObject(DENIED);
      await expect(jobs.claim(request, later(3))).resolves.toEqual({ claimed: false });
    });

    it("does not make a job by settling one that is not there", async () => {
      const jobs = storeOf();
      const id = v7();
      await expect(jobs.settle(id, { status: "archived", captureId: v7() }, later(3))).resolves.toBe(false);
      await jobs.recordAttempt(id, REFUSED);
      await expect(jobs.get(id)).resolves.toBeUndefined();
    });
  });
}

/** How long rows of jobs stay: of DynamoDB's own accord, so not of the double's. */
export function describeJobRetention(tableOf: () => Promise<Table>): void {
  describe("a job's row", () => {
    let table: Table;
    beforeAll(async () => {
      table = await tableOf();
    });
    async function expiryAfter(settlement?: Settlement): Promise<unknown> {
      const jobs = createJobStore(table);
      const request = requestOf();
      await jobs.create(request);
      await jobs.claim(request, later(1));
      if (settlement) await jobs.settle(request.jobId, settlement, later(2));
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: jobKey(request.jobId) }));
      return Item?.[TABLE_KEY.expires];
    }

    it.each<[string, Settlement | undefined]>([
      ["is open", undefined],
      ["is archived", { status: "archived", captureId: v7() }],
      ["failed", { status: "failed", error: { code: "timeout", message: "too slow" } }],
    ])("expires some days after it was asked for where the job %s", async (_, settlement) => {
      const seconds = Date.parse(AT) / 1000 + JOB_RETENTION_DAYS * 86_400;
      await expect(expiryAfter(settlement)).resolves.toBe(seconds);
    });

    it("stays for good where robots.txt denied: no capture says so", async () => {
      await expect(expiryAfter(DENIED)).resolves.toBeUndefined();
    });
  });
}
