import { describe, expect, it } from "vitest";
import { readCssUrls, rewriteCssUrls } from "../../../shared/page-links/css-urls.ts";

const shorten = (css: string) => readCssUrls(css).urls.map(({ kind, url }) => `${kind} ${url}`);

describe("the addresses of a stylesheet", () => {
  it.each([
    ["a{background:url(b.png)}", ["image b.png"]],
    ["a{background:URL( 'b.png' )}", ["image b.png"]],
    ['@import "a.css"; @import url(b.css) screen;', ["stylesheet a.css", "stylesheet b.css"]],
    ['@import url("a.css") layer(x) supports(display: grid);', ["stylesheet a.css"]],
    ['@\\69mport "a.css";', ["stylesheet a.css"]],
    [
      "@font-face{font-family:x;src:url(a.woff2) format('woff2'),url(b.woff)} p{background:url(c.png)}",
      ["font a.woff2", "font b.woff", "image c.png"],
    ],
    ["@media print{@font-face{src:url(a)} b{background:url(c)}}", ["font a", "image c"]],
    ["a{background:image-set('a.png' 1x, \"b.png\" 2x type('image/png'))}", ["image a.png", "image b.png"]],
    ["a{background:-webkit-image-set(url(a.png) 1x)}", ["image a.png"]],
    ["a{content:'not.png';quotes:'a' 'b'}", []],
    ["@namespace url(http://www.w3.org/1999/xhtml); @charset 'utf-8';", []],
    ["/* url(comment.png) */ a{}", []],
    ["a{background:url(data:image/png;base64,AA==)}", ["image data:image/png;base64,AA=="]],
    ["a{background:\\75rl(b.png)}", ["image b.png"]],
    ["a{background:\\000075\n\\72 \\6c(//evil.example/*x*/y)}", ["image //evil.example/*x*/y"]],
    ["a{background:u\\rl('b.png')}", ["image b.png"]],
    ["a{background:url(b\\.png)}", ["image b.png"]],
    ["a{background:url('b\\\n.png')}", ["image b.png"]],
    ["a{background:url(b\\) c.png)}", []],
    ["a{background:url(http://x.example/a/*b*/c.png)}", ["image http://x.example/a/*b*/c.png"]],
    ["a{--later:url(b.png)}", ["image b.png"]],
    ["a{background:url(b.png", ["image b.png"]],
    ["a{background:url('b.png", ["image b.png"]],
    ["}}} a{background:url(b.png)}", ["image b.png"]],
  ])("%j", (css, urls) => {
    expect(shorten(css)).toEqual(urls);
  });

  it("are replaced in place, and nothing else is changed", () => {
    const css =
      "@import 'a.css' print;\n/* url(no) */ b { background : url( c.png ) no-repeat; cursor:url('d.cur'),auto }";
    expect(rewriteCssUrls(css, ({ url }) => `/web/${url}`)).toBe(
      '@import "/web/a.css" print;\n/* url(no) */ b { background : url("/web/c.png") no-repeat; cursor:url("/web/d.cur"),auto }',
    );
  });

  it("cannot break out of the string that they are put into", () => {
    const written = rewriteCssUrls("a{background:url(x)}", () => '")}</style>\n\\');
    expect(written).not.toMatch(/<\/style/);
    expect(shorten(written)).toEqual(['image ")}</style>\n\\']);
  });

  it("leaves an escape that only looks like the beginning of one", () => {
    const css = "a{content:'\\\\75rl(x)'} \\\\75rl(b){}";
    expect(rewriteCssUrls(css, () => "new")).toBe(css);
  });

  it("are found in time linear in the length, whatever is repeated", () => {
    const started = performance.now();
    for (const part of ["url(", "(", "{", "@import ", "\\", "\\75rl(", "'", "/*", "@font-face{", "url(a) ", "\\75 "]) {
      readCssUrls(part.repeat(100_000));
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
