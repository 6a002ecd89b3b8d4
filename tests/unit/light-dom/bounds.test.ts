import { describe, expect, it } from "vitest";
import { following, LightElement } from "../../../shared/light-dom/nodes.ts";
import { parseDocument } from "../../../shared/light-dom/parse.ts";
import type { TreeLimits } from "../../../shared/light-dom/tree-adapter.ts";

const LIMITS: TreeLimits = {
  maxNodes: 50,
  maxDepth: 10,
  maxAttributes: 3,
  maxAllAttributes: 20,
  maxAttributeChars: 100,
  maxTextChars: 1_000,
  maxRawChars: 100,
  maxBaseChars: 10,
};

const parse = (html: string) => {
  const { document, ...rest } = parseDocument(html, LIMITS);
  return { ...rest, document, html: document.body?.innerHTML ?? "" };
};

function depthOf(html: string): number {
  let [deepest, { document }] = [0, parse(html)];
  for (let node = document.firstChild; node !== null; node = following(node, document)) {
    let depth = 0;
    for (let up = node.parentNode; up !== null; up = up.parentNode) depth += 1;
    if (node instanceof LightElement) deepest = Math.max(deepest, depth);
  }
  return deepest;
}

describe("a page within the limits", () => {
  it("is parsed whole", () => {
    const html = '<p a="b">c<!--d--></p><script>e</script><svg><path></path></svg>';
    expect(parse(html)).toMatchObject({ html, isCut: false, nodeCount: 8 });
  });
});

describe("a page over a limit", () => {
  it("goes on as text after the last element that it may have, without programs", () => {
    const { html, isCut, nodeCount } = parse(`${"<i>a</i>".repeat(60)}<script>b<p></script><p>c</p><!--d-->e`);
    expect(html.startsWith("<i>a</i><i>a</i>")).toBe(true);
    expect(html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")).toBe(` ${"a ".repeat(60)}c e`);
    expect([isCut, nodeCount]).toEqual([true, 50]);
  });

  it("keeps no more comments than elements", () => {
    expect(parse("<!---->".repeat(100)).nodeCount).toBeLessThan(60);
  });

  it.each([
    ["blocks", "<div>a".repeat(40)],
    ["formats", Array.from({ length: 40 }, (_, at) => `<b a=${at}>a`).join("")],
    ["misnested formats", "<p><b><i>a</b>b</p>".repeat(9)],
    ["forms that are closed and stay", "<form><div></form>".repeat(20)],
    ["tables", "<table><td>".repeat(10)],
    ["templates", "<template>".repeat(40)],
  ])("is less deep, not less: %s", (_, html) => {
    expect(depthOf(html)).toBeLessThanOrEqual(2 * LIMITS.maxDepth + 1);
  });

  it("loses attributes of one element, of all, and overlong ones", () => {
    expect(parse("<p a b c d e>").html).toBe('<p a="" b="" c=""></p>');
    expect(parse("<p a b c>".repeat(10)).html.match(/=/g)).toHaveLength(20);
    expect(parse(`<p a="${"b".repeat(101)}" c>`).html).toBe('<p c=""></p>');
    expect(parse('<base href="https://a.example/">').document.getElementsByTagName("base")[0]?.attributes).toEqual([]);
  });

  it("loses the end of its text, and overlong programs whole", () => {
    expect(parse("a".repeat(2_000)).html).toHaveLength(1_000);
    expect(parse(`<script>${"a ".repeat(60)}</script>b`)).toMatchObject({ html: "b", isCut: true });
  });

  it("is not parsed to its end once its text is full", () => {
    const html = `${"<i>a</i>".repeat(60)}${"b".repeat(2_000)}`;
    expect(parse(html + "<p>c</p>".repeat(1_000)).html).toBe(parse(html).html);
  });
});
