/**
 * Owns keeping a URL that kills capture from killing others: a job over which capture may have died before is worked on
 * alone. A crash says nothing of which record of a batch it was, so all of them are suspects until they are through.
 */
import type { SQSRecord } from "aws-lambda";
import { captureRequestedSchema } from "../../events/capture-requested.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { crashesOf } from "./retry-policy.ts";

/** How often a record was received, this time included. */
export function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}

/** Which records of a batch to work on now, and which to give back at once, before they are taken up. */
export async function isolateSuspects(
  jobs: Pick<JobStore, "get">,
  records: readonly SQSRecord[],
): Promise<{ now: readonly SQSRecord[]; later: readonly SQSRecord[] }> {
  if (records.length === 1) return { now: records, later: [] };
  const suspects = new Set<SQSRecord>();
  await Promise.all(
    records.map(async (record) => {
      if (await isSuspect(jobs, record)) suspects.add(record);
    }),
  );
  const clear = records.filter((record) => !suspects.has(record));
  if (clear.length > 0) return { now: clear, later: [...suspects] };
  return { now: records.slice(0, 1), later: records.slice(1) };
}

/** A record that comes for the first time is none, and costs no read. */
async function isSuspect(jobs: Pick<JobStore, "get">, record: SQSRecord): Promise<boolean> {
  if (receivesOf(record) <= 1) return false;
  const message = parseMessage(captureRequestedSchema, record.body);
  const job = message.ok ? await jobs.get(message.value.jobId) : undefined;
  return job !== undefined && crashesOf(job) > 0;
}
