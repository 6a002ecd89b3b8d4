/**
 * Owns one stretch of an import: from where its row says, through the digests of the file, its records, and the revisits
 * that had to wait, as far as the time allows. Each batch is kept before the row says so; whoever finds the row changed by
 * another worker stops.
 */
import { createHash } from "node:crypto";
import { ObjectChangedError, type ObjectReader, type OpenObject, readPieces } from "../../shared/aws/object-reader.ts";
import { type Import, type ImportProgress, positionOf } from "../../shared/imports/import.ts";
import { IMPORT_FAILURES, IMPORT_PROBLEMS } from "../../shared/imports/import-problems.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { ImportStore, StoredImport } from "../../shared/index/import-store.ts";
import { checkPackage } from "./check-package.ts";
import { type Group, groupRecords } from "./group-records.ts";
import { GzipError } from "./gzip-member.ts";
import { KnownCaptures } from "./known-captures.ts";
import { formatOf, packageSegments, warcSegment } from "./open-file.ts";
import { type Segment, scanSegment } from "./scan.ts";
import { keepProblems, type SettleDeps, settleBatch } from "./settle-batch.ts";
import { settleWaiting } from "./settle-waiting.ts";
import { WorkBudget, WorkLimitError } from "./work-budget.ts";
import { ImportError, listEntries, type ZipEntry } from "./zip-file.ts";

export interface RunDeps extends SettleDeps {
  readonly imports: Pick<ImportStore, "get" | "replace" | "addProblem" | "addWaiting" | "listWaiting">;
  readonly captures: Pick<CaptureStore, "get" | "put" | "findAt" | "listByUrl">;
  readonly openObject: OpenObject;
  /** True when this stretch has lasted long enough. */
  readonly isTimeUp: () => boolean;
  /** Lets the index catch up with what was written. */
  readonly pause: () => Promise<void>;
  /** Groups that are settled together. @default 40 */
  readonly batchSize?: number;
}

/** `again`: it is to be gone on with; `superseded`: another worker does so. */
export type Ran = { readonly kind: "done" | "failed" | "again" | "superseded" | "over"; readonly value?: Import };

/** Lookups and writes of a batch go out at once; DynamoDB and the SDK's 50 sockets take so many well. */
const BATCH_SIZE = 40;
/** Copied records that are held until they are written. */
const MAX_COPIED_BYTES = 24 * 1024 * 1024;

export async function runImport(deps: RunDeps, id: string): Promise<Ran> {
  const stored = await deps.imports.get(id);
  if (!stored || !["queued", "running"].includes(stored.value.state)) return { kind: "over", value: stored?.value };
  const run = new ImportRun(deps, stored);
  try {
    return { kind: await run.work(), value: run.value };
  } catch (error) {
    if (error instanceof SupersededError) return { kind: "superseded" };
    const code = failureOf(error);
    if (code === undefined) throw error;
    return (await run.fail(code)) ? { kind: "failed", value: run.value } : { kind: "superseded" };
  }
}

class SupersededError extends Error {}

function failureOf(error: unknown): keyof typeof IMPORT_FAILURES | undefined {
  if (error instanceof ImportError) return error.code;
  if (error instanceof WorkLimitError) return "unpacks-too-much";
  return error instanceof ObjectChangedError ? "object-changed" : undefined;
}

class ImportRun {
  readonly #deps: RunDeps;
  readonly #known: KnownCaptures;
  #stored: StoredImport;
  #entries: readonly ZipEntry[] | undefined;

  constructor(deps: RunDeps, stored: StoredImport) {
    this.#deps = deps;
    this.#stored = stored;
    this.#known = new KnownCaptures(deps.captures);
  }

  get value(): Import {
    return this.#stored.value;
  }

