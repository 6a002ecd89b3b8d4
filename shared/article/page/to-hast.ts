/**
 * Owns the way from a page's tree to hast, the tree that content is chosen, trimmed, sanitised and rendered on. What it
 * makes is what hast-util-from-parse5 makes of the same elements. Pure.
 */
import type { Element, ElementContent, Properties, Root, RootContent } from "hast";
import { find, html, type Info, normalize, svg } from "property-information";
import { LightDoctype, type LightElement, type LightNode, LightText } from "../../light-dom/nodes.ts";
import { parsePiece } from "../../light-dom/parse.ts";
import { attributesOf, childrenOf, isElement, nameOf } from "./page-tree.ts";
import { PAGE_LIMITS } from "./parse-html.ts";

/** Everything that is seen below a node. Texts that only a comment parted are one. */
export function toHast(node: LightNode): Root {
  return { type: "root", children: contentOf(node) };
}

/** Parses a piece of a page, as `<body>` would. */
export function parseToHast(markup: string): Root {
  return toHast(parsePiece(markup, PAGE_LIMITS));
}

/** Recurses: the parse has bounded the depth. */
function contentOf(parent: LightNode): RootContent[] {
  const content: RootContent[] = [];
  for (const node of childrenOf(parent)) {
    const last = content.at(-1);
    if (isElement(node)) content.push(toElement(node));
    else if (node instanceof LightDoctype) content.push({ type: "doctype" });
    else if (!(node instanceof LightText)) continue;
    else if (last?.type === "text") last.value += node.data;
    else content.push({ type: "text", value: node.data });
  }
  return content;
}

function toElement(element: LightElement): Element {
  return {
    type: "element",
    tagName: nameOf(element),
    properties: toProperties(element),
    children: contentOf(element) as ElementContent[],
  };
}

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

function toProperties(element: LightElement): Properties {
  const properties: Properties = {};
  const known = element.namespaceURI === SVG_NAMESPACE ? KNOWN.svg : KNOWN.html;
  for (const [name, value] of attributesOf(element)) {
    const info = infoOf(known, name);
    if (info !== null) properties[info.property] = toValue(info, value);
  }
  return properties;
}

const KNOWN = {
  html: { schema: html, infos: new Map<string, Info>() },
  svg: { schema: svg, infos: new Map<string, Info>() },
};
/** Pages make up names; the map of them must not grow for ever. */
const MAX_KNOWN = 2_000;

/** Null for the names of Object's own, which would not be properties but its methods. */
function infoOf({ schema, infos }: (typeof KNOWN)["html"], name: string): Info | null {
  let info = infos.get(name);
  if (info === undefined) {
    if (name in Object.prototype) return null;
    info = find(schema, name);
    if (infos.size < MAX_KNOWN) infos.set(name, info);
  }
  return info;
}

type Value = string | number | boolean;

function toValue(info: Info, value: string): Value | (string | number)[] {
  if (info.spaceSeparated) return spaceSeparated(value).map((item) => toPrimitive(info, item) as string | number);
  if (info.commaSeparated) return commaSeparated(value).map((item) => toPrimitive(info, item) as string | number);
  if (info.commaOrSpaceSeparated) {
    return spaceSeparated(commaSeparated(value).join(" ")).map((item) => toPrimitive(info, item) as string | number);
  }
  return toPrimitive(info, value);
}

function toPrimitive(info: Info, value: string): Value {
  if (info.number && value !== "" && !Number.isNaN(Number(value))) return Number(value);
  const isFlag = info.boolean || info.overloadedBoolean;
  return isFlag && (value === "" || normalize(value) === normalize(info.property)) ? true : value;
}

function spaceSeparated(value: string): string[] {
  const text = value.trim();
  return text === "" ? [] : text.split(/[ \t\n\r\f]+/);
}

/** Empty items count, but for one after the last comma (comma-separated-tokens). */
function commaSeparated(value: string): string[] {
  const items = value.split(",").map((item) => item.trim());
  if (items.at(-1) === "") items.pop();
  return items;
}
