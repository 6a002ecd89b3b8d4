/** Captures with real records in a bucket, as capture and extract leave them. */
import { v7 } from "uuid";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Exchange } from "../../shared/fetch/exchange.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { sha256Hex } from "../../shared/warc/digests.ts";
import { type Revisit, writeExchangeRecords } from "../../shared/warc/exchange-records.ts";
import { writeConversionRecord } from "../../shared/warc/other-records.ts";
import { articleOf, captureOf, DONE, exchangeOf } from "./fixtures.ts";

const WARCINFO = "0a6f0f34-5c1d-4f5e-9a51-000000000000";

export interface Stored {
  readonly exchange?: Partial<Exchange>;
  readonly capture?: Partial<Capture>;
  readonly revisitOf?: Capture;
  /** Makes it an article with this text. */
  readonly text?: string;
}

/** Writes the records of one exchange and returns its row; the caller files it. */
export async function storeCapture(
  objects: Pick<ObjectStore, "put">,
  { exchange: changes = {}, capture = {}, revisitOf: holder, text }: Stored,
): Promise<Capture> {
  const exchange = exchangeOf(changes);
  const id = capture.id ?? v7();
  const revisit: Revisit | undefined = holder && {
    profile: exchange.status === 304 ? "server-not-modified" : "identical-payload-digest",
    refersTo: holder.id,
    refersToTargetUri: holder.url,
    refersToDate: new Date(holder.capturedAt),
    payloadDigest: holder.payloadSha1,
  };
  const ids = { request: v7(), response: id, metadata: v7() };
  const { members, payloadDigest } = await writeExchangeRecords({ exchange, ids, warcinfoId: WARCINFO, revisit });
  const bytes = Buffer.concat(members.map((member) => member.bytes));
  const key = `captures/2026/03/14/${id}.warc.gz`;
  await objects.put(key, bytes, "application/warc");
  const record = text === undefined ? undefined : await storeArticle(objects, id, exchange, text);
  return captureOf({
    id,
    url: exchange.url,
    capturedAt: exchange.startedAt.toISOString(),
    kind: holder ? "revisit" : "response",
    httpStatus: exchange.status,
    contentType: holder?.contentType ?? mediaTypeOf(exchange),
    payloadBytes: exchange.body.byteLength,
    payloadSha1: payloadDigest,
    payloadSha256: holder?.payloadSha256 ?? sha256Hex(exchange.body),
    warc: { key, offset: 0, length: bytes.byteLength },
    responseLength: members[0]?.bytes.byteLength ?? 0,
    warcSha256: sha256Hex(bytes),
    ...(holder ? { revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt } } : {}),
    extraction: record ? { ...DONE, record } : { status: "none" },
    ...capture,
  });
}

async function storeArticle(objects: Pick<ObjectStore, "put">, captureId: string, exchange: Exchange, text: string) {
  const article = articleOf({ captureId, url: exchange.url, text });
  const { bytes } = await writeConversionRecord({
    id: v7(),
    refersTo: captureId,
    targetUri: exchange.url,
    date: exchange.startedAt,
    contentType: "application/json",
    payload: Buffer.from(JSON.stringify(article)),
    warcinfoId: WARCINFO,
  });
  const key = `articles/2026/03/14/${captureId}.warc.gz`;
  await objects.put(key, bytes, "application/warc");
  return { key, offset: 0, length: bytes.byteLength };
}

function mediaTypeOf({ responseHeaders }: Exchange): string | null {
  const line = responseHeaders.find(([name]) => name.toLowerCase() === "content-type");
  return line?.[1].split(";")[0]?.trim() ?? null;
}
