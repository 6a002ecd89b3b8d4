/**
 * Owns reading what planned captures are made of, several at once and in order: a small capture's slice takes its time
 * to come, not to carry. Pure: the bucket is given to it.
 */
import * as z from "zod";
import type { WarcPointer } from "../../events/capture-stored.ts";
import { PermanentError } from "../errors.ts";
import type { Gate } from "../restrictions/gate.ts";
import { sha256Hex } from "../warc/digests.ts";
import { readRecord } from "../warc/read-record.ts";
import type { PlannedCapture } from "./planned-capture.ts";
import { type Members, toMembers } from "./to-members.ts";

export type ReadSlice = (pointer: WarcPointer) => Promise<Uint8Array>;

/** A capture with its bytes, or why it cannot be taken. */
export type ReadCapture =
  | {
      readonly kind: "read";
      readonly capture: PlannedCapture;
      /** Absent where only a page is made of it. */
      readonly records?: Members;
      /** Its own article: the `conversion` record, and the text in it. */
      readonly article?: { readonly record: Uint8Array; readonly text: string };
      /** The text of the page that it is. */
      readonly text?: string;
    }
  /**
   * `restricted`: it was taken down since it was planned. `damaged`: the stored bytes are not what was captured.
   * `too-large`: more than is held in memory.
   */
  | { readonly kind: "restricted" | "damaged" | "too-large"; readonly capture: PlannedCapture };

/** A capture of our own is 21 MiB at the most; of others', more would not fit beside the file that is being made. */
const MAX_CAPTURE_BYTES = 64 * 1024 * 1024;
const AHEAD = { captures: 16, bytes: 24 * 1024 * 1024 };

const articleSchema = z.object({ text: z.string() });

export interface ReadPlannedDeps {
  readonly read: ReadSlice;
  readonly gate: Gate;
}

/** Reads up to 16 captures ahead, or 24 MiB. */
export async function* readPlanned<P extends { readonly capture: PlannedCapture }>(
  deps: ReadPlannedDeps,
  planned: AsyncIterable<P> | Iterable<P>,
): AsyncGenerator<P & { readonly found: ReadCapture }> {
  const ahead: { readonly item: P; readonly bytes: number; readonly found: Promise<ReadCapture> }[] = [];
  let bytes = 0;
  for await (const item of planned) {
    const size = bytesOf(item.capture);
    while (ahead.length > 0 && (ahead.length >= AHEAD.captures || bytes + size > AHEAD.bytes)) yield await next();
    const found = readOne(deps, item.capture);
    // It is awaited in its turn; until then a failure is nobody's.
    found.catch(() => undefined);
    ahead.push({ item, bytes: size, found });
    bytes += size;
  }
  while (ahead.length > 0) yield await next();

  async function next(): Promise<P & { readonly found: ReadCapture }> {
    const first = ahead.shift();
    if (!first) throw new RangeError("nothing was read ahead");
    const found = await first.found;
    bytes -= first.bytes;
    return { ...first.item, found };
  }
}

/** What is held of a capture while it is read: its records and its article, which unpacks to some four times as much. */
function bytesOf({ warc, article, page }: PlannedCapture): number {
  return warc.length + 5 * Math.max(article?.length ?? 0, page?.article?.length ?? 0);
}

async function readOne({ read, gate }: ReadPlannedDeps, capture: PlannedCapture): Promise<ReadCapture> {
  const { warc, warcSha256, responseLength, article, page, isPageOnly } = capture;
  if ((await gate(capture)).kind !== "open") return { kind: "restricted", capture };
  if (warc.length > MAX_CAPTURE_BYTES) return { kind: "too-large", capture };
  try {
    const [records, own, text] = await Promise.all([
      isPageOnly ? undefined : readRecords(read, warc, responseLength, warcSha256),
      article && !isPageOnly ? readArticle(read, article) : undefined,
      page?.article && (isPageOnly || !isSame(page.article, article)) ? readArticle(read, page.article) : undefined,
    ]);
    const shown = page ? (text ?? own)?.text : undefined;
    return {
      kind: "read",
      capture,
      ...(records ? { records } : {}),
      ...(own ? { article: own } : {}),
      ...(shown ? { text: shown } : {}),
    };
  } catch (error) {
    if (error instanceof PermanentError) return { kind: "damaged", capture };
    throw error;
  }
}

/** @throws PermanentError `bad-message` where the bytes are not those that were captured */
async function readRecords(
  read: ReadSlice,
  warc: WarcPointer,
  responseLength: number,
  warcSha256: string,
): Promise<Members> {
  const slice = await read(warc);
  if (sha256Hex(slice) !== warcSha256) throw new PermanentError("bad-message", "wacz: the stored bytes have changed");
  return toMembers(slice, responseLength);
}

async function readArticle(read: ReadSlice, pointer: WarcPointer): Promise<{ record: Uint8Array; text: string }> {
  const record = await read(pointer);
  const { payload } = await readRecord(record);
  const parsed = articleSchema.safeParse(JSON.parse(Buffer.from(payload).toString()));
  return { record, text: parsed.data?.text ?? "" };
}

const isSame = (a: WarcPointer, b: WarcPointer | undefined): boolean => a.key === b?.key && a.offset === b.offset;
