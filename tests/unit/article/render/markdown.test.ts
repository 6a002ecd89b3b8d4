import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../shared/article/render/markdown.ts";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { sanitiseHtml } from "../support.ts";

const BASE = "https://courier.example/valley/";
const markdownOf = (html: string) => renderMarkdown(readBlocks(sanitiseHtml(html, BASE))).trimEnd();

describe("Markdown blocks", () => {
  it("end with one line break, or are nothing", () => {
    expect(renderMarkdown(readBlocks(sanitiseHtml("<p>a</p>", BASE)))).toBe("a\n");
    expect(renderMarkdown(readBlocks(sanitiseHtml("<p> </p>", BASE)))).toBe("");
  });

  it.each([
    ["<h2>a</h2><p>b <a href=/c>c</a></p>", "## a\n\nb [c](https://courier.example/c)"],
    ["<h2><b>a</b></h2><h3>a <b>b</b><br>c #</h3>", "## a\n\n### a **b** c \\#"],
    ["<p>a<hr>b<br>c</p>", "a\n\n---\n\nb\\\nc"],
    ["<ul><li>a</li><li>b</li></ul><blockquote>c</blockquote>", "- a\n- b\n\n> c"],
    ["<ol start=9><li>a<ul><li>b<li>c</ul><li>d</ol>", "9. a\n   - b\n   - c\n10. d"],
    ["<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n\n- c"],
    ["<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c"],
    ["<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b"],
    ["<ul><li>a<pre>b\n\nc</pre></ul>", "- a\n\n  ```\n  b\n\n  c\n  ```"],
    ["<blockquote><p>a</p><ul><li>b</ul><blockquote>c</blockquote></blockquote>", "> a\n>\n> - b\n>\n> > c"],
    ["<dl><dt>a<dd>b</dl><details><summary>c</summary>d</details>", "**a**\n\nb\n\n**c**\n\nd"],
    ['<pre><code class="language-sh">x\n  y</code></pre>', "```sh\nx\n  y\n```"],
    ["<pre>a ``` b</pre>", "````\na ``` b\n````"],
  ])("write %j", (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });

  it.each([
    [
      "<figure><a href=/l.jpg><img src=/p.jpg alt='The [ferry]'></a><figcaption>Ferry. <i>Jo</i></figcaption></figure>",
      "[![The \\[ferry\\]](https://courier.example/p.jpg)](https://courier.example/l.jpg)\n\n*Ferry. Jo*",
    ],
    ["<figure><img src=/p.jpg></figure>", "![](https://courier.example/p.jpg)"],
    [
      "<figure><img src=/p.jpg title='6\" \\'><figcaption><p>a</p><p>b <a href=/c>c</a></p></figcaption></figure>",
      '![](https://courier.example/p.jpg "6\\" \\\\")\n\n*a*\n\n*b [c](https://courier.example/c)*',
    ],
  ])("write a picture, and its caption as a paragraph in emphasis: %j", (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });
});

describe("Markdown tables", () => {
  it.each([
    [
      "<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td>e</td></tr></table>",
      "| a | b |\n| - | - |\n| c\\|d | e |",
    ],
    ["<table><thead><tr><td>a<td>b<tbody><tr><td>c<td></table>", "| a | b |\n| - | - |\n| c | |"],
    ["<table><tr><td><b>a</b><td><b>b</b><tr><td>c<td>d</table>", "| **a** | **b** |\n| - | - |\n| c | d |"],
    ["<table><tr><td>a<td>b<tr><td>c<td>d</table>", "| | |\n| - | - |\n| a | b |\n| c | d |"],
    ["<table><tr><th>a<th>b<tr><td>c<br>d<td><p>e</p><p>f</p></table>", "| a | b |\n| - | - |\n| c<br>d | e<br>f |"],
    [
      "<table><tr><th colspan=2>a<th>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g</table>",
      "| a | | b |\n| - | - | - |\n| c | d | e |\n| | f | g |",
    ],
    [
      "<table><tr><th>a<th>b<tr><td><code>x|y</code><td><ul><li>c<li>d</ul></table>",
      "| a | b |\n| - | - |\n| `x\\|y` | c<br>d |",
    ],
    ["<table><caption>t</caption><tr><th>a<th>b<tr><td>c<td>d</table>", "*t*\n\n| a | b |\n| - | - |\n| c | d |"],
  ])("write %j", (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });
});

