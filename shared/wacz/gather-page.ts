/**
 * Owns what belongs into a WACZ with a capture: the redirects that led to it, the captures of what its page was shown
 * with, and for each revisit among them the capture that holds its payload. What may not be read is left out. Pure:
 * stores are given to it.
 */
import type { Capture } from "../index/capture.ts";
import type { Requisite } from "../index/page-store.ts";
import type { Gate } from "../restrictions/gate.ts";
import type { PlannedCapture } from "./planned-capture.ts";

export interface GatherDeps {
  readonly captures: { get(id: string): Promise<Capture | undefined> };
  readonly jobs: { get(id: string): Promise<{ readonly redirectIds?: readonly string[] | undefined } | undefined> };
  readonly pages: { listRequisites(pageId: string): AsyncIterable<Requisite> };
}

export interface Gathered {
  /** The capture itself first. Empty where it may not be read. */
  readonly captures: readonly PlannedCapture[];
  /** Captures left out because they may not be read. */
  readonly restricted: number;
}

/** More would be no page: captures of a page's requisites that are taken with it. */
const MAX_REQUISITES = 1000;
/** Requisites that are looked up at once. */
const AT_ONCE = 16;

/** @param withRequisites - whether the page is to look like itself */
export async function gatherPage(
  deps: GatherDeps,
  gate: Gate,
  capture: Capture,
  withRequisites: boolean,
): Promise<Gathered> {
  const own = await withHolder(deps, gate, capture, toPage);
  if (own.captures.length === 0) return own;
  const redirects = await gatherAll(deps, gate, await redirectIdsOf(deps, capture));
  const requisites = withRequisites ? await gatherAll(deps, gate, await requisiteIdsOf(deps, capture)) : [];
  const parts = [own, ...redirects, ...requisites];
  return {
    captures: parts.flatMap(({ captures }) => captures),
    restricted: parts.reduce((sum, { restricted }) => sum + restricted, 0),
  };
}

async function gatherAll(deps: GatherDeps, gate: Gate, ids: readonly string[]): Promise<Gathered[]> {
  const gathered: Gathered[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const found = await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => deps.captures.get(id)));
    for (const capture of found) if (capture) gathered.push(await withHolder(deps, gate, capture, toPart));
  }
  return gathered;
}

/** A revisit without its payload cannot be shown, so where the one may not be read, neither is taken. */
async function withHolder(
  deps: GatherDeps,
  gate: Gate,
  capture: Capture,
  plan: (capture: Capture, holder: Capture | undefined) => PlannedCapture,
): Promise<Gathered> {
  const holder = capture.revisitOf && (await deps.captures.get(capture.revisitOf.id));
  const both = holder ? [capture, holder] : [capture];
  const verdicts = await Promise.all(both.map(gate));
  if (verdicts.some(({ kind }) => kind !== "open")) return { captures: [], restricted: 1 };
  return { captures: [plan(capture, holder), ...(holder ? [toPart(holder)] : [])], restricted: 0 };
}

/** Jobs are kept for 30 days: a page that was reached by a redirect before that is shown under its own URL alone. */
async function redirectIdsOf({ jobs }: GatherDeps, { id, jobId }: Capture): Promise<readonly string[]> {
  const job = await jobs.get(jobId);
  return (job?.redirectIds ?? []).filter((redirectId) => redirectId !== id);
}

/** A revisit of a page was shown with what the page before had, unless it was fetched anew. */
async function requisiteIdsOf({ pages }: GatherDeps, { id, revisitOf }: Capture): Promise<readonly string[]> {
  for (const pageId of revisitOf ? [id, revisitOf.id] : [id]) {
    const ids: string[] = [];
    for await (const { captureId } of pages.listRequisites(pageId)) {
      if (captureId !== id) ids.push(captureId);
      if (ids.length === MAX_REQUISITES) break;
    }
    if (ids.length > 0) return ids;
  }
  return [];
}

function toPage(capture: Capture, holder: Capture | undefined): PlannedCapture {
  const part = toPart(capture);
  if (!isPage(capture)) return part;
  const { extraction, title } = holder ?? capture;
  const article = extraction.status === "done" ? extraction.record : undefined;
  return { ...part, page: { ...(title ? { title } : {}), ...(article ? { article } : {}) } };
}

function toPart(capture: Capture): PlannedCapture {
  const { id, url, capturedAt, kind, httpStatus, contentType, payloadSha1, warc, warcSha256, responseLength } = capture;
  const { noarchive, extraction } = capture;
  return {
    ...{ id, url, capturedAt, kind, httpStatus, contentType, payloadSha1, warc, warcSha256, responseLength },
    ...(noarchive ? { noarchive } : {}),
    ...(extraction.status === "done" ? { article: extraction.record } : {}),
  };
}

/** A reader opens documents: not redirects, error pages or pictures. A 304 shows the document that it refers to. */
function isPage({ httpStatus, kind, contentType }: Capture): boolean {
  const isGood = (httpStatus >= 200 && httpStatus < 300) || (httpStatus === 304 && kind === "revisit");
  return isGood && /^(text\/html|application\/xhtml\+xml|application\/pdf|text\/plain)$/.test(contentType ?? "");
}
