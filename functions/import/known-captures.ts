/**
 * Owns what an import finds out about the archive: whether a record's capture is there already, and which capture a
 * revisit refers to. The index lags behind by moments, so what this run has made is remembered as well. Writes nothing.
 */
import { v5 } from "uuid";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureRow, CaptureStore } from "../../shared/index/capture-store.ts";
import { sha1OfHex } from "../../shared/warc/digests.ts";
import type { Draft, RevisitDraft } from "./draft.ts";

/** Ids of captures whose records have no UUID that is free are made of this. */
const NAMESPACE = "6c0b1bbd-02a6-5a0e-9a6e-3b1d7f0f4b52";

/** Captures of a URL that are looked through for a payload. */
const SAME_URL_DEPTH = 50;

/** Captures of this run that are remembered: some 20 MB. */
const MAX_REMEMBERED = 20_000;

/** What is needed of the capture that holds a revisit's payload. */
export type Holder = Pick<
  Capture,
  | "id"
  | "url"
  | "capturedAt"
  | "kind"
  | "httpStatus"
  | "contentType"
  | "payloadBytes"
  | "payloadSha1"
  | "payloadSha256"
  | "revisitOf"
>;

/** Names a record of an import: the same file read again finds what it has made. */
export interface RecordSource {
  readonly importId: string;
  /** `sha256:` and hex of the file. */
  readonly fileSha256: string;
  readonly position: string;
}

/** `new`: under this id; `made`: by this import, before it was interrupted; `duplicate`: the archive has it. */
export type Standing = { readonly kind: "new" | "made" | "duplicate"; readonly id: string };

interface Answers {
  /** Captures of the URL at the moment. */
  readonly rows: readonly CaptureRow[];
  /** Ids that the capture may have, and the captures that have them. */
  readonly candidates: readonly string[];
  readonly found: readonly (Capture | undefined)[];
  readonly derived: string;
}

type Reads = Pick<CaptureStore, "get" | "findAt" | "listByUrl">;

export class KnownCaptures {
  readonly #captures: Reads;
  /** By URL and moment, by URL and digest, by id: what this run has made, or found. */
  readonly #remembered = new Map<string, Holder>();
  readonly #taken = new Map<string, string>();
  /** What was asked ahead, by position. */
  readonly #asked = new Map<string, Promise<Answers>>();

  constructor(captures: Reads) {
    this.#captures = captures;
  }

