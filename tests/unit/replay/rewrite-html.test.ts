import { describe, expect, it } from "vitest";
import { rewriteHtml } from "../../../functions/replay/rewrite-html.ts";
import { scanHtml } from "../../../shared/page-links/html-scanner.ts";

const PAGE = "https://paper.example/news/ferry.html";
const SCOPE = { pageUrl: PAGE, timestamp: "20260314093000" };
const rewrite = (html: string) => rewriteHtml(html, SCOPE);
/** `@im_/a.png` is the archive's address of `https://paper.example/a.png`. */
const shorten = (html: string) =>
  rewrite(html).replace(/\/web\/20260314093000([a-z]{2}_)?\/https:\/\/paper\.example/g, "@$1");

describe("a replayed page", () => {
  it.each([
    ["<a href=boat.html>x</a>", '<a href="@/news/boat.html">x</a>'],
    ["<a href='/x?a=1&amp;b=2#c'>x</a>", '<a href="@/x?a=1&amp;b=2#c">x</a>'],
    ["<a href='#part'>x</a>", "<a href='#part'>x</a>"],
    ["<a href=ferry.html#part>x</a>", '<a href="#part">x</a>'],
    ["<a href=mailto:a@b.example>x</a>", "<a href=mailto:a@b.example>x</a>"],
    ["<a href=//other.example/y>x</a>", '<a href="/web/20260314093000/https://other.example/y">x</a>'],
    [
      "<img src=a.png srcset='a.png 1x, b.png 2x'>",
      '<img src="@im_/news/a.png" srcset="@im_/news/a.png 1x, @im_/news/b.png 2x">',
    ],
    ["<link rel=stylesheet href=s.css integrity=x crossorigin>", '<link rel="stylesheet" href="@cs_/news/s.css">'],
    ["<link rel=icon href=/i.ico>", '<link rel="icon" href="@im_/i.ico">'],
    ["<link rel=canonical href=/c>", '<link rel="canonical" href="https://paper.example/c">'],
    ["<iframe src=/f sandbox='allow-scripts'></iframe>", '<iframe src="@if_/f"></iframe>'],
    ["<frame src=/f>", '<frame src="@fr_/f">'],
    ["<video src=a.mp4 poster=p.png></video>", '<video src="@oe_/news/a.mp4" poster="@im_/news/p.png"></video>'],
    ["<object data=a.pdf>no</object>", '<object data="@oe_/news/a.pdf">no</object>'],
    ["<p style='background:url(a.png)'>x</p>", '<p style="background:url(&quot;@im_/news/a.png&quot;)">x</p>'],
    [
      "<style>@import 'a.css';b{src:url( b.png )}</style>",
      '<style>@import "@cs_/news/a.css";b{src:url("@im_/news/b.png")}</style>',
    ],
    ["<style>@font-face{src:url(f.woff2)}</style>", '<style>@font-face{src:url("@oe_/news/f.woff2")}</style>'],
    ["<base href=/deep/><a href=x>y</a>", '<a href="@/deep/x">y</a>'],
    ["<base href=/deep/ target=_blank><a href='#p'>y</a>", '<a href="@/deep/#p">y</a>'],
    [
      "<meta http-equiv=refresh content='5; url=/next'>",
      '<meta http-equiv="refresh" content="5; url=/web/20260314093000/https://paper.example/next">'.replace(
        "/web/20260314093000/https://paper.example",
        "@",
      ),
    ],
    ["<meta charset=shift_jis>", '<meta charset="utf-8">'],
    [
      "<meta http-equiv=content-type content='text/html; charset=koi8-r'>",
      '<meta http-equiv="content-type" content="text/html; charset=utf-8">',
    ],
    [
      "<svg><image xlink:href=a.png /><use href='s.svg#i'/></svg>",
      '<svg><image xlink:href="@im_/news/a.png" /><use href="@im_/news/s.svg#i" /></svg>',
    ],
    ["<svg><rect fill='url(#g)'/></svg>", "<svg><rect fill='url(#g)'/></svg>"],
    ["<img src='data:image/gif;base64,AA'>", "<img src='data:image/gif;base64,AA'>"],
    ["<img data-src=a.png>", '<img data-src="@im_/news/a.png" src="@im_/news/a.png">'],
    ["<img src=real.png data-src=a.png>", '<img src="@im_/news/real.png" data-src="@im_/news/a.png">'],
    [
      "<img src='data:,x' data-src=a.png></p><noscript><img src=a.png></noscript>x",
      '<img src="@im_/news/a.png" data-src="@im_/news/a.png"></p>x',
    ],
    ["<noscript><img src=a.png></noscript>", '<img src="@im_/news/a.png">'],
    [
      "<link rel=stylesheet media=print onload=\"this.media='all'\" href=s.css>",
      '<link rel="stylesheet" media="all" href="@cs_/news/s.css">',
    ],
    [
      "<a href='caf%C3%A9'>x</a><a href='a%2Cb'>x</a>",
      '<a href="@/news/caf%C3%A9">x</a><a href="@/news/a%252Cb">x</a>',
    ],
    ["<a href='http://user:secret@paper.example/'>x</a>", '<a href="/web/20260314093000/http://paper.example/">x</a>'],
  ])("%j has its addresses lead into the archive", (html, expected) => {
    expect(shorten(html)).toBe(expected);
  });

  it.each([
    ["<script>alert(1)</script>x", "x"],
    ["<script src=a.js></script><script>'<!--'</script>x", "x"],
    ["<SCRIPT/x>alert(1)</SCRIPT >x", "x"],
    ["<script>never closed <p>x", ""],
    ["<svg><script>alert(1)</script></svg>x", "<svg></svg>x"],
    ["<svg><script xlink:href=a.js /></svg>x", "<svg></svg>x"],
    ["<p onclick=a() OnLoad=b() onx=1>x", "<p>x"],
    ["<p onclick=a() onclick=b()>x", "<p>x"],
    ["<img/onerror='alert(1)'/src=x>", '<img src="@im_/news/x">'],
    ["<a href='javascript:alert(1)'>x</a>", "<a>x</a>"],
    ["<a href=' java\n\tscript:alert(1)'>x</a>", "<a>x</a>"],
    ["<a href='&#106;avascript&colon;alert(1)'>x</a>", "<a>x</a>"],
    ["<a href='vbscript:x'>x</a><a href='data:text/html,x'>y</a>", "<a>x</a><a>y</a>"],
    ["<a ping=/p href=x>y</a>", '<a href="@/news/x">y</a>'],
    ["<iframe src='javascript:alert(1)'></iframe>", "<iframe></iframe>"],
    ["<iframe src='data:text/html,<script>1</script>'></iframe>", "<iframe></iframe>"],
    ["<iframe srcdoc='<script>1</script><b onclick=1>x'></iframe>", '<iframe srcdoc="&lt;b&gt;x"></iframe>'],
    [
      "<form action=/v1/captures method=post><button formaction=/x>y</button></form>",
      '<form method="post"><button>y</button></form>',
    ],
    ["<embed src=x.swf><applet code=x></applet><portal src=/x></portal>", "</applet></portal>"],
    ["<object classid='clsid:x' codebase=/c data='javascript:1'></object>", "<object></object>"],
    ["<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\">", ""],
    ["<meta http-equiv=set-cookie content=a=b><meta http-equiv=refresh content=0>", '<meta http-equiv="refresh">'],
    ["<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", '<meta http-equiv="refresh">'],
    ["<meta name=referrer content=unsafe-url>", ""],
    [
      "<link rel=preload as=script href=a.js><link rel=dns-prefetch href=//x.example><link rel=preconnect href=//x.example>",
      "",
    ],
    ["<link rel=manifest href=m.json><link rel='modulepreload' href=m.js>", ""],
    ["<a target=_blank href=x>y</a>", '<a href="@/news/x">y</a>'],
    ["<html manifest=m.appcache>", "<html>"],
    ["<svg><a xlink:href='javascript:alert(1)'>x</a></svg>", "<svg><a>x</a></svg>"],
    [
      "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
      "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    ],
    ["<style>b{background:\\75rl(javascript:x)}</style>", '<style>b{background:url("about:blank")}</style>'],
    [
      "<p style='background:u\\72l(//evil.example/*x*/y)'>",
      '<p style="background:url(&quot;/web/20260314093000im_/https://evil.example/*x*/y&quot;)">',
    ],
    ["<input type=image src=a.png autofocus onfocus=1>", '<input type="image" src="@im_/news/a.png">'],
  ])("%j is quiet", (html, expected) => {
    expect(shorten(html)).toBe(expected);
  });

  it.each([
    "<p title='</noscript><img src=x onerror=alert(1)>'>x",
    "<!--><script>alert(1)</script>-->",
    "<textarea><img src=x></textarea><title><a href=x></title>",
    "<xmp><img src=x></xmp><noembed><a href=x></noembed><noframes><a href=x></noframes>",
    "<svg><![CDATA[<img src=x onerror=alert(1)>]]></svg>",
    "<!doctype html>\r\n<html lang=en><body  class=x >\r\n<p>Æ&nbsp;&amp; b < c</p>\n</body></html>",
    "<pre>\n\nx</pre><textarea>\n\ny</textarea>",
    "<?php echo 1 ?><!weird><p/>x</ p>",
    "<a\"b c'd=e =f>x",
  ])("%j stays byte for byte", (html) => {
    expect(scanHtml(html, {})).toBe(html);
  });

  it("reads `<noscript>` as a browser without scripting does, so that its end in an attribute is none", () => {
    const html = "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x</noscript>";
    expect(rewrite(html)).toBe("<p title='</noscript><img src=x onerror=alert(1)>'>x");
  });

  it("keeps what it writes inside its attribute, whatever that holds", () => {
    expect(shorten(`<a title='"><script>alert(1)</script>' href=x>y</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" href="@/news/x">y</a>',
    );
    expect(shorten("<a href='x\"><script>'>y</a>")).toBe('<a href="@/news/x%22%3E%3Cscript%3E">y</a>');
    expect(shorten("<a b= href=x onclick=y>z</a>")).not.toContain("onclick=y");
    expect(rewrite("<style>a{background:url('</style><script>')}</style>")).not.toContain("<script");
  });

  it("loses a tag that never ends, as a browser does", () => {
    expect(rewrite("<p>x<img src=a onerror=alert(1) ")).toBe("<p>x");
  });

  it("is its own page again when it is rewritten a second time for the same moment", () => {
    const once = rewrite("<p><a href=x>y</a><style>b{background:url(c)}</style>");
    expect(once).toContain("/web/20260314093000/https://paper.example/news/x");
    expect(rewrite("<p>nothing to do</p>")).toBe("<p>nothing to do</p>");
  });

  it("is rewritten in time linear in its length, whatever is repeated", () => {
    const started = performance.now();
    for (const part of [
      "<svg>",
      "<script>",
      "<noscript>",
      "<a href=x>",
      "<img data-src=a>",
      "<style>",
      "<p style='a:url(x)'>",
      "<iframe srcdoc='<iframe srcdoc=&apos;",
    ]) {
      rewrite(part.repeat(Math.floor(300_000 / part.length)));
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});

describe("the banner", () => {
  const place = (html: string) => rewriteHtml(html, { ...SCOPE, banner: "[B]" });

  it.each([
    [
      "<!doctype html><html><head><title>t</title></head><body class=x><p>y",
      "<!doctype html><html><head><title>t</title></head><body class=x>[B]<p>y",
    ],
    ["<title>t</title><p>y", "<title>t</title>[B]<p>y"],
    ["just words", "[B]just words"],
    ["<head><noscript><link rel=x></noscript></head> <h1>y", "<head><link rel=x></head> [B]<h1>y"],
    ["<template><body></template><p>y", "<template><body></template>[B]<p>y"],
    ["<frameset><frame></frameset>", "<frameset><frame></frameset>"],
  ])("stands before what %j shows", (html, expected) => {
    expect(place(html)).toBe(expected);
  });
});
