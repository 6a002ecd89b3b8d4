import { expect, it } from "vitest";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { readFields } from "../../../shared/warc/warc-fields.ts";
import { sha1OtherWay } from "../../support/digests.ts";
import { exchangeWith, IDS, inputWith, newFile, parseWithWarcio } from "./exchanges.ts";

async function recordsOf(input: Parameters<typeof writeExchangeRecords>[0]) {
  const file = await newFile();
  const { members, payloadDigest } = await writeExchangeRecords(input);
  const positions = members.map((member) => file.append(member));
  const [warcinfo, response, request, metadata] = await parseWithWarcio(file.finish().bytes);
  if (!warcinfo || !response || !request) throw new Error("a record is missing");
  return { members, payloadDigest, positions, warcinfo, response, request, metadata };
}

it("writes request and response that name each other and the file", async () => {
  const { warcinfo, response, request, metadata, positions } = await recordsOf(inputWith());
  expect(warcinfo.headers["warc-record-id"]).toBe(`<urn:uuid:${IDS.warcinfo}>`);
  expect(response.type).toBe("response");
  expect(response.headers).toMatchObject({
    "warc-record-id": `<urn:uuid:${IDS.response}>`,
    "warc-warcinfo-id": `<urn:uuid:${IDS.warcinfo}>`,
    "warc-target-uri": "https://paper.example/story?id=1",
    "warc-ip-address": "2001:db8::1",
    "warc-date": "2025-03-01T10:00:00.123Z",
    "content-type": "application/http; msgtype=response",
  });
  expect(response.headers).not.toHaveProperty("warc-truncated");
  expect(request.headers).toMatchObject({
    "warc-type": "request",
    "warc-concurrent-to": `<urn:uuid:${IDS.response}>`,
    "warc-target-uri": "https://paper.example/story?id=1",
    "content-type": "application/http; msgtype=request",
  });
  expect(request.block.toString()).toBe(
    "GET /story?id=1 HTTP/1.1\r\nhost: paper.example\r\nUser-Agent: Pressmark-tests/1.0\r\n\r\n",
  );
  expect(metadata).toBeUndefined();
  expect([response.offset, request.offset]).toEqual(positions.map(({ offset }) => offset));
});

it("writes digests that hold when computed another way", async () => {
  const body = Buffer.from([0, 1, 2, 255, 13, 10, 13, 10, 0]);
  const { response, request, payloadDigest } = await recordsOf(inputWith({ exchange: exchangeWith({ body }) }));
  expect(payloadDigest).toBe(sha1OtherWay(body));
  expect(response.headers["warc-payload-digest"]).toBe(payloadDigest);
  expect(response.headers["warc-block-digest"]).toBe(sha1OtherWay(response.block));
  expect(request.headers["warc-block-digest"]).toBe(sha1OtherWay(request.block));
  expect(response.block.subarray(-body.length).equals(body)).toBe(true);
});

it("keeps the bytes of the header block, whatever they are", async () => {
  const exchange = exchangeWith({
    httpVersion: "HTTP/1.0",
    statusText: "Tr\xe8s bien \xc3\xa9",
    responseHeaders: [
      ["x-ODD", "\xe9\xff ,,, \xc3\xa9"],
      ["X-Empty", ""],
      ["Set-Cookie", "a=1"],
      ["set-cookie", "a=1"],
    ],
    body: Buffer.from("b"),
  });
  const { response } = await recordsOf(inputWith({ exchange }));
  expect(response.block.toString("latin1")).toBe(
    "HTTP/1.0 200 Tr\xe8s bien \xc3\xa9\r\nx-ODD: \xe9\xff ,,, \xc3\xa9\r\nX-Empty: \r\nSet-Cookie: a=1\r\nset-cookie: a=1\r\n\r\nb",
  );
});

it("does not claim chunks over a body whose chunks are joined", async () => {
  const exchange = exchangeWith({ responseHeaders: [["transfer-Encoding", "chunked"]], body: Buffer.from("whole") });
  const { response } = await recordsOf(inputWith({ exchange }));
  expect(response.block.toString()).toBe("HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\nwhole");
});

