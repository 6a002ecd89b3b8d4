import { describe, expect, it } from "vitest";
import { inPieces, read } from "./reading.ts";

const RSS2 = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>The Mill Bridge Gazette</title><link>https://paper.example/</link>
  <atom:link href="https://paper.example/feeds/all.xml" rel="self" type="application/rss+xml"/>
  <image><url>https://paper.example/logo.png</url><title>Logo</title><link>https://paper.example/about</link></image>
  <item>
    <title>River rises &amp; falls</title><link>https://paper.example/river?a=1&amp;b=2</link>
    <guid isPermaLink="false">gazette-17</guid><pubDate>Tue, 05 Mar 2024 08:15:00 +0100</pubDate>
    <atom:updated>2024-03-06T10:00:00Z</atom:updated>
    <media:group><media:title>A picture</media:title><media:content url="https://paper.example/p.jpg"/></media:group>
    <content:encoded><![CDATA[<p>Text with <a href="https://elsewhere.example/">a link</a> and <title>x</title>]]></content:encoded>
  </item>
  <item><title><![CDATA[Mayor: <em>no</em> comment]]></title><guid>https://paper.example/mayor</guid>
    <dc:date>2024-03-04</dc:date></item>
  <item><title>Only in Atom's way</title><atom:link rel="alternate" href="/relative"/></item>
  <item><title>No address</title><guid isPermaLink="false">https://paper.example/not-a-link</guid></item>
</channel></rss>`;

const RDF = `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:when="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://paper.example/"><title>Gazette RDF</title><link>https://paper.example/</link>
  <items><rdf:Seq><rdf:li resource="https://paper.example/one"/></rdf:Seq></items></channel>
<item rdf:about="https://paper.example/one"><title>One</title><link>https://paper.example/one</link>
  <when:date>2024-03-05T08:15+01:00</when:date></item>
<item rdf:about="https://paper.example/two"><title>Two</title></item>
</rdf:RDF>`;

const ATOM = `<?xml version="1.0" encoding="utf-8"?>
<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://paper.example/blog/">
<a:title type="text">Gazette notes</a:title><a:link href="https://paper.example/blog/"/>
<a:entry xml:base="2024/"><a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> title</div></a:title>
  <a:link rel="enclosure" href="sound.mp3" type="audio/mpeg"/><a:link rel="self" href="self.xml"/>
  <a:link rel="alternate" type="application/json" href="one.json"/><a:link rel="alternate" type="text/html" href="one"/>
  <a:id>tag:paper.example,2024:one</a:id><a:published>2024-03-05T08:15:00+01:00</a:published>
  <a:updated>2024-03-05T09:00:00Z</a:updated>
  <a:source><a:title>Another feed</a:title><a:link href="https://other.example/"/><a:updated>2001-01-01T00:00:00Z</a:updated></a:source>
