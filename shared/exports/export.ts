/**
 * Owns what an export is: what was asked for, how far it is, and what became of it. It is made in steps, and between two
 * of them everything that the next one needs stands here or in the bucket: any step may be done by another invocation
 * than the last, and be done again. Pure.
 */
import * as z from "zod";
import { failureSchema } from "../index/job.ts";
import { EXPORT_DAYS, PREFIX } from "../names.ts";

/** Limits of one export. */
export const EXPORT_LIMITS = {
  /** The index of as many is sorted in memory: some 40 MB. */
  captures: 100_000,
  /** Each is looked up when the link is asked for: whatever was taken down since must not be handed out. */
  sites: 2000,
} as const;

const span = {
  /** Captured at or after, ISO 8601. */
  from: z.iso.datetime().optional(),
  /** Captured before, ISO 8601. */
  to: z.iso.datetime().optional(),
};

export const selectionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ids"), ids: z.array(z.uuid()).min(1) }),
  /** Every capture of one URL. */
  z.object({ kind: z.literal("url"), url: z.url(), ...span }),
  /** Every capture of a host; only those that a source brought, where one is named. */
  z.object({ kind: z.literal("host"), host: z.string(), source: z.string().optional(), ...span }),
  /** The articles that a source brought, or all. */
  z.object({ kind: z.literal("articles"), source: z.string().optional(), ...span }),
]);

export type Selection = Readonly<z.infer<typeof selectionSchema>>;

/** A place in the plan: the next capture to be written. */
const placeSchema = z.object({ chunk: z.int().min(1), at: z.int().min(0) });
export type Place = Readonly<z.infer<typeof placeSchema>>;

const stepSchema = z.discriminatedUnion("kind", [
  /** Captures are looked up, and listed in chunks of a plan; `after` is where the list goes on. */
  z.object({ kind: z.literal("plan"), chunks: z.int().min(0), after: z.string().optional() }),
  /** Each WARC file is one part of the upload. `offset` is where the next begins. */
  z.object({
    kind: z.literal("write"),
    uploadId: z.string(),
    chunks: z.int().min(1),
    place: placeSchema,
    files: z.int().min(0),
    offset: z.int().min(0),
  }),
  /** All WARC files are written; the last of them is in the bucket by itself, where it was too small for a part. */
  z.object({ kind: z.literal("finish"), uploadId: z.string(), chunks: z.int(), files: z.int(), hasTail: z.boolean() }),
  z.object({ kind: z.literal("end"), chunks: z.int().min(0) }),
]);

export const exportCountsSchema = z.object({
  /** Captures that were found to belong to it. */
  planned: z.int().min(0),
  /** Captures whose records are in it. */
  captures: z.int().min(0),
  pages: z.int().min(0),
  /** Left out because they may not be read. */
  restricted: z.int().min(0),
  /** Left out because their stored bytes are not those that were captured. */
  damaged: z.int().min(0),
  /** Left out because they are larger than is held in memory. */
  tooLarge: z.int().min(0),
});

export const EXPORT_STATUSES = ["queued", "running", "done", "failed"] as const;

export const exportSchema = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  /** Name of the token that asked for it. */
  by: z.string(),
  title: z.string(),
  description: z.string().optional(),
  selection: selectionSchema,
  /** Whether pages come with what they were shown with. */
  withRequisites: z.boolean(),
  status: z.enum(EXPORT_STATUSES),
  step: stepSchema,
  counts: exportCountsSchema,
  /** Bytes of text that the list of pages may still take. */
  textLeft: z.int(),
  /** The first page, which a client shows first. */
  mainPage: z.object({ url: z.url(), capturedAt: z.iso.datetime() }).optional(),
  /** Bytes of the finished file. */
  bytes: z.int().optional(),
  finishedAt: z.iso.datetime().optional(),
  error: failureSchema.optional(),
});

export type Export = Readonly<z.infer<typeof exportSchema>>;
export type Step<K extends Export["step"]["kind"]> = Extract<Export["step"], { kind: K }>;

/** An export in one of its steps. */
export type ExportIn<K extends Export["step"]["kind"]> = Export & { readonly step: Step<K> };

/** Text in the list of pages, in all: clients load the list whole. */
const PAGES_TEXT_BYTES = 16 * 1024 * 1024;

export type ExportRequest = Pick<
  Export,
  "id" | "createdAt" | "by" | "title" | "description" | "selection" | "withRequisites"
>;

export function createExport(request: ExportRequest): Export {
  return {
    ...request,
    status: "queued",
    step: { kind: "plan", chunks: 0 },
    counts: { planned: 0, captures: 0, pages: 0, restricted: 0, damaged: 0, tooLarge: 0 },
    textLeft: PAGES_TEXT_BYTES,
  };
}

export const isEnded = ({ status }: Pick<Export, "status">): boolean => status === "done" || status === "failed";

const DAY_MS = 86_400_000;

/** When the bucket forgets the file; it goes by the day on which the upload began. */
export function availableUntil({ createdAt }: Pick<Export, "createdAt">): Date {
  return new Date(Date.parse(createdAt) + EXPORT_DAYS * DAY_MS);
}

/** Keys of an export's objects. What it was made of stays as long as the file: see {@link EXPORT_LIMITS}. */
export const exportKeys = (id: string) => {
  const folder = `${PREFIX.exports}${id}`;
  const numbered = (name: string, number: number) => `${folder}/${name}-${String(number).padStart(5, "0")}.json`;
  return {
    wacz: `${folder}.wacz`,
    sites: `${folder}/sites.json`,
    chunk: (number: number) => numbered("plan", number),
    file: (number: number) => numbered("file", number),
    tail: `${folder}/tail.warc.gz`,
  };
};
