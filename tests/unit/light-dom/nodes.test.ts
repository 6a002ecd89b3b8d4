import { describe, expect, it } from "vitest";
import { Fuel, FuelSpentError } from "../../../shared/light-dom/fuel.ts";
import { guardAgainstGaps, parseLight } from "./support.ts";

guardAgainstGaps();

const bodyOf = (html: string) => {
  const { body } = parseLight(html);
  if (body === null) throw new Error("a parsed page has a body");
  return body;
};

describe("a tree of light nodes", () => {
  it("keeps parents, siblings and lists true while nodes move", () => {
    const body = bodyOf("<p>a</p>b<!--c--><i>d</i>");
    const [p, i] = body.children;
    if (!p || !i) throw new Error("two elements");
    expect([p.nextElementSibling, i.previousElementSibling, body.firstElementChild]).toEqual([i, p, p]);
    expect(body.childNodes.map(({ nodeName }) => nodeName)).toEqual(["P", "#text", "#comment", "I"]);
    p.appendChild(i);
    expect([body.children, i.parentNode, p.lastChild]).toEqual([[p], p, i]);
    body.replaceChild(i, p);
    expect(body.innerHTML).toBe("<i>d</i>b<!--c-->");
    expect([p.parentNode, p.nextSibling, body.firstChild]).toEqual([null, null, i]);
    i.remove();
    expect(body.innerHTML).toBe("b<!--c-->");
  });

  it("refuses to remove or replace what is not there, and to put a node into itself", () => {
    const body = bodyOf("<p><b>a</b></p>");
    const [p] = body.children;
    const b = p?.firstElementChild;
    if (!p || !b) throw new Error("two elements");
    expect(() => body.removeChild(b)).toThrow(/NotFoundError/);
    expect(() => body.replaceChild(p, b)).toThrow(/NotFoundError/);
    expect(() => p.replaceChild(p, b)).toThrow(/HierarchyRequestError/);
  });

  it("finds elements by name, HTML's in any case, others as written, and none in templates", () => {
    const { body, ...document } = {
      body: bodyOf("<P>a<svg><a>b</a><foreignObject></foreignObject></svg><template><p>"),
      a: 0,
    };
    expect(document.a).toBe(0);
    expect(body.getElementsByTagName("p")).toHaveLength(1);
    expect(body.querySelectorAll("A,foreignObject,P").map(({ tagName }) => tagName)).toEqual(["P", "foreignObject"]);
    expect(() => body.querySelectorAll("p > a")).toThrow(SyntaxError);
  });

  it("copies deeply, template contents too, with a budget of its own", () => {
    const document = parseLight("<!doctype html><title>a</title><p class=b>c<template><i>d</i></template>");
    const copy = document.cloneNode(true, new Fuel(1_000));
    expect([copy.markup.serialise(copy), copy.title, copy.url]).toEqual([
      document.markup.serialise(document),
      "a",
      document.url,
    ]);
    copy.body?.firstElementChild?.setAttribute("class", "e");
    expect(document.body?.firstElementChild?.className).toBe("b");
    expect([copy.fuel.capacity, document.fuel.capacity]).toEqual([1_000, Number.POSITIVE_INFINITY]);
  });

  it("serialises a tree of any depth", () => {
    const body = bodyOf("");
    let inner = body;
    for (let depth = 0; depth < 50_000; depth += 1) inner = inner.appendChild(body.home.createElement("i"));
    expect(body.cloneNode(true).innerHTML).toHaveLength(50_000 * 7);
    expect(body.textContent).toBe("");
  });
});

describe("an element's attributes", () => {
  it("are live, keep their order, and are set by valid names only", () => {
    const [p] = bodyOf("<p a=1 b=2>").children;
    if (!p) throw new Error("an element");
    const { attributes } = p;
    p.setAttribute("c", "3");
    p.setAttribute("a", "4");
    p.removeAttribute("b");
    expect(attributes.map(({ name, value }) => name + value)).toEqual(["a4", "c3"]);
    const copy = attributes[0]?.cloneNode();
    if (copy) p.setAttributeNode(copy);
    expect([p.attributes[0], p.attributes.length]).toEqual([copy, 2]);
    expect(() => p.setAttribute("=a", "")).toThrow(/InvalidCharacterError/);
  });

  it("are reflected as HTML says, and as nothing where SVG and MathML differ", () => {
    const [img, svg, math] = bodyOf(
      '<img src=" a b" srcset=c><svg class=d style=display:none></svg><math class=e>',
    ).children;
    expect([img?.src, img?.srcset]).toEqual(["https://courier.example/2024/03/a%20b", "c"]);
    expect([String(svg?.className), svg?.style?.display]).toEqual(["[object SVGAnimatedString]", "none"]);
    expect([math?.className, math?.style, math?.src]).toEqual(["e", undefined, undefined]);
  });
});

describe("a light document", () => {
  it("has the base address of the first base that is in it at the time", () => {
    const document = parseLight("<base target=x><base href=/a/><base href=/b/>");
    expect(document.baseURI).toBe("https://courier.example/a/");
    document.getElementsByTagName("base")[1]?.remove();
    expect(document.baseURI).toBe("https://courier.example/b/");
    expect(parseLight("<base href=javascript:x>").baseURI).toBe(document.documentURI);
  });

  it("parses innerHTML as what stands in a body, noscript as markup", () => {
    const body = bodyOf("");
    body.innerHTML = "<tr><td>a</td></tr><noscript><img></noscript><p>b<p>c";
    expect(body.innerHTML).toBe("a<noscript><img></noscript><p>b</p><p>c</p>");
  });

  it("lets nobody read on when its budget is spent", () => {
    const document = parseLight("<p>a</p>".repeat(100)).cloneNode(true, new Fuel(1_000));
    const read = () => document.getElementsByTagName("p");
    expect(read()).toHaveLength(100);
    expect(document.fuel.spent).toBeGreaterThan(200);
    expect(() => {
      for (;;) read();
    }).toThrow(FuelSpentError);
    expect(() => document.body?.textContent).toThrow(FuelSpentError);
  });

  it("throws in tests for what it does not have", () => {
    const { body } = parseLight("");
    expect(() => Reflect.get(body ?? {}, "offsetWidth")).toThrow("the light DOM has no offsetWidth");
    expect(() => Reflect.set(body ?? {}, "outerHTML", "")).toThrow("the light DOM has no outerHTML");
  });
});