</a:entry>
<a:entry><a:title>By id</a:title><a:id>https://paper.example/by-id</a:id></a:entry>
<a:entry><a:title>IANA</a:title><a:link rel="http://www.iana.org/assignments/relation/alternate" href="../iana"/></a:entry>
</a:feed>`;

const JSON_FEED = JSON.stringify({
  version: "https://jsonfeed.org/version/1.1",
  title: "Gazette JSON",
  authors: [{ name: 'A, "B" ]}' }],
  items: [
    {
      id: "1",
      url: "/one",
      title: 'Braces } and ] and "quotes"',
      date_published: "2024-03-05T08:15:00+01:00",
      date_modified: "2024-03-06T08:15:00Z",
      attachments: [{ url: "https://paper.example/a.mp3" }],
    },
    { id: "https://paper.example/two", content_text: "back\\slash\\" },
    { id: "3", external_url: "https://elsewhere.example/three" },
    { id: "4", content_text: "no address" },
    "not an object",
  ],
});

describe("reading feeds", () => {
  it("reads RSS 2.0: CDATA, permalinks, Atom and Dublin Core within, no address from content or media", async () => {
    const { items, outcome } = await read(RSS2, { contentType: "text/html" });
    expect(items).toEqual([
      {
        kind: "article",
        url: "https://paper.example/river?a=1&b=2",
        title: "River rises & falls",
        publishedAt: "2024-03-05T07:15:00Z",
        publishedRaw: "Tue, 05 Mar 2024 08:15:00 +0100",
        updatedAt: "2024-03-06T10:00:00Z",
        updatedRaw: "2024-03-06T10:00:00Z",
      },
      expect.objectContaining({
        url: "https://paper.example/mayor",
        title: "Mayor: no comment",
        publishedAt: "2024-03-04",
        updatedAt: null,
      }),
      expect.objectContaining({ url: "https://paper.example/relative", publishedAt: null, publishedRaw: null }),
    ]);
    expect(outcome).toEqual({
      kind: "read",
      format: "rss",
      title: "The Mill Bridge Gazette",
      itemCount: 3,
      unusableCount: 1,
      incomplete: null,
    });
  });

  it("reads RSS 1.0, whatever prefix Dublin Core goes by", async () => {
    const { items, outcome } = await read(RDF);
    expect(items.map(({ url, title, publishedAt }) => [url, title, publishedAt])).toEqual([
      ["https://paper.example/one", "One", "2024-03-05T07:15:00Z"],
      ["https://paper.example/two", "Two", null],
    ]);
    expect(outcome).toMatchObject({ format: "rdf", title: "Gazette RDF", incomplete: null });
  });

  it("reads RSS 0.91 and 0.92", async () => {
    const rss = (version: string) =>
      `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="${version}"><channel><title>Old</title><item><title>Then</title><link>http://paper.example/then</link></item></channel></rss>`;
    expect((await read(rss("0.91"))).urls).toEqual(["http://paper.example/then"]);
    expect((await read(rss("0.92"))).urls).toEqual(["http://paper.example/then"]);
  });

  it("reads RSS 0.90, which is RDF in Netscape's namespace", async () => {
    const { urls, outcome } = await read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Older</title></channel>
      <item><title>Then</title><link>http://paper.example/then</link></item></rdf:RDF>`);
    expect(urls).toEqual(["http://paper.example/then"]);
    expect(outcome).toMatchObject({ format: "rdf", title: "Older" });
  });

  it("reads Atom: alternate links, bases within bases, any prefix, nothing of the entry's source", async () => {
    const { items, outcome } = await read(ATOM);
    expect(items).toEqual([
      expect.objectContaining({
        url: "https://paper.example/blog/2024/one",
        title: "A bold title",
        publishedAt: "2024-03-05T07:15:00Z",
        updatedAt: "2024-03-05T09:00:00Z",
      }),
      expect.objectContaining({ url: "https://paper.example/by-id" }),
      expect.objectContaining({ url: "https://paper.example/iana" }),
    ]);
    expect(outcome).toMatchObject({ format: "atom", title: "Gazette notes", itemCount: 3, unusableCount: 0 });
  });

  it("reads Atom 0.3", async () => {
    const { items } = await read(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old notes</title><entry>
      <title>Old</title><link rel="alternate" type="text/html" href="https://paper.example/old"/>
      <issued>2004-03-05T08:15:00Z</issued><modified>2004-03-06T08:15:00Z</modified></entry></feed>`);
    expect(items[0]).toMatchObject({ publishedAt: "2004-03-05T08:15:00Z", updatedAt: "2004-03-06T08:15:00Z" });
  });

  it("reads JSON Feed, and one broken item does not take the others with it", async () => {
    const { items, outcome } = await read(JSON_FEED);
    expect(items).toEqual([
      expect.objectContaining({
        url: "https://paper.example/one",
        title: 'Braces } and ] and "quotes"',
        publishedAt: "2024-03-05T07:15:00Z",
        updatedAt: "2024-03-06T08:15:00Z",
      }),
      expect.objectContaining({ url: "https://paper.example/two" }),
      expect.objectContaining({ url: "https://elsewhere.example/three" }),
    ]);
    expect(outcome).toMatchObject({ format: "json-feed", title: "Gazette JSON", itemCount: 3, unusableCount: 2 });
  });

  it("reads a feed without items as a feed", async () => {
    const { items, outcome } = await read("<rss version='2.0'><channel><title>Quiet</title></channel></rss>");
    expect(items).toEqual([]);
    expect(outcome).toMatchObject({ kind: "read", format: "rss", itemCount: 0, incomplete: null });
    expect((await read('{"version":"https://jsonfeed.org/version/1","items":[]}')).outcome).toMatchObject({
      kind: "read",
      itemCount: 0,
    });
  });

  it("takes FeedBurner's original address before its redirect", async () => {
    const { urls } = await read(`<rss xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>
      <link>https://redirects.example/~r/1</link><fb:origLink>https://paper.example/one</fb:origLink></item></channel></rss>`);
    expect(urls).toEqual(["https://paper.example/one"]);
  });

  it.each([
    ["RSS", RSS2],
    ["RDF", RDF],
    ["Atom", ATOM],
    ["JSON Feed", JSON_FEED],
  ])("reads %s the same, however it is cut into pieces", async (_, document) => {
    const whole = await read(document);
    for (const size of [1, 7, 4096]) expect(await read(inPieces(document, size))).toEqual(whole);
  });

  it("says that reading was stopped where the caller takes no more", async () => {
    const { readSourceDocument } = await import("../../../shared/feeds/read-source.ts");
    const reading = readSourceDocument(Buffer.from(RSS2), { url: "https://paper.example/feed" });
    for await (const _ of reading.items) break;
    expect(reading.outcome()).toMatchObject({ kind: "read", incomplete: "stopped" });
  });

  it("lets a failure of the network pass through", async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(RSS2);
      throw new Error("connection reset");
    }
    await expect(read(breaking())).rejects.toThrow("connection reset");
  });
});
