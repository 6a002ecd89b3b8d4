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

/** One host's messages of a batch, in order. */
type Group = readonly SQSRecord[];

/**
 * Which hosts of a batch to work on now, and which to give back at once, before anything is taken up. Only the first
 * message of each host is looked at: the others wait for its turn anyway.
 */
export async function isolateSuspects(
  jobs: Pick<JobStore, "get">,
  groups: readonly Group[],
): Promise<{ now: readonly Group[]; later: readonly Group[] }> {
  if (groups.length === 1) return { now: groups, later: [] };
  const suspects = new Set<Group>();
  await Promise.all(
    groups.map(async (group) => {
      if (group[0] && (await isSuspect(jobs, group[0]))) suspects.add(group);
    }),
  );
  const clear = groups.filter((group) => !suspects.has(group));
  if (clear.length > 0) return { now: clear, later: [...suspects] };
  return { now: groups.slice(0, 1), later: groups.slice(1) };
}

/** A record that comes for the first time is none, and costs no read. */
export async function isSuspect(jobs: Pick<JobStore, "get">, record: SQSRecord): Promise<boolean> {
  if (receivesOf(record) <= 1) return false;
  const message = parseMessage(captureRequestedSchema, record.body);
  const job = message.ok ? await jobs.get(message.value.jobId) : undefined;
  return job !== undefined && crashesOf(job) > 0;
}
