/** Owns the shape of a job: one ingest request's life. Pure. */
import * as z from "zod";
import { originSchema } from "../../events/capture-requested.ts";
import { FAILURE_CODES } from "../errors.ts";
import { robotsVerdictSchema } from "../robots/robots-verdict.ts";

/** `archived`, `unchanged` and `failed` are final. */
export const JOB_STATUSES = ["queued", "capturing", "archived", "unchanged", "failed"] as const;
export const OPEN_STATUSES = ["queued", "capturing"] as const satisfies readonly JobStatus[];

export type JobStatus = (typeof JOB_STATUSES)[number];

/** Days a job is kept after it was asked for (DynamoDB TTL; the capture stays). */
export const JOB_RETENTION_DAYS = 30;

export const failureSchema = z
  .object({
    code: z.enum(FAILURE_CODES),
    message: z.string(),
    httpStatus: z.int().optional(),
  })
  .meta({ id: "Failure", description: "Why something failed. The code is stable." });

export const attemptSchema = z.object({
  at: z.iso.datetime(),
  code: z.enum(FAILURE_CODES),
  message: z.string(),
  httpStatus: z.int().optional(),
});

export const jobSchema = z.object({
  id: z.uuid(),
  url: z.url(),
  status: z.enum(JOB_STATUSES),
  origin: originSchema,
  requestedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** How often capture took the job up and did not come back with an answer: its failed attempts, and its crashes. */
  claims: z.int().min(0),
  /** Failed attempts, oldest first. */
  attempts: z.array(attemptSchema),
  /** The capture that settled the job. */
  captureId: z.uuid().optional(),
  /** Captures of the redirects that led there, in order. */
  redirectIds: z.array(z.uuid()).optional(),
  error: failureSchema.optional(),
  /** While it waits for its host: until when, and why. Kept of waits that a caller would notice. */
  waiting: z.object({ until: z.iso.datetime(), reason: z.string() }).optional(),
  /** What robots.txt said, where it denied: then there is no capture to say so. */
  robots: robotsVerdictSchema.optional(),
});

export type Failure = z.infer<typeof failureSchema>;
export type Attempt = z.infer<typeof attemptSchema>;
export type Waiting = NonNullable<z.infer<typeof jobSchema>["waiting"]>;
export type Job = z.infer<typeof jobSchema>;

export function isFinal(job: Job): boolean {
  return !OPEN_STATUSES.some((status) => status === job.status);
}
