import { describe, expect, it } from "vitest";
import { type Extraction, extractArticle } from "../../../shared/article/extract-article.ts";
import { splitAuthors } from "../../../shared/article/metadata/author-names.ts";
import { limited, VALUE_LIMITS } from "../../../shared/article/metadata/limits.ts";
import type { PageFacts } from "../../../shared/article/metadata/page-facts.ts";
import { plainLine, trimChars } from "../../../shared/article/metadata/plain-text.ts";
import { attributesOf } from "../../../shared/article/page/page-tree.ts";
import { parsePage } from "../../../shared/article/page/parse-html.ts";
import { renderMarkdown } from "../../../shared/article/render/markdown.ts";
import { readBlocks } from "../../../shared/article/render/read-blocks.ts";
import { renderText } from "../../../shared/article/render/text.ts";
import { countWords } from "../../../shared/article/render/words.ts";
import { inputOf, sanitiseHtml } from "./support.ts";

const SENTENCE = "The ferry waited at the lower landing, and the miller counted the sacks before the rain came. ";
const ARTICLE = `<article><h1>Ferry waits</h1>${`<p>${SENTENCE.repeat(3)}</p>`.repeat(5)}</article>`;
const BASE = "https://courier.example/";
const linked = (json: unknown) => `<script type="application/ld+json">${JSON.stringify(json)}</script>`;
const metas = (count: number, name: string, content: string) =>
  Array.from({ length: count }, (_, at) => `<meta name="${name}" content="${content}${at}">`).join("");

/** Each of these took from 20 s to minutes before it was bounded; now a second or two. Noise gets the rest. */
const PATIENCE_MS = 15_000;

async function extractInTime(html: string): Promise<Extraction> {
  const start = performance.now();
  const extraction = await extractArticle(inputOf(html));
  expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
  return extraction;
}

describe("small pages meant to keep extraction busy", () => {
  it.each([
    ["a JSON-LD URL of slashes", linked({ "@type": "Article", url: `a${"/".repeat(300_000)}x` })],
    ["a JSON-LD URL of question marks", linked({ "@type": "Article", url: `${"?".repeat(300_000)}\n` })],
    ["2,000 titles of 1,000 parts", metas(2_000, "og:title", "a - ".repeat(1_000))],
    ["2,000 authors of quotes", metas(2_000, "author", `x${"'".repeat(3_900)}`)],
    [
      "5,000 references to an author of 5,000 names",
      linked({
        "@graph": [
          { "@type": "Article", author: Array.from({ length: 5_000 }, () => ({ "@id": "#all" })) },
          { "@id": "#all", name: Array.from({ length: 5_000 }, (_, at) => `Jo Bell ${at}`) },
        ],
      }),
    ],
    ["classes that nearly match a pattern", `<i class="${"date".repeat(4_000)}"></i>`.repeat(300)],
    ["pictures whose sources never end", `<img src=/a data-srcset="${"a".repeat(16_000)} b">`.repeat(300)],
  ])("are read in seconds: %s", { timeout: 120_000 }, async (_, hostile) => {
    const { article } = await extractInTime(`${hostile}${ARTICLE}`);
    expect(article.text).toContain("The ferry waited");
  });

  it("are read in seconds: a title and a heading of 60,000 words", { timeout: 120_000 }, async () => {
    const words = (letter: string) => Array.from({ length: 60_000 }, (_, at) => letter + at).join(" ");
    const { article } = await extractInTime(`<title>${words("w")}</title>${ARTICLE}<h1>${words("v")}</h1>`);
    expect(article.text).toContain("The ferry waited");
  });

  it("are read in seconds: 6,000 pictures for readers without scripts", { timeout: 200_000 }, async () => {
    const picture = "<p><img src=a.jpg><noscript><img src=b.jpg></noscript></p>";
    const { article } = await extractInTime(`${ARTICLE}${picture.repeat(6_000)}`);
    expect(article.text).toContain("The ferry waited");
  });

  it("are read in seconds: 8,000 pictures, each in a block", { timeout: 200_000 }, async () => {
    const pictures = Array.from({ length: 8_000 }, (_, at) => `<div><img src=${at}.jpg>${SENTENCE}</div>`);
    const { article } = await extractInTime(pictures.join(""));
    expect(article.text).toContain("The ferry waited");
  });

  it("are read in seconds: 24,000 paragraphs, nested 90 deep", { timeout: 200_000 }, async () => {
    const { article } = await extractInTime(`${"<div>".repeat(90)}${"<p>The ferry waited.</p>".repeat(24_000)}`);
    expect(article.text).toContain("The ferry waited.");
  });
});