  async work(): Promise<"done" | "again"> {
    const { value } = this;
    const object = await this.#deps.openObject(value.key);
    if (!object || (value.etag !== undefined && value.etag !== object.etag)) throw new ImportError("object-changed");
    const budget = new WorkBudget(object.size, value.progress.spent);
    if (value.state === "queued") await this.#save({ state: "running", startedAt: this.#deps.now().toISOString() });
    if (this.value.progress.phase === "check") await this.#check(object, budget);
    if (this.value.progress.phase === "scan" && !(await this.#scan(object, budget))) return "again";
    if (!(await this.#settleWaiting())) return "again";
    await this.#save({ state: "done", finishedAt: this.#deps.now().toISOString() });
    return "done";
  }

  /** False where another worker goes on with it. */
  async fail(code: keyof typeof IMPORT_FAILURES): Promise<boolean> {
    const error = { code, message: IMPORT_FAILURES[code] };
    try {
      await this.#save({ state: "failed", error, finishedAt: this.#deps.now().toISOString() });
      return true;
    } catch (failure) {
      if (failure instanceof SupersededError) return false;
      throw failure;
    }
  }

  async #check(object: ObjectReader, budget: WorkBudget): Promise<void> {
    const hash = createHash("sha256");
    for await (const piece of readPieces(object, 0, object.size)) hash.update(piece);
    const sha256 = `sha256:${hash.digest("hex")}`;
    const { announcedSha256, id } = this.value;
    if (announcedSha256 !== undefined && announcedSha256 !== sha256) throw new ImportError("sha256-mismatch");
    const format = await formatOf(object);
    let { counts } = this.value;
    let check: Import["package"];
    if (format === "wacz") {
      const checked = await checkPackage(object, await this.#listEntries(object), budget);
      check = checked.check;
      counts = await keepProblems(this.#deps.imports, id, checked.problems, counts);
    }
    const progress = { ...this.value.progress, phase: "scan" as const, spent: budget.spent };
    await this.#save({ bytes: object.size, etag: object.etag, sha256, format, package: check, counts, progress });
  }

  /** True when all records are read. */
  async #scan(object: ObjectReader, budget: WorkBudget): Promise<boolean> {
    const segments =
      this.value.format === "wacz"
        ? packageSegments(object, await this.#listEntries(object), budget)
        : [warcSegment(object, this.value.fileName)];
    for (const [index, segment] of segments.entries()) {
      if (index < this.value.progress.segment) continue;
      if (!(await this.#scanSegment(segment, index, budget))) return false;
      await this.#move({ segment: index + 1, offset: 0, unpacked: 0, spent: budget.spent });
    }
    await this.#move({ phase: "revisits" });
    return true;
  }

  async #scanSegment(segment: Segment, index: number, budget: WorkBudget): Promise<boolean> {
    const groups = groupRecords(scanSegment(segment, this.value.progress, budget), this.#deps.now());
    let batch: Group[] = [];
    let copied = 0;
    const settle = async () => {
      await this.#settle(segment, index, batch, budget.spent);
      [batch, copied] = [[], 0];
    };
    try {
      for await (const group of groups) {
        batch.push(group);
        copied += copiedBytes(group);
        const isTimeUp = this.#deps.isTimeUp();
        if (batch.length < (this.#deps.batchSize ?? BATCH_SIZE) && copied < MAX_COPIED_BYTES && !isTimeUp) continue;
        await settle();
        if (isTimeUp) return false;
      }
      await settle();
    } catch (error) {
      await this.#endSegment(error, segment, index, settle);
    }
    return true;
  }

  /** What was read before something broke is kept; a package's file that cannot be unpacked any further is told. */
  async #endSegment(error: unknown, segment: Segment, index: number, settle: () => Promise<void>): Promise<void> {
    if (!(error instanceof WorkLimitError || error instanceof GzipError)) throw error;
    await settle();
    if (error instanceof WorkLimitError) throw error;
    const { offset, unpacked } = this.value.progress;
    const { code } = error;
    const position = positionOf(index, { offset, unpacked });
    const problem = { position, code, entry: segment.name, offset, unpacked, message: IMPORT_PROBLEMS[code] };
    const counts = await keepProblems(this.#deps.imports, this.value.id, [problem], this.value.counts);
    await this.#save({ counts });
  }

  async #settle(segment: Segment, index: number, batch: readonly Group[], spent: number): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const { id, key, sha256 = "", format, progress, counts } = this.value;
    const file = { importId: id, key, sha256 };
    const ref = { index, entry: format === "wacz" ? segment.name : undefined };
    const sum = await settleBatch(this.#deps, this.#known, file, ref, batch, counts);
    await this.#save({ counts: sum, progress: { ...progress, segment: index, ...last.next, spent } });
  }

  async #settleWaiting(): Promise<boolean> {
    if (this.value.progress.after === undefined) await this.#deps.pause();
    for (;;) {
      const { id, progress, counts } = this.value;
      const settled = await settleWaiting(this.#deps, this.#known, id, progress.after, counts);
      if (settled.counts !== counts || settled.after !== undefined) {
        await this.#save({ counts: settled.counts, progress: { ...progress, after: settled.after ?? progress.after } });
      }
      if (settled.after === undefined) return true;
      if (this.#deps.isTimeUp()) return false;
    }
  }

  async #listEntries(object: ObjectReader): Promise<readonly ZipEntry[]> {
    this.#entries ??= await listEntries(object);
    return this.#entries;
  }

  #move(progress: Partial<ImportProgress>): Promise<void> {
    return this.#save({ progress: { ...this.value.progress, ...progress } });
  }

  async #save(changes: Partial<Import>): Promise<void> {
    const { value, revision } = this.#stored;
    const changed = { ...value, ...changes, updatedAt: this.#deps.now().toISOString() };
    if (!(await this.#deps.imports.replace({ value: changed, revision }))) throw new SupersededError();
    this.#stored = { value: changed, revision: revision + 1 };
  }
}

function copiedBytes({ outcomes }: Group): number {
  return outcomes.reduce((sum, outcome) => {
    if (outcome.kind !== "capture" || outcome.slices.response.kind !== "copied") return sum;
    return sum + outcome.slices.response.member.length;
  }, 0);
}
