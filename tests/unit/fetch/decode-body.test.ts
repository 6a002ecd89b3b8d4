import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeContent } from "../../../shared/fetch/decode-body.ts";
import { DECODE_LIMITS } from "../../../shared/fetch/limits.ts";

const TEXT = Buffer.from("The harbour was quiet, and the gulls were not. ".repeat(3000));
const MIB = 1024 * 1024;

/** The best quality, which is the default, takes a second for a few megabytes. */
const BROTLI_FAST = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };

const COMPRESS = {
  gzip: (bytes: Uint8Array) => zlib.gzipSync(bytes),
  "x-gzip": (bytes: Uint8Array) => zlib.gzipSync(bytes),
  deflate: (bytes: Uint8Array) => zlib.deflateSync(bytes),
  br: (bytes: Uint8Array) => zlib.brotliCompressSync(bytes, BROTLI_FAST),
  zstd: (bytes: Uint8Array) => zlib.zstdCompressSync(bytes),
};

async function decodes(body: Uint8Array, coding: string | null, options = {}): Promise<Buffer> {
  return Buffer.from(await decodeContent(body, coding, 10 * MIB, options));
}

describe("decodeContent", () => {
  it.each(Object.entries(COMPRESS))("undoes %s", async (coding, compress) => {
    expect((await decodes(compress(TEXT), coding)).equals(TEXT)).toBe(true);
  });

  it.each(Object.entries(COMPRESS))("fails on %s cut off, but can keep what came", async (coding, compress) => {
    const random = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index * 31) % 251));
    const cut = compress(random).subarray(0, -20);
    await expect(decodes(cut, coding)).rejects.toMatchObject({ code: "broken-content-encoding" });
    const kept = await decodes(cut, coding, { allowPartial: true });
    expect(random.subarray(0, kept.length).equals(kept)).toBe(true);
    // Brotli and zstd hand out whole blocks only, and this may be one.
    if (coding !== "br" && coding !== "zstd") expect(kept.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(COMPRESS))("stops a bomb of %s at the limit", async (coding, compress) => {
    const bomb = compress(Buffer.alloc(32 * MIB));
    const before = process.memoryUsage().arrayBuffers;
    await expect(decodeContent(bomb, coding, MIB)).rejects.toMatchObject({ code: "content-too-large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MIB);
    // Also where a partial result would do: a bomb is not a truncated page.
    await expect(decodeContent(bomb, coding, MIB, { allowPartial: true })).rejects.toMatchObject({
      code: "content-too-large",
    });
  });

  it("undoes bare deflate, which some servers send for `deflate`", async () => {
    expect((await decodes(zlib.deflateRawSync(TEXT), "deflate")).equals(TEXT)).toBe(true);
  });

  it("undoes several codings in order, in any case and spacing", async () => {
    const twice = zlib.brotliCompressSync(zlib.gzipSync(TEXT));
    expect((await decodes(twice, " GZIP ,identity,, Br")).equals(TEXT)).toBe(true);
    await expect(decodes(twice, "br, gzip")).rejects.toMatchObject({ code: "broken-content-encoding" });
  });

  it.each(["", "identity", null])("leaves a body with coding %j as it is", async (coding) => {
    expect((await decodes(TEXT, coding)).equals(TEXT)).toBe(true);
    await expect(decodeContent(TEXT, coding, 10)).rejects.toMatchObject({ code: "content-too-large" });
  });

  it.each(["gzip", "br", "zstd", "deflate"])("takes an empty body with %s", async (coding) => {
    expect(await decodes(Buffer.alloc(0), coding)).toHaveLength(0);
  });

  it.each(["lzma", "__proto__", "gzip2", "gzip;q=1"])("fails on the unknown coding %s", async (coding) => {
    await expect(decodes(TEXT, coding)).rejects.toMatchObject({ code: "broken-content-encoding" });
  });

  it("fails on a header of endless codings", async () => {
    await expect(decodes(TEXT, "gzip, ".repeat(50))).rejects.toMatchObject({ code: "broken-content-encoding" });
  });

  it.each(["gzip", "deflate", "br", "zstd"])("fails on plain text sent as %s", async (coding) => {
    await expect(decodes(TEXT, coding)).rejects.toMatchObject({ code: "broken-content-encoding" });
  });
});

describe("the ratio of what is decoded to what was captured", () => {
  const { maxRatio, ratioFreeBytes } = DECODE_LIMITS;

  /** The size only: a test that fails would otherwise print megabytes. */
  async function sizeOf(body: Uint8Array, coding: string): Promise<number> {
    return (await decodeContent(body, coding, 1024 * MIB)).length;
  }

  // gzip and deflate reach 1,032; the others go further.
  it.each(Object.entries(COMPRESS))("stops a bomb of %s long before the absolute limit", async (coding, compress) => {
    const bomb = compress(Buffer.alloc(16 * MIB));
    expect(16 * MIB).toBeGreaterThan(Math.max(ratioFreeBytes, bomb.length * maxRatio));
    const before = process.memoryUsage().arrayBuffers;
    await expect(sizeOf(bomb, coding)).rejects.toMatchObject({
      code: "content-too-large",
      message: expect.stringContaining(`more than ${maxRatio} times what was captured`),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MIB);
  });

  it("counts from the captured bytes, however often they were compressed", async () => {
    // Sixteen megabytes, then 16 KiB, then a hundred bytes: each step alone could be taken for a page of a patient author.
    const twice = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(16 * MIB)));
    const before = process.memoryUsage().arrayBuffers;
    await expect(sizeOf(twice, "gzip, gzip")).rejects.toMatchObject({ code: "content-too-large" });
    const mixed = zlib.zstdCompressSync(zlib.brotliCompressSync(Buffer.alloc(16 * MIB), BROTLI_FAST));
    await expect(sizeOf(mixed, "br, zstd")).rejects.toMatchObject({ code: "content-too-large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MIB);
  });

  it("does not matter below a size that harms nobody", async () => {
    const body = zlib.gzipSync(Buffer.alloc(ratioFreeBytes));
    expect(ratioFreeBytes / body.length).toBeGreaterThan(maxRatio);
    expect(await sizeOf(body, "gzip")).toBe(ratioFreeBytes);
  });

  it("lets through a page as repetitive as real ones", async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `<tr><td class="tide">${index % 977}</td></tr>\n`).join(
      "",
    );
    const body = zlib.gzipSync(rows);
    expect(rows.length).toBeGreaterThan(ratioFreeBytes);
    expect(await sizeOf(body, "gzip")).toBe(rows.length);
  });

  it("counts all members of one body together", async () => {
    const members = Buffer.concat(Array<Buffer>(20).fill(zlib.gzipSync(Buffer.alloc(MIB))));
    await expect(sizeOf(members, "gzip")).rejects.toMatchObject({ code: "content-too-large" });
  });
});

