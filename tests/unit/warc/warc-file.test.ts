import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { CDXIndexer } from "warcio";
import { sha1Base32, sha256Hex } from "../../../shared/warc/digests.ts";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { writeConversionRecord, writeWarcinfoRecord } from "../../../shared/warc/other-records.ts";
import { readFields } from "../../../shared/warc/warc-fields.ts";
import { WarcFile } from "../../../shared/warc/warc-file.ts";
import { sha1OtherWay } from "../../support/digests.ts";
import { exchangeWith, IDS, inputWith, newFile, parseWithWarcio, STARTED } from "./exchanges.ts";

it("opens with the warcinfo, and refuses to open with anything else", async () => {
  const file = await newFile();
  expect(file.warcinfoId).toBe(IDS.warcinfo);
  const [first] = await parseWithWarcio(file.finish().bytes);
  expect(first).toMatchObject({ type: "warcinfo", offset: 0 });
  expect(first?.headers["content-type"]).toBe("application/warc-fields");
  expect(Object.fromEntries(readFields(first?.block ?? new Uint8Array()))).toMatchObject({
    software: "Pressmark/0.1.0",
    format: "WARC File Format 1.1",
    description: "Captures of invented pages",
  });
  const { members } = await writeExchangeRecords(inputWith());
  for (const member of members) expect(() => new WarcFile(member)).toThrow(TypeError);
});

it("knows where each record stands, so that its slice is a WARC file by itself", async () => {
  const file = await newFile();
  const { members } = await writeExchangeRecords(inputWith());
  const positions = members.map((member) => file.append(member));
  const { bytes, sha256Base64 } = file.finish();
  expect(file.length).toBe(bytes.length);
  expect(sha256Base64).toBe(createHash("sha256").update(bytes).digest("base64"));
  for (const [index, { offset, length }] of positions.entries()) {
    const slice = bytes.subarray(offset, offset + length);
    expect(gunzipSync(slice).toString("latin1")).toMatch(/^WARC\/1\.1\r\n/);
    const [record, ...others] = await parseWithWarcio(slice);
    expect(record?.headers["warc-record-id"]).toBe(`<urn:uuid:${members[index]?.id}>`);
    expect(others).toEqual([]);
  }
});

it("is indexed by warcio's CDX indexer at the positions that were given out", async () => {
  const file = await newFile();
  const { members, payloadDigest } = await writeExchangeRecords(inputWith());
  const [response] = members.map((member) => file.append(member));
  const source = {
    async *[Symbol.asyncIterator]() {
      yield file.finish().bytes;
    },
  };
  const lines: Record<string, unknown>[] = [];
  for await (const line of new CDXIndexer({ format: "json" }).iterIndex([{ filename: "a.warc.gz", reader: source }])) {
    lines.push(line);
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    urlkey: "example,paper)/story?id=1",
    timestamp: "20250301100000",
    mime: "text/html",
    status: 200,
    digest: payloadDigest.slice("sha1:".length),
    offset: response?.offset,
    length: response?.length,
  });
});

it("writes a conversion that names what it was made of", async () => {
  const file = await newFile();
  const payload = Buffer.from(JSON.stringify({ title: "F\u00e4hre" }));
  file.append(
    await writeConversionRecord({
      id: IDS.metadata,
      refersTo: IDS.response,
      targetUri: "https://paper.example/story",
      date: STARTED,
      contentType: "application/json",
      payload,
      warcinfoId: IDS.warcinfo,
    }),
  );
  const record = (await parseWithWarcio(file.finish().bytes))[1];
  expect(record?.headers).toMatchObject({
    "warc-type": "conversion",
    "warc-refers-to": `<urn:uuid:${IDS.response}>`,
    "warc-target-uri": "https://paper.example/story",
    "content-type": "application/json",
    "warc-payload-digest": sha1OtherWay(payload),
    "warc-block-digest": sha1OtherWay(payload),
  });
  expect(record?.block.equals(payload)).toBe(true);
});

it("keeps line ends in a value from becoming headers", async () => {
  const bytes = (
    await writeWarcinfoRecord({
      id: IDS.warcinfo,
      date: STARTED,
      software: "a\r\nrobots: ignore",
      description: "b",
      filename: "x.warc.gz\r\nWARC-Type: response",
    })
  ).bytes;
  const [record] = await parseWithWarcio(bytes);
  expect(record?.headers).toMatchObject({
    "warc-type": "warcinfo",
    "warc-filename": "x.warc.gz WARC-Type: response",
  });
  expect(readFields(record?.block ?? new Uint8Array()).has("robots")).toBe(false);
});

it("writes the same bytes for the same content", async () => {
  const [one, other] = await Promise.all([newFile(), newFile()]);
  expect(one.finish().sha256Base64).toBe(other.finish().sha256Base64);
});

it("writes a response of 20 MiB without holding it many times over", async () => {
  const body = Buffer.alloc(20 * 1024 * 1024, "One line of the long story.\n");
  const before = process.memoryUsage().arrayBuffers;
  const { members } = await writeExchangeRecords(inputWith({ exchange: exchangeWith({ body }) }));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(body.length);
  expect(members[0]?.bytes.length).toBeLessThan(body.length / 50);
});

it("spells digests as archives do", () => {
  const text = Buffer.from("abc");
  expect(sha1Base32(text)).toBe(sha1OtherWay(text));
  expect(sha1Base32(text.subarray(0, 1), text.subarray(1))).toBe(sha1OtherWay(text));
  expect(sha256Hex(text)).toBe("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
