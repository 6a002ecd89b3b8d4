import type { Element, Root } from "hast";
import { describe, expect, it } from "vitest";
import { TRIM_RULES, trimContent } from "../../../../shared/article/content/trim-content.ts";
import { collectPageFacts } from "../../../../shared/article/metadata/page-facts.ts";
import { readMetadata } from "../../../../shared/article/metadata/read-metadata.ts";
import { parsePage } from "../../../../shared/article/page/parse-html.ts";
import { parseToHast } from "../../../../shared/article/page/to-hast.ts";
import { FIRST, left, PLAIN, textWith, trim } from "./support.ts";

const SHARE = '<div class="share"><p>Post it to your friends</p></div>';

describe("the rules", () => {
  it("have names of their own", () => {
    expect(new Set(TRIM_RULES).size).toBe(TRIM_RULES.length);
  });

  it("are switched off one by one", () => {
    expect(textWith("within", SHARE)).toBe(PLAIN);
    expect(textWith("within", SHARE, { without: ["share-box"] })).toBe(left("within", "Post it to your friends"));
  });

  it("say what they took out", () => {
    expect(trim(`<article>${`<p>${FIRST}</p>`.repeat(3)}${SHARE}</article>`).rules).toEqual(["share-box"]);
  });

  it("take out nothing once all are off", () => {
    expect(trim(`${SHARE}<p>${FIRST}</p>`, { without: TRIM_RULES }).text).toContain("Post it");
  });
});

describe("trimming", () => {
  const facts = collectPageFacts(parsePage("<title>Ferry</title>", "text/html").tree, "https://courier.example/a");
  const about = { facts, metadata: readMetadata(facts, "2026-01-01T00:00:00.000Z") };
  const timeOf = (root: Root) => {
    const start = performance.now();
    trimContent(root, about);
    return performance.now() - start;
  };

  it("leaves the tree that it is given as it was", () => {
    const root = parseToHast(`<div>loose<p>${FIRST}</p>${SHARE}<div class="image"><img src="/a.jpg">Rope</div></div>`);
    const before = structuredClone(root);
    trimContent(root, about);
    expect(root).toEqual(before);
  });

  it("makes paragraphs of text that stands loose between blocks", () => {
    expect(trim(`<div>Loose, but text.<p>${FIRST}</p></div>`).html).toBe(
      `<div><p>Loose, but text.</p><p>${FIRST}</p></div>`,
    );
  });

  it.each([
    ["headings that announce", '<h2>Related</h2><p>x <a href="/a">a</a></p>'.repeat(20_000)],
    ["blocks of pictures", `<div class="image">${'<div><img src="/a.jpg">a</div>'.repeat(3)}</div>`.repeat(8_000)],
    [
      "names that differ",
      Array.from({ length: 20_000 }, (_, at) => `<div class="${`author${at} share-`.repeat(20)}">a</div>`).join(""),
    ],
    ["rows of cards", `<div>${'<div><h3><a href="/a">The story of the weir</a></h3></div>'.repeat(30_000)}</div>`],
    ["one long line", `<p>${"By Jo Bell ".repeat(100_000)}</p>`],
  ])("takes seconds for pages meant to keep it busy: %s", { timeout: 60_000 }, (_, html) => {
    expect(timeOf(parseToHast(html))).toBeLessThan(10_000);
  });

  it("takes seconds for captions nested without end", { timeout: 60_000 }, () => {
    let element: Element = { type: "element", tagName: "p", properties: {}, children: [{ type: "text", value: "a" }] };
    for (let level = 0; level < 200; level += 1) {
      const picture: Element = { type: "element", tagName: "img", properties: { src: "/a.jpg" }, children: [] };
      const children = level % 2 === 0 ? [element, ...Array.from({ length: 100 }, () => picture)] : [element];
      element = { type: "element", tagName: "div", properties: { className: ["image"] }, children };
    }
    expect(timeOf({ type: "root", children: [element] })).toBeLessThan(10_000);
  });
});
