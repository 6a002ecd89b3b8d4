import { describe, expect, it } from "vitest";
import { outlineOf, sizeOf } from "../../../../shared/article/content/outline.ts";
import { pageOf } from "./support.ts";

const keysOf = (html: string, readsNoscript = false) =>
  outlineOf(pageOf(html), readsNoscript).blocks.map(({ key }) => key);

describe("the outline of a page", () => {
  it("parts text where a line ends, and nowhere else", () => {
    expect(keysOf("<div>one <b>t</b>wo<br>three<p>four</p>five</div>")).toEqual(["onetwo", "three", "four", "five"]);
  });

  it("leaves out what is not shown where scripts run", () => {
    expect(keysOf("<p>a</p><noscript><p>b</p></noscript><script>c</script>")).toEqual(["a"]);
    expect(keysOf("<p>a</p><noscript><p>b</p></noscript>", true)).toEqual(["a", "b"]);
  });

  it("counts what is inside links", () => {
    expect(outlineOf(pageOf("<p>see <a href=x>this <i>one</i></a>.</p>")).blocks).toMatchObject([
      { size: 11, linked: 7 },
    ]);
  });

  it("knows which blocks are in which part", () => {
    const { parts, blocks } = outlineOf(pageOf("<ul><li>a<li>b<br>c</ul><p>d"));
    const list = parts.find(({ node }) => node.tagName === "ul");
    expect(blocks.slice(list?.firstBlock, list?.endBlock).map(({ key }) => key)).toEqual(["a", "b", "c"]);
    expect(parts.slice(list?.at, list?.end).map(({ node }) => node.tagName)).toEqual(["ul", "li", "li", "br"]);
  });

  it.each([
    ["letters", 7],
    ["江城", 5],
    ["ภาษาไทย", 7],
    ["한글", 5],
    ["עברית", 5],
  ])("measures %s as %d", (text, size) => {
    expect(sizeOf(text)).toBe(size);
  });
});
