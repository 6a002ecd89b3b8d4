import type { Element, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { describe, expect, it } from "vitest";
import { ALLOWED } from "../../../../shared/article/render/element-names.ts";
import { sanitiseHtml } from "../support.ts";
import { PAYLOADS } from "./payloads.ts";
import { type Random, randomHtml, seeded } from "./random-html.ts";

const BASE = "https://courier.example/valley/";
const htmlOf = (html: string) => toHtml(sanitiseHtml(html, BASE));

function elementsOf(parent: Root | Element): Element[] {
  return parent.children.flatMap((child) => (child.type === "element" ? [child, ...elementsOf(child)] : []));
}

const ATTRIBUTES = new Set(
  (
    "href hrefLang title cite className span dateTime src srcSet alt width height value start reversed type colSpan rowSpan " +
    "headers scope abbr lang dir"
  ).split(" "),
);

/** Nothing but the named elements and attributes, and addresses of the web, of mail and of telephones. */
function expectHarmless(tree: Root, about: string): void {
  for (const { tagName, properties } of elementsOf(tree)) {
    expect(ALLOWED, about).toContain(tagName);
    for (const [name, value] of Object.entries(properties)) {
      expect(ATTRIBUTES, about).toContain(name);
      if (name === "href") expect(String(value), about).toMatch(/^(?:https?:\/\/|mailto:|tel:)/);
      if (name === "src" || name === "cite") expect(String(value), about).toMatch(/^https?:\/\//);
      for (const candidate of name === "srcSet" ? String(value).split(", ") : []) {
        expect(candidate, about).toMatch(/^https?:\/\/\S+( [\d.]+[wx])?$/);
      }
      if (name === "className") expect(String(value), about).toMatch(/^lang(uage)?-[\w+#-]+$/);
    }
  }
}

/** What is shown must be what was looked at: a browser that reads the HTML builds the same tree. */
function expectSettled(html: string): void {
  const once = htmlOf(html);
  expect(htmlOf(once), html).toBe(once);
}

/** A piece cut out, doubled, moved or torn, anywhere in the text. */
function mutate(html: string, random: Random): string {
  const [start, size] = [random(html.length), random(12)];
  const cut = html.slice(start, start + size);
  const without = html.slice(0, start) + html.slice(start + size);
  const to = random(without.length + 1);
  const pieces = [
    "",
    cut + cut,
    ...["<", ">", "</p>", "<table>", "<svg>", "</", '"', "<p>", "<a href=/z>", "<li>", "<h2>", "<style>"],
  ];
  return without.slice(0, to) + pieces[random(pieces.length)] + without.slice(to);
}

describe("sanitising", () => {
  it.each(PAYLOADS)("makes %j harmless, for good", (payload) => {
    for (const html of [
      payload,
      `<p>a${payload}b</p>`,
      `<table><tr><td>${payload}</table>`,
      `<pre><code>${payload}</code></pre>`,
    ]) {
      expectHarmless(sanitiseHtml(html, BASE), html);
      expectSettled(html);
    }
  });

  it.each(Array.from({ length: 10 }, (_, at) => at))("settles torn and mixed HTML at once: seed %d", (seed) => {
    const random = seeded(seed);
    for (let at = 0; at < 30; at += 1) {
      let html =
        (PAYLOADS[random(PAYLOADS.length)] ?? "") + randomHtml(random) + (PAYLOADS[random(PAYLOADS.length)] ?? "");
      for (let times = random(6); times > 0; times -= 1) html = mutate(html, random);
      expectHarmless(sanitiseHtml(html, BASE), html);
      expectSettled(html);
    }
  });

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
  ])("leaves of %j what can be shown", (html, expected) => {
    expect(htmlOf(html)).toBe(expected);
  });

  it("keeps structure, direction and language", () => {
    const html =
      '<h2 dir="rtl" lang="he">a</h2><ol start="3"><li>b</li></ol><table><tbody><tr><td colspan="2">c</td></tr></tbody></table>' +
      '<p dir="auto">d<bdo dir="ltr">e</bdo><ruby>f<rp>(</rp><rt>g</rt></ruby></p>';
    expect(htmlOf(html)).toBe(html);
  });

  it("makes addresses absolute", () => {
    expect(htmlOf('<a href="../x?a=1&amp;b=2">x</a>')).toBe('<a href="https://courier.example/x?a=1&#x26;b=2">x</a>');
    expect(htmlOf('<a href="#fn1">1</a>')).toBe('<a href="https://courier.example/valley/#fn1">1</a>');
    expect(htmlOf('<a href="mailto:jo@courier.example">x</a>')).toContain('href="mailto:jo@courier.example"');
    expect(htmlOf('<blockquote cite="/b">x</blockquote>')).toContain('cite="https://courier.example/b"');
  });
});

describe("settling structure", () => {
  it.each([
    ["<b><i><b><b>a</b></b></i></b>", "<b><i>a</i></b>"],
    ["<p>a<br><br>b<br>c</p>", "<p>a</p><p>b<br>c</p>"],
    ['<p lang="de"><b>a<br> <br>b</b> c</p>', '<p lang="de"><b>a</b></p><p lang="de"><b>b</b> c</p>'],
    ["<div>a<br><br>b<ul><li>c</ul>d</div>", "<div><p>a</p><p>b</p><ul><li>c</li></ul>d</div>"],
    ["<div style='white-space:pre-wrap'>a\n\nb\nc</div>", "<div><p>a</p><p>b<br>c</p></div>"],
    ["<center>a</center><menu><li>b</menu><tt>c</tt>", "<div>a</div><ul><li>b</li></ul><code>c</code>"],
    ["<x-card><p>a</p></x-card><p>b <x-b>c</x-b></p>", "<div><p>a</p></div><p>b <span>c</span></p>"],
    ["<p>a <span style='display:block'>b</span></p>", "<div>a <div>b</div></div>"],
    ["<table role=none><tr><td>a<td>b</table>", "<div><div><div><div>a</div><div>b</div></div></div></div>"],
    ["<li>a<font><li>b", "<li>a</li><li>b</li>"],
  ])("of %j", (html, expected) => {
    expect(htmlOf(html)).toBe(expected);
  });

  it("adds a bounded number of elements to a page of nothing but breaks", () => {
    const page = `${"<cite><dfn><abbr>".repeat(20)}${"a<br><br>".repeat(20_000)}`;
    expect(htmlOf(page).length).toBeLessThan(3_000_000);
    expect(htmlOf(`<div style="white-space:pre">${"a\n".repeat(200_000)}</div>`)).not.toContain("<br>");
  });
});
