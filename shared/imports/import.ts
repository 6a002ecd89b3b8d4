/** Owns the shape of an import: a file that others made, and how far its records have become captures. Pure. */
import * as z from "zod";
import { IMPORT_FAILURE_CODES, IMPORT_PROBLEM_CODES } from "./import-problems.ts";

/** S3 takes no more in one PUT; more would need an upload in parts. Larger WARC files are split where they are made. */
export const MAX_IMPORT_BYTES = 5 * 1024 ** 3;

/** Problems that are kept one by one; of more than that, each code is counted still. */
export const MAX_PROBLEMS_KEPT = 10_000;

const count = z.int().min(0);

export const importCountsSchema = z.object({
  /** WARC records that were read whole. */
  records: count,
  /** Captures made. */
  captures: count,
  /** Of these, revisits. */
  revisits: count,
  /** Of these, pages that extract makes an article of. */
  articlesQueued: count,
  /** Records whose capture the archive had already. */
  duplicates: count,
  /** Records that are no captures by their nature, by type: `warcinfo`, `request`, `metadata`… */
  others: z.record(z.string(), count),
  /** Records that were skipped, and what else was wrong, by code. */
  problems: z.partialRecord(z.enum(IMPORT_PROBLEM_CODES), count),
});

export type ImportCounts = z.infer<typeof importCountsSchema>;

export const EMPTY_COUNTS: ImportCounts = {
  records: 0,
  captures: 0,
  revisits: 0,
  articlesQueued: 0,
  duplicates: 0,
  others: {},
  problems: {},
};

/** How much of a package vouches for it. */
export const packageCheckSchema = z.object({
  /** `none`: it is not signed; `unsupported`: by a certificate, which is not looked at. */
  signature: z.enum(["valid", "invalid", "none", "unsupported"]),
  /** Files whose digest in datapackage.json holds. */
  verifiedFiles: count,
});

/** How far the records are read. */
export const importProgressSchema = z.object({
  /** `check`: digests of the file and of a package's files; `scan`: the records; `revisits`: those that had to wait. */
  phase: z.enum(["check", "scan", "revisits"]),
  /** Which WARC file of a package. */
  segment: count,
  offset: count,
  unpacked: count,
  /** Bytes unpacked so far. */
  spent: count,
  /** The last of the waiting revisits that was looked at. */
  after: z.string().optional(),
});

export const importSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  /** Where the file stands in the bucket. */
  key: z.string(),
  /** Name of the token that asked for it. */
  by: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** `waiting`: for its file; `queued`: for its turn. */
  state: z.enum(["waiting", "queued", "running", "done", "failed"]),
  error: z.object({ code: z.enum(IMPORT_FAILURE_CODES), message: z.string() }).optional(),
  /** Of the file; as announced until it is there. */
  bytes: count.optional(),
  /** `sha256:` and hex, of the file as announced. */
  announcedSha256: z.string().optional(),
  /** The same, as it is. */
  sha256: z.string().optional(),
  /** S3's name for these very bytes. */
  etag: z.string().optional(),
  format: z.enum(["warc", "wacz"]).optional(),
  package: packageCheckSchema.optional(),
  counts: importCountsSchema,
  progress: importProgressSchema,
});

export type Import = z.infer<typeof importSchema>;
export type ImportProgress = z.infer<typeof importProgressSchema>;
export type PackageCheck = z.infer<typeof packageCheckSchema>;

export const FIRST_PROGRESS: ImportProgress = { phase: "check", segment: 0, offset: 0, unpacked: 0, spent: 0 };

export const importProblemSchema = z.object({
  /** Where in the file, sorted as the file is: see {@link positionOf}. */
  position: z.string(),
  code: z.enum(IMPORT_PROBLEM_CODES),
  /** The WARC file inside a package, or the package's file that this is about. */
  entry: z.string().optional(),
  /** Byte offset of the record, or of the gzip member that it is in. */
  offset: count.optional(),
  /** Where in the unpacked member, where that holds several records. */
  unpacked: count.optional(),
  recordId: z.string().optional(),
  type: z.string().optional(),
  url: z.string().optional(),
  message: z.string(),
});

export type ImportProblem = z.infer<typeof importProblemSchema>;

/** A place in a file, by which places sort as they stand in it. */
export function positionOf(segment: number, place: { readonly offset: number; readonly unpacked: number }): string {
  const digits = (value: number, width: number) => String(value).padStart(width, "0");
  // 10,000 files at most, 5 GiB packed; a member may unpack to 32 times that.
  return `${digits(segment, 5)}-${digits(place.offset, 11)}-${digits(place.unpacked, 13)}`;
}

/** A name that is safe in a key, in a header and on a command line; what it was is kept beside it. */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const safe = last.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
  return safe.slice(-100) || "file";
}
