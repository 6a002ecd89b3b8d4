/** What Markdown says must be what the text says: written, parsed by another's CommonMark parser, and read again. */

import { toHtml } from "hast-util-to-html";
import { micromark } from "micromark";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../shared/article/render/markdown.ts";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { renderText } from "../../../../shared/article/render/text.ts";
import { sanitiseHtml } from "../support.ts";
import { randomHtml, seeded } from "./random-html.ts";

const BASE = "https://courier.example/";

/** Markdown has neither letters nor jumps in lists, nor reversed ones; micromark alone has no tables and no strikethrough. */
const comparable = (html: string) =>
  sanitiseHtml(html.replace(/<\/?(?:table|caption|del|figcaption|hr)\b[^>]*>/g, " "), BASE);

const reread = (markdown: string) => {
  const html = micromark(markdown, { allowDangerousHtml: true });
  return renderText(readBlocks(sanitiseHtml(html, BASE)));
};

/** Says the tree only where it fails: writing it costs more than the test. */
function expectSameText(html: string): void {
  const tree = comparable(html);
  const [text, again] = [renderText(readBlocks(tree)), reread(renderMarkdown(readBlocks(tree)))];
  if (text !== again) expect(again, toHtml(tree)).toBe(text);
}

describe("Markdown parsed again", () => {
  it.each(Array.from({ length: 20 }, (_, at) => at))("reads as the text: thirty trees of seed %d", (seed) => {
    const random = seeded(seed);
    for (let at = 0; at < 30; at += 1) expectSameText(randomHtml(random));
    expect.assertions(0);
  });

  it("keeps its text where emphasis stands beside every kind of character", () => {
    const edges = ["a", " ", ".", "“", "語", "「", "*", "_", "`", "!", "<br>", "&lt;", "\\", ""];
    const kinds = [
      "<b>-</b>",
      "<i>-</i>",
      "<b><i>-</i></b>",
      "<i><b>x</b>-</i>",
      "<i>-</i><b>x</b>",
      "<b>-</b><i>x</i>",
    ];
    for (const [at, before] of edges.entries()) {
      for (const [to, first] of edges.entries()) {
        const last = edges[(at + to) % edges.length];
        const after = edges[(5 * at + 3 * to) % edges.length];
        for (const kind of kinds)
          expectSameText(`<p>${before}${kind.replace("-", () => `${first}x${last}`)}${after}</p>`);
      }
    }
    expect.assertions(0);
  });

  it("has the same links, pictures, headings, lists and code", () => {
    const html =
      '<h2>Mill</h2><p>By <a href="https://a.example/b_(c)?d=&amp;copy;e">the <strong>ferry</strong> [1]</a>.</p>' +
      '<ol start="4"><li>x<ul><li>y</li></ul></li></ol><p><img src="https://a.example/p.jpg" alt="A &quot;mill&quot; *"></p>' +
      '<pre><code class="language-sh">a\n```\nb\n</code></pre>';
    const safe = (source: string) => toHtml(sanitiseHtml(source, BASE)).replace(/(?<=>)\n|\n(?=<\/?[uol])/g, "");
    expect(safe(micromark(renderMarkdown(readBlocks(sanitiseHtml(html, BASE)))))).toBe(safe(html));
  });
});
