/** Made-up exchanges and an independent reader for the WARC suites. */
import { WARCParser } from "warcio";
import type { Exchange } from "../../../shared/fetch/exchange.ts";
import type { ExchangeRecordsInput } from "../../../shared/warc/exchange-records.ts";
import { writeWarcinfoRecord } from "../../../shared/warc/other-records.ts";
import { WarcFile } from "../../../shared/warc/warc-file.ts";

export const IDS = {
  warcinfo: "0a6f0f34-5c1d-4f5e-9a51-000000000000",
  request: "0a6f0f34-5c1d-4f5e-9a51-000000000001",
  response: "0a6f0f34-5c1d-4f5e-9a51-000000000002",
  metadata: "0a6f0f34-5c1d-4f5e-9a51-000000000003",
  job: "0a6f0f34-5c1d-4f5e-9a51-00000000000a",
  earlier: "0a6f0f34-5c1d-4f5e-9a51-00000000000e",
} as const;

export const STARTED = new Date("2025-03-01T10:00:00.123Z");

export function exchangeWith(changes: Partial<Exchange> = {}): Exchange {
  return {
    url: "https://paper.example/story?id=1",
    method: "GET",
    startedAt: STARTED,
    requestHeaders: [
      ["host", "paper.example"],
      ["User-Agent", "Pressmark-tests/1.0"],
    ],
    remoteAddress: "2001:db8::1",
    httpVersion: "HTTP/1.1",
    status: 200,
    statusText: "OK",
    responseHeaders: [
      ["Content-Type", "text/html"],
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
    ],
    body: Buffer.from("<p>The ferry ran late.</p>"),
    truncated: null,
    durationMs: 41.6,
    ...changes,
  };
}

export function inputWith(changes: Partial<ExchangeRecordsInput> = {}): ExchangeRecordsInput {
  return {
    exchange: exchangeWith(),
    ids: { request: IDS.request, response: IDS.response, metadata: IDS.metadata },
    warcinfoId: IDS.warcinfo,
    ...changes,
  };
}

export async function newFile(): Promise<WarcFile> {
  return new WarcFile(
    await writeWarcinfoRecord({
      id: IDS.warcinfo,
      date: STARTED,
      software: "Pressmark/0.1.0",
      description: "Captures of invented pages",
    }),
  );
}

export interface ForeignRecord {
  readonly offset: number;
  readonly type: string;
  /** Named headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly block: Buffer;
}

/** Reads a file with warcio's own parser, which shares no code with read-record.ts beyond the header parser. */
export async function parseWithWarcio(bytes: Uint8Array): Promise<ForeignRecord[]> {
  const parser = new WARCParser([bytes], { parseHttp: false });
  const records: ForeignRecord[] = [];
  for await (const record of parser) {
    const block = Buffer.from(await record.readFully(false));
    const headers = Object.fromEntries(record.warcHeaders.headers);
    records.push({ offset: parser.offset, type: String(record.warcType), headers, block });
  }
  return records;
}
