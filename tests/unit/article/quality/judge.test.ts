import { describe, expect, it } from "vitest";
import { articleSchema } from "../../../../shared/article/article.ts";
import { extractArticle } from "../../../../shared/article/extract-article.ts";
import { collectPageFacts } from "../../../../shared/article/metadata/page-facts.ts";
import { readMetadata } from "../../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../../shared/article/page/parse-html.ts";
import { judgeQuality } from "../../../../shared/article/quality/judge-quality.ts";
import { collectPageSignals } from "../../../../shared/article/quality/page-signals.ts";
import { QUALITIES, qualitySchema } from "../../../../shared/article/quality/quality-names.ts";
import { inputOf, sanitiseHtml } from "../support.ts";
import { WORDS } from "./wall-words.ts";

const SENTENCES = [
  "The council met again on Monday, and the bridge at the mill was closed to carts until the water had fallen.",
  "Nobody could say how long that would take, since the gauge at the weir had been broken for a week.",
  "Two families moved in with their neighbours, and the school sent its youngest home at noon.",
  "The miller, who had seen it higher in his father's time, sat on the wall and counted planks.",
];
const PROSE = Array.from(
  { length: 8 },
  (_, at) => `<p>${SENTENCES.map((_s, s) => SENTENCES[(s + at) % 4]).join(" ")}</p>`,
).join("\n");

async function judge(html: string, url = "https://courier.example/mill-bridge") {
  const { article, kind } = await extractArticle(inputOf(html, { url }));
  const { quality, qualityScore, qualityReasons } = article;
  return { kind, quality, score: qualityScore, reasons: qualityReasons };
}

const ARTICLE = `<title>River closes the mill bridge</title><article><h1>River closes the mill bridge</h1>
  <p>By <a rel="author" href="/jo">Jo Bell</a> <time datetime="2024-03-05">5 March</time></p>${PROSE}</article>`;

describe("a verdict", () => {
  it("has a name, a score from 0 to 1 and reasons, and is stored with the article", async () => {
    const { article } = await extractArticle(inputOf(ARTICLE));
    expect(articleSchema.parse(article)).toEqual(article);
    expect(article.quality).toBe("article");
    expect(article.qualityScore).toBeGreaterThan(0.8);
    expect(article.qualityScore).toBeLessThanOrEqual(1);
  });

  it("gives at most six reasons, with what was seen", async () => {
    const declared = '<script type="application/ld+json">{"@type":"https://schema.org/NewsArticle"}</script>';
    const { reasons } = await judge(declared + ARTICLE);
    expect(reasons.length).toBeLessThanOrEqual(6);
    expect(reasons).toContain("declares-article=NewsArticle");
  });

  it("is the same for the same page", async () => {
    expect(await judge(ARTICLE)).toEqual(await judge(ARTICLE));
  });

  it("explains every name to those who use the API", () => {
    const description = qualitySchema.meta()?.description ?? "";
    for (const quality of QUALITIES) expect(description).toContain(`\`${quality}\`: `);
  });
});

describe("articles that speak of walls", () => {
  it.each(Object.entries(WORDS))("are articles in the words of %s walls, when they go on", async (language, words) => {
    for (const title of [words.missing, words.consent, words.robot, words.failed, words.offer]) {
      const page = `<html lang="${language}"><title>${title}</title><article><h1>${title}</h1><p>${words.robotText}</p>
        <p>${words.consentText}</p><p>${words.missingText}</p>${PROSE}</article></html>`;
      expect(await judge(page)).toMatchObject({ quality: "article" });
    }
  });

  it("are articles though the site asks for consent, guards its comments and offers subscriptions", async () => {
    const around = `<div id="cookie-banner"><p>We and our partners keep cookies.</p><button>Accept all</button></div>
      <div class="g-recaptcha"></div><script src="https://www.google.com/recaptcha/api.js"></script>
      <script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>
      <aside class="paywall"><p>Subscribe to continue reading. Already a subscriber?</p></aside>`;
    expect(await judge(around + ARTICLE)).toMatchObject({ kind: "article", quality: "article" });
  });
});

describe("a part told from the whole", () => {
  const page = (text: string, more = "") => `<title>The mill</title><script type="application/ld+json">
    {"@type":"NewsArticle","isAccessibleForFree":false,"datePublished":"2024-03-05"${more}}</script>
    <article><h1>The mill</h1>${text}</article>`;
  const teaser = `<p>${SENTENCES.slice(0, 2).join(" ")}</p>`;

  it("calls a declared paywall one only when the text stops", async () => {
    expect(await judge(page(teaser))).toMatchObject({ quality: "paywall" });
    expect(await judge(page(PROSE))).toMatchObject({ quality: "article" });
  });

  it("believes the number of words that the page declares", async () => {
    expect(await judge(page(teaser, ',"wordCount":35'))).toMatchObject({ quality: "article" });
    expect(await judge(page(teaser, ',"wordCount":900'))).toMatchObject({
      quality: "paywall",
      reasons: expect.arrayContaining(["words-missing"]),
    });
  });
});

describe("what there is too little of", () => {
  it("asks for more words where the page does not say that it is an article", async () => {
    const text = `<h1>Mill</h1><p>${SENTENCES.join(" ")}</p>`;
    expect(await judge(`<title>Mill</title>${text}`)).toMatchObject({ quality: "thin", reasons: ["few-words=75"] });
    expect(await judge(`<title>Mill</title><meta property="og:type" content="article">${text}`)).toMatchObject({
      quality: "article",
    });
  });
});

describe("hostile pages", () => {
  const many = (piece: string, times: number) => piece.repeat(times);
  const pages: ReadonlyArray<readonly [string, string]> = [
    ["class names", `<p class="${many("comment-post ", 1_200)}">x</p>`.repeat(60)],
    [
      "different class names",
      Array.from({ length: 8_000 }, (_, at) => `<i class="post-${at} userComment${at}">x</i>`).join(""),
    ],
    ["linked data without end", `<script type="application/ld+json">${many('{"mainEntity":[', 5_000)}</script>`],
    [
      "linked data in one line",
      `<script type="application/ld+json">[${many('{"@type":"Product"},', 20_000)}{}]</script>`,
    ],
    [
      "names of prototypes",
      '<script type="application/ld+json">{"@type":"__proto__","constructor":{"@type":"toString"}}</script><p itemtype="__proto__" class="constructor __proto__ hasOwnProperty">x</p>',
    ],
    [
      "locked selectors",
      `<script type="application/ld+json">{"isAccessibleForFree":"False","cssSelector":${JSON.stringify(Array.from({ length: 500 }, (_, at) => `.a${at} ${many(" ", 2_000)}`))}}</script>`,
    ],
    ["a path of dashes", many("<a href='/a-b-c'>x</a>", 8_000)],
    ["half of every phrase", `<p>${many("page not foun ", 20_000)}</p>`],
  ];

  it.each(pages)("are judged in no time: %s", (_name, html) => {
    const url = `https://courier.example/${many("a-", 900)}${many("2024-01-", 20)}`;
    const page = parsePage(html, null);
    const facts = collectPageFacts(page.tree, url);
    const known = {
      url,
      html,
      facts,
      metadata: readMetadata(facts, "2026-01-01T00:00:00.000Z"),
      wordCount: 100,
      text: "",
      isReadable: true,
    };
    const tree = sanitiseHtml(html, url);
    const start = performance.now();
    const signals = collectPageSignals(page.tree, url);
    const { quality, score } = judgeQuality({ ...known, tree, signals });
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(QUALITIES).toContain(quality);
    expect(score).toBeGreaterThanOrEqual(0);
  });
});