describe("gzip as servers send it", () => {
  it("joins several members, also with names and comments in their headers", async () => {
    const plain = zlib.gzipSync(TEXT.subarray(1000));
    const named = Buffer.from(zlib.gzipSync(TEXT.subarray(0, 1000)));
    named[3] = 0x04 | 0x08 | 0x10 | 0x02;
    const fields = Buffer.concat([
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from("page.html\0a comment\0"),
      Buffer.from([9, 9]),
    ]);
    const withFields = Buffer.concat([named.subarray(0, 10), fields, named.subarray(10)]);
    expect((await decodes(Buffer.concat([withFields, plain]), "gzip")).equals(TEXT)).toBe(true);
  });

  it.each(["\n", "x", "\0\0\0\0", "<!-- served in 3 ms -->", "\x1f"])("leaves out %j behind the end", async (rest) => {
    expect((await decodes(Buffer.concat([zlib.gzipSync(TEXT), Buffer.from(rest)]), "gzip")).equals(TEXT)).toBe(true);
  });

  it("takes a whole body whose checksum was cut off", async () => {
    expect((await decodes(zlib.gzipSync(TEXT).subarray(0, -5), "gzip")).equals(TEXT)).toBe(true);
  });

  it("fails where the checksum does not match", async () => {
    const body = zlib.gzipSync(TEXT);
    body.writeUInt32LE(1, body.length - 8);
    await expect(decodes(body, "gzip")).rejects.toMatchObject({ code: "broken-content-encoding" });
    expect((await decodes(body, "gzip", { allowPartial: true })).equals(TEXT)).toBe(true);
  });

  it("fails on a header that never ends", async () => {
    const endless = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(100, "n")]);
    await expect(decodes(endless, "gzip")).rejects.toMatchObject({ code: "broken-content-encoding" });
  });

  it("does not work through members without end", async () => {
    const members = Buffer.concat(Array<Buffer>(20_000).fill(zlib.gzipSync("")));
    await expect(decodes(members, "gzip")).rejects.toMatchObject({ code: "broken-content-encoding" });
  });
});

describe("zstd as servers send it", () => {
  it("joins several frames", async () => {
    const frames = [TEXT.subarray(0, 1000), TEXT.subarray(1000)].map((part) => zlib.zstdCompressSync(part));
    expect((await decodes(Buffer.concat(frames), "zstd")).equals(TEXT)).toBe(true);
  });

  it("refuses a window larger than HTTP allows", async () => {
    const params = { [zlib.constants.ZSTD_c_windowLog]: 27 };
    // Streamed, so that the frame does not state its size and the window counts.
    const engine = zlib.createZstdCompress({ params });
    const chunks: Buffer[] = [];
    engine.on("data", (chunk: Buffer) => chunks.push(chunk));
    engine.write(TEXT.subarray(0, 100));
    await new Promise<void>((resolve) => engine.end(TEXT.subarray(100), resolve));
    await expect(decodes(Buffer.concat(chunks), "zstd")).rejects.toMatchObject({ code: "broken-content-encoding" });
  });
});
