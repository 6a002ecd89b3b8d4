import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { WARCRecord, WARCSerializer } from "warcio";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { writeConversionRecord } from "../../../shared/warc/other-records.ts";
import { readRecord } from "../../../shared/warc/read-record.ts";
import { exchangeWith, IDS, inputWith, STARTED } from "./exchanges.ts";

async function firstMember(input = inputWith()): Promise<Uint8Array> {
  const [first] = (await writeExchangeRecords(input)).members;
  if (!first) throw new Error("no record");
  return first.bytes;
}

describe("readRecord", () => {
  it("gives back what was captured, byte for byte", async () => {
    const exchange = exchangeWith({
      statusText: "Tr\xe8s bien",
      responseHeaders: [
        ["X-Odd", "\xe9\xff\xc3\xa9"],
        ["Content-Encoding", "gzip"],
        ["set-cookie", "a"],
        ["set-cookie", "b"],
      ],
      body: Buffer.from([31, 139, 0, 255, 13, 10, 13, 10]),
    });
    const record = await readRecord(await firstMember(inputWith({ exchange })));
    expect(record.type).toBe("response");
    expect(record.headers.get("warc-target-uri")).toBe(exchange.url);
    expect(record.http).toEqual({ status: 200, statusText: "Tr\xe8s bien", headers: exchange.responseHeaders });
    expect(Buffer.from(record.payload).equals(Buffer.from(exchange.body))).toBe(true);
  });

  it("reads a revisit, which has no payload", async () => {
    const revisit = {
      profile: "identical-payload-digest",
      refersTo: IDS.earlier,
      refersToTargetUri: "https://paper.example/,,,",
      refersToDate: STARTED,
    } as const;
    const record = await readRecord(await firstMember(inputWith({ revisit })));
    expect(record).toMatchObject({ type: "revisit", http: { status: 200 } });
    expect(record.headers.get("warc-refers-to-target-uri")).toBe("https://paper.example/,,,");
    expect(record.payload).toHaveLength(0);
  });

  it("reads a conversion, which has no HTTP header block", async () => {
    const payload = Buffer.from("HTTP/1.1 200 OK\r\n\r\nis only text here");
    const { bytes } = await writeConversionRecord({
      id: IDS.metadata,
      refersTo: IDS.response,
      targetUri: "https://paper.example/",
      date: STARTED,
      contentType: "text/plain",
      payload,
      warcinfoId: IDS.warcinfo,
    });
    const record = await readRecord(bytes);
    expect(record).toMatchObject({ type: "conversion", http: null });
    expect(Buffer.from(record.payload).equals(payload)).toBe(true);
  });

  it("reads what warcio writes by itself", async () => {
    const foreign = WARCRecord.create(
      {
        url: "http://other.example/",
        type: "response",
        warcVersion: "WARC/1.1",
        httpHeaders: { "Content-Type": "a/b" },
      },
      [Buffer.from("payload")],
    );
    const record = await readRecord(await WARCSerializer.serialize(foreign, { gzip: true }));
    expect(record).toMatchObject({ http: { status: 200, headers: [["Content-Type", "a/b"]] } });
    expect(Buffer.from(record.payload).toString()).toBe("payload");
  });

  it("stops at a record that unpacks to more than allowed", async () => {
    const slice = await firstMember(inputWith({ exchange: exchangeWith({ body: Buffer.alloc(3_000_000) }) }));
    await expect(readRecord(slice, 1_000_000)).rejects.toMatchObject({ code: "content-too-large" });
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["neither gzip nor WARC", Buffer.from("WARCX1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n")],
    ["gzip of something else", gzipSync("<p>a page</p>\r\n\r\n")],
    ["gzip of nothing", gzipSync("")],
    ["headers without a version", gzipSync("WARC-Type: response\r\nContent-Length: 0\r\n\r\n")],
    ["no type", gzipSync("WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n")],
    ["no length", gzipSync("WARC/1.1\r\nWARC-Type: response\r\n\r\n\r\n\r\n")],
    ["a negative length", gzipSync("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\n\r\n\r\n")],
    ["a block that is too short", gzipSync("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nshort")],
  ])("refuses a slice of %s", async (_what, slice) => {
    await expect(readRecord(slice)).rejects.toMatchObject({ name: "PermanentError", code: "bad-message" });
  });

  it("refuses a slice that is cut off or begins in the middle", async () => {
    const whole = await firstMember();
    await expect(readRecord(whole.subarray(0, whole.length - 30))).rejects.toMatchObject({ code: "bad-message" });
    await expect(readRecord(whole.subarray(5))).rejects.toMatchObject({ code: "bad-message" });
  });
});
