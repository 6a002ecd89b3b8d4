import { toHtml } from "hast-util-to-html";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { articleSchema } from "../../../shared/article/article.ts";
import { type Extraction, extractArticle } from "../../../shared/article/extract-article.ts";
import { EXTRACTOR } from "../../../shared/article/extractor.ts";
import { parsePage } from "../../../shared/article/page/parse-html.ts";
import { toHast } from "../../../shared/article/page/to-hast.ts";
import { PermanentError } from "../../../shared/errors.ts";
import { fixturePage, inputOf } from "./support.ts";

const SENTENCE =
  "The river rose again on Monday, and the bridge at the mill was closed to carts until the water fell. ";
const PROSE = `<p>${SENTENCE.repeat(3)}</p>`.repeat(6);

describe("extracting a news page", () => {
  let extraction: Extraction;
  beforeAll(async () => {
    extraction = await extractArticle(inputOf(fixturePage("flood-news.html")));
  });

  it("is an article of the contract's shape, with what it was asked to carry", () => {
    const { article, kind } = extraction;
    expect(kind).toBe("article");
    expect(articleSchema.parse(article)).toEqual(article);
    expect(article.extractor).toEqual(EXTRACTOR);
    expect(article.capturedAt).toBe("2024-03-07T10:00:00.000Z");
  });

  it("reads every metadata field", () => {
    expect(extraction.article).toMatchObject({
      title: "River closes the mill bridge",
      authors: ["Jo Bell", "Kim Ode, MD"],
      published: "2024-03-05T08:30:00+01:00",
      modified: "2024-03-06",
      language: "en-GB",
      siteName: "The Marsh Courier",
      description: "Carts wait as the water rises & the ferry runs.",
      leadImage: "https://courier.example/pictures/bridge.jpg",
      canonicalUrl: "https://courier.example/2024/03/05/mill-bridge",
      section: "Valley",
      keywords: ["floods", "ferries"],
      isAccessibleForFree: true,
      encoding: "utf-8",
    });
  });

  it("reads the text block by block, without furniture and captions", () => {
    const { text, excerpt, wordCount } = extraction.article;
    expect(text).toContain("until the water falls.\n\nPeople waited");
    expect(text).toContain("every half hour\nand carried");
    expect(text).toContain("- The tow path\n  1. north bank\n  2. south bank");
    expect(text).toContain("> We have seen it higher");
    expect(text).toContain("Sunday | 2.1\nMonday | 3.4");
    expect(text).toContain("gauge --at mill\n  3.4");
    expect(text).not.toMatch(/Printed at|passer-by|Home|steal/);
    expect(wordCount).toBeGreaterThan(120);
    expect(text.startsWith(excerpt.slice(0, 40))).toBe(true);
  });

  it("keeps links and pictures absolute in HTML and Markdown, and nothing that runs", () => {
    const { html, markdown } = extraction.article;
    for (const form of [html, markdown]) {
      expect(form).toContain("https://courier.example/timetable?x=1");
      expect(form).toContain("https://courier.example/pictures/ferry.jpg");
      expect(form).not.toMatch(/javascript:|steal|onclick/);
    }
    expect(markdown).toContain("```sh\ngauge --at mill");
  });
});

describe("judging a page", () => {
  const reasonOf = async (page: Uint8Array | string, url?: string) => {
    const extraction = await extractArticle(inputOf(page, url === undefined ? {} : { url }));
    return extraction.kind === "article" ? "article" : extraction.reason;
  };

  it("calls an index page and a contact form no articles, but keeps title and text", async () => {
    const index = await extractArticle(inputOf(fixturePage("index-page.html"), { url: "https://courier.example/" }));
    expect(index).toMatchObject({ kind: "not-article", reason: "listing" });
    const contact = await extractArticle(
      inputOf(fixturePage("contact.html"), { url: "https://courier.example/contact" }),
    );
    expect(contact).toMatchObject({
      kind: "not-article",
      reason: "thin",
      article: { title: "Contact us", quality: "thin" },
    });
    expect(contact.article.text).toContain("Write to the paper");
  });

  it("believes a paywall only when the page declares it and shows little", async () => {
    const locked = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>';
    expect(await reasonOf(`${locked}<article><h1>Mill</h1><p>${SENTENCE.repeat(4)}</p></article>`)).toBe("paywall");
    expect(await reasonOf(`${locked}<article><h1>Mill</h1>${PROSE}</article>`)).toBe("article");
    expect(await reasonOf(`<p>Subscribe! ${SENTENCE.repeat(4)}</p>`, "https://courier.example/join")).toBe("thin");
  });

  it("knows the plainest walls and soft 404s by their titles, and long articles about them for articles", async () => {
    expect(await reasonOf("<title>Just a moment...</title><p>Checking your browser.</p>")).toBe("bot-wall");
    expect(await reasonOf("<title>Page not found | Courier</title><p>Sorry.</p>")).toBe("soft-404");
    expect(await reasonOf(`<title>Page not found: why links die</title><article>${PROSE}</article>`)).toBe("article");
  });
});

