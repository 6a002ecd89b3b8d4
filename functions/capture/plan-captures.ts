/**
 * Owns what a settled fetch becomes in the archive: one capture for each exchange, and for the last whether its payload
 * is stored, or stands for one that is stored already. Looks things up; writes nothing.
 */
import { v7 } from "uuid";
import type { Exchange } from "../../shared/fetch/exchange.ts";
import { isHtmlResponse } from "../../shared/fetch/html-response.ts";
import { type Capture, mayBeReferredTo } from "../../shared/index/capture.ts";
import { type CaptureStore, isSuccess } from "../../shared/index/capture-store.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";

export interface PlannedCapture {
  readonly id: string;
  readonly exchange: Exchange;
  readonly payloadSha256: string;
  /** Present where no payload is stored: the capture that holds it, and how we know. */
  readonly revisit:
    | { readonly profile: "identical-payload-digest" | "server-not-modified"; readonly holder: Capture }
    | undefined;
  /** True when extract shall make an article of it. */
  readonly extract: boolean;
}

/** What the plan is made with. */
export interface PlanContext {
  readonly captures: Pick<CaptureStore, "get" | "findPayload">;
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
      extract: false,
    }),
  );
  const last = isFinal ? exchanges.at(-1) : undefined;
  return last ? [...hops, await planLast(last, context)] : hops;
}

async function planLast(exchange: Exchange, context: PlanContext): Promise<PlannedCapture> {
  const payloadSha256 = sha256Hex(exchange.body);
  const revisit = await findRevisit(exchange, payloadSha256, context);
  const mayBePage = !revisit && isSuccess(exchange.status) && exchange.body.byteLength > 0;
  const extract = mayBePage && (await isHtmlResponse(exchange.responseHeaders, exchange.body));
  return { id: v7(), exchange, payloadSha256: revisit?.holder.payloadSha256 ?? payloadSha256, revisit, extract };
}

async function findRevisit(
  exchange: Exchange,
  payloadSha256: string,
  { captures, previous }: PlanContext,
): Promise<PlannedCapture["revisit"]> {
  // Our validators went out with the first request only: a 304 from where it redirected to says nothing of `previous`.
  if (exchange.status === 304 && previous?.url === exchange.url) {
    const holder = previous.revisitOf ? await captures.get(previous.revisitOf.id) : previous;
    return holder && { profile: "server-not-modified", holder };
  }
  // What was cut off is not known to be the same.
  if (!isSuccess(exchange.status) || exchange.truncated || exchange.body.byteLength === 0) return undefined;
  for (const id of await captures.findPayload(exchange.url, payloadSha256)) {
    const holder = await captures.get(id);
    // Of an error page no article was made, though the same bytes may come again as a success.
    if (holder && isSuccess(holder.httpStatus) && mayBeReferredTo(holder)) {
      return { profile: "identical-payload-digest", holder };
    }
  }
  return undefined;
}
