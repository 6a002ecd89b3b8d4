import { toHtml } from "hast-util-to-html";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../shared/article/render/markdown.ts";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { renderText } from "../../../../shared/article/render/text.ts";
import { sanitiseHtml } from "../support.ts";

const BASE = "https://courier.example/valley/";
const SITE = "https://courier.example";
const htmlOf = (html: string) => toHtml(sanitiseHtml(html, BASE));
const textOf = (html: string) => renderText(readBlocks(sanitiseHtml(html, BASE)));
const markdownOf = (html: string) => renderMarkdown(readBlocks(sanitiseHtml(html, BASE))).trimEnd();
const image = (path: string, more = "") => `<img src="${SITE}${path}"${more} alt="">`;

describe("pictures", () => {
  it.each([
    ['<img src="data:image/gif;base64,AA" data-src="/p.jpg">', image("/p.jpg")],
    ['<img src="/img/placeholder.gif" data-original="/p.jpg">', image("/p.jpg")],
    ['<img src="/img/lazy-load.svg" srcset="/s.jpg 400w, /l.jpg 800w">', "/l.jpg"],
    ['<img src="/1x1.png" data-bg-image="/p.webp?w=2">', image("/p.webp?w=2")],
    ['<img loading="lazy" src="/p.jpg">', image("/p.jpg")],
    [
      '<img srcset="/l.jpg 2x, /s.jpg 1x">',
      `<img src="${SITE}/l.jpg" srcset="${SITE}/l.jpg 2x, ${SITE}/s.jpg 1x" alt="">`,
    ],
    ['<picture><source srcset="/s.jpg 400w, /l,x.jpg 800w"><img alt=""></picture>', `src="${SITE}/l,x.jpg"`],
    ['<picture><source srcset="/s.webp 400w"><img src="/p.jpg"></picture>', `src="${SITE}/p.jpg"`],
    ["<picture><img src='data:,x'><noscript><img src=/p.jpg></noscript></picture>", image("/p.jpg")],
    ["<picture></picture>", ""],
    ['<img data-srcset="/s.jpg 1x, /l.jpg 2x">', `${SITE}/s.jpg 1x`],
    ["<amp-img src=/p.jpg width=4 height=3></amp-img>", `<img src="${SITE}/p.jpg" alt="" width="4" height="3">`],
    ["<img src=/p.jpg width=1 height=1>", ""],
    ["<div role=img aria-label=Ferry style='width:9px;background-image: url(\"/p.jpg\")'></div>", 'alt="Ferry"'],
    ["<div style='background-image: url(/p.jpg)'>a</div>", "<div>a</div>"],
  ])("are found in %j", (html, expected) => {
    const found = htmlOf(html);
    if (expected.startsWith("<") || expected === "") expect(found).toBe(expected);
    else expect(found).toContain(expected);
  });

  it.each([
    ["<img src='data:,x'><noscript><img src=/p.jpg></noscript>", image("/p.jpg")],
    ["<span><img src=/p.jpg></span> <noscript><img src=/q.jpg></noscript>", `<span>${image("/p.jpg")}</span> `],
    ["<p>a<noscript><img src=/p.jpg></noscript></p>", `<p>a${image("/p.jpg")}</p>`],
    ["<noscript><img src=//t.example/pixel?a style='display:none'></noscript>", ""],
    ["<noscript>Please enable scripts</noscript>", ""],
  ])("for readers without scripts are taken where no other is: %j", (html, expected) => {
    expect(htmlOf(html)).toBe(expected);
  });

  it("that stand for a character are the character", () => {
    expect(htmlOf('<p>a <img class="emoji" src="/1f44d.png" alt="👍🏽"> <img src="/flag.png" alt="🇳🇴"></p>')).toBe(
      "<p>a 👍🏽 🇳🇴</p>",
    );
    expect(htmlOf('<img src="/3.png" alt="3">')).toContain("<img");
  });
});

describe("films, sounds and embedded pages", () => {
  it.each([
    [
      "<video poster=/v.jpg><source src=/v.mp4></video>",
      `<figure>${image("/v.jpg")}<figcaption><a href="${SITE}/v.mp4">courier.example</a></figcaption></figure>`,
    ],
    [
      "<iframe src=//player.example/v/7 title='How the mill turns'></iframe>",
      '<figure><figcaption><a href="https://player.example/v/7">How the mill turns</a></figcaption></figure>',
    ],
    [
      "<audio src=/a.mp3></audio>",
      `<figure><figcaption><a href="${SITE}/a.mp3">courier.example</a></figcaption></figure>`,
    ],
    [
      "<a href=/x><video src=/v.mp4 poster=/v.jpg></video></a>",
      `<a href="${SITE}/x"><figure>${image("/v.jpg")}</figure></a>`,
    ],
    ["<iframe src=//t.example/ width=0 height=0></iframe><iframe src=about:blank></iframe><video></video>", ""],
  ])("are a figure with a link: %j", (html, expected) => {
    expect(htmlOf(html)).toBe(expected);
  });

  it("are in HTML and Markdown, and not in the text", () => {
    const html = "<p>a</p><iframe src=//player.example/v/7 title='A film'></iframe><p>b</p>";
    expect(textOf(html)).toBe("a\n\nb");
    expect(markdownOf(html)).toBe("a\n\n[*A film*](https://player.example/v/7)\n\nb");
  });
});

