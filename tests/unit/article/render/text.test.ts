import { describe, expect, it } from "vitest";
import { readBlocks } from "../../../../shared/article/render/read-blocks.ts";
import { renderText } from "../../../../shared/article/render/text.ts";
import { sanitiseHtml } from "../support.ts";

const textOf = (html: string) => renderText(readBlocks(sanitiseHtml(html, "https://courier.example/valley/")));

describe("plain text", () => {
  it.each([
    ["<p>a\n b</p><p>c<br>d</p>", "a b\n\nc\nd"],
    ["<div>a<p>b</p>c <b>d</b>e</div>", "a\n\nb\n\nc de"],
    ["<span>a<div>b</div></span>c", "a\n\nb\n\nc"],
    ["<h2>a</h2>b<h3>c<br>d</h3>", "a\n\nb\n\nc\nd"],
    ["<center>a</center><form>b</form><nav>c</nav>", "a\n\nb\n\nc"],
    ["<p>a<hr>b</p>", "a\n\nb"],
    ["<details><summary>a</summary>b</details>", "a\n\nb"],
    ["<dl><dt>a<dd>b<dd>c</dl>", "a\n\nb\n\nc"],
    ["<figure><img src=x.jpg alt=y><figcaption>a</figcaption></figure><p>b</p>", "b"],
    ["<figure><figcaption><h3>a</h3><blockquote>b</blockquote><ul><li>c</ul><pre>d</pre></figcaption></figure>", ""],
    ["", ""],
  ])("is blocks parted by blank lines: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n\n  c"],
    ["<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "3. a\n   - b\n4. c"],
    ["<ol><li>a<li value=7>b<li>c</ol>", "1. a\n7. b\n8. c"],
    ["<ol reversed><li>a<li>b</ol>", "2. a\n1. b"],
    ["<ol type=a start=2><li>x<li>y</ol><ol type=A><li>z</ol>", "b. x\nc. y\n\nA. z"],
    ["<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"],
    ["<ul><li>a<li><img src=b.jpg></ul>", "- a"],
    ["<blockquote><p>a</p><p>b<br>c</p></blockquote>", "> a\n\n> b\n> c"],
    ["<blockquote>a<ul><li>b</ul></blockquote>", "> a\n\n> - b"],
  ])("marks lists and quotes: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d<br>e</td></tr></table>", "a | b\nc | d e"],
    ["<table><caption>x</caption><tr><td>a<td>b<tr><td><td></table>", "a | b"],
    ["<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", "a | b\nc | d | e"],
    ["<table><tr><td><h3>a</h3><td>b<tr><td>c<td>d</table>", "a | b\nc | d"],
    ["<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"],
    ["<table><tr><td><h3>a</h3><p>b</p><td>c</table>", "a\n\nb\n\nc"],
    ["<table><tr><td><table><tr><th>a<th>b</table><td>c</table>", "a | b\n\nc"],
    ["<table role=presentation><tr><td>a<td>b</table>", "a\n\nb"],
    ["<table><tr><td>a<tr><td>b</table>", "a\n\nb"],
  ])("writes tables as rows, and tables for layout as what is in them: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });
});

