/** The walk through files that others made: where each record stands, and how it goes on behind what is broken. */
import { createHash } from "node:crypto";
import { deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Place, type ScanItem, type Segment, scanSegment } from "../../../functions/import/scan.ts";
import { WorkBudget, WorkLimitError } from "../../../functions/import/work-budget.ts";
import { idOf, members, record, request, response, warcinfo } from "./records.ts";

const URLS = ["lamp", "ferry", "tide"].map((name) => `http://quay.example/${name}`);
const RECORDS = [warcinfo(), ...URLS.flatMap((url) => [response(url), request(url)])];
const START = { offset: 0, unpacked: 0 };

const segmentOf = (bytes: Buffer, pieceBytes: number, base: number | null): Segment => ({
  name: "by-hand.warc.gz",
  base,
  async *open(from) {
    for (let at = from; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  },
});

interface Options {
  readonly pieceBytes?: number;
  readonly base?: number | null;
  readonly from?: Place;
  readonly budget?: WorkBudget;
}

async function scan(bytes: Buffer, options: Options = {}): Promise<ScanItem[]> {
  const segment = segmentOf(bytes, options.pieceBytes ?? 4096, options.base === undefined ? 0 : options.base);
  const items: ScanItem[] = [];
  const budget = options.budget ?? new WorkBudget(bytes.length);
  for await (const item of scanSegment(segment, options.from ?? START, budget)) items.push(item);
  return items;
}

/** Types of records and codes of what is broken, in order. */
const told = (items: readonly ScanItem[]): string[] =>
  items.map((item) => (item.kind === "record" ? item.record.type : `!${item.code}`));

const TYPES = ["warcinfo", ...URLS.flatMap(() => ["response", "request"])];

/** The bytes that a pointer gives back, unpacked. */
function reread(file: Buffer, item: ScanItem | undefined): Buffer {
  if (item?.kind !== "record") throw new Error("no record");
  if (item.slice.kind === "copied") return gunzipSync(item.slice.member);
  if (item.slice.kind !== "in-place") throw new Error("nowhere");
  const bytes = file.subarray(item.slice.offset, item.slice.offset + item.slice.length);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(item.slice.sha256);
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

describe("every record is found, and found again at its place", () => {
  it.each([
    ["a gzip member for each record", members(...RECORDS)],
    ["no compression", Buffer.concat(RECORDS)],
    ["one member for the whole file", gzipSync(Buffer.concat(RECORDS))],
    [
      "members of several records",
      Buffer.concat([gzipSync(Buffer.concat(RECORDS.slice(0, 3))), gzipSync(Buffer.concat(RECORDS.slice(3)))]),
    ],
    ["members and plain records in turn", Buffer.concat(RECORDS.map((each, n) => (n % 2 ? gzipSync(each) : each)))],
    ["members with names, comments and extra fields", Buffer.concat(RECORDS.map(withHeaderFields))],
  ])("in a file of %s", async (_, file) => {
    for (const pieceBytes of [1, 97, 100_000]) {
      const items = await scan(file, { pieceBytes });
      expect(told(items)).toEqual(TYPES);
      expect(reread(file, items[1]).equals(RECORDS[1] ?? Buffer.alloc(0))).toBe(true);
      expect(reread(file, items[5]).equals(RECORDS[5] ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it("with pointers into the object where the file is stored inside of a package", async () => {
    const file = members(...RECORDS);
    const [, item] = await scan(file, { base: 1000 });
    expect(item?.kind === "record" && item.slice).toMatchObject({
      kind: "in-place",
      offset: 1000 + (item?.at.offset ?? 0),
    });
  });

  it("as copies where the file is packed once more", async () => {
    const items = await scan(members(...RECORDS), { base: null });
    expect(told(items)).toEqual(TYPES);
    expect(reread(Buffer.alloc(0), items[1]).equals(RECORDS[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it("as one slice with the request right behind it, whose digest is told", async () => {
    const file = members(...RECORDS);
    const [, answer, asked] = await scan(file);
    if (answer?.kind !== "record" || answer.slice.kind !== "in-place") throw new Error("nowhere");
    if (asked?.kind !== "record" || asked.slice.kind !== "in-place") throw new Error("nowhere");
    const joint = file.subarray(answer.slice.offset, answer.slice.offset + answer.slice.length + asked.slice.length);
    expect(asked.slice.withPrevious).toBe(createHash("sha256").update(joint).digest("hex"));
  });
});

it.each([
  ["members", members(...RECORDS)],
  ["plain records", Buffer.concat(RECORDS)],
  ["one stream", gzipSync(Buffer.concat(RECORDS))],
])("the walk begins again at each place that it has told, in a file of %s", async (_, file) => {
  const whole = await scan(file);
  for (const [index, { next }] of whole.entries()) {
    expect(told(await scan(file, { from: next }))).toEqual(TYPES.slice(index + 1));
  }
});

describe("behind what is broken the walk goes on", () => {
  const flip = (file: Buffer, at: number): Buffer =>
    Buffer.from(file.map((byte, index) => (index === at ? byte ^ 0xff : byte)));
  const sizes = RECORDS.map((each) => gzipSync(each).length);
  const second = (sizes[0] ?? 0) + 40;

  it("at the next member, where one cannot be unpacked", async () => {
    const items = await scan(flip(members(...RECORDS), second));
    expect(told(items)).toEqual(["warcinfo", "!gzip-broken", ...TYPES.slice(2)]);
  });

  it("at the next member, where a checksum does not match", async () => {
    const checksumAt = (sizes[0] ?? 0) + (sizes[1] ?? 0) - 6;
    expect(told(await scan(flip(members(...RECORDS), checksumAt)))).toEqual([
      "warcinfo",
      "!gzip-broken",
      ...TYPES.slice(2),
    ]);
  });

  it("at the next member, where a member broke off and another was written behind it", async () => {
    const [first = Buffer.alloc(0), ...more] = RECORDS.map((each) => gzipSync(each));
    const file = Buffer.concat([first.subarray(0, first.length - 30), ...more]);
    expect(told(await scan(file)).slice(-TYPES.length + 1)).toEqual(TYPES.slice(1));
  });

  it("at the next record, where a length is too large, too small, or of another record altogether", async () => {
    for (const length of [5, 150, 5000, 10 ** 12]) {
      const file = Buffer.concat(
        [RECORDS[0] ?? "", response("http://quay.example/wrong", { length }), ...RECORDS.slice(1)].map((each) =>
          Buffer.from(each),
        ),
      );
      const types = told(await scan(file));
      expect(types[1], String(length)).toMatch(/^!(bad-length|truncated)$/);
      expect(types.slice(-6)).toEqual(TYPES.slice(1));
    }
  });

  it("at the next record inside of a member that holds many", async () => {
    const wrong = record({ url: "http://quay.example/", block: "x", fields: { "WARC-Type": "" } });
    const file = gzipSync(Buffer.concat([...RECORDS.slice(0, 3), wrong, ...RECORDS.slice(3)]));
    expect(told(await scan(file))).toEqual([...TYPES.slice(0, 3), "!bad-headers", ...TYPES.slice(3)]);
  });

  it("at the next record, where something else stands between", async () => {
    const file = Buffer.concat([
      RECORDS[0] ?? Buffer.alloc(0),
      Buffer.from("<html>not a record</html>\n"),
      ...RECORDS.slice(1),
    ]);
    expect(told(await scan(file))).toEqual(["warcinfo", "!no-record", ...TYPES.slice(1)]);
  });

  it.each([10, 200, 700])("and ends at the end, where the file broke off %i bytes before", async (missing) => {
    for (const whole of [members(...RECORDS), Buffer.concat(RECORDS), gzipSync(Buffer.concat(RECORDS))]) {
      const types = told(await scan(whole.subarray(0, whole.length - missing)));
      expect(types.filter((type) => type.startsWith("!")).length).toBeGreaterThan(0);
      expect(types.filter((type) => !type.startsWith("!")).length).toBeLessThan(TYPES.length);
    }
  });

  it.each([
    ["a version of its own", record({ url: URLS[0] ?? "", block: "x", version: "2.0" }), "!bad-version"],
    [
      "100 KiB of headers",
      record({ url: URLS[0] ?? "", block: "x", fields: { "X-Long": "y".repeat(100_000) } }),
      "!headers-too-large",
    ],
    ["no end of its headers", Buffer.from("WARC/1.1\r\nWARC-Type: response\r\n"), "!truncated"],
  ])("also behind a record of %s", async (_, wrong, code) => {
    const items = await scan(members(wrong, ...RECORDS));
    expect(told(items)).toEqual([code, ...TYPES]);
  });

  it("and finds nothing in noise, in a bounded time", async () => {
    const noise = Buffer.alloc(300_000);
    let state = 7;
    for (let at = 0; at < noise.length; at += 1) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      noise[at] = state >> 16;
    }
    expect(told(await scan(noise))).toEqual(["!no-record"]);
    const magic = Buffer.alloc(20_000, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
    expect((await scan(magic)).every(({ kind }) => kind === "broken")).toBe(true);
    // Each look at what may be a member counts: as if most of what is free were used up.
    await expect(scan(magic, { budget: new WorkBudget(magic.length, 2 ** 30 - 2 ** 20) })).rejects.toBeInstanceOf(
      WorkLimitError,
    );
  });
});

it("what came before the end of a member that broke off is read", async () => {
  const whole = gzipSync(Buffer.concat(RECORDS));
  const types = told(await scan(whole.subarray(0, whole.length - 10)));
  expect(types.slice(0, TYPES.length - 1)).toEqual(TYPES.slice(0, -1));
  expect(types.at(-1)).toBe("!truncated");
});

describe("hostile files", () => {
  /** A record whose block is so many zeros, packed to a thousandth. */
  const bomb = (megabytes: number): Buffer =>
    gzipSync(record({ url: URLS[0] ?? "", block: Buffer.alloc(megabytes * 2 ** 20) }), { level: 9 });

  it("that unpack to more than they may end the walk", async () => {
    const file = bomb(64);
    const budget = new WorkBudget(file.length, 2 ** 30 + 32 * file.length - 2 ** 20);
    await expect(scan(file, { budget })).rejects.toBeInstanceOf(WorkLimitError);
  });

  it("do not bring large blocks into memory", async () => {
    const file = Buffer.concat([bomb(80), members(...RECORDS)]);
    const before = process.memoryUsage().arrayBuffers;
    const items = await scan(file);
    expect(told(items)).toEqual(["response", ...TYPES]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * 2 ** 20);
  });

  it("do not make records of what is archived inside of a record", async () => {
    const inner = members(response("http://forged.example/"));
    const file = members(response("http://quay.example/dump.warc.gz", { block: inner }), ...RECORDS);
    expect(told(await scan(file))).toEqual(["response", ...TYPES]);
  });
});

function withHeaderFields(bytes: Buffer): Buffer {
  const [plain, data] = [gzipSync(bytes), deflateRawSync(bytes)];
  const extra = Buffer.from([8, 0, 0x73, 0x6c, 4, 0, 1, 2, 3, 4]);
  const head = Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
  const names = Buffer.from(`${idOf("file")}\0a comment\0`);
  return Buffer.concat([head, extra, names, data, plain.subarray(plain.length - 8)]);
}
