/**
 * What becomes of our own small pages, one folder each in tests/fixtures/articles/: one leak, shape or trap to a page,
 * and beside it what a reader would want of it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { extractArticle } from "../../../shared/article/extract-article.ts";
import { type ArticleFixture, listFixtures, readFixture } from "../../support/article-fixtures.ts";
import { AT } from "../../support/fixtures.ts";

describe("fixture pages", () => {
  for (const folder of listFixtures()) {
    const fixture = readOrFail(folder);
    if (fixture === null) continue;
    it(`${folder}: ${fixture.about}`, async () => {
      const article = await extract(fixture);
      expect(article).toMatchObject(fixture.article);
      for (const [field, expected] of Object.entries(fixture.renderings)) {
        expect(withoutEnd(article[field as keyof typeof fixture.renderings]), field).toBe(withoutEnd(expected));
      }
    });
  }
});

/** A broken folder fails its own test, and no other. */
function readOrFail(folder: string): ArticleFixture | null {
  try {
    return readFixture(folder);
  } catch (error) {
    it(`${folder}: can be read`, () => {
      throw error;
    });
    return null;
  }
}

async function extract({ url, contentType = "text/html", page }: ArticleFixture) {
  const captureId = "0198a5f2-6c1e-7d3a-8b4f-1c2d3e4f5a6b";
  const input = { captureId, url, capturedAt: AT, extractedAt: AT, contentType, body: page };
  return (await extractArticle(input)).article;
}

/** Files end with a line break, whatever the rendering does. */
function withoutEnd(text: string): string {
  return text.replace(/\n+$/, "");
}

describe("a fixture folder", () => {
  const dir = mkdtempSync(join(tmpdir(), "pressmark-fixtures-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const EXPECTED = { about: "A page.", url: "https://paper.example/", article: {} };
  const PAGE = "<p>A page.</p>";

  function refusal(folder: string, files: Record<string, unknown>): string {
    mkdirSync(join(dir, folder), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(dir, folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    try {
      readFixture(folder, dir);
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  it("is read with its page and what is expected of it", () => {
    expect(refusal("whole", { "page.html": PAGE, "expected.json": EXPECTED, "expected.txt": "A page.\n" })).toBe("");
  });

  it.each([
    ["no-page", { "expected.json": EXPECTED }, "no page.html"],
    ["no-expectation", { "page.html": PAGE }, "no expected.json"],
    ["odd-file", { "page.html": PAGE, "expected.json": EXPECTED, "expected.text": "" }, "nothing reads: expected.text"],
    ["odd-key", { "page.html": PAGE, "expected.json": { ...EXPECTED, artcle: {} } }, `"artcle"`],
    ["no-json", { "page.html": PAGE, "expected.json": "{" }, "no JSON"],
    ["no-sentence", { "page.html": PAGE, "expected.json": { ...EXPECTED, about: "" } }, "about must be a sentence"],
    ["large", { "page.html": PAGE.repeat(5_000), "expected.json": EXPECTED }, "too large"],
    ["Odd_Name", { "page.html": PAGE, "expected.json": EXPECTED }, "kebab-case"],
    ["link", { "page.html": `<a href="https://paper.test/">`, "expected.json": EXPECTED }, "names paper.test in page"],
    ["source", { "page.html": `<img src='//paper.test/a.png'>`, "expected.json": EXPECTED }, "names paper.test"],
    ["json-ld", { "page.html": `{"url":"https:\\/\\/paper.test"}`, "expected.json": EXPECTED }, "names paper.test"],
  ])("%s is refused with a sentence", (folder, files, sentence) => {
    expect(refusal(folder, files)).toContain(sentence);
  });
});
