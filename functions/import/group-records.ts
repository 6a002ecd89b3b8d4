/**
 * Owns putting a request and its answer together, where they stand side by side in whichever order: crawlers write the
 * answer first, wget the request. A walk over a file may stop between groups and never within one. Pure.
 */
import type { ImportProblemCode } from "../../shared/imports/import-problems.ts";
import type { Draft, RecordNames } from "./draft.ts";
import { type Interpreted, interpret } from "./interpret.ts";
import type { Place, ScanItem, Slice } from "./scan.ts";

export type Outcome =
  | { readonly kind: "capture"; readonly draft: Draft; readonly slices: CaptureSlices; readonly at: Place }
  | { readonly kind: "other"; readonly type: string }
  | { readonly kind: "problem"; readonly code: ImportProblemCode; readonly at: Place; readonly about: ProblemAbout };

/** Where a capture's records stand. */
export interface CaptureSlices {
  readonly response: Slice;
  /** Present where the request is to go with it: it stands right behind, or is copied as well. */
  readonly request?: Slice;
}

export interface ProblemAbout {
  readonly recordId?: string | undefined;
  readonly type?: string | undefined;
  readonly url?: string | undefined;
}

export interface Group {
  readonly outcomes: readonly Outcome[];
  /** Records that were read whole. */
  readonly records: number;
  /** Where the walk goes on behind it. */
  readonly next: Place;
}

interface Read {
  readonly item: ScanItem;
  readonly found: Interpreted;
}

export async function* groupRecords(items: AsyncIterable<ScanItem>, now: Date): AsyncGenerator<Group> {
  let open: Read | undefined;
  for await (const item of items) {
    const found: Interpreted =
      item.kind === "record" ? await interpret(item.record, now) : { kind: "problem", code: item.code };
    const read = { item, found };
    if (open && belongTogether(open.found, found)) {
      yield toGroup([open, read]);
      open = undefined;
      continue;
    }
    if (open) yield toGroup([open]);
    open = undefined;
    if (found.kind === "capture" || found.kind === "request") open = read;
    else yield toGroup([read]);
  }
  if (open) yield toGroup([open]);
}

function belongTogether(a: Interpreted, b: Interpreted): boolean {
  const [capture, request] = a.kind === "capture" ? [a, b] : [b, a];
  if (capture.kind !== "capture" || request.kind !== "request") return false;
  const names = capture.draft.names;
  return namesOther(names, request.names) || namesOther(request.names, names) || isAlike(names, request.names);
}

const namesOther = (a: RecordNames, b: RecordNames): boolean =>
  b.recordId !== "" && a.concurrentTo.includes(b.recordId);
/** Tools that say nothing of it write both with one URL. */
const isAlike = (a: RecordNames, b: RecordNames): boolean =>
  a.concurrentTo.length === 0 && b.concurrentTo.length === 0 && a.url === b.url;

function toGroup(reads: readonly Read[]): Group {
  const at = reads.findIndex(({ found }) => found.kind === "request");
  const request = reads[at];
  return {
    outcomes: reads.map((read) => toOutcome(read, request, at === 1)),
    records: reads.filter(({ item }) => item.kind === "record").length,
    next: reads.at(-1)?.item.next ?? { offset: 0, unpacked: 0 },
  };
}

function toOutcome({ item, found }: Read, request: Read | undefined, isBehind: boolean): Outcome {
  if (found.kind === "other") return found;
  if (found.kind === "request") return { kind: "other", type: "request" };
  if (found.kind === "problem") return { ...found, at: item.at, about: aboutOf(item) };
  const method = request?.found.kind === "request" ? request.found.method : "GET";
  // What was posted gets another answer than who asks for the page: it is no capture of the URL.
  if (method !== "GET") return { kind: "other", type: "response-not-get" };
  const response: Slice = item.kind === "record" ? item.slice : { kind: "none" };
  const asked = request?.item.kind === "record" ? request.item.slice : undefined;
  const isJoint = isBehind && asked?.kind === "in-place" && asked.withPrevious !== undefined;
  const slices = asked?.kind === "copied" || isJoint ? { response, request: asked } : { response };
  return { kind: "capture", draft: found.draft, slices, at: item.at };
}

const MAX_SHOWN_CHARS = 500;

function aboutOf(item: ScanItem): ProblemAbout {
  if (item.kind !== "record") return {};
  const shown = (name: string) => item.record.fields.get(name)?.slice(0, MAX_SHOWN_CHARS).toWellFormed();
  return { recordId: shown("warc-record-id"), type: item.record.type.slice(0, 50), url: shown("warc-target-uri") };
}
