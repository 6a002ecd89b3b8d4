import { describe, expect, it } from "vitest";
import { extractArticle } from "../../../../shared/article/extract-article.ts";
import { inputOf } from "../support.ts";
import { makePages } from "./walls.ts";

describe("pages that stand where another was asked for", () => {
  const pages = makePages();

  it("are many", () => {
    expect(pages.length).toBeGreaterThan(90);
  });

  it.each(pages)("tells $name", async ({ html, url, quality }) => {
    const { article } = await extractArticle(inputOf(html, { url }));
    expect({ quality: article.quality, reasons: article.qualityReasons }).toMatchObject({ quality });
    expect(article.qualityScore).toBeGreaterThan(0.5);
    expect(article.qualityReasons.length).toBeGreaterThan(0);
  });
});