it("says why a body was cut off", async () => {
  const { response } = await recordsOf(inputWith({ exchange: exchangeWith({ truncated: "time" }) }));
  expect(response.headers["warc-truncated"]).toBe("time");
});

it("takes an empty body and an empty reason phrase", async () => {
  const exchange = exchangeWith({ statusText: "", status: 204, responseHeaders: [], body: new Uint8Array() });
  const { response, payloadDigest } = await recordsOf(inputWith({ exchange }));
  expect(response.block.toString()).toBe("HTTP/1.1 204 \r\n\r\n");
  // The well-known SHA-1 of nothing.
  expect(payloadDigest).toBe("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
});

it("takes a URL with three commas, which warcio reads as several values", async () => {
  const url = "https://paper.example/map,,,52.3,4.9?a=,,,";
  const { response } = await recordsOf(inputWith({ exchange: exchangeWith({ url }) }));
  expect(response.headers["warc-target-uri"]).toBe(url);
});

it("keeps only the header block of a repeated payload, and says which capture holds it", async () => {
  const revisit = {
    profile: "identical-payload-digest",
    refersTo: IDS.earlier,
    refersToTargetUri: "https://paper.example/first",
    refersToDate: new Date("2025-01-01T00:00:00.000Z"),
  } as const;
  const { response, members } = await recordsOf(inputWith({ revisit }));
  expect(members[0]).toMatchObject({ type: "revisit", id: IDS.response });
  expect(response.headers).toMatchObject({
    "warc-type": "revisit",
    "warc-profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    "warc-refers-to": `<urn:uuid:${IDS.earlier}>`,
    "warc-refers-to-target-uri": "https://paper.example/first",
    "warc-refers-to-date": "2025-01-01T00:00:00.000Z",
    "warc-payload-digest": sha1OtherWay(exchangeWith().body),
    "warc-block-digest": sha1OtherWay(response.block),
  });
  expect(response.block.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^<]*\r\n\r\n$/);
});

it("gives a 304 the digest of the payload that did not change", async () => {
  const payloadDigest = "sha1:MAUP2C7P7WXYFS76B2TJHVGSYA4HQO47";
  const exchange = exchangeWith({ status: 304, statusText: "Not Modified", body: new Uint8Array() });
  const { response, payloadDigest: returned } = await recordsOf(
    inputWith({
      exchange,
      revisit: {
        profile: "server-not-modified",
        refersTo: IDS.earlier,
        refersToTargetUri: exchange.url,
        refersToDate: new Date(0),
        payloadDigest,
      },
    }),
  );
  expect(response.headers["warc-profile"]).toBe("http://netpreserve.org/warc/1.1/revisit/server-not-modified");
  expect([returned, response.headers["warc-payload-digest"]]).toEqual([payloadDigest, payloadDigest]);
});

it("tells in the metadata record how the capture came about", async () => {
  const notes = { jobId: IDS.job, via: "https://paper.example/old", redirects: 2, version: "0.1.0" };
  const { metadata } = await recordsOf(inputWith({ notes }));
  expect(metadata?.headers).toMatchObject({
    "warc-type": "metadata",
    "warc-record-id": `<urn:uuid:${IDS.metadata}>`,
    "warc-concurrent-to": `<urn:uuid:${IDS.response}>`,
    "content-type": "application/warc-fields",
  });
  expect(Object.fromEntries(readFields(metadata?.block ?? new Uint8Array()))).toEqual({
    via: "https://paper.example/old",
    hopsFromSeed: "RR",
    fetchTimeMs: "42",
    jobId: IDS.job,
    pressmarkVersion: "0.1.0",
  });
});

it("leaves out of the metadata record what a page without redirects does not have", async () => {
  const notes = { jobId: IDS.job, via: null, redirects: 0, version: "0.1.0" };
  const { metadata } = await recordsOf(inputWith({ notes }));
  expect([...readFields(metadata?.block ?? new Uint8Array()).keys()]).toEqual([
    "fetchTimeMs",
    "jobId",
    "pressmarkVersion",
  ]);
});
