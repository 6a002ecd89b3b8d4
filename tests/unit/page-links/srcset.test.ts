import { describe, expect, it } from "vitest";
import { readSrcset, rewriteSrcset } from "../../../shared/page-links/srcset.ts";

const shorten = (text: string) => readSrcset(text).map(({ url, descriptor }) => [url, descriptor].join(" ").trim());

describe("a srcset", () => {
  it.each([
    ["a.png", ["a.png"]],
    ["a.png 1x, b.png 2x", ["a.png 1x", "b.png 2x"]],
    ["a.png,b.png 2x", ["a.png,b.png 2x"]],
    ["a.png, b.png", ["a.png", "b.png"]],
    ["  ,, a.png 640w ,\n\tb.png 1280w ,", ["a.png 640w", "b.png 1280w"]],
    ["/w_300,h_200/a.png 300w, /w_600,h_400/a.png 600w", ["/w_300,h_200/a.png 300w", "/w_600,h_400/a.png 600w"]],
    ["data:image/gif;base64,R0lGOD 1x, b.png 2x", ["data:image/gif;base64,R0lGOD 1x", "b.png 2x"]],
    ["a.png some(new, thing) 1x, b.png", ["a.png some(new, thing) 1x", "b.png"]],
    ["a.png (never closed, b.png", ["a.png (never closed, b.png"]],
    ["", []],
    [" , ", []],
  ])("%j is read as a browser reads it", (text, candidates) => {
    expect(shorten(text)).toEqual(candidates);
  });

  it("has its addresses replaced in place", () => {
    const text = " a.png 1x,\n b.png,c.png 2x";
    expect(rewriteSrcset(text, (url) => `/web/${url}`)).toBe(" /web/a.png 1x,\n /web/b.png,c.png 2x");
  });

  it("keeps its candidates apart whatever the new address is", () => {
    expect(shorten(rewriteSrcset("a 1x, b 2x", () => "x y,"))).toEqual(["x%20y%2C 1x", "x%20y%2C 2x"]);
  });

  it("is read in time linear in its length", () => {
    const started = performance.now();
    for (const part of [",", "a,", "a (", "a, ", " ", "("]) readSrcset(part.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
