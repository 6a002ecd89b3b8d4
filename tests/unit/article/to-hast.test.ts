import type { Nodes, Properties, Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { parsePage } from "../../../shared/article/page/parse-html.ts";
import { parseToHast, toHast } from "../../../shared/article/page/to-hast.ts";
import { ownPages } from "../light-dom/support.ts";

const UNSEEN = new Set(["style", "template", "svg", "canvas", "iframe", "object", "embed"]);

/** A library's tree without what is not seen, its neighbouring texts joined. */
function seenOf<T extends Nodes>(node: T): T {
  if (!("children" in node)) return node;
  const children: Nodes[] = [];
  for (const child of node.children) {
    if (child.type === "comment" || (child.type === "element" && isUnseen(child.tagName, child.properties.type)))
      continue;
    const last = children.at(-1);
    if (child.type === "text" && last?.type === "text") last.value += child.value;
    else if (child.type === "element")
      children.push(seenOf({ ...child, properties: withoutHandlers(child.properties) }));
    else children.push({ ...child });
  }
  return { ...node, children } as T;
}

function isUnseen(name: string, type: unknown): boolean {
  return name === "script" ? type !== "application/ld+json" : UNSEEN.has(name);
}

function withoutHandlers(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith("on")));
}

const childrenOf = ({ children }: Root) => children;

describe("a page's tree in hast", () => {
  it.each(ownPages().map(({ name, html }) => [name, html] as const))("is what the library makes: %s", (_, html) => {
    const expected = fromParse5(parse(html, { scriptingEnabled: false })) as Root;
    expect(childrenOf(toHast(parsePage(html, null).tree))).toEqual(childrenOf(seenOf(expected)));
  });

  it.each([
    '<td class=" a  b " colspan="2" rowspan=x hidden nowrap aria-label="a b" data-some-thing="1">',
    '<a rel="a b" ping="/a /b" download href="x" target=_blank>a</a><a download=name></a>',
    '<img srcset="a 1x, b 2x" sizes="1px, 2px" width=10 height=10% alt="" loading=lazy crossorigin>',
    '<input accept="image/*, .pdf" checked=checked value=1 size=3 type=checkbox><ol start=03 reversed><li value=2>',
    '<p constructor=a __proto__=b tostring=c xml:lang=d contenteditable spellcheck=false style="a:b">',
    "<math><mi xlink:href=a>x</mi></math><area coords='1,2, 3,'>",
  ])("has the properties that the library gives: %s", (html) => {
    const whole = `<!doctype html><table><tr>${html.startsWith("<td") ? html : ""}</table>${html}`;
    const expected = fromParse5(parse(whole, { scriptingEnabled: false })) as Root;
    expect(childrenOf(toHast(parsePage(whole, null).tree))).toEqual(childrenOf(seenOf(expected)));
  });

  it("keeps the names of elements that the library takes for selectors", () => {
    expect(parseToHast("<a.b>c</a.b>").children).toEqual([
      { type: "element", tagName: "a.b", properties: {}, children: [{ type: "text", value: "c" }] },
    ]);
  });
});