describe("Markdown links", () => {
  it.each([
    ["<a href='/a_(b)?c=[d]&amp;copy;e'>x [y]</a>", "[x \\[y\\]](https://courier.example/a_\\(b\\)?c=[d]\\&copy;e)"],
    ["<a href='/a?b=`|'>x</a>", "[x](https://courier.example/a?b=%60%7C)"],
    ["<a href='#fn1'>x</a>", "[x](https://courier.example/valley/#fn1)"],
    ["<a href='mailto:jo b@courier.example'>x</a>", "[x](mailto:jo%20b@courier.example)"],
    ["<a href=/a> x </a>y", "[x](https://courier.example/a) y"],
    ["!<a href=/a>x</a><a href=/b> </a>", "\\![x](https://courier.example/a)"],
    ["<a href='javascript:x()'>x</a>", "x"],
    ["<a href=/a><h3>x</h3><p>y</p></a>", "### [x](https://courier.example/a)\n\n[y](https://courier.example/a)"],
    ["<b>x <a href=/a>y</a></b>", "**x [y](https://courier.example/a)**"],
    ["<b>x <a href=/a>y</b>z</a>", "**x** [yz](https://courier.example/a)"],
    ["<a href=/a><code>x</code></a>", "[`x`](https://courier.example/a)"],
  ])("write %j", (html, markdown) => {
    expect(markdownOf(`<p>${html}</p>`)).toBe(markdown);
  });
});

describe("Markdown within a line", () => {
  it.each([
    ["1 * 2 _x_ a_b &lt;b&gt; 3 &lt; 4", "1 \\* 2 \\_x\\_ a_b \\<b> 3 < 4"],
    ["AT&amp;T &amp;amp; &amp;#60;", "AT&T \\&amp; \\&#60;"],
    ["C:\\new \\[a] `b` ~c~", "C:\\new \\\\\\[a] \\`b\\` \\~c\\~"],
    ["https://a.example/b_c www.a.example", "https://a.example/b_c www.a.example"],
    ["https://a.example/~b", "https\\://a.example/\\~b"],
    [
      "1. a<br># b<br>- c<br>+ d<br>&gt; e<br>==<br>-5 #f 1.5",
      "1\\. a\\\n\\# b\\\n\\- c\\\n\\+ d\\\n\\> e\\\n\\==\\\n-5 #f 1.5",
    ],
    ["a<code>`b`</code> <kbd>x y</kbd><code></code>", "a`` `b` `` `x y`"],
    ["H<sub>2</sub>O <sup><a href=/n>1</a></sup>", "H<sub>2</sub>O [<sup>1</sup>](https://courier.example/n)"],
  ])("escapes what is text: %j", (html, markdown) => {
    expect(markdownOf(`<p>${html}</p>`)).toBe(markdown);
  });

  it.each([
    ["<b> a </b>b<i>c</i>", "**a** b*c*"],
    ["<b>a</b><b>b</b> <strong><em>c</em></strong>", "**ab** ***c***"],
    ["<b>a <i>b</i></b> <s>c</s>", "**a *b*** ~~c~~"],
    ["<b>Note:</b>see", "**Note**:see"],
    ["これは<b>「強調」</b>です", "これは「**強調**」です"],
    ["x<i>“a” b</i>", "x“*a” b*"],
    ["<b>“a”</b>b x<b>(c)</b>", "“**a**”b x(**c**)"],
    ["<b>a</b><i>b</i>", "**a**_b_"],
    ["<b>a</b><i>b</i>c", "**a**bc"],
    ["<i>a<b>b</i>c</b>", "_a_**bc**"],
    ["<b>a<br></b>b<b>!</b>", "**a**\\\nb!"],
    ["a<b><img src=/p.jpg></b>b", "a![](https://courier.example/p.jpg)b"],
  ])("keeps emphasis where Markdown can: %j", (html, markdown) => {
    expect(markdownOf(`<p>${html}</p>`)).toBe(markdown);
  });
});
