import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SOURCE_LIMITS, type SourceItem, type SourceOutcome } from "../../../shared/feeds/source-item.ts";
import { read } from "./reading.ts";

const MIB = 1024 * 1024;

interface BigReading {
  readonly bytes: number;
  readonly kept: number;
  readonly last: SourceItem;
  readonly outcome: SourceOutcome;
}

/** Reads a sitemap in a worker that dies when its heap needs more than 64 MB. */
async function readBig(shape: { urls: number; paddingChars: number; compressed: boolean }): Promise<BigReading> {
  const worker = new Worker(new URL("./big-sitemap.ts", import.meta.url), {
    workerData: shape,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 16 },
  });
  const [result] = await once(worker, "message");
  await worker.terminate();
  return result as BigReading;
}

async function* repeated(before: string, part: string, times: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(before);
  const bytes = Buffer.from(part);
  for (let n = 0; n < times; n += 1) yield bytes;
}

const RSS = "<rss><channel><item><link>https://paper.example/one</link></item>";

describe("bounds of reading", () => {
  it.each([
    ["of over 50 MB and 50,000 URLs", { urls: 50_000, paddingChars: 970, compressed: false }, 50 * MIB],
    ["of many gzip members", { urls: 10_000, paddingChars: 970, compressed: true }, 0],
  ])("reads a sitemap %s in 64 MB of heap, all items kept", async (_, shape, minBytes) => {
    const { bytes, kept, last, outcome } = await readBig(shape);
    expect(bytes).toBeGreaterThan(minBytes);
    expect(kept).toBe(shape.urls);
    expect(last).toMatchObject({ url: `https://paper.example/${shape.urls - 1}`, updatedAt: "2024-03-05T07:15:00Z" });
    expect(outcome).toMatchObject({ kind: "read", itemCount: shape.urls, unusableCount: 0, incomplete: null });
  });

  it("stops at the protocol's number of URLs", async () => {
    const line = Array.from({ length: 1_000 }, (_, n) => `https://paper.example/${n}\n`).join("");
    const { items, outcome } = await read(repeated("", line, 60));
    expect(items).toHaveLength(SOURCE_LIMITS.maxItems);
    expect(outcome).toMatchObject({ incomplete: "too-many-items" });
  });

  it("takes exactly as many items as allowed without calling that too many", async () => {
    const body = `${RSS}</channel></rss>`;
    expect((await read(body, { limits: { maxItems: 1 } })).outcome).toMatchObject({ itemCount: 1, incomplete: null });
    expect((await read(body, { limits: { maxItems: 0 } })).outcome).toMatchObject({ incomplete: "too-many-items" });
  });

  it("stops at the limit on bytes, with the items before it", async () => {
    const { urls, outcome } = await read(repeated(RSS, " ".repeat(1_000), 1_000), { limits: { maxBytes: 100_000 } });
    expect(urls).toEqual(["https://paper.example/one"]);
    expect(outcome).toMatchObject({ kind: "read", incomplete: "too-large" });
    const nothing = await read(repeated("<rss>", " ".repeat(1_000), 1_000), { limits: { maxBytes: 100_000 } });
    expect(nothing.outcome).toMatchObject({ kind: "failed", code: "too-large" });
  });

  it("stops a bomb of compression at the limit on its output", async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(RSS), Buffer.alloc(20 * MIB, 0x20)]));
    expect(bomb.length).toBeLessThan(50_000);
    const { urls, outcome } = await read(bomb, { limits: { maxBytes: 1 * MIB } });
    expect(urls).toEqual(["https://paper.example/one"]);
    expect(outcome).toMatchObject({ kind: "read", incomplete: "too-large" });
  });

  it("stops at the two-thousandth member of a compressed file", async () => {
    const empty = gzipSync("");
    const many = await read(Buffer.concat(Array.from({ length: 2_001 }, () => empty)));
    expect(many.outcome).toMatchObject({ kind: "failed", code: "too-complex" });
  });

  it.each([
    ["elements nested a million deep", "<x>", 1_000],
    ["one comment", "<!-- ".repeat(4), 4_000],
    ["one CDATA section", "<description><![CDATA[", 4_000],
    ["one attribute", '<a b="', 4_000],
    ["one tag name", "<a", 4_000],
    ["attributes without end", "<a ", 100],
  ])("stops at %s, with the items before it", async (name, open, times) => {
    const part = name.startsWith("elements") ? "<x>" : name.startsWith("attributes") ? "b=c " : "bbb ";
    const body = name === "one tag name" ? "bbbb" : part;
    const { urls, outcome } = await read(repeated(RSS + open, body.repeat(1_000), times));
    expect(urls).toEqual(["https://paper.example/one"]);
    expect(outcome).toMatchObject({ kind: "read", incomplete: "too-complex" });
  });

  it("stops at JSON nested too deep, or with one endless item", async () => {
    const start = '{"items":[{"url":"https://paper.example/one"},{"x":';
    for (const part of ["[", '"xx']) {
      const { urls, outcome } = await read(repeated(start, part.repeat(1_000), 4_000));
      expect(urls).toEqual(["https://paper.example/one"]);
      expect(outcome).toMatchObject({ kind: "read", incomplete: "too-complex" });
    }
  });

  it("cuts long titles, and drops addresses and dates that are too long", async () => {
    const { items } = await read(`<rss><channel><item><title>${"word ".repeat(5_000)}</title>
      <pubDate>2024-03-05T08:15:00Z${" ".repeat(9_000)}!</pubDate><link>https://paper.example/one${" ".repeat(9_000)}</link>
      <guid>https://paper.example/permalink</guid></item></channel></rss>`);
    expect(items).toEqual([
      expect.objectContaining({ url: "https://paper.example/permalink", publishedAt: null, publishedRaw: null }),
    ]);
    expect(items[0]?.title?.length).toBeLessThanOrEqual(SOURCE_LIMITS.maxFieldChars);
    expect(items[0]?.title?.length).toBeGreaterThan(1_000);
  });

  it("bounds a line of a text sitemap", async () => {
    const { urls, outcome } = await read(repeated("https://paper.example/one\n", "https://paper.example/", 20_000));
    expect(urls).toEqual(["https://paper.example/one"]);
    expect(outcome).toMatchObject({ format: "text", unusableCount: 1 });
  });
});
