/**
 * Owns walking through the records of a WARC file that others made: gzip members of one record each, of several, one for
 * the whole file, or no compression at all. What is broken is told with its place, and the walk goes on at the next
 * record. It can begin at any place that it has told. Pure: the bytes are given to it, by place.
 */
import zlib from "node:zlib";
import { ByteReader } from "./byte-reader.ts";
import { dataOffset, GzipError, startsGzip, unpackMember } from "./gzip-member.ts";
import { MemberCopy } from "./member-copy.ts";
import { BrokenRecordError, type RawRecord, readRawRecord, startsRecord, takeLineEnds } from "./record-reader.ts";
import { type InPlace, SliceDigest } from "./slice-digest.ts";
import type { WorkBudget } from "./work-budget.ts";

/** A WARC file, by itself or inside a package. */
export interface Segment {
  readonly name: string;
  /** Where it begins in the object, whose slices can then be pointed at; null where it is packed once more. */
  readonly base: number | null;
  /** Its bytes from a place on. */
  open(from: number): AsyncIterable<Uint8Array>;
}

/** A place in a segment. */
export interface Place {
  /** Of a gzip member, or of a record that is not in one. */
  readonly offset: number;
  /** Inside of an unpacked member that holds several records; otherwise 0. */
  readonly unpacked: number;
}

/** Where a record can be read again. */
export type Slice =
  | InPlace
  /** Written anew as a gzip member of its own, since no slice of the object is one. */
  | { readonly kind: "copied"; readonly member: Uint8Array }
  | { readonly kind: "none" };

export type ScanItem = { readonly at: Place; readonly next: Place } & (
  | { readonly kind: "record"; readonly record: RawRecord; readonly slice: Slice }
  | { readonly kind: "broken"; readonly code: BrokenItemCode }
);

export type BrokenItemCode = BrokenRecordError["code"] | GzipError["code"] | "bad-length";

type Outcome<K extends ScanItem["kind"]> = Omit<Extract<ScanItem, { kind: K }>, "at" | "next">;

/** Bytes that are looked through at once for the next record. */
const SEARCH_BYTES = 64 * 1024;
/** Packed bytes of what may be a member: enough to see a version line. */
const PROBE_BYTES = 2048;
/** A version line with its end. */
const VERSION_LINE = /^WARC\/(?:1\.[01]|0\.1[78])\r?\n/;

/** @throws WorkLimitError where the file unpacks to more than it may */
export async function* scanSegment(segment: Segment, from: Place, budget: WorkBudget): AsyncGenerator<ScanItem> {
  let reader = openAt(segment, from.offset);
  let inside = from.unpacked;
  const digest = new SliceDigest(segment.base ?? 0);
  try {
    for (;;) {
      if (inside === 0) await takeLineEnds(reader);
      const start = reader.position;
      const head = await reader.peek(16);
      if (head.length === 0) return;
      let resumeSearchAt: number | undefined;
      if (startsGzip(head)) {
        const single = inside === 0 && segment.base !== null ? await readSingle(reader, digest, budget) : undefined;
        if (single && single.kind !== "several") {
          const ok = single.kind === "record";
          if (ok) await takeLineEnds(reader);
          yield {
            ...single,
            at: { offset: start, unpacked: 0 },
            next: { offset: ok ? reader.position : start + 1, unpacked: 0 },
          };
          if (!ok) resumeSearchAt = start + 1;
        } else {
          if (single) {
            await reader.close();
            reader = openAt(segment, start);
          }
          resumeSearchAt = yield* scanMember(reader, inside, budget);
        }
      } else if (startsRecord(head)) {
        resumeSearchAt = yield* scanPlain(reader, segment.base === null ? undefined : digest, budget);
      } else {
        await findRecord(reader, budget);
        yield {
          kind: "broken",
          code: "no-record",
          at: { offset: start, unpacked: 0 },
          next: { offset: reader.position, unpacked: 0 },
        };
      }
      inside = 0;
      if (resumeSearchAt !== undefined) {
        await reader.close();
        reader = openAt(segment, resumeSearchAt);
        await findRecord(reader, budget);
      }
    }
  } finally {
    await reader.close();
  }
}

