import { toHtml } from "hast-util-to-html";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../shared/article/render/markdown.ts";
import { renderText } from "../../../shared/article/render/text.ts";
import { countWords, makeExcerpt } from "../../../shared/article/render/words.ts";
import { sanitiseHtml } from "./support.ts";

const BASE = "https://courier.example/valley/";
const htmlOf = (html: string) => toHtml(sanitiseHtml(html, BASE));
const textOf = (html: string) => renderText(sanitiseHtml(html, BASE));
const markdownOf = (html: string) => renderMarkdown(sanitiseHtml(html, BASE));

describe("sanitising", () => {
  it.each([
    ["<p onclick=x() style=color:red id=a>a<script>b</script></p>", "<p>a</p>"],
    [
      "<a href='javascript:x()'>a</a><a href=' java\nscript:x()'>b</a><a href='data:text/html,x'>c</a>",
      "<a>a</a><a>b</a><a>c</a>",
    ],
    ["<iframe src=data:,x>a</iframe><object>b</object><svg><a href=x>c</a></svg>d", "d"],
    ["<form>a<input value=b><button>c</button></form>", "<div>a</div>"],
    ["<math><mtext><table><mglyph><style><img src=x onerror=x()></style></mglyph></table></mtext></math>", ""],
    ["<img src='data:image/png;base64,AAAA'><img src=x.gif width=1 height=1>", ""],
    ["<tr><td>a</td></tr>", "<div><div>a</div></div>"],
  ])("makes %j harmless", (html, expected) => {
    const safe = htmlOf(html);
    if (expected !== "") expect(safe).toBe(expected);
    expect(safe).not.toMatch(/script|onerror|onclick|style|data:|iframe/i);
  });

  it("keeps structure, direction and language", () => {
    const html =
      '<h2 dir="rtl" lang="he">a</h2><ol start="3"><li>b</li></ol><table><tbody><tr><td colspan="2">c</td></tr></tbody></table>';
    expect(htmlOf(html)).toBe(html);
  });

  it("makes addresses absolute", () => {
    expect(htmlOf('<a href="../x?a=1&amp;b=2">x</a>')).toBe('<a href="https://courier.example/x?a=1&#x26;b=2">x</a>');
    expect(htmlOf('<a href="mailto:jo@courier.example">x</a>')).toContain('href="mailto:jo@courier.example"');
  });

  it("finds lazy pictures and the largest of a picture element", () => {
    expect(htmlOf('<img src="data:image/gif;base64,AA" data-src="/p.jpg" alt="Ferry">')).toBe(
      '<img src="https://courier.example/p.jpg" alt="Ferry">',
    );
    expect(htmlOf('<picture><source srcset="/s.jpg 400w, /l,x.jpg 800w"><img alt=""></picture>')).toContain(
      'src="https://courier.example/l,x.jpg"',
    );
    expect(htmlOf('<img data-srcset="/s.jpg 1x, /l.jpg 2x">')).toContain("https://courier.example/s.jpg 1x");
  });

  it("unwraps an element within one that says the same", () => {
    expect(htmlOf("<b><i><b><b>a</b></b></i></b>")).toBe("<b><i>a</i></b>");
  });
});

describe("rendering text", () => {
  it.each([
    ["<p>a\n b</p><p>c<br>d</p>", "a b\n\nc\nd"],
    ["<div>a<p>b</p>c <b>d</b>e</div>", "a\n\nb\n\nc de"],
    ["<span>a<div>b</div></span>c", "a\n\nb\n\nc"],
    ["<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n\n  c"],
    ["<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "3. a\n   - b\n4. c"],
    ["<blockquote><p>a</p><p>b<br>c</p></blockquote>", "> a\n\n> b\n> c"],
    ["<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d<br>e</td></tr></table>", "a | b\nc | d e"],
    ["<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"],
    ["<pre>a\n  b \n\n</pre>", "a\n  b"],
    ["<figure><img src=x.jpg alt=y><figcaption>a</figcaption></figure><p>b</p>", "b"],
    ["<p>a&nbsp;b&shy;c\u200bd</p>", "a bcd"],
    ["<p>a<br><br>b</p>", "a\n\nb"],
    ["<ruby>川<rp>(</rp><rt>かわ</rt></ruby>", "川"],
    ["", ""],
  ])("renders %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it("takes long runs of blanks in linear time", () => {
    expect(textOf(`<pre>${" ".repeat(300_000)}x</pre>`)).toHaveLength(300_001);
  });

  it("counts words as each language has them", () => {
    expect(countWords("The mill's bridge, closed.\n\n- Again", "en")).toBe(5);
    expect(countWords("河水星期一再次上涨", "zh")).toBeGreaterThan(3);
    expect(countWords("แม่น้ำเพิ่มขึ้นอีกครั้ง", "th")).toBeGreaterThan(2);
    expect(countWords("", null)).toBe(0);
  });

  it("cuts an excerpt at a word, at most 300 characters long", () => {
    const excerpt = makeExcerpt("ferry ".repeat(100), "en");
    expect(excerpt.length).toBeLessThanOrEqual(300);
    expect(excerpt).toMatch(/ferry…$/);
    expect(makeExcerpt("> a\n\n- b", "en")).toBe("a b");
    expect(makeExcerpt("x".repeat(1_000), null)).toHaveLength(300);
  });
});

describe("rendering Markdown", () => {
  it.each([
    ["<h2>a</h2><p>b <a href=/c>c</a></p>", "## a\n\nb [c](https://courier.example/c)\n"],
    [
      "<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td>e</td></tr></table>",
      "| a | b |\n| - | - |\n| c\\|d | e |\n",
    ],
    ['<pre><code class="language-sh">x\n  y</code></pre>', "```sh\nx\n  y\n```\n"],
    ["<ul><li>a</li><li>b</li></ul><blockquote>c</blockquote>", "- a\n- b\n\n> c\n"],
    ["<p><img src=/p.jpg alt='The [ferry]'></p>", "![The \\[ferry\\]](https://courier.example/p.jpg)\n"],
    ["<p>1 * 2 _x_ &lt;b&gt;</p>", "1 \\* 2 \\_x\\_ \\<b>\n"],
  ])("renders %j", (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });
});
