import { describe, expect, it } from "vitest";
import { readLinkedData } from "../../../../shared/article/metadata/json-ld.ts";
import { readDeclaredAccess } from "../../../../shared/article/metadata/paywall.ts";
import { factsOf, linked, metadataOf, URL_OF_PAGE } from "./support.ts";

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

  it.each([
    ["commas before a bracket", '{"@type":"Article","headline":"Mill",}'],
    ["quotes inside of strings", '{"@type":"Article","headline":"Mill","alternateName":"the "old" mill"}'],
    ["escapes that JSON does not know", String.raw`{"@type":"Article","headline":"Mill","about":"it\'s"}`],
    ["comments", '/* a */{"@type":"Article", // b\n"headline":"Mill"}'],
    ["script comments around CDATA", '/*<![CDATA[*/{"@type":"Article","headline":"Mill"}/*]]>*/'],
    ["objects in a row", '{"@type":"WebSite","name":"a"}\n{"@type":"Article","headline":"Mill"}'],
    ["quotes escaped for HTML", "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Mill&quot;}"],
  ])("mends %s", (_, script) => {
    expect(readLinkedData([script], URL_OF_PAGE).article?.headline).toBe("Mill");
  });

  it.each([
    ["a text that ends in the middle", '{"@type":"Article","headline":"Mi'],
    ["a string that may end in two places", '{"@type":"Article","headline":"Mill "bridge", closed"}'],
    ["no JSON at all", "window.article = 1"],
  ])("leaves %s unread", (_, script) => {
    expect(readLinkedData([script], URL_OF_PAGE).article).toBeNull();
  });

  it.each([
    ["quotes that end nothing", `{"a":"${'"'.repeat(300_000)}${" ".repeat(300_000)}`],
    ["quotes before long blanks", `{${`"${" ".repeat(999)}`.repeat(2_000)}`],
    ["objects in a row without end", "}{".repeat(300_000)],
  ])("gives up on %s within a second or two", (_, script) => {
    const start = performance.now();
    expect(readLinkedData([script], URL_OF_PAGE).article).toBeNull();
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("takes a job offer for no article", () => {
    expect(readLinkedData(['{"@type":"JobPosting","title":"Miller"}'], URL_OF_PAGE).article).toBeNull();
  });

  it("tells which parts the page declares to be locked", () => {
    const part = { "@type": "WebPageElement", isAccessibleForFree: "False", cssSelector: ".more" };
    const html = linked({ "@type": "Article", isAccessibleForFree: false, hasPart: [part, { cssSelector: ".all" }] });
    expect(readDeclaredAccess(factsOf(html))).toEqual({ hasLockedPart: true, lockedSelectors: [".more"] });
    expect(readDeclaredAccess(factsOf(""))).toEqual({ hasLockedPart: false, lockedSelectors: [] });
  });
});