describe("plain text within a line", () => {
  it.each([
    ["<p>a&nbsp;b&shy;c\u200bd</p>", "a bcd"],
    ["<p>a&#8239;€ b\ufeffc\u2060d &#65532;e</p>", "a € bcd e"],
    ["<p>\u0645\u06cc\u200c\u0631\u0648\u062f</p>", "\u0645\u06cc\u200c\u0631\u0648\u062f"],
    ["<p>👩\u200d🌾</p>", "👩\u200d🌾"],
    ["<p>long<wbr>word <b>a </b> <i> b</i></p>", "longword a b"],
    ["<p>a <br/> b<br>\n<br>c</p>", "a\nb\n\nc"],
    ["<p><br>a<br></p>", "a"],
  ])("holds what shows: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<p><span class=dropcap>T</span>he ferry</p>", "The ferry"],
    ["<p><span>The riv</span><span>er rose</span></p>", "The river rose"],
    ["<p><b>Note:</b>see</p>", "Note:see"],
    ["<p><span>e</span><span>Bay</span></p>", "eBay"],
    ["<div><span>1</span><span>2</span><span>3</span></div>", "123"],
    ["<div><a href=/a>Mill</a><a href=/b>Ferry</a></div>", "Mill Ferry"],
    ["<p><a href=/a>ferr</a><a href=/a>ies</a></p>", "ferries"],
    ["<div><span>Valley</span><time>5 May</time></div>", "Valley 5 May"],
    ["<div><span>Valley</span><span>Mill bridge closed</span></div>", "Valley Mill bridge closed"],
    ["<div><b>Opening hours:</b><span>Daily</span></div>", "Opening hours: Daily"],
    ["<p><b style='display:inline-block'>one</b><b>two</b></p>", "one two"],
    ["<div><span style='color:red;display: block'>one</span>two</div>", "one\n\ntwo"],
    ["<p>one<img src=a.jpg>two</p>", "one two"],
    ["<p>Well <img src=e.png alt='🙂'>done</p>", "Well 🙂done"],
  ])("joins a word and parts words: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<p>河水\n上涨\n<b>星期</b>一</p>", "河水上涨星期一"],
    ["<p>ひら\nカタ、\n漢字</p>", "ひらカタ、漢字"],
    ["<p>강물이\n불었다</p>", "강물이 불었다"],
    ["<p>河水 上涨 and\n上涨</p>", "河水 上涨 and 上涨"],
    ["<p>\u3000河水。\u3000上涨\u3000</p>", "河水。\u3000上涨"],
    ["<p>แม่น้ำ\nเพิ่ม</p>", "แม่น้ำ เพิ่ม"],
  ])("joins source lines as the script has it: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<p>sank.<sup><a href=#n1>1</a></sup> Then</p>", "sank. Then"],
    ["<p>sank.<sup><a href=#n1>1</a></sup> (Then)</p>", "sank. (Then)"],
    ["<p>sank<sup class=fn><a href=#n1>[1]</a></sup>Then</p>", "sank Then"],
    ["<p>“sank.”<sup>12</sup> Then<sup>*</sup></p>", "“sank.” Then"],
    ["<p><sup><a href=#r1>1</a></sup> See there.</p>", "1 See there."],
    ["<p>10<sup>6</sup> m<sup>2</sup>, x<sup>-1</sup></p>", "10⁶ m², x⁻¹"],
    ["<p>the 1<sup>st</sup> of H<sub>2</sub>O</p>", "the 1st of H2O"],
  ])("reads raised text as exponents, ordinals or footnote marks: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ["<p>He said <q>go <q>now</q></q>.</p>", "He said “go ‘now’”."],
    ["<p><q>“go”</q></p>", "“go”"],
    ["<ruby>川<rp>(</rp><rt>かわ</rt></ruby>", "川"],
  ])("writes what the browser adds, not what stands above: %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });
});

describe("line breaks that part paragraphs", () => {
  it.each([
    ["<p>a<br><br>b</p>", "a\n\nb"],
    ["<div>a<br>\n<br/>b<br>c<br><br><br>d</div>", "a\n\nb\nc\n\nd"],
    ["<div><b>a<br><br>b</b> c</div>", "a\n\nb c"],
    ["<ul><li>a<br><br>b</li></ul>", "- a\n\n  b"],
    ["<blockquote>a<br><br>b</blockquote>", "> a\n\n> b"],
    ["<div style='white-space:pre-wrap'>a\nb\n\nc</div>", "a\nb\n\nc"],
    ["<div style='white-space: pre-line'><span>a</span>\n\n<span>b</span></div>", "a\n\nb"],
    ["<div style='white-space:pre'><p style='white-space:normal'>a\nb</p></div>", "a b"],
  ])("are found in %j", (html, text) => {
    expect(textOf(html)).toBe(text);
  });
});

describe("preformatted text", () => {
  it("keeps its lines and indentation", () => {
    expect(textOf("<pre>a\n  b \n\n</pre>")).toBe("a\n  b");
  });

  it("takes long runs of blanks in linear time", () => {
    expect(textOf(`<pre>${" ".repeat(300_000)}x</pre>`)).toHaveLength(300_001);
  });
});