  /** Asks for many at once what {@link standingOf} will want to know of each. */
  async prefetch(drafts: readonly (readonly [Draft, RecordSource])[]): Promise<void> {
    this.#asked.clear();
    for (const [draft, source] of drafts) this.#asked.set(source.position, this.#ask(draft, source));
    await Promise.all(this.#asked.values());
  }

  async #ask(draft: Draft, source: RecordSource): Promise<Answers> {
    const derived = v5(`${source.fileSha256} ${source.position}`, NAMESPACE);
    const candidates = draft.recordId === undefined ? [derived] : [draft.recordId, derived];
    const [rows, ...found] = await Promise.all([
      this.#captures.findAt(draft.url, draft.capturedAt),
      ...candidates.map((id) => this.#captures.get(id)),
    ]);
    return { rows, found, candidates, derived };
  }

  /** Whether a record becomes a capture, and of which id. */
  async standingOf(draft: Draft, source: RecordSource): Promise<Standing> {
    const asked = this.#asked.get(source.position) ?? this.#ask(draft, source);
    const { rows, found, candidates, derived } = await asked;
    const own = found.find((row) => row?.importId === source.importId && row.importPosition === source.position);
    if (own) return { kind: "made", id: own.id };
    const known = [...found.flatMap((row) => row ?? []), ...rows].find((row) => isSame(draft, row));
    const twin = known ?? this.#remembered.get(sameKey(draft));
    if (twin) {
      if (known) this.remember(known);
      return { kind: "duplicate", id: twin.id };
    }
    const free = candidates.find((id, index) => !found[index] && isFree(this.#taken.get(id), source.position));
    const id = free ?? derived;
    this.#taken.set(id, source.position);
    forgetOldest(this.#taken);
    return { kind: "new", id };
  }

  /** A capture of this run, for the records after it. */
  remember(capture: Holder): void {
    for (const key of keysOf(capture)) this.#remembered.set(key, capture);
    forgetOldest(this.#remembered);
  }

  /**
   * The capture whose payload a revisit has: `mismatch` where the one that it names has another.
   */
  async holderOf(draft: RevisitDraft): Promise<Holder | "mismatch" | undefined> {
    let isOther = false;
    for await (const row of this.#candidates(draft)) {
      const holder = row.revisitOf ? await this.#captures.get(row.revisitOf.id) : row;
      if (holder?.kind !== "response") continue;
      if (hasDigest(holder, draft)) return holder;
      isOther = true;
    }
    return isOther ? "mismatch" : undefined;
  }

  /** First what the revisit names, then what has its URL and digest. */
  async *#candidates({ url, refersTo }: RevisitDraft): AsyncGenerator<Holder> {
    const { recordId, digest } = refersTo;
    const named = { url: refersTo.url ?? url, capturedAt: refersTo.capturedAt };
    if (recordId !== undefined) {
      const row = this.#remembered.get(idKey(recordId)) ?? (await this.#captures.get(recordId));
      if (row) yield row;
    }
    if (named.capturedAt !== undefined) {
      const here = this.#remembered.get(momentKey(named.url, named.capturedAt));
      if (here) yield here;
      yield* await this.#captures.findAt(named.url, named.capturedAt);
    }
    if (!digest) return;
    const here = this.#remembered.get(digestKey(url, spelled(digest)));
    if (here) yield here;
    const { rows } = await this.#captures.listByUrl(url, { limit: SAME_URL_DEPTH });
    yield* rows.filter((row) => row.kind === "response" && hasDigest(row, { refersTo }));
  }
}

const isFree = (takenBy: string | undefined, position: string): boolean =>
  takenBy === undefined || takenBy === position;

function isSame(draft: Draft, row: Pick<Capture, "url" | "capturedAt" | "kind" | "payloadSha256">): boolean {
  if (row.url !== draft.url || row.capturedAt !== draft.capturedAt || row.kind !== draft.kind) return false;
  return draft.kind === "revisit" || row.payloadSha256 === draft.payloadSha256;
}

/** A 304 may come without a digest: then it says no more than what it refers to. */
function hasDigest(holder: Holder, { refersTo: { digest } }: Pick<RevisitDraft, "refersTo">): boolean {
  if (!digest || !["sha1", "sha256"].includes(digest.algorithm)) return true;
  return spelled(digest) === (digest.algorithm === "sha1" ? holder.payloadSha1 : holder.payloadSha256);
}

/** As captures have it. */
function spelled({ algorithm, hex }: { readonly algorithm: string; readonly hex: string }): string {
  return algorithm === "sha1" ? sha1OfHex(hex) : `${algorithm}:${hex}`;
}

const idKey = (id: string): string => `id ${id}`;
const momentKey = (url: string, capturedAt: string): string => `at ${capturedAt} ${url}`;
const digestKey = (url: string, digest: string): string => `digest ${digest} ${url}`;
const sameKey = (draft: Draft): string =>
  draft.kind === "revisit"
    ? `revisit ${draft.capturedAt} ${draft.url}`
    : `response ${draft.capturedAt} ${draft.payloadSha256} ${draft.url}`;

function keysOf(capture: Holder): string[] {
  const { id, url, capturedAt, kind, payloadSha1, payloadSha256 } = capture;
  if (kind === "revisit") return [`revisit ${capturedAt} ${url}`];
  return [
    `response ${capturedAt} ${payloadSha256} ${url}`,
    idKey(id),
    momentKey(url, capturedAt),
    digestKey(url, payloadSha1),
    digestKey(url, payloadSha256),
  ];
}

/** Maps keep the order in which their keys came. */
function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= MAX_REMEMBERED * 5) return;
    map.delete(key);
  }
}