const openAt = (segment: Segment, offset: number): ByteReader => new ByteReader(segment.open(offset), offset);

/** A member that holds one record, or finds out that this one does not: then nothing is said of it yet. */
async function readSingle(
  reader: ByteReader,
  digest: SliceDigest,
  budget: WorkBudget,
): Promise<Outcome<"record"> | Outcome<"broken"> | { readonly kind: "several" }> {
  digest.begin(reader);
  const content = new ByteReader(unpackMember(reader, (bytes) => budget.spend(bytes)));
  try {
    const record = await readRawRecord(content);
    await takeLineEnds(content);
    if (!(await content.atEnd())) return { kind: "several" };
    return { kind: "record", record, slice: digest.finish(record.type) };
  } catch (error) {
    if (error instanceof BrokenRecordError) return { kind: "several" };
    if (error instanceof GzipError) return { kind: "broken", code: error.code };
    throw error;
  } finally {
    digest.drop();
    await content.close();
  }
}

/** A member of several records; answers with where to look for the next one, where it is broken. */
async function* scanMember(
  reader: ByteReader,
  inside: number,
  budget: WorkBudget,
): AsyncGenerator<ScanItem, number | undefined> {
  const offset = reader.position;
  let known = inside;
  const content = new ByteReader(
    unpackMember(reader, (bytes) => {
      // What was unpacked in an earlier stretch is not counted once more.
      budget.spend(Math.max(0, bytes - known));
      known = Math.max(0, known - bytes);
    }),
  );
  try {
    await content.takeThrough(inside);
    for (;;) {
      await takeLineEnds(content);
      if (await content.atEnd()) return undefined;
      const at = { offset, unpacked: content.position };
      const outcome = await readCopied(content, budget);
      const end = await endOf(content);
      const next = end === "end" ? { offset: reader.position, unpacked: 0 } : { offset, unpacked: content.position };
      yield { ...outcome, at, next };
      if (end === "end") return undefined;
      if (end !== "more") throw end;
    }
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    // What was unpacked of the next member before that was noticed is looked through once more.
    const searchAt = Math.max(offset + 1, reader.position - SEARCH_BYTES);
    const at = { offset, unpacked: content.position };
    yield { kind: "broken", code: error.code, at, next: { offset: searchAt, unpacked: 0 } };
    return searchAt;
  } finally {
    await content.close();
  }
}

async function endOf(content: ByteReader): Promise<"end" | "more" | GzipError> {
  try {
    return (await content.atEnd()) ? "end" : "more";
  } catch (error) {
    if (error instanceof GzipError) return error;
    throw error;
  }
}

/** A record that no slice of the object is: those that become captures are written anew. */
async function readCopied(content: ByteReader, budget: WorkBudget): Promise<Outcome<"record"> | Outcome<"broken">> {
  const copy = new MemberCopy();
  const start = content.position;
  try {
    const record = await readRawRecord(content, copy);
    if (await isMislaid(content)) throw new BrokenRecordError("no-record");
    const member = await copy.finish();
    return { kind: "record", record, slice: member ? { kind: "copied", member } : { kind: "none" } };
  } catch (error) {
    if (!(error instanceof BrokenRecordError)) throw error;
    copy.discard();
    // Where a length was wrong, what follows it is no record.
    const code = error.code === "no-record" && content.position > start ? "bad-length" : error.code;
    // Where nothing was taken yet, it would be found here again.
    if (content.position === start) content.take(1);
    await findRecord(content, budget, "plain");
    return { kind: "broken", code };
  }
}

