import { describe, expect, it } from "vitest";
import { countWords, makeExcerpt } from "../../../../shared/article/render/words.ts";

describe("words", () => {
  it("are counted as each language has them", () => {
    expect(countWords("The mill's bridge, closed.\n\n- Again", "en")).toBe(5);
    expect(countWords("河水星期一再次上涨", "zh")).toBeGreaterThan(3);
    expect(countWords("แม่น้ำเพิ่มขึ้นอีกครั้ง", "th")).toBeGreaterThan(2);
    expect(countWords("וגשר הטחנה נסגר", "he")).toBe(3);
    expect(countWords("", null)).toBe(0);
  });

  it("are counted the same when the language changes in between", () => {
    const count = () => ["en", "th", null, "en"].map((language) => countWords("แม่น้ำ is 3.5 m, don't", language));
    expect(count()).toEqual(count());
  });
});

describe("an excerpt", () => {
  it("is cut at a word, at most 300 characters long", () => {
    const excerpt = makeExcerpt("ferry ".repeat(100), "en");
    expect(excerpt.length).toBeLessThanOrEqual(300);
    expect(excerpt).toMatch(/ferry…$/);
    expect(makeExcerpt("> a\n\n- b", "en")).toBe("a b");
    expect(makeExcerpt("x".repeat(1_000), null)).toHaveLength(300);
  });
});
