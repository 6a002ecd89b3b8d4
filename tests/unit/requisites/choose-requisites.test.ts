/** Which of a page's links are captured with it, and which first. */
import { describe, expect, it } from "vitest";
import { readPageLinks, readStylesheetLinks } from "../../../shared/page-links/read-page-links.ts";
import { chooseRequisites } from "../../../shared/requisites/choose-requisites.ts";
import { REQUISITE_LIMITS } from "../../../shared/requisites/requisite.ts";

const PAGE = "https://paper.example/2026/ferry";

const chosenOf = (html: string, wanted: "images" | "all" = "all") =>
  chooseRequisites(readPageLinks(html, PAGE).links, wanted);
const pathsOf = (html: string, wanted?: "images" | "all") =>
  chosenOf(html, wanted).links.map(({ url, as }) => `${as} ${new URL(url).pathname}`);

describe("what is captured with a page", () => {
  it("is stylesheets, images, and icons, in this order", () => {
    const html = `<link rel="icon" href="/i.png"><img src="a.png"><div style="background: url(b.png)"></div>
      <link rel="stylesheet" href="/s.css"><video poster="p.jpg"></video><style>@import "/t.css";
      @font-face { src: url(/f.woff2) }</style>`;
    expect(pathsOf(html)).toEqual([
      ...["stylesheet /s.css", "stylesheet /t.css", "font /f.woff2"],
      ...["image /2026/a.png", "image /2026/b.png", "image /2026/p.jpg", "icon /i.png"],
    ]);
  });

  it.each([
    ["a script", '<script src="/a.js"></script><link rel="modulepreload" href="/b.js">'],
    ["a frame", '<iframe src="/frame"></iframe>'],
    ["a film", '<video src="/film.mp4"><source src="/film.webm"></video>'],
    ["a link", '<a href="/next">Next</a><link rel="next" href="/next">'],
    ["a manifest", '<link rel="manifest" href="/m.json">'],
    ["a form", '<form action="/send"></form>'],
    ["what stands in the page itself", '<img src="data:image/gif;base64,R0lGODlh"><use href="#shape"></use>'],
    ["what no one fetches", '<img src="ftp://paper.example/a.png"><img src="http://"><img src="">'],
  ])("is never %s", (_, html) => {
    expect(chosenOf(html)).toEqual({ links: [], leftOut: 0 });
  });

  it("is of images alone no stylesheet and no font", () => {
    const html = `<link rel="stylesheet" href="/s.css"><link rel="icon" href="/i.png"><img src="/a.png">`;
    expect(pathsOf(html, "images")).toEqual(["image /a.png", "icon /i.png"]);
  });

  it("is each URL once, whatever names it", () => {
    const html = `<img src="/a.png"><img src="/a.png#part"><link rel="icon" href="/a.png">`;
    expect(pathsOf(html)).toEqual(["image /a.png"]);
  });

  it("is of a stylesheet what it imports, its fonts and pictures", () => {
    const css = `@import "more.css"; @font-face { src: url(f.woff2) } body { background: url(g.png) }`;
    const { links } = chooseRequisites(readStylesheetLinks(css, "https://cdn.example/css/site.css").links, "all");
    expect(links).toEqual([
      { url: "https://cdn.example/css/more.css", as: "stylesheet" },
      { url: "https://cdn.example/css/f.woff2", as: "font" },
      { url: "https://cdn.example/css/g.png", as: "image" },
    ]);
  });
});

describe("variants for other screens", () => {
  it("come last, those first that a desktop would choose", () => {
    const html = `<img srcset="/320.png 320w, /1024.png 1024w, /4000.png 4000w, /640.png 640w"><img src="/b.png">`;
    expect(pathsOf(html).map((each) => each.slice("image ".length))).toEqual([
      ...["/b.png", "/1024.png", "/640.png", "/320.png", "/4000.png"],
    ]);
  });

  it("leave room for what stylesheets will name, however many there are", () => {
    const html = Array.from({ length: 40 }, (_, index) => {
      const widths = [320, 480, 640, 800, 1024, 1280, 1600, 2000].map((w) => `/${index}-${w}.png ${w}w`);
      return `<img src="/${index}.png" srcset="${widths.join(", ")}">`;
    }).join("");
    const { links, leftOut } = chosenOf(html);
    expect(links.slice(0, 40).map(({ url }) => new URL(url).pathname)).toEqual(
      Array.from({ length: 40 }, (_, index) => `/${index}.png`),
    );
    expect(links).toHaveLength(140);
    expect(leftOut).toBe(40 * 9 - 140);
  });
});

describe("too much", () => {
  it("is cut off at what one page may have, and counted", () => {
    const html = Array.from({ length: 500 }, (_, index) => `<img src="/${index}.png">`).join("");
    const { links, leftOut } = chosenOf(html);
    expect([links.length, leftOut]).toEqual([REQUISITE_LIMITS.perPage, 500 - REQUISITE_LIMITS.perPage]);
  });

  it("never makes a message larger than SQS takes", () => {
    const html = Array.from({ length: 300 }, (_, index) => `<img src="/${"é".repeat(320)}${index}.png">`).join("");
    const { links, leftOut } = chosenOf(html);
    expect(Buffer.byteLength(JSON.stringify(links))).toBeLessThan(250 * 1024);
    expect(links.length).toBeGreaterThan(50);
    expect(links.length + leftOut).toBe(300);
  });
});
