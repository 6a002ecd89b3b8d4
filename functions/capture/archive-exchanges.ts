/**
 * Owns making the records and rows of settled fetches: all of a batch in one WARC object. The object is written before
 * any row, so a row never points to what is not there.
 */
import { v7 } from "uuid";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import { mediaTypeOf } from "../../shared/fetch/html-response.ts";
import { redirectOf } from "../../shared/fetch/redirect.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { summarise } from "../../shared/index/extraction-store.ts";
import { PREFIX } from "../../shared/names.ts";
import { SOFTWARE, VERSION } from "../../shared/version.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";
import { writeExchangeRecords } from "../../shared/warc/exchange-records.ts";
import { writeWarcinfoRecord } from "../../shared/warc/other-records.ts";
import { WarcFile } from "../../shared/warc/warc-file.ts";
import { warcKey } from "../../shared/warc/warc-key.ts";
import type { PlannedCapture } from "./plan-captures.ts";

/** One settled fetch: its planned captures in order, and what is known of how they came about. */
export interface SettledFetch {
  readonly jobId: string;
  readonly sourceId: string | undefined;
  readonly resources: Capture["resources"];
  readonly requisiteOf: Capture["requisiteOf"];
  readonly planned: readonly PlannedCapture[];
  /** False where the last one is a redirect that is followed. */
  readonly isFinal: boolean;
  /** The URL that redirected to the first, and redirects before it. */
  readonly via: string | undefined;
  readonly redirects: number;
  readonly robots: Capture["robots"];
  readonly noarchive: Capture["noarchive"];
}

/**
 * Writes the WARC object of a batch.
 *
 * @returns the rows to be indexed, in the order of the input.
 */
export async function archiveExchanges(
  objects: Pick<ObjectStore, "put">,
  fetches: readonly SettledFetch[],
  now: Date,
): Promise<Capture[][]> {
  const key = warcKey(PREFIX.captures, now);
  const file = new WarcFile(
    await writeWarcinfoRecord({
      id: v7(),
      date: now,
      software: SOFTWARE,
      description: "Captures of web pages: each response with its request and metadata.",
      filename: key.slice(key.lastIndexOf("/") + 1),
    }),
  );
  const rows: Capture[][] = [];
  for (const settled of fetches) rows.push(await appendFetch(file, key, settled));
  if (rows.some((captures) => captures.length > 0)) {
    await objects.put(key, file.finish().bytes, "application/warc");
  }
  return rows;
}

async function appendFetch(file: WarcFile, key: string, settled: SettledFetch): Promise<Capture[]> {
  const rows: Capture[] = [];
  for (const [index, planned] of settled.planned.entries()) {
    const isLast = settled.isFinal && index === settled.planned.length - 1;
    const { members, payloadDigest } = await writeExchangeRecords({
      exchange: planned.exchange,
      ids: { request: v7(), response: planned.id, metadata: v7() },
      warcinfoId: file.warcinfoId,
      revisit: planned.revisit && {
        profile: planned.revisit.profile,
        refersTo: planned.revisit.holder.id,
        refersToTargetUri: planned.revisit.holder.url,
        refersToDate: new Date(planned.revisit.holder.capturedAt),
        payloadDigest: planned.revisit.holder.payloadSha1,
      },
      notes: isLast
        ? {
            jobId: settled.jobId,
            via: settled.planned[index - 1]?.exchange.url ?? settled.via ?? null,
            redirects: settled.redirects + index,
            version: VERSION,
          }
        : undefined,
    });
    const positions = members.map((member) => file.append(member));
    const warc = {
      key,
      offset: positions[0]?.offset ?? 0,
      length: positions.reduce((sum, { length }) => sum + length, 0),
    };
    const warcSha256 = sha256Hex(Buffer.concat(members.map(({ bytes }) => bytes)));
    const responseLength = positions[0]?.length ?? 0;
    rows.push(toCapture(settled, planned, { warc, warcSha256, responseLength, payloadSha1: payloadDigest }));
  }
  return rows;
}

function toCapture(
  { jobId, sourceId, resources, requisiteOf, robots, noarchive }: SettledFetch,
  planned: PlannedCapture,
  stored: Pick<Capture, "warc" | "warcSha256" | "responseLength" | "payloadSha1">,
): Capture {
  const { exchange, revisit } = planned;
  const holder = revisit?.holder;
  const redirect = redirectOf(exchange);
  const isError = exchange.status >= 400;
  // The same bytes may be a page elsewhere, with an article and a quality of its own.
  const article = requisiteOf === undefined ? holder : undefined;
  return {
    id: planned.id,
    jobId,
    url: exchange.url,
    capturedAt: exchange.startedAt.toISOString(),
    kind: revisit ? "revisit" : "response",
    httpStatus: exchange.status,
    contentType: mediaTypeOf(exchange.responseHeaders) ?? holder?.contentType ?? null,
    remoteAddress: exchange.remoteAddress,
    payloadBytes: exchange.body.byteLength,
    payloadSha256: planned.payloadSha256,
    ...stored,
    truncated: exchange.truncated ?? undefined,
    redirectTo: redirect.kind === "follow" ? redirect.url.href : undefined,
    etag: headerList(exchange.responseHeaders, "etag") ?? holder?.etag,
    lastModified: headerList(exchange.responseHeaders, "last-modified") ?? holder?.lastModified,
    revisitOf: holder && { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
    sourceId,
    robots,
    noarchive,
    quality: isError ? "error" : article?.quality,
    ...(article ? summarise(article) : {}),
    resources,
    requisiteOf,
    extraction: { status: planned.task === "article" ? "pending" : "none" },
  };
}
