import { describe, expect, it } from "vitest";
import { readPageLinks, readStylesheetLinks } from "../../../shared/page-links/read-page-links.ts";

const PAGE = "https://paper.example/news/ferry.html";
const shorten = (html: string) =>
  readPageLinks(html, PAGE).links.map(({ kind, url }) => `${kind} ${url.replace("https://paper.example", "")}`);

describe("the links of a page", () => {
  it.each([
    ["<a href=boat.html>x</a>", ["link /news/boat.html"]],
    ["<img src='/a.png' srcset='/a.png 1x, /b.png 2x'>", ["image /a.png", "image /b.png"]],
    ["<picture><source srcset='a.webp 1x'><img src=a.png></picture>", ["image /news/a.webp", "image /news/a.png"]],
    [
      "<video src=a.mp4 poster=p.png><source src=b.webm><track src=t.vtt></video>",
      ["media /news/a.mp4", "image /news/p.png", "media /news/b.webm", "track /news/t.vtt"],
    ],
    [
      "<img src='data:image/gif;base64,AA' data-src=a.png data-srcset='b.png 2x'>",
      ["image /news/a.png", "image /news/b.png"],
    ],
    ["<img data-lazy-src=a.png><img data-original=b.png>", ["image /news/a.png", "image /news/b.png"]],
    [
      "<link rel='Shortcut ICON' href=/i.ico><link rel=stylesheet href=s.css>",
      ["icon /i.ico", "stylesheet /news/s.css"],
    ],
    ["<link rel=preload as=font href=f.woff2><link rel=canonical href=/c>", ["hint /news/f.woff2", "related /c"]],
    ["<style>@font-face{src:url(f.woff)} b{background:url(b.png)}</style>", ["font /news/f.woff", "image /news/b.png"]],
    ["<p style=\"background:url('a.png')\">", ["image /news/a.png"]],
    ["<body background=bg.png><div data-bg='url(x.png)'>", ["image /news/bg.png", "image /news/x.png"]],
    ["<div data-background=dark>", []],
    ["<iframe src=/frame></iframe><embed src=/e><object data=/o></object>", ["frame /frame", "object /e", "object /o"]],
    [
      "<svg><image xlink:href=a.png /><use href='sprite.svg#x'/></svg>",
      ["image /news/a.png", "image /news/sprite.svg"],
    ],
    ["<meta http-equiv=Refresh content=\"0; URL='/next'\">", ["refresh /next"]],
    ["<form action=/go><button formaction=/other></form>", ["form /go", "form /other"]],
    ["<base href=/deep/><a href=x>", ["link /deep/x"]],
    ["<a href=x><base href='https://paper.example/late/'>", ["link /late/x"]],
    ["<base href='javascript:0'><a href=x>", ["link /news/x"]],
    ["<noscript><img src=a.png></noscript>", ["image /news/a.png"]],
    ["<!-- <img src=a.png> --><textarea><img src=b.png></textarea><script>'<img src=c.png>'</script>", []],
    ["<a href='#part'><a href=''><a href='mailto:a@b.example'><a href='javascript:x'><a href='http://'>", []],
    ["<a href=x><a href=x#part><img src=x>", ["link /news/x", "image /news/x"]],
    ["<img src='a.png", []],
  ])("%j", (html, links) => {
    expect(shorten(html)).toEqual(links);
  });

  it("say what a link's element says of them", () => {
    const { links } = readPageLinks(
      "<link rel='preload' as=Image href=a><link rel=stylesheet media=print href=b><img srcset='c 2x' data-src=d>",
      PAGE,
    );
    expect(links).toMatchObject([
      { as: "image", rel: "preload" },
      { media: "print" },
      { descriptor: "2x", element: "img" },
      { lazy: true },
    ]);
  });

  it("are read of a stylesheet against its own address", () => {
    const { links } = readStylesheetLinks(
      "@import 'b.css'; p{background:url(../i.png)}",
      "https://cdn.example/s/a.css",
    );
    expect(links.map(({ kind, url }) => [kind, url])).toEqual([
      ["stylesheet", "https://cdn.example/s/b.css"],
      ["image", "https://cdn.example/i.png"],
    ]);
  });

  it("are so many and no more, and that is said", () => {
    const { links, isCut } = readPageLinks(
      Array.from({ length: 20_000 }, (_, index) => `<a href=/${index}>`).join(""),
      PAGE,
    );
    expect([links.length, isCut]).toEqual([10_000, true]);
    expect(readPageLinks("<a href=/x>", PAGE).isCut).toBe(false);
  });

  it("are read in time linear in the length, whatever is repeated", () => {
    const started = performance.now();
    for (const part of [
      "<svg>",
      "<math><mi>",
      "<a ",
      "<",
      "<style>",
      "<p style='a:url(",
      "<!--",
      "<noscript>",
      "<img srcset='a 1x,",
      "&amp;",
    ]) {
      readPageLinks(part.repeat(Math.floor(300_000 / part.length)), PAGE);
    }
    readPageLinks(`<a ${Array.from({ length: 200_000 }, (_, index) => `a${index}=1`).join(" ")}>`, PAGE);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
