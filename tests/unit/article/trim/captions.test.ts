import { describe, expect, it } from "vitest";
import { FIRST, LAST, MIDDLE, PLAIN, textWith, trim } from "./support.ts";

const PICTURE = '<img src="/rope.jpg" width="800" height="500">';
const around = (html: string) => `<article><p>${FIRST}</p>${html}<p>${MIDDLE}</p><p>${LAST}</p></article>`;

describe("captions that are no figcaption", () => {
  it.each([
    ["a paragraph in a figure", `<figure>${PICTURE}<p>The new rope on its drum.</p></figure>`],
    ["loose text in a figure", `<figure>${PICTURE}The new rope on its drum.</figure>`],
    [
      "a block made for a picture",
      `<div class="article-image">${PICTURE}<div><p>The new rope on its drum.</p></div></div>`,
    ],
    ["a class of its own", `<div>${PICTURE}</div><p class="wp-caption-text">The new rope on its drum.</p>`],
    ["a credit beside a picture", `<p>${PICTURE}</p><p>The new rope on its drum. Photo: Ada Marsh</p>`],
  ])("leave the text and stay as figures: %s", (_, html) => {
    const { text, html: kept } = trim(around(html));
    expect(text).toBe(PLAIN);
    expect(kept).toMatch(/<figure>.*<figcaption>.*The new rope on its drum\..*<\/figcaption>.*<\/figure>/s);
    expect(kept).toContain("rope.jpg");
  });

  it("take along the post of a social network, as a quote", () => {
    const { text, html } = trim(around('<blockquote class="twitter-tweet"><p>It floats!</p>— Parish</blockquote>'));
    expect(text).toBe(PLAIN);
    expect(html).toContain("<figure><figcaption><blockquote><p>It floats!</p>");
  });

  it.each([
    ["a table", `<figure><table><tr><td>2</td><td>3</td></tr></table></figure>`, "2 | 3"],
    ["a quote", `<figure><blockquote><p>It floats.</p></blockquote></figure>`, "> It floats."],
    ["code", `<figure><pre>row()</pre></figure>`, "row()"],
    [
      "a heading with its text",
      `<div class="image-text">${PICTURE}<h3>Ropes</h3><p>They are made of hemp.</p></div>`,
      "Ropes\n\nThey are made of hemp.",
    ],
  ])("are not what else a figure holds: %s", (_, html, text) => {
    expect(textWith("within", html)).toBe([FIRST, text, MIDDLE, LAST].join("\n\n"));
  });
});
