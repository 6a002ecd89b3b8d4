/** Owns reading what a capture's server answered: status, headers, and the payload, wherever that is stored. */
import { ProblemError } from "../../shared/api/problems.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { PermanentError } from "../../shared/errors.ts";
import type { HeaderLines } from "../../shared/fetch/exchange.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import { verdictOn } from "../../shared/restrictions/verdict.ts";
import { toUrlkey } from "../../shared/url/urlkey.ts";
import { type ReadRecord, readRecord } from "../../shared/warc/read-record.ts";
import { closedProblem } from "./answer-problem.ts";

export interface ArchivedExchange {
  readonly status: number;
  readonly headers: HeaderLines;
  /** As captured: its content coding intact. */
  readonly payload: Uint8Array;
  /** `WARC-Truncated`, where the capture was cut off. */
  readonly truncated: string | undefined;
}

export interface ExchangeDeps {
  readonly captures: Pick<CaptureStore, "get">;
  readonly restrictions: Pick<RestrictionStore, "ofSite">;
  readonly objects: Pick<ObjectStore, "read">;
  now(): Date;
}

/** Captures that others made can refer to a revisit; a circle ends here. */
const MAX_REFERENCES = 3;

type Stored = Pick<CaptureRow, "id" | "url" | "warc" | "responseLength" | "kind" | "revisitOf">;

/** @throws ProblemError `record-unreadable`; `erased` and its like where the payload's holder is kept from readers */
export async function readExchange(deps: ExchangeDeps, capture: Stored): Promise<ArchivedExchange> {
  const own = await readFirstRecord(deps, capture);
  const truncated = own.headers.get("warc-truncated");
  if (capture.kind === "response") return { ...own.http, payload: own.payload, truncated };
  const holder = await readFirstRecord(deps, await findHolder(deps, capture));
  // A 304 says what changed of the headers; the rest is what the server said before (RFC 9111, section 4.3.4).
  const isNotModified = own.http.status === 304;
  return {
    status: isNotModified ? holder.http.status : own.http.status,
    headers: isNotModified ? freshen(holder.http.headers, own.http.headers) : own.http.headers,
    payload: holder.payload,
    truncated: truncated ?? holder.headers.get("warc-truncated"),
  };
}

async function findHolder(deps: ExchangeDeps, capture: Stored): Promise<Capture> {
  let holder: Capture | undefined;
  let reference = capture.revisitOf;
  for (let step = 0; reference && step < MAX_REFERENCES; step += 1) {
    holder = await deps.captures.get(reference.id);
    reference = holder?.kind === "revisit" ? holder.revisitOf : undefined;
  }
  if (!holder || holder.kind === "revisit") throw unreadable("The capture that holds its payload is not there.");
  const verdict = verdictOn(holder, await deps.restrictions.ofSite(holder.url), deps.now());
  // The same picture may stand at another address too, which nobody asked to take down. What was erased is gone.
  const binds = verdict.kind === "erased" || toUrlkey(holder.url) === toUrlkey(capture.url);
  if (verdict.kind !== "open" && binds) throw closedProblem(verdict);
  return holder;
}

type HttpRecord = ReadRecord & { readonly http: NonNullable<ReadRecord["http"]> };

async function readFirstRecord({ objects }: ExchangeDeps, { warc, responseLength }: Stored): Promise<HttpRecord> {
  try {
    const record = await readRecord(await objects.read({ ...warc, length: responseLength }));
    if (record.http) return { ...record, http: record.http };
  } catch (cause) {
    if (!(cause instanceof PermanentError)) throw cause;
    throw unreadable(cause.message, cause);
  }
  throw unreadable("The record holds no HTTP answer.");
}

export function unreadable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError("record-unreadable", { detail }, { cause });
}

/** Those that say how long the stored body is, or how it is coded, are the stored answer's own. */
const OF_THE_BODY =
  /^(?:content-length|content-encoding|content-type|content-range|transfer-encoding|x-archive-orig-.*)$/i;

function freshen(stored: HeaderLines, later: HeaderLines): HeaderLines {
  const fresh = later.filter(([name]) => !OF_THE_BODY.test(name));
  const names = new Set(fresh.map(([name]) => name.toLowerCase()));
  return [...stored.filter(([name]) => !names.has(name.toLowerCase())), ...fresh];
}
