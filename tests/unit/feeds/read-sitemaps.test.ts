import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inPieces, read } from "./reading.ts";

const URLSET = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
  xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://paper.example/a?x=1&amp;y=2</loc><lastmod>2024-03-05</lastmod><changefreq>daily</changefreq>
  <image:image><image:loc>https://paper.example/a.jpg</image:loc><image:title>Picture</image:title></image:image></url>
<url><image:image><image:loc>https://paper.example/b.jpg</image:loc></image:image>
  <xhtml:link rel="alternate" hreflang="de" href="https://paper.example/de/b"/>
  <loc>
    https://paper.example/b
  </loc><lastmod>2024-03-05T08:15:00+01:00</lastmod></url>
</urlset>`;

const NEWS = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://paper.example/news/one</loc><x:news><x:publication><x:name>Gazette</x:name><x:language>en</x:language></x:publication>
<x:publication_date>2024-03-05T08:15:00+01:00</x:publication_date><x:title>River rises</x:title></x:news></url></urlset>`;

const INDEX = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://paper.example/map-1.xml.gz</loc><lastmod>2024-03-05T08:15:00Z</lastmod></sitemap>
<sitemap><loc>https://paper.example/map-2.xml</loc></sitemap></sitemapindex>`;

const TEXT = "https://paper.example/one\r\nhttps://paper.example/two\n\n  https://paper.example/three  \nnot a url\n";

describe("reading sitemaps", () => {
  it("reads a urlset, and takes no picture or translation for a page", async () => {
    const { items, outcome } = await read(URLSET);
    expect(items.map(({ kind, url, updatedAt, updatedRaw }) => [kind, url, updatedAt, updatedRaw])).toEqual([
      ["article", "https://paper.example/a?x=1&y=2", "2024-03-05", "2024-03-05"],
      ["article", "https://paper.example/b", "2024-03-05T07:15:00Z", "2024-03-05T08:15:00+01:00"],
    ]);
    expect(items.every(({ title }) => title === null)).toBe(true);
    expect(outcome).toMatchObject({
      kind: "read",
      format: "sitemap",
      itemCount: 2,
      unusableCount: 0,
      incomplete: null,
    });
  });

  it("reads a news sitemap, whatever the prefix", async () => {
    const { items } = await read(NEWS);
    expect(items).toEqual([
      expect.objectContaining({
        url: "https://paper.example/news/one",
        title: "River rises",
        publishedAt: "2024-03-05T07:15:00Z",
      }),
    ]);
  });

  it("reads an index as sitemaps to be polled in turn", async () => {
    const { items, outcome } = await read(INDEX);
    expect(items.map(({ kind, url, updatedAt }) => [kind, url, updatedAt])).toEqual([
      ["sitemap", "https://paper.example/map-1.xml.gz", "2024-03-05T08:15:00Z"],
      ["sitemap", "https://paper.example/map-2.xml", null],
    ]);
    expect(outcome).toMatchObject({ format: "sitemap-index" });
  });

  it("reads a text sitemap, one URL a line", async () => {
    const { urls, outcome } = await read(`\ufeff${TEXT}`);
    expect(urls).toEqual(["https://paper.example/one", "https://paper.example/two", "https://paper.example/three"]);
    expect(outcome).toMatchObject({ format: "text", itemCount: 3, unusableCount: 1, incomplete: null });
    expect((await read(inPieces(TEXT, 1))).urls).toEqual(urls);
  });

  it.each([
    ["no namespace", "<urlset>"],
    ["https for http", '<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/">'],
    ["Google's old one", '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">'],
    ["an invented one", '<urlset xmlns="urn:our-own">'],
    ["an undeclared prefix for the news", "<urlset>"],
  ])("reads a urlset with %s", async (_, root) => {
    const { items } = await read(
      `${root}<url><loc>https://paper.example/a</loc><news:news><news:title>T</news:title></news:news></url></urlset>`,
    );
    expect(items).toEqual([expect.objectContaining({ url: "https://paper.example/a", title: "T" })]);
  });

  it("reads a prefixed sitemap", async () => {
    const { urls } = await read(
      '<sm:urlset xmlns:sm="urn:our-own"><sm:url><sm:loc>https://paper.example/a</sm:loc></sm:url></sm:urlset>',
    );
    expect(urls).toEqual(["https://paper.example/a"]);
  });

  it("tells by each entry what it is, where a root holds both kinds", async () => {
    const { items } = await read(`<urlset><sitemap><loc>https://paper.example/s.xml</loc></sitemap>
      <url><loc>https://paper.example/a</loc></url></urlset>`);
    expect(items.map(({ kind }) => kind)).toEqual(["sitemap", "article"]);
  });
});

describe("compressed sitemaps", () => {
  it.each([
    ["whole", (bytes: Buffer) => bytes],
    ["a byte at a time", (bytes: Buffer) => inPieces(bytes, 1)],
    ["in two members", (bytes: Buffer) => Buffer.concat([bytes, gzipSync("\n<!-- end -->")])],
    ["with nulls behind it", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(9_000)])],
    ["with a line end behind it", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("\n")])],
    ["with debugging output behind it", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("<!-- 0.3 s -->")])],
  ])("are known by their magic number and read: %s", async (_, shape) => {
    const { urls, outcome } = await read(shape(gzipSync(URLSET)), { contentType: "text/xml" });
    expect(urls).toHaveLength(2);
    expect(outcome).toMatchObject({ kind: "read", format: "sitemap", incomplete: null });
  });

  const many = `<urlset>${Array.from({ length: 2_000 }, (_, n) => `<url><loc>https://paper.example/${Math.sin(n)}</loc></url>`).join("")}</urlset>`;

  it("give the items before the place where they are cut off", async () => {
    const compressed = gzipSync(many);
    const { items, outcome } = await read(compressed.subarray(0, compressed.length / 2));
    expect(items.length).toBeGreaterThan(500);
    expect(outcome).toMatchObject({ kind: "read", incomplete: "broken-gzip", itemCount: items.length });
  });

  it("give the items before the place where they are broken", async () => {
    const compressed = gzipSync(many);
    compressed.fill(0xff, compressed.length / 2);
    const { items, outcome } = await read(compressed);
    expect(items.length).toBeGreaterThan(500);
    expect(outcome).toMatchObject({ kind: "read", incomplete: "broken-gzip" });
  });

  it("fail with broken-gzip where nothing came out", async () => {
    expect((await read(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).outcome).toMatchObject({ code: "broken-gzip" });
    expect((await read(Buffer.from([0x1f, 0x8b, 99, 0, 1, 2, 3, 4, 5, 6, 7, 8]))).outcome).toMatchObject({
      kind: "failed",
      code: "broken-gzip",
    });
  });
});
