/** Owns how a revisit is kept that waits for what it refers to. Pure. */
import type { WaitingRevisit } from "../../shared/index/import-store.ts";
import type { RevisitDraft } from "./draft.ts";
import type { RecordSource } from "./known-captures.ts";
import type { StoredRecords } from "./to-capture.ts";

/** They are looked at when the file is read to its end; the rows are of no use after that. */
export const WAITING_DAYS = 30;

export interface Waiting {
  readonly draft: RevisitDraft;
  readonly source: RecordSource;
  readonly records: StoredRecords;
}

export function toWaiting(waiting: Waiting): WaitingRevisit {
  return { position: waiting.source.position, body: JSON.stringify(waiting) };
}

/** Reads back what {@link toWaiting} has written, and nobody else. */
export function fromWaiting({ body }: WaitingRevisit): Waiting {
  return JSON.parse(body) as Waiting;
}