describe("code", () => {
  it.each([
    ['<pre class="brush: js; toolbar: false">x</pre>', "js"],
    ['<pre><code class="hljs python">x</code></pre>', "python"],
    ['<div class="highlight highlight-source-shell"><pre>x</pre></div>', "shell"],
    [
      '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code>x</code></pre></div></div>',
      "ruby",
    ],
    ['<pre class="sourceCode haskell"><code>x</code></pre>', "haskell"],
    ['<pre data-lang="Go">x</pre>', "go"],
    ['<pre class="lang-c++">x</pre>', "c++"],
    ['<pre class="language-none">x</pre>', ""],
    ["<pre>x</pre>", ""],
  ])("has the language that the page says: %j", (html, language) => {
    expect(markdownOf(html)).toBe(`\`\`\`${language}\nx\n\`\`\``);
  });

  const LINES = "a = 1\n\n  b";

  it.each([
    ["<pre><code><span>a</span> = <i>1</i>\n\n  b\n</code></pre>"],
    ["<pre>a = 1<br><br>  b</pre>"],
    ["<pre>\n\n<code>\n<b></b>a = 1\n\n  b</code>\n</pre>"],
    ['<pre><button>Copy</button><div class="copy-button">Copy</div><code>a = 1\n\n  b</code></pre>'],
    [
      '<pre><span class="lineno">1 </span>a = 1\n<span class="lineno">2 </span>\n<span class="lineno">3 </span>  b</pre>',
    ],
    ['<pre><code><span class="line">a = 1</span><span class="line"></span><span class="line">  b</span></code></pre>'],
    ["<pre><code><div>a = 1</div><div><br></div><div>  b</div></code></pre>"],
    ["<pre><ol><li>a = 1</li><li></li><li>  b</li></ol></pre>"],
    ["<table class=x><tr><td><pre>1\n2\n3</pre></td><td><pre>a = 1\n\n  b</pre></td></tr></table>"],
    [
      "<pre><table><tr><td data-line-number=1>1<td>a = 1<tr><td data-line-number=2>2<td><tr><td data-line-number=3>3<td>  b</table></pre>",
    ],
    ["<xmp>a = 1\n\n  b</xmp>"],
  ])("is what its author wrote: %j", (html) => {
    expect(textOf(html)).toBe(LINES);
    expect(markdownOf(html)).toBe(`\`\`\`\n${LINES}\n\`\`\``);
  });

  it("keeps links, as far as HTML goes", () => {
    expect(htmlOf("<pre>a <a href=/b class=c>b</a></pre>")).toBe(`<pre><code>a <a href="${SITE}/b">b</a></code></pre>`);
  });
});

describe("formulas", () => {
  const MATH = "<math><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>";
  const TEX = '<annotation encoding="application/x-tex">E = mc^2</annotation></semantics></math>';

  it.each([
    [`<p>So ${MATH}${TEX}.</p>`, "So E = mc^2.", "So `E = mc^2`."],
    [`<p>So ${MATH}</math>.</p>`, "So E = mc^2.", "So E = mc^2."],
    [
      `<p>So <span class="katex"><span class="katex-mathml">${MATH}${TEX}</span><span aria-hidden="true">E=mc2</span></span>.</p>`,
      "So E = mc^2.",
      "So `E = mc^2`.",
    ],
    ['<math display="block" alttext="{\\displaystyle x_{1}}"><mi>x</mi></math>', "x_{1}", "```math\nx_{1}\n```"],
    ['<p>So <img class="latex" src="/l.png" alt="a_b">.</p>', "So a_b.", "So `a_b`."],
    [
      "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac><msqrt><mi>d</mi></msqrt></math>",
      "(a + b)/c√d",
      "(a + b)/c√d",
    ],
  ])("are one line that can be read: %j", (html, text, markdown) => {
    expect(textOf(html)).toBe(text);
    expect(markdownOf(html)).toBe(markdown);
  });
});

/** Each took seconds, or would have, in a reading that looks back or looks again. Noise gets the rest. */
const PATIENCE_MS = 10_000;

describe("content meant to keep the rendering busy", () => {
  const N = 20_000;
  it.each([
    ["emphasis that cannot stand", `<p>${"a<b>“x”</b>".repeat(N)}`],
    ["emphasis that overlaps", `<p>${"<b>a<i>b</b>c</i>".repeat(N)}`],
    ["emphasis in emphasis", `<p><i>${"<b>a</b> b ".repeat(N)}`],
    ["links that overlap emphasis", `<p>${"<b>a<a href=/a>b</b>c</a>".repeat(N / 2)}`],
    ["footnote marks", `<p>${"a<sup>1</sup><sup>2</sup>".repeat(N)}`],
    ["double breaks, nested", `${"<cite><dfn><abbr>".repeat(20)}${"a<br><br>".repeat(N)}`],
    ["lines of code, nested", `<pre>${"<span class=line>".repeat(90)}${"<span class=line>a</span>".repeat(N)}`],
    ["formulas without one", `${"<span class=katex>".repeat(90)}${"<b>a</b>".repeat(N)}`],
    ["backticks", `<p><code>${"` ".repeat(1_000_000)}</code>`],
    ["addresses", `<p>${"https://a.example/~".repeat(100_000)}`],
    ["blanks", `<p>漢${" \n ".repeat(1_000_000)}字`],
    ["tables in tables", `${"<table><tr><td>1<td>".repeat(24)}<pre>${"<b>a</b>".repeat(N)}`],
  ])("is read in seconds: %s", { timeout: 60_000 }, (_, html) => {
    const start = performance.now();
    const tree = sanitiseHtml(html, BASE);
    const written = [renderText(readBlocks(tree)), renderMarkdown(readBlocks(tree)), toHtml(tree)];
    expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
    expect(written.every((text) => text.length > 0)).toBe(true);
  });
});