describe("what is over the limits of a page", () => {
  const extractText = async (html: string) => (await extractInTime(html)).article.text;

  it.each([
    ["100,000 nested blocks", `${"<div>".repeat(100_000)}${ARTICLE}`],
    ["100,000 nested formats", `${Array.from({ length: 100_000 }, (_, at) => `<b a=${at}>`).join("")}${ARTICLE}`],
    [
      "100,000 attributes of one element",
      `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(" ")}>${ARTICLE}`,
    ],
    ["50,000 templates in one another", `${ARTICLE}${"<template>".repeat(50_000)}`],
    ["20 million characters of comments", `${ARTICLE}${"<!---->".repeat(2_900_000)}`],
    ["20 million characters of one program", `<script>${"a".repeat(20_000_000)}</script>${ARTICLE}`],
  ])("leaves an article to be had: %s", { timeout: 120_000 }, async (_, hostile) => {
    expect(await extractText(hostile)).toContain("The ferry waited");
  });

  it("leaves the start of a text of 20 million characters", { timeout: 120_000 }, async () => {
    const text = await extractText(`<p>${SENTENCE}</p>`.repeat(200_000));
    expect(text.startsWith("The ferry waited")).toBe(true);
    expect(text.length).toBeLessThan(3_000_000);
  });

  it("keeps what Readability chokes on from being a failure", async () => {
    // The parser makes an attribute that cannot be set by its name, and the library tries.
    const picture = '<p><img src="a.jpg" =odd="b.jpg"><noscript><img src="c.jpg"></noscript></p>';
    const { article, dom } = await extractInTime(ARTICLE + picture);
    expect(article.text).toContain("The ferry waited");
    expect(dom).toMatchObject({ used: "jsdom", isTooCostly: false, failure: expect.any(Error) });
  });

  it("gives up on pages that would be costly to take apart, and says so", async () => {
    const { article, dom } = await extractInTime(`${"<div>".repeat(90)}${"<p>The ferry waited.</p>".repeat(24_000)}`);
    expect(article.text).toContain("The ferry waited.");
    expect(dom).toMatchObject({ used: "light", isTooCostly: true, failure: null });
  });
});

describe("what is not seen of a page", () => {
  const attributesIn = (html: string) => {
    const element = parsePage(html, "text/html").tree.body?.firstElementChild;
    return element ? Object.fromEntries(attributesOf(element)) : null;
  };

  it("is the attribute that is one overlong word; long lists of words lose only their extra blanks", () => {
    expect(attributesIn(`<p title="${"a".repeat(2_049)}">b</p>`)).toEqual({});
    expect(attributesIn(`<p title="${"a".repeat(2_048)}">b</p>`)).toHaveProperty("title");
    expect(attributesIn(`<p title="a${" ".repeat(3_000)}b">c</p>`)).toEqual({ title: "a b" });
  });
});

describe("the limits on metadata values", () => {
  const facts = {} as PageFacts;
  const source = (...raws: readonly string[]) => [() => raws.map((raw) => ({ from: "test", raw }))];
  const rawsOf = (kind: keyof typeof VALUE_LIMITS, ...raws: readonly string[]) =>
    limited(kind, source(...raws)).flatMap((read) => read(facts).map(({ raw }) => raw));

  it("cut long lines, but drop long addresses: half of one is another", () => {
    expect(rawsOf("line", "a".repeat(5_000), "b")).toEqual(["a".repeat(VALUE_LIMITS.line.maxChars), "b"]);
    expect(rawsOf("url", `https://courier.example/${"a".repeat(5_000)}`, "/b")).toEqual(["/b"]);
  });

  it("keep the first values of a source", () => {
    const many = Array.from({ length: 300 }, (_, at) => String(at));
    expect(rawsOf("line", ...many)).toEqual(many.slice(0, VALUE_LIMITS.line.maxValues));
    expect(rawsOf("keywords", ...many)).toHaveLength(VALUE_LIMITS.keywords.maxValues);
  });

  it("do not reach a base address that would make every link long", async () => {
    const page = `<base href="https://courier.example/${"a/".repeat(1_000)}">${ARTICLE.replace("ferry", '<a href="b">ferry</a>')}`;
    expect((await extractArticle(inputOf(page))).article.html).toContain('"https://courier.example/2024/03/05/b"');
  });
});

