/** Records wherever they stand, as gzip members. */
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { toMembers } from "../../../shared/wacz/to-members.ts";
import { parseWithWarcio } from "../warc/exchanges.ts";

const record = (type: string, block: string) =>
  `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Date: 2026-03-14T09:30:00Z\r\ncontent-length: ${Buffer.byteLength(block)}\r\n\r\n${block}`;

describe("a slice of a file that is not compressed", () => {
  // A block that holds what ends headers and records, and one that is empty.
  const blocks = ["HTTP/1.1 200 OK\r\n\r\nWARC/1.0\r\n\r\n\r\n\r\nbody", "", "GET / HTTP/1.1\r\n\r\n"];
  const slice = Buffer.from(
    blocks.map((block, at) => `${record(["response", "metadata", "request"][at] ?? "", block)}\r\n\r\n`).join(""),
  );

  it("becomes a member for each record, block for block", async () => {
    const { bytes, firstLength } = await toMembers(slice, 1);
    const read = await parseWithWarcio(bytes);
    expect(read.map(({ block }) => block.toString())).toEqual(blocks);
    expect(read[1]?.offset).toBe(firstLength);
    expect(gunzipSync(bytes.subarray(0, firstLength)).toString()).toBe(
      `${record("response", blocks[0] ?? "")}\r\n\r\n`,
    );
  });

  it("may end without the line ends behind its last record", async () => {
    const { bytes } = await toMembers(slice.subarray(0, slice.length - 4), 1);
    expect((await parseWithWarcio(bytes)).map(({ block }) => block.toString())).toEqual(blocks);
  });
});

it("copies members byte for byte", async () => {
  const slice = Buffer.concat([gzipSync("one"), gzipSync("two")]);
  expect(await toMembers(slice, 23)).toEqual({ bytes: slice, firstLength: 23 });
});

it.each([
  ["no WARC", "hello"],
  ["a record without a length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nbody"],
  ["a record that is cut off", record("response", "body").slice(0, -1)],
  ["headers without an end", "WARC/1.0\r\nContent-Length: 5"],
])("refuses %s", async (_, text) => {
  await expect(toMembers(Buffer.from(text), 1)).rejects.toMatchObject({ code: "bad-message" });
});
