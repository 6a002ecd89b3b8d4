/** What stands in a file where a capture was erased: as long as that was, and a record that other readers take. */
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { type TombstoneInput, writeTombstone } from "../../../shared/warc/tombstone.ts";
import { IDS, inputWith, newFile, parseWithWarcio } from "./exchanges.ts";

const tombstoneOf = (changes: Partial<TombstoneInput> = {}) =>
  writeTombstone({
    id: IDS.earlier,
    length: 5000,
    gzip: true,
    erasedAt: new Date("2026-11-24T12:00:00.000Z"),
    restrictionId: IDS.job,
    targetUri: "https://paper.example/story?id=1",
    refersTo: IDS.response,
    warcinfoUri: `<urn:uuid:${IDS.warcinfo}>`,
    ...changes,
  });

describe.each([true, false])("a tombstone, compressed: %s", (gzip) => {
  it.each([900, 1000, 1009, 1010, 1011, 1012, 9_999, 10_000, 100_007, 2_000_000])(
    "of %i bytes is as long as what it replaces, and one record",
    async (length) => {
      const bytes = await tombstoneOf({ length, gzip });
      expect(bytes.length).toBe(length);
      const [record, ...more] = await parseWithWarcio(bytes);
      expect(more).toEqual([]);
      expect(record?.headers).toMatchObject({
        "warc-type": "metadata",
        "warc-refers-to": `<urn:uuid:${IDS.response}>`,
        "warc-target-uri": "https://paper.example/story?id=1",
      });
      expect(record?.block.toString()).toContain("erased: 2026-11-24T12:00:00.000Z\r\n");
    },
  );

  it.each([1, 2, 18, 19, 20, 100, 300])("fills a gap of %i bytes, too small for a record", async (length) => {
    expect((await tombstoneOf({ length, gzip })).length).toBe(length);
  });
});

it("leaves every other record of its file where it was", async () => {
  const file = await newFile();
  const first = await writeExchangeRecords(inputWith());
  const others = { request: IDS.job, response: IDS.earlier, metadata: IDS.metadata };
  const second = await writeExchangeRecords(inputWith({ ids: others }));
  const positions = [...first.members, ...second.members].map((member) => file.append(member));
  const bytes = Buffer.from(file.finish().bytes);
  const before = await parseWithWarcio(bytes);
  const start = positions[0]?.offset ?? 0;
  const length = first.members.reduce((sum, member) => sum + member.bytes.length, 0);
  bytes.set(await tombstoneOf({ id: "0a6f0f34-5c1d-4f5e-9a51-0000000000dd", length }), start);
  const after = await parseWithWarcio(bytes);
  expect(after.map(({ type }) => type)).toEqual(["warcinfo", "metadata", "response", "request"]);
  expect(after.slice(2)).toEqual(before.slice(3));
  expect(gunzipSync(bytes).toString("latin1")).toContain("restriction: ");
});
