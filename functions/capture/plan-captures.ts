/**
 * Owns what a settled fetch becomes in the archive: one capture for each exchange, and for the last whether its payload
 * is stored, or stands for one that is stored already. Looks things up; writes nothing.
 */
import { v7 } from "uuid";
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { Exchange } from "../../shared/fetch/exchange.ts";
import { isHtmlResponse, mediaTypeOf } from "../../shared/fetch/html-response.ts";
import { type Capture, mayBeReferredTo } from "../../shared/index/capture.ts";
import { type CaptureStore, isSuccess } from "../../shared/index/capture-store.ts";
import { isStylesheetType, mayNameOthers } from "../../shared/requisites/requisite.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";

export interface PlannedCapture {
  readonly id: string;
  readonly exchange: Exchange;
  readonly payloadSha256: string;
  /** Present where no payload is stored: the capture that holds it, and how we know. */
  readonly revisit:
    | { readonly profile: "identical-payload-digest" | "server-not-modified"; readonly holder: Capture }
    | undefined;
  /** What extract shall do with it: make an article, or only read which others it names. */
  readonly task: ExtractTask | undefined;
}

export type ExtractTask = "article" | "page-links" | "stylesheet-links";

/** What the plan is made with. */
export interface PlanContext {
  readonly request: Pick<CaptureRequested, "origin" | "resources">;
  readonly captures: Pick<CaptureStore, "get" | "findPayload" | "findPayloadAnywhere">;
  /** The newest good capture of the URL that was asked for: its validators went out with the first request. */
  readonly previous: Capture | undefined;
}

/**
 * In the order of the exchanges; the last one is the job's capture, unless the job goes on elsewhere from it.
 *
 * @param isFinal - false where the last one is a redirect that is followed
 */
export async function planCaptures(
  exchanges: readonly Exchange[],
  isFinal: boolean,
  context: PlanContext,
): Promise<PlannedCapture[]> {
  const hops = (isFinal ? exchanges.slice(0, -1) : exchanges).map(
    (exchange): PlannedCapture => ({
      id: v7(),
      exchange,
      payloadSha256: sha256Hex(exchange.body),
      revisit: undefined,
      task: undefined,
    }),
  );
  const last = isFinal ? exchanges.at(-1) : undefined;
  return last ? [...hops, await planLast(last, context)] : hops;
}

async function planLast(exchange: Exchange, context: PlanContext): Promise<PlannedCapture> {
  const payloadSha256 = sha256Hex(exchange.body);
  const isPage = context.request.origin.kind !== "requisite" && (await isHtmlPage(exchange));
  const revisit = await findRevisit(exchange, { payloadSha256, isPage }, context);
  const task = taskOf(exchange, revisit, isPage, context.request);
  return { id: v7(), exchange, payloadSha256: revisit?.holder.payloadSha256 ?? payloadSha256, revisit, task };
}

/** An answer to a requisite's request is no article, whatever it holds; nor is what was one before made one again. */
function taskOf(
  exchange: Exchange,
  revisit: PlannedCapture["revisit"],
  isPage: boolean,
  { origin, resources = "none" }: PlanContext["request"],
): ExtractTask | undefined {
  if (origin.kind === "requisite") {
    const isStylesheet =
      mayNameOthers(origin) && isStylesheetType(mediaTypeOf(exchange.responseHeaders) ?? revisit?.holder.contentType);
    const isAnswer = revisit !== undefined || (isSuccess(exchange.status) && exchange.body.byteLength > 0);
    return isStylesheet && isAnswer ? "stylesheet-links" : undefined;
  }
  if (!revisit) return isPage ? "article" : undefined;
  const { extraction, noarchive } = revisit.holder;
  return resources !== "none" && extraction.status !== "none" && !noarchive?.binding ? "page-links" : undefined;
}

async function findRevisit(
  exchange: Exchange,
  { payloadSha256, isPage }: { payloadSha256: string; isPage: boolean },
  { captures, previous, request }: PlanContext,
): Promise<PlannedCapture["revisit"]> {
  // Our validators went out with the first request only: a 304 from where it redirected to says nothing of `previous`.
  if (exchange.status === 304 && previous?.url === exchange.url) {
    const holder = previous.revisitOf ? await captures.get(previous.revisitOf.id) : previous;
    return holder && { profile: "server-not-modified", holder };
  }
  // What was cut off is not known to be the same.
  if (!isSuccess(exchange.status) || exchange.truncated || exchange.body.byteLength === 0) return undefined;
  // A page has an article of its own address; a picture is the same one wherever it comes from.
  const ids =
    request.origin.kind === "requisite"
      ? await captures.findPayloadAnywhere(payloadSha256)
      : await captures.findPayload(exchange.url, payloadSha256);
  for (const id of ids) {
    const holder = await captures.get(id);
    if (holder && mayHoldFor(holder, isPage)) return { profile: "identical-payload-digest", holder };
  }
  return undefined;
}

/** Of an error page no article was made, though the same bytes may come again as a success; nor was one of a requisite. */
function mayHoldFor(holder: Capture, isPage: boolean): boolean {
  if (isPage && holder.requisiteOf !== undefined) return false;
  return isSuccess(holder.httpStatus) && mayBeReferredTo(holder);
}

/** Whether it is a page that extract can read. */
async function isHtmlPage({ status, responseHeaders, body }: Exchange): Promise<boolean> {
  return isSuccess(status) && body.byteLength > 0 && isHtmlResponse(responseHeaders, body);
}
