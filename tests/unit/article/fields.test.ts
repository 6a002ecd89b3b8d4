import { describe, expect, it } from "vitest";
import { splitAuthors } from "../../../shared/article/metadata/author-names.ts";
import { withoutSiteName } from "../../../shared/article/metadata/headline.ts";
import { readLinkedData } from "../../../shared/article/metadata/json-ld.ts";
import { languageTag } from "../../../shared/article/metadata/language-tag.ts";
import { collectPageFacts } from "../../../shared/article/metadata/page-facts.ts";
import { parseDate } from "../../../shared/article/metadata/parse-date.ts";
import { readMetadata } from "../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../shared/article/page/parse-html.ts";

const URL_OF_PAGE = "https://courier.example/valley/mill-bridge";
const metadataOf = (html: string, url = URL_OF_PAGE) =>
  readMetadata(collectPageFacts(parsePage(html, "text/html").tree, url), "2024-03-07T10:00:00.000Z");
const linked = (json: unknown) => `<script type="application/ld+json">${JSON.stringify(json)}</script>`;

describe("reading a date", () => {
  it.each([
    ["2024-03-05", "2024-03-05"],
    ["20240305", "2024-03-05"],
    ["2024/3/5", "2024-03-05"],
    ["2024-03-05T10:00Z", "2024-03-05T10:00Z"],
    ["2024-03-05T10:00:00.000+0100", "2024-03-05T10:00:00+01:00"],
    ["2024-03-05T10:00:00.25-05", "2024-03-05T10:00:00.25-05:00"],
    ["2024-03-05 10:00:00", "2024-03-05T10:00:00"],
    ["2024-03-05 10:00:00 UTC", "2024-03-05T10:00:00Z"],
    ["20240305T100000Z", "2024-03-05T10:00:00Z"],
    ["Tue, 05 Mar 2024 10:00:00 +0100", "2024-03-05T10:00:00+01:00"],
    ["Tue, 5 Mar 2024 10:00:00 EST", "2024-03-05T10:00:00-05:00"],
    ["Tue Mar 05 2024 10:00:00 GMT+0100 (CET)", "2024-03-05T10:00:00+01:00"],
    ["March 5, 2024", "2024-03-05"],
    ["Published Mar. 5th, 2024 at 3:04 p.m. ET", "2024-03-05T15:04"],
    ["March 5, 2024 08:15 PDT", "2024-03-05T08:15-07:00"],
    ["March 5, 2024 08:15 AEST", "2024-03-05T08:15"],
    ["March 5, 2024 8:15pm PST", "2024-03-05T20:15-08:00"],
    ["March 5, 2024 8:15a", "2024-03-05T08:15"],
    ["5 March 2024", "2024-03-05"],
    ["5. März 2024, 10:30 Uhr", "2024-03-05T10:30"],
    ["1er mars 2024", "2024-03-01"],
    ["5 de marzo de 2024", "2024-03-05"],
    ["2024年3月5日", "2024-03-05"],
    ["05.03.2024", "2024-03-05"],
    ["13/03/2024", "2024-03-13"],
    ["03/13/2024", "2024-03-13"],
    ["1709629200", "2024-03-05T09:00:00Z"],
  ])("reads %j as %s", (raw, iso) => {
    expect(parseDate(raw)).toBe(iso);
  });

  it.each([
    "",
    "yesterday",
    "03/04/2024",
    "2024-02-30",
    "30 February 2024",
    "1970-01-01T00:00:00Z",
    "0001-01-01",
    "2024",
    "12345",
  ])("takes %j for no date", (raw) => {
    expect(parseDate(raw)).toBeNull();
  });
});

describe("splitting a byline", () => {
  it.each([
    ["By Jo Bell and Kim Ode", "en", ["Jo Bell", "Kim Ode"]],
    ["Written by: Jo Bell, Kim Ode & Ann Lee | Staff writers", "en", ["Jo Bell", "Kim Ode", "Ann Lee"]],
    ["Jo Bell, MD, PhD", "en", ["Jo Bell, MD, PhD"]],
    ["Von Jo Bell und Kim Ode", "de", ["Jo Bell", "Kim Ode"]],
    ["José y Ana", "en", ["José y Ana"]],
    ["JO BELL, Jo Bell", null, ["Jo Bell"]],
    ["https://courier.example/jo", "en", []],
    ["jo@courier.example", "en", []],
    ["admin", "en", []],
  ] as const)("reads %j", (raw, language, names) => {
    expect(splitAuthors(raw, language)).toEqual(names);
  });
});

describe("reading a language tag", () => {
  it.each([
    ["en_US", "en-US"],
    ["EN-us", "en-US"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["de, en", "de"],
    ["english", null],
    ["qq", null],
    ["x-default", null],
    ["", null],
  ])("reads %j as %j", (raw, tag) => {
    expect(languageTag(raw)).toBe(tag);
  });
});

describe("cleaning a title", () => {
  const clean = (title: string, names: string[], headings: string[]) =>
    withoutSiteName(title, names, headings, URL_OF_PAGE);

  it("cuts off the site's name where it is known, the host's, or the heading agrees", () => {
    expect(clean("Mill bridge | The Marsh Courier", ["The Marsh Courier"], [])).toBe("Mill bridge");
    expect(clean("The Marsh Courier: Mill bridge", ["The Marsh Courier"], [])).toBe("The Marsh Courier: Mill bridge");
    expect(clean("Mill bridge - Courier", [], [])).toBe("Mill bridge");
    expect(clean("Mill bridge – Valley – Anything", [], ["Mill bridge"])).toBe("Mill bridge");
  });

  it("leaves a title alone whose end is part of it", () => {
    expect(clean("Mill bridge – a history", ["The Marsh Courier"], [])).toBe("Mill bridge – a history");
  });
});

describe("reading JSON-LD", () => {
  it("skips broken scripts, and reads wrapped ones and raw line breaks", () => {
    const data = readLinkedData(['{"@type":', '<!-- {"@type":"Article","headline":"a\nb"}; -->'], URL_OF_PAGE);
    expect(data.article?.headline).toBe("a b");
  });

  it("chooses the article that names the page, and follows types given as URLs", () => {
    const nodes = [
      { "@type": "Article", url: "https://courier.example/other", headline: "Other" },
      { "@type": "http://schema.org/NewsArticle", mainEntityOfPage: { "@id": `${URL_OF_PAGE}/` }, headline: "This" },
    ];
    expect(readLinkedData([JSON.stringify(nodes)], URL_OF_PAGE).article?.headline).toBe("This");
  });

  it("never reads what an object inherits", () => {
    const html = '<script type="application/ld+json">{"@type":"Article","__proto__":{"headline":"evil"}}</script>';
    expect(metadataOf(`${html}<title>Mill</title>`).title).toBe("Mill");
    expect(Object.hasOwn(Object.prototype, "headline")).toBe(false);
  });
});

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
});
