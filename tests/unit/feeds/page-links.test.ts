import { describe, expect, it } from "vitest";
import { findSourceLinks, readPageLinks, sitemapsOf } from "../../../shared/feeds/page-links.ts";

const url = "https://paper.example/news/";
const links = (html: string, options: Partial<Parameters<typeof readPageLinks>[1]> = {}) =>
  readPageLinks(Buffer.from(html), { url, ...options });
const urlsOf = (html: string, options: Partial<Parameters<typeof readPageLinks>[1]> = {}) => {
  const read = links(html, options);
  return read.kind === "read" ? read.items.map((item) => item.url) : read.code;
};

describe("readPageLinks", () => {
  it("reads every link in order, once, with the first words that link to it", () => {
    const html = `<h1>News</h1><a href="/two"><img src="p.jpg"></a><a href="one">The   <b>one</b></a>
      <a href="/two">Two</a><a href="/two#more">More</a><a name="here">no link</a><a href="">self</a><a href="#top">top</a>`;
    expect(links(html)).toEqual({
      kind: "read",
      items: [
        expect.objectContaining({ kind: "article", url: "https://paper.example/two", title: "Two", publishedAt: null }),
        expect.objectContaining({ url: "https://paper.example/news/one", title: "The one" }),
      ],
      incomplete: null,
    });
  });

  it.each([
    ["a base", '<base href="/archive/"><a href="one">', ["https://paper.example/archive/one"]],
    [
      "the first of two bases",
      '<base target=_top><base href="/a/"><base href="/b/"><a href=c>',
      ["https://paper.example/a/c"],
    ],
    ["a base below the link", '<a href="one"></a><base href="/archive/">', ["https://paper.example/archive/one"]],
    ["a base that is none", '<base href="javascript:x"><a href="one">', ["https://paper.example/news/one"]],
    ["other schemes", '<a href="javascript:x()"><a href="mailto:a@b.example"><a href="tel:1"><a href="data:,x">', []],
    ["protocol-relative links", '<a href="//other.example/a">', ["https://other.example/a"]],
    ["white space", '<a href="\n  /a\n ">', ["https://paper.example/a"]],
    [
      "comments, scripts and templates",
      '<!-- <a href="/a"> --><script>"<a href=/b>"</script><template><a href="/c"></template>',
      [],
    ],
    [
      "tag soup",
      "<p><a href=/a><div><a href=/b></p></a><table><a href=/c>",
      ["https://paper.example/a", "https://paper.example/b", "https://paper.example/c"],
    ],
    ["entities", '<a href="/a?x=1&amp;y=2">', ["https://paper.example/a?x=1&y=2"]],
  ])("honours %s", (_, html, expected) => {
    expect(urlsOf(html).toString().split(",").filter(Boolean).sort()).toEqual([...expected].sort());
  });

  it("takes only what its caller accepts", () => {
    const html = '<a href="/a">A</a><a href="https://other.example/b">B</a>';
    const accepts = (link: string) => new URL(link).host === "paper.example";
    expect(urlsOf(html, { accepts })).toEqual(["https://paper.example/a"]);
  });

  it("stops at its number of links, and says so", () => {
    const html = Array.from({ length: 5 }, (_, n) => `<a href="/${n}">${n}</a>`).join("");
    expect(links(html, { maxItems: 5 })).toMatchObject({ incomplete: null });
    expect(links(html, { maxItems: 3 })).toMatchObject({ incomplete: "too-many-items", items: { length: 3 } });
  });

  it("decodes the page as a browser does", () => {
    const body = Buffer.from('<meta charset="windows-1252"><a href="/a">Caf\u00e9</a>', "latin1");
    expect(readPageLinks(body, { url })).toMatchObject({ items: [{ title: "Café" }] });
  });

  it("fails with a code for an empty page and for one that is too large or too complex", () => {
    expect(links(" ")).toMatchObject({ kind: "failed", code: "empty" });
    expect(links("<a href=/a>x</a>".padEnd(9 * 1024 * 1024, " "))).toMatchObject({ code: "too-large" });
    expect(links("<b>".repeat(200_000))).toMatchObject({ kind: "failed", code: "too-complex" });
  });
});

describe("findSourceLinks", () => {
  const found = (html: string) =>
    findSourceLinks(Buffer.from(html), { url }).map((source) => `${source.from} ${source.type} ${source.url}`);

  it("finds what the page declares, then what it seems to link to", () => {
    const html = `<a href="/rss.xml">RSS</a>
      <link rel="alternate" type="application/rss+xml" title="All news" href="/feed">
      <link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="atom.xml">
      <link rel="alternate" type="application/feed+json" href="/feed.json">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
      <link rel="alternate" type="application/json" href="/feed.json?page=1">
      <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="text/html" href="/print">
      <link rel="stylesheet" type="text/xml" href="/style.xml">
      <link rel="feed" href="/hfeed"><link rel="sitemap" type="application/xml" href="/sitemap.xml">
      <a href="/feed">again</a><a href="/en/feed/">Feed</a><a href="/feedback">Write to us</a><a href="/index.xml">?</a>`;
    expect(found(html)).toEqual([
      "link feed https://paper.example/feed",
      "link feed https://paper.example/news/atom.xml",
      "link feed https://paper.example/feed.json",
      "link feed https://paper.example/feed.json?page=1",
      "link feed https://paper.example/hfeed",
      "link sitemap https://paper.example/sitemap.xml",
      "anchor feed https://paper.example/rss.xml",
      "anchor feed https://paper.example/en/feed/",
    ]);
  });

  it("keeps the title and honours the base", () => {
    const html =
      '<base href="https://cdn.example/"><link rel=alternate type=application/rss+xml title="All &amp; more" href=f>';
    expect(findSourceLinks(Buffer.from(html), { url })).toEqual([
      { type: "feed", url: "https://cdn.example/f", title: "All & more", from: "link" },
    ]);
  });

  it("finds nothing in an empty page", () => {
    expect(found("")).toEqual([]);
  });
});

describe("sitemapsOf", () => {
  it("takes values and whole lines, full addresses and paths, each once", () => {
    const values = [
      "https://paper.example/sitemap.xml",
      "Sitemap: https://paper.example/news.xml # news",
      " sitemap:/relative.xml",
      "https://paper.example/sitemap.xml",
      "javascript:x",
      "",
    ];
    expect(sitemapsOf(values, "https://paper.example/robots.txt")).toEqual(
      ["sitemap.xml", "news.xml", "relative.xml"].map((name) => ({
        type: "sitemap",
        url: `https://paper.example/${name}`,
        title: null,
        from: "robots",
      })),
    );
  });
});