/** True where neither a line end nor a record follows: the length was wrong. */
async function isMislaid(content: ByteReader): Promise<boolean> {
  const lineEnds = await takeLineEnds(content);
  const next = await content.peek(16);
  return lineEnds < 2 && next.length > 0 && !startsRecord(next) && !startsGzip(next);
}

/** A record that is not compressed; answers with where to look for the next one, where it is broken. */
async function* scanPlain(
  reader: ByteReader,
  digest: SliceDigest | undefined,
  budget: WorkBudget,
): AsyncGenerator<ScanItem, number | undefined> {
  const start = reader.position;
  const at = { offset: start, unpacked: 0 };
  const here = () => ({ offset: reader.position, unpacked: 0 });
  if (!digest) {
    const outcome = await readCopied(reader, budget);
    yield { ...outcome, at, next: here() };
    return undefined;
  }
  digest.begin(reader);
  try {
    const record = await readRawRecord(reader);
    if (await isMislaid(reader)) throw new BrokenRecordError("no-record");
    yield { kind: "record", record, slice: digest.finish(record.type), at, next: here() };
    return undefined;
  } catch (error) {
    if (!(error instanceof BrokenRecordError)) throw error;
    const code = error.code === "no-record" ? "bad-length" : error.code;
    yield { kind: "broken", code, at, next: { offset: start + 1, unpacked: 0 } };
    return start + 1;
  } finally {
    digest.drop();
  }
}

/** Goes to the next place where a record begins, or to the end. */
async function findRecord(reader: ByteReader, budget: WorkBudget, kinds: "all" | "plain" = "all"): Promise<void> {
  let afterLineEnd = false;
  for (;;) {
    const bytes = await reader.peek(SEARCH_BYTES);
    const isLast = bytes.length < SEARCH_BYTES;
    // What begins near the end is looked at with the next piece.
    const end = isLast ? bytes.length : bytes.length - PROBE_BYTES;
    const candidates = new Candidates(bytes);
    for (let at = candidates.next(); at < end; at = candidates.next()) {
      const begins = startsGzip(bytes.subarray(at))
        ? kinds === "all" && beginsMember(bytes.subarray(at, at + PROBE_BYTES), budget)
        : (at === 0 ? afterLineEnd : bytes[at - 1] === 0x0a) &&
          VERSION_LINE.test(bytes.toString("latin1", at, at + 12));
      if (!begins) continue;
      reader.take(at);
      return;
    }
    afterLineEnd = bytes[end - 1] === 0x0a;
    reader.take(end);
    if (isLast) return;
  }
}

/** Where a record or a member may begin, in order. Each of the two is looked for once, however often the other is found. */
class Candidates {
  readonly #bytes: Buffer;
  #plain = -1;
  #packed = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#findPlain();
    this.#findPacked();
  }

  /** Infinity where there is none any more. */
  next(): number {
    const at = Math.min(this.#plain, this.#packed);
    if (at === this.#plain) this.#findPlain();
    else this.#findPacked();
    return at;
  }

  #findPlain(): void {
    const at = this.#plain === Infinity ? -1 : this.#bytes.indexOf("WARC/", this.#plain + 1);
    this.#plain = at < 0 ? Infinity : at;
  }

  #findPacked(): void {
    const at = this.#packed === Infinity ? -1 : this.#bytes.indexOf("\x1f\x8b\x08", this.#packed + 1, "latin1");
    this.#packed = at < 0 ? Infinity : at;
  }
}

/** Whether these bytes begin a gzip member whose content begins as a record does. */
function beginsMember(bytes: Buffer, budget: WorkBudget): boolean {
  const dataAt = dataOffset(bytes);
  if (dataAt === null) return false;
  budget.spend(SEARCH_BYTES);
  try {
    // Z_SYNC_FLUSH: what comes out of the part that is here.
    const content = zlib.inflateRawSync(bytes.subarray(dataAt), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    return startsRecord(content);
  } catch {
    return false;
  }
}
