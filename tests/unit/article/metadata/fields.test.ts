import { describe, expect, it } from "vitest";
import { linked, metadataOf } from "./support.ts";

describe("choosing metadata", () => {
  it("says of each field where it came from and what stood there", () => {
    const { published, provenance } = metadataOf('<meta property="article:published_time" content=" 2024/03/05 ">');
    expect(published).toBe("2024-03-05");
    expect(provenance.published).toEqual({ from: "article:published_time", raw: " 2024/03/05 " });
    expect(provenance.modified).toBeUndefined();
  });

  it("passes over a value that cannot be believed to the next place", () => {
    const json = linked({ "@type": "Article", datePublished: "soon", author: "https://courier.example/jo" });
    const { published, authors } = metadataOf(
      `${json}<meta name=author content="Jo Bell"><article><time datetime="2024-03-05">Tuesday</time></article>`,
    );
    expect(published).toBe("2024-03-05");
    expect(authors).toEqual(["Jo Bell"]);
  });

  it("prefers the visible heading to a title written for search engines", () => {
    const { title, provenance } = metadataOf(
      "<title>Mill bridge closed: what you need to know</title><h1>Mill bridge closed</h1>",
    );
    expect(title).toBe("Mill bridge closed");
    expect(provenance.title?.from).toBe("h1");
  });

  it("names people before organisations, and takes no name from other articles", () => {
    const author = [
      { "@type": "Organization", name: "Courier" },
      { "@type": "Person", name: "Jo Bell" },
    ];
    expect(metadataOf(linked({ "@type": "Article", author })).authors).toEqual(["Jo Bell"]);
    expect(
      metadataOf("<aside><a rel=author>Kim Ode</a></aside><div class=comments><b class=author>Ann</b></div>").authors,
    ).toEqual([]);
  });

  it("reads Dublin Core, microdata and visible date lines", () => {
    const { title, authors, published } = metadataOf(
      `<meta name="DC.title" content="Mill bridge"><div itemprop=author><span itemprop=name>Jo Bell</span></div>
       <span class="post-date">5 March 2024</span>`,
    );
    expect({ title, authors, published }).toEqual({
      title: "Mill bridge",
      authors: ["Jo Bell"],
      published: "2024-03-05",
    });
  });

  it("makes addresses absolute and drops what is not http(s)", () => {
    const html = '<base href="/a/"><link rel=canonical href="b"><meta property="og:image" content="javascript:1">';
    const { canonicalUrl, leadImage } = metadataOf(html);
    expect(canonicalUrl).toBe("https://courier.example/a/b");
    expect(leadImage).toBeNull();
  });

  it.each([
    [false, false],
    ["False", false],
    ["http://schema.org/False", false],
    [true, true],
    ["maybe", null],
  ])("reads isAccessibleForFree %j as %j", (isAccessibleForFree, expected) => {
    expect(metadataOf(linked({ "@type": "NewsArticle", isAccessibleForFree })).isAccessibleForFree).toBe(expected);
  });

  it.each([
    [
      "OpenGraph",
      '<meta property="og:image" content="/a.jpg"><meta property="og:image:width" content="800"><meta property="og:image:height" content="600px">',
    ],
    [
      "linked data",
      linked({
        "@type": "Article",
        image: { "@type": "ImageObject", url: "/a.jpg", width: 800, height: { value: "600" } },
      }),
    ],
    ["the picture itself", '<meta property="og:image" content="/a.jpg"><img src="/a.jpg" width=800 height=600>'],
  ])("takes the lead image's size from %s", (_, html) => {
    expect(metadataOf(html)).toMatchObject({
      leadImage: "https://courier.example/a.jpg",
      leadImageSize: { width: 800, height: 600 },
    });
  });

  it("gives no size that is none", () => {
    const html = '<meta property="og:image" content="/a.jpg"><img src="/a.jpg" width="100%" height=auto>';
    expect(metadataOf(html).leadImageSize).toBeNull();
  });

  it.each([
    ["a link", '<link rel=license href="/licence.html">', "https://courier.example/licence.html"],
    ["linked data", linked({ "@type": "Article", license: "https://l.example/1" }), "https://l.example/1"],
    ["Dublin Core", '<meta name="DC.rights" content="Open Government Licence v3.0">', "Open Government Licence v3.0"],
    [
      "the one Creative Commons link",
      '<p><a href="https://creativecommons.org/licenses/by/4.0/">CC</a></p>',
      "https://creativecommons.org/licenses/by/4.0/",
    ],
    ["no picture", '<figure><a href="https://creativecommons.org/licenses/by/4.0/">CC</a></figure>', null],
    ["no reservation", '<meta name="DC.rights" content="All rights reserved">', null],
  ])("takes the licence from %s", (_, html, license) => {
    expect(metadataOf(html).license).toBe(license);
  });

  it("takes the AMP address, and no front page for the canonical address of an article", () => {
    const html =
      '<link rel=canonical href="/"><link rel=amphtml href="/amp/mill"><meta property="og:url" content="/mill">';
    expect(metadataOf(html)).toMatchObject({
      ampUrl: "https://courier.example/amp/mill",
      canonicalUrl: "https://courier.example/mill",
    });
  });

  it("reads RDFa as it reads microdata", () => {
    const html =
      '<span property="schema:author">Jo Bell</span><time property="schema:datePublished" datetime="2024-03-05">';
    expect(metadataOf(html)).toMatchObject({ authors: ["Jo Bell"], published: "2024-03-05" });
  });

  it("sees what React streams in and a script would only show", () => {
    expect(metadataOf('<div hidden id="S:0"><h1>Mill</h1><p>By Jo Bell</p></div>').authors).toEqual(["Jo Bell"]);
    expect(metadataOf("<div hidden><h1>Mill</h1><p>By Jo Bell</p></div>").authors).toEqual([]);
  });
});