describe("hostile and broken pages", () => {
  let errors: unknown[];
  const note = (error: unknown) => errors.push(error);
  beforeAll(() => {
    errors = [];
    process.on("uncaughtException", note);
  });
  afterAll(() => {
    process.off("uncaughtException", note);
    expect(errors).toEqual([]);
  });

  it.each([
    ["an empty body", ""],
    ["no body", "<html><head><title>Mill</title></head></html>"],
    ["a frameset", "<frameset><frame src=a></frameset>"],
    ["XML", '<?xml version="1.0"?><rss><channel><title>Mill</title></channel></rss>'],
    ["JSON", '{"a":[1,2]}'],
    ["an open comment", "<!-- <p>Mill"],
    ["names of object prototypes", '<meta name="__proto__" content="a"><meta property="constructor" content="b">'],
  ])("answers for %s", async (_, html) => {
    const extraction = await extractArticle(inputOf(html));
    expect(extraction).toMatchObject({ kind: "not-article", reason: "thin" });
    expect(articleSchema.safeParse(extraction.article).success).toBe(true);
  });

  it.each([
    ["broken tags", `<article><h1>Mill<p><b><i>${PROSE}</b></i></div></table>`],
    ["3,000 nested elements", `${"<div>".repeat(3_000)}${PROSE}`],
    ["broken JSON-LD", `<script type="application/ld+json">{"@type":</script><article>${PROSE}</article>`],
    [
      "deep JSON-LD",
      `<script type="application/ld+json">${'{"@graph":['.repeat(5_000)}</script><article>${PROSE}</article>`,
    ],
    ["a megabyte attribute", `<article><img src="data:image/png;base64,${"A".repeat(1_000_000)}">${PROSE}</article>`],
    ["100,000 attributes", `<div ${Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(" ")}>${PROSE}</div>`],
    ["an endless srcset", `<article><img src=/a.jpg srcset="${"/a.jpg 1x,".repeat(50_000)}">${PROSE}</article>`],
    ["plain text", SENTENCE.repeat(40)],
    ["elements nested without end", `${"<div>".repeat(50_000)}<article>${PROSE}</article>`],
    [
      "formatting that multiplies",
      Array.from({ length: 3_000 }, (_, at) => `<p><b id=${at}>${at ? "x" : PROSE}`).join(""),
    ],
  ])("still finds the article in %s", { timeout: 60_000 }, async (_, html) => {
    const { article } = await extractArticle(inputOf(html));
    expect(article.text).toContain("The river rose again on Monday");
  });

  it.each([
    ["a PDF sent as HTML", "%PDF-1.7\n%âãÏÓ\n1 0 obj", "extraction-failed"],
    ["control characters", "\u0001\u0002\u0003\u0000".repeat(500), "extraction-failed"],
  ])("refuses %s with a code", async (_, html, code) => {
    const error = await extractArticle(inputOf(html)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code });
  });

  it("takes the main part of a page that would be too costly to take apart", { timeout: 60_000 }, async () => {
    const paragraphs = `${"<div>".repeat(90)}${"<p>3.4 metres, and falling.</p>".repeat(26_000)}`;
    const page = `<nav>Menu</nav><main><h1>Gauge</h1>${paragraphs}</main>`;
    const { article, dom } = await extractArticle(inputOf(page));
    expect(dom).toMatchObject({ used: "light", isTooCostly: true });
    expect(article.text.startsWith("3.4 metres")).toBe(true);
  });

  it("reads XHTML's self-closed elements as closed", async () => {
    const body = `<html><head><title/><script src="a"/></head><body><article><h1>Mill</h1>${PROSE}</article></body></html>`;
    const { article } = await extractArticle(inputOf(body, { contentType: "application/xhtml+xml" }));
    expect(article.title).toBe("Mill");
    expect(article.text).toContain("The river rose");
  });

  it("does not look at what no reader sees, and leaves it where it is", () => {
    const html =
      "<style>a</style><script>b</script><!--c--><svg>d</svg><p onclick=e>f<noscript><i>g</i></noscript></p>";
    const { tree } = parsePage(html, null);
    expect(toHtml(toHast(tree))).toBe("<html><head></head><body><p>f<noscript><i>g</i></noscript></p></body></html>");
    expect(tree.documentElement?.innerHTML).toContain('<!--c--></head><body><svg>d</svg><p onclick="e">');
  });

  it("runs and loads nothing", async () => {
    const page = `<img src=x onerror="throw new Error('ran')"><body onload="throw new Error('ran')"><article>${PROSE}</article>`;
    expect((await extractArticle(inputOf(page))).kind).toBe("article");
  });
});