describe("trimming and cutting lines", () => {
  it.each([
    ["//a//", "", "/", "//a"],
    ["--a-b--", "-", "-", "a-b"],
    ["---", "-", "-", ""],
    ["", "-", "-", ""],
  ])("takes from %j", (text, leading, trailing, expected) => {
    expect(trimChars(text, leading, trailing)).toBe(expected);
  });

  it.each([
    ["Mill &amp;amp; ferry", "Mill &amp; ferry"],
    ["<b>Mill</b> <!--x-->rises", "Mill rises"],
    ["3 < 4 &lt; 5", "3 < 4 < 5"],
    ["Mill <b", "Mill <b"],
    ["<<b>i>Mill", "<i>Mill"],
  ])("makes a line of %j", (raw, line) => {
    expect(plainLine(raw)).toBe(line);
  });

  it("parts names by the page's own word for and", () => {
    expect(splitAuthors("Jo Bell und Kim Ode", "de-AT")).toEqual(["Jo Bell", "Kim Ode"]);
    expect(splitAuthors("Jo Bell und Kim Ode", "en")).toEqual(["Jo Bell und Kim Ode"]);
    expect(splitAuthors('"Jo Bell": and Kim Ode -', null)).toEqual(["Jo Bell", "Kim Ode"]);
  });
});

describe("HTML that would multiply in text and Markdown", () => {
  it("marks quotes and lists ten levels deep, and writes deeper ones plainly", () => {
    const tree = sanitiseHtml(`${"<blockquote>".repeat(60)}${"a<br>".repeat(1_000)}`, BASE);
    expect(renderText(readBlocks(tree)).split("\n")[0]).toBe(`${"> ".repeat(10)}a`);
    expect(renderMarkdown(readBlocks(tree)).length).toBeLessThan(40_000);
    const list = sanitiseHtml(`${"<ul><li>a".repeat(40)}`, BASE);
    expect(renderText(readBlocks(list))).toContain(`${"  ".repeat(9)}- a`);
    expect(renderText(readBlocks(list))).not.toContain(`${"  ".repeat(10)}- a`);
  });

  it("marks only the outermost quote where there are very many lines", () => {
    const tree = sanitiseHtml(`${"<blockquote>".repeat(9)}<pre>${"a\n".repeat(60_000)}`, BASE);
    expect(renderText(readBlocks(tree)).startsWith("> a\n> a\n")).toBe(true);
  });

  it.each([
    ["ragged rows", `<tr>${"<td>a".repeat(3_000)}${"<tr><td>b".repeat(3_000)}`],
    ["endless spans", "<tr><td colspan=1000 rowspan=60000>a<td>b".repeat(1_000)],
  ])("writes a table of %s as blocks", (_, rows) => {
    const markdown = renderMarkdown(readBlocks(sanitiseHtml(`<table>${rows}</table>`, BASE)));
    expect(markdown).toContain("b");
    expect(markdown.length).toBeLessThan(40_000);
    expect(markdown).not.toContain("|");
  });

  it("still writes an ordinary table with a span as a table", () => {
    const table = "<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr></table>";
    expect(renderMarkdown(readBlocks(sanitiseHtml(table, BASE)))).toContain("| b | c |");
  });

  it("renders more paragraphs than a call takes arguments", () => {
    expect(renderText(readBlocks(sanitiseHtml(`<main>${"<p>a</p>b".repeat(90_000)}</main>`, BASE)))).toHaveLength(
      3 * 180_000 - 2,
    );
  });
});

describe("counting words", () => {
  it("does not depend on where a long text is cut", () => {
    expect(countWords("ferry mill\n".repeat(2_000), "en")).toBe(4_000);
    expect(countWords("ferry ".repeat(4_000), "en")).toBe(4_000);
    expect(countWords(`${"\n".repeat(5_000)}ferry`, "en")).toBe(1);
  });
});

describe("a picture's sources", () => {
  it.each([
    ["/s.jpg 1x,/l.jpg 2x", ["s.jpg 1x", "l.jpg 2x"]],
    ["/a,b.jpg 400w, /l.jpg 800w", ["a,b.jpg 400w", "l.jpg 800w"]],
    ["/s.jpg, /l.jpg 1.5x", ["s.jpg", "l.jpg 1.5x"]],
    ["/s.jpg 4q, /m.jpg 1x , /l.jpg 2x", ["m.jpg 1x", "l.jpg 2x"]],
  ])("are read from %j", (set, expected) => {
    const [image] = sanitiseHtml(`<img data-srcset="${set}">`, BASE).children;
    const found = image?.type === "element" ? image.properties.srcSet : null;
    expect(found).toBe(expected.map((candidate) => BASE + candidate).join(", "));
  });
});
