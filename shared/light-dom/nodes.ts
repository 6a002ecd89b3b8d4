/**
 * Owns the nodes of the light DOM: a document that is only read, moved about and serialised, as @mozilla/readability 0.6
 * does it, and that costs a tenth of a whole DOM.
 *
 * The contract:
 * - What is here behaves as the DOM standard says and as jsdom does, of which the tests make sure on whole pages
 *   (tests/unit/light-dom/). What Readability never asks for is not here; in tests, reading a property that is not here
 *   throws.
 * - Lists (`childNodes`, `children`, what the queries return) are arrays of the moment, not live: Readability reads each
 *   before it changes what is in it. `attributes` is live.
 * - Names are a browser's: `localName` in lower case, or as SVG spells it; `tagName` in capitals for HTML alone.
 * - There are no events, styles, scripts, ranges or documents beside the one; nothing is loaded.
 * - A document has a budget (see fuel.ts). Whatever costs more than constant time spends of it, so that no page can keep
 *   a caller for ever; `FuelSpentError` then leaves the document in the middle of its change.
 * - Nothing here recurses: the depth of a tree is no risk to the stack.
 *
 * The classes are in one file because they are one: each has the others in its signatures.
 */
import { checkAttributeName, LightAttr } from "./attributes.ts";
import { inCapitals } from "./element-names.ts";
import { CHARS_PER_UNIT, Fuel } from "./fuel.ts";
import { type InlineStyle, NO_STYLE, readInlineStyle } from "./inline-style.ts";
import { compileTypeSelector, matchesType, type TypeSelector } from "./type-selector.ts";

export const NODE_TYPE = { element: 1, text: 3, comment: 8, document: 9, doctype: 10, fragment: 11 } as const;

export const HTML_NAMESPACE = "http://www.w3.org/1999/xhtml";
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

export type NodeType = (typeof NODE_TYPE)[keyof typeof NODE_TYPE];

/** Reading and writing HTML, which parse.ts gives to each document it makes. */
export interface Markup {
  /** Parses as `innerHTML = html` of `context` does. */
  parse(html: string, context: LightElement): LightFragment;
  serialise(node: LightParent): string;
}

const EMPTY: readonly never[] = Object.freeze([]);

export abstract class LightNode {
  readonly nodeType: NodeType;
  /** The document that the node is of; a document is its own. */
  readonly home: LightDocument;
  parentNode: LightParent | null = null;
  previousSibling: LightNode | null = null;
  nextSibling: LightNode | null = null;
  firstChild: LightNode | null = null;
  lastChild: LightNode | null = null;

  constructor(nodeType: NodeType, home: LightDocument | null) {
    this.nodeType = nodeType;
    // Only a document is made without one.
    this.home = home ?? (this as unknown as LightDocument);
  }

  abstract readonly nodeName: string;
  abstract get textContent(): string | null;
  abstract cloneNode(isDeep?: boolean): LightNode;

  get ownerDocument(): LightDocument | null {
    return this.home;
  }

  /** Only elements have one; all nodes are asked. */
  get tagName(): string | undefined {
    return undefined;
  }

  get childNodes(): readonly LightNode[] {
    return EMPTY;
  }

  get previousElementSibling(): LightElement | null {
    for (let node = this.previousSibling; node !== null; node = node.previousSibling) if (isElement(node)) return node;
    return null;
  }

  get nextElementSibling(): LightElement | null | undefined {
    for (let node = this.nextSibling; node !== null; node = node.nextSibling) if (isElement(node)) return node;
    return null;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  /** Firefox's own small DOM is asked for by this name; this is not it. */
  get __JSDOMParser__(): undefined {
    return undefined;
  }
}

function isElement(node: LightNode): node is LightElement {
  return node.nodeType === NODE_TYPE.element;
}

/** What is text to the parser: nothing stands in it. */
abstract class LightCharacterData extends LightNode {
  abstract readonly data: string;

  get textContent(): string {
    this.home.fuel.spend(1 + this.data.length / CHARS_PER_UNIT);
    return this.data;
  }
}

export class LightText extends LightCharacterData {
  data: string;

  constructor(home: LightDocument, data: string) {
    super(NODE_TYPE.text, home);
    this.data = data;
  }

  get nodeName(): string {
    return "#text";
  }

  cloneNode(): LightText {
    return new LightText(this.home, this.data);
  }
}

export class LightComment extends LightCharacterData {
  readonly data: string;

  constructor(home: LightDocument, data: string) {
    super(NODE_TYPE.comment, home);
    this.data = data;
  }

  get nodeName(): string {
    return "#comment";
  }

  cloneNode(): LightComment {
    return new LightComment(this.home, this.data);
  }
}

export class LightDoctype extends LightNode {
  readonly name: string;
  readonly publicId: string;
  readonly systemId: string;

  constructor(home: LightDocument, name: string, publicId: string, systemId: string) {
    super(NODE_TYPE.doctype, home);
    this.name = name;
    this.publicId = publicId;
    this.systemId = systemId;
  }

  get nodeName(): string {
    return this.name;
  }

  get textContent(): null {
    return null;
  }

  cloneNode(): LightDoctype {
    return new LightDoctype(this.home, this.name, this.publicId, this.systemId);
  }
}

/** What other nodes stand in. */
export abstract class LightParent extends LightNode {
  #childNodes: readonly LightNode[] | null = null;
  #children: readonly LightElement[] | null = null;

  override get childNodes(): readonly LightNode[] {
    if (this.#childNodes === null) {
      const nodes: LightNode[] = [];
      for (let node = this.firstChild; node !== null; node = node.nextSibling) nodes.push(node);
      this.#childNodes = nodes;
    }
    // Each caller goes through what it gets.
    this.home.fuel.spend(1 + this.#childNodes.length);
    return this.#childNodes;
  }

  get children(): readonly LightElement[] {
    if (this.#children === null) {
      const elements: LightElement[] = [];
      let visited = 1;
      for (let node = this.firstChild; node !== null; node = node.nextSibling) {
        visited += 1;
        if (isElement(node)) elements.push(node);
      }
      this.home.fuel.spend(visited);
      this.#children = elements;
    }
    return this.#children;
  }

  get firstElementChild(): LightElement | null {
    const first = this.firstChild;
    if (first === null) return null;
    return isElement(first) ? first : (first.nextElementSibling ?? null);
  }

  get textContent(): string | null {
    let text = "";
    let visited = 1;
    for (let node = this.firstChild; node !== null; node = following(node, this)) {
      visited += 1;
      if (node.nodeType === NODE_TYPE.text) text += (node as LightText).data;
    }
    this.home.fuel.spend(visited + text.length / CHARS_PER_UNIT);
    return text;
  }

  appendChild<T extends LightNode>(node: T): T {
    return this.insertBefore(node, null);
  }

  /** @param next - A child of this node, or null for the end. A fragment's children are inserted in its place. */
  insertBefore<T extends LightNode>(node: T, next: LightNode | null): T {
    if (node instanceof LightFragment) {
      for (let child = node.firstChild; child !== null; child = node.firstChild) this.insertBefore(child, next);
      return node;
    }
    this.home.fuel.spend(1);
    if (next === node) return node;
    node.parentNode?.removeChild(node);
    const previous = next === null ? this.lastChild : next.previousSibling;
    node.parentNode = this;
    node.previousSibling = previous;
    node.nextSibling = next;
    if (previous === null) this.firstChild = node;
    else previous.nextSibling = node;
    if (next === null) this.lastChild = node;
    else next.previousSibling = node;
    this.#forgetLists();
    return node;
  }

  removeChild<T extends LightNode>(node: T): T {
    if (node.parentNode !== this) throw new Error("NotFoundError: the node to be removed is no child of this node");
    this.home.fuel.spend(1);
    const { previousSibling, nextSibling } = node;
    if (previousSibling === null) this.firstChild = nextSibling;
    else previousSibling.nextSibling = nextSibling;
    if (nextSibling === null) this.lastChild = previousSibling;
    else nextSibling.previousSibling = previousSibling;
    node.parentNode = null;
    node.previousSibling = null;
    node.nextSibling = null;
    this.#forgetLists();
    return node;
  }

  replaceChild<T extends LightNode>(node: LightNode, old: T): T {
    if (old.parentNode !== this) throw new Error("NotFoundError: the node to be replaced is no child of this node");
    for (let within: LightNode | null = this; within !== null; within = within.parentNode) {
      if (within === node) throw new Error("HierarchyRequestError: a node cannot stand in itself");
    }
    const next = old.nextSibling === node ? node.nextSibling : old.nextSibling;
    if (node !== old) this.removeChild(old);
    this.insertBefore(node, next);
    return old;
  }

  /** Elements of that name below this node, in document order. */
  getElementsByTagName(name: string): readonly LightElement[] {
    return this.#select(compileTypeSelector(name));
  }

  /** @param selectors - Names of elements, parted by commas; nothing else. */
  querySelectorAll(selectors: string): readonly LightElement[] {
    return this.#select(compileTypeSelector(selectors));
  }

  #select(selector: TypeSelector): readonly LightElement[] {
    const found: LightElement[] = [];
    let visited = 1;
    for (let node = this.firstChild; node !== null; node = following(node, this)) {
      visited += 1;
      if (isElement(node) && matchesType(selector, node.localName, node.isHtml)) found.push(node);
    }
    this.home.fuel.spend(visited + found.length);
    return found;
  }

  #forgetLists(): void {
    this.#childNodes = null;
    this.#children = null;
  }
}

/** The next node in document order below `root`, after `node`. */
export function following(node: LightNode, root: LightNode): LightNode | null {
  if (node.firstChild !== null) return node.firstChild;
  let last: LightNode | null = node;
  while (last !== null && last !== root) {
    if (last.nextSibling !== null) return last.nextSibling;
    last = last.parentNode;
  }
  return null;
}

export class LightFragment extends LightParent {
  constructor(home: LightDocument) {
    super(NODE_TYPE.fragment, home);
  }

  get nodeName(): string {
    return "#document-fragment";
  }

  cloneNode(isDeep = false): LightFragment {
    return copyOf(this, new LightFragment(this.home), isDeep);
  }
}

export class LightElement extends LightParent {
  readonly localName: string;
  readonly namespaceURI: string;
  readonly isHtml: boolean;
  /** Live. */
  readonly attributes: LightAttr[];
  /** What stands in a `<template>`: no part of the document. */
  content: LightFragment | null = null;
  /** Readability's own notes. */
  readability: unknown = undefined;
  _readabilityDataTable: unknown = undefined;
  readonly #tagName: string;

  constructor(home: LightDocument, localName: string, namespaceURI: string, attributes: LightAttr[]) {
    super(NODE_TYPE.element, home);
    this.localName = localName;
    this.namespaceURI = namespaceURI;
    this.isHtml = namespaceURI === HTML_NAMESPACE;
    this.attributes = attributes;
    this.#tagName = this.isHtml ? inCapitals(localName) : localName;
    if (localName === "base") home.mayHaveBase = true;
  }

  override get ownerDocument(): LightDocument {
    return this.home;
  }

  override get tagName(): string {
    return this.#tagName;
  }

  get nodeName(): string {
    return this.#tagName;
  }

  override get textContent(): string {
    return super.textContent ?? "";
  }

  /** In SVG an object, which has neither a text nor a length. */
  get className(): string | SvgClassName {
    if (this.namespaceURI === SVG_NAMESPACE) return svgClassNameOf(this);
    return this.#reflect("class");
  }

  set className(value: string) {
    this.setAttribute("class", value);
  }

  get id(): string {
    return this.#reflect("id");
  }

  set id(value: string) {
    this.setAttribute("id", value);
  }

  /** What the element's own attribute says; MathML has none. */
  get style(): InlineStyle | undefined {
    if (!this.isHtml && this.namespaceURI !== SVG_NAMESPACE) return undefined;
    const text = this.getAttribute("style");
    return text === null ? NO_STYLE : this.home.styleOf(text);
  }

  /** Absolute address of an `<img>`; nothing else that is asked for has one. */
  get src(): string | undefined {
    if (this.localName !== "img" || !this.isHtml) return undefined;
    const value = this.getAttribute("src");
    if (value === null) return "";
    this.home.fuel.spend(value.length / CHARS_PER_UNIT);
    return URL.parse(value, this.home.baseURI)?.href ?? value;
  }

  get srcset(): string | undefined {
    return this.localName === "img" && this.isHtml ? this.#reflect("srcset") : undefined;
  }

  get innerHTML(): string {
    return this.home.markup.serialise(this);
  }

  set innerHTML(html: string) {
    const fragment = this.home.markup.parse(html, this);
    const target: LightParent = this.content ?? this;
    for (let child = target.firstChild; child !== null; child = target.firstChild) target.removeChild(child);
    target.appendChild(fragment);
  }

  getAttribute(name: string): string | null {
    for (const attribute of this.attributes) if (attribute.name === name) return attribute.value;
    return null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.some((attribute) => attribute.name === name);
  }

  /** @param name - In lower case; a value that is no text is written as one. */
  setAttribute(name: string, value: string): void {
    checkAttributeName(name);
    const text = String(value);
    // Whatever is written stays: addresses that are made absolute grow, and must not grow without end.
    this.home.fuel.spend(1 + text.length);
    const known = this.attributes.find((attribute) => attribute.name === name);
    if (known === undefined) this.attributes.push(new LightAttr(name, text));
    else known.value = text;
  }

  /** Takes the attribute itself, which must be no other element's. */
  setAttributeNode(attribute: LightAttr): void {
    this.home.fuel.spend(1 + attribute.value.length / CHARS_PER_UNIT);
    const at = this.attributes.findIndex(
      ({ localName, namespaceURI }) => localName === attribute.localName && namespaceURI === attribute.namespaceURI,
    );
    if (at < 0) this.attributes.push(attribute);
    else this.attributes[at] = attribute;
  }

  removeAttribute(name: string): void {
    const at = this.attributes.findIndex((attribute) => attribute.name === name);
    if (at >= 0) this.attributes.splice(at, 1);
  }

  cloneNode(isDeep = false): LightElement {
    return copyOf(this, copyElement(this, this.home), isDeep);
  }

  #reflect(name: string): string {
    const value = this.getAttribute(name);
    if (value === null) return "";
    // Who asks for it holds it against some twenty patterns.
    if (value.length > CHARS_PER_UNIT) this.home.fuel.spend(value.length / 2);
    return value;
  }
}

/** Turned into a text, it is `[object SVGAnimatedString]`; comparing two compares elements. */
interface SvgClassName {
  readonly [Symbol.toStringTag]: "SVGAnimatedString";
}

const svgClassNames = new WeakMap<LightElement, SvgClassName>();

function svgClassNameOf(element: LightElement): SvgClassName {
  let name = svgClassNames.get(element);
  if (name === undefined) {
    name = { [Symbol.toStringTag]: "SVGAnimatedString" };
    svgClassNames.set(element, name);
  }
  return name;
}

export class LightDocument extends LightParent {
  readonly fuel: Fuel;
  readonly markup: Markup;
  /** The absolute address of the page. */
  url: string;
  /** `quirks`, `limited-quirks` or `no-quirks`. */
  mode = "no-quirks";
  /** False while no `<base>` was ever made: most pages have none, and every picture asks. */
  mayHaveBase = false;
  readonly #styles = new Map<string, InlineStyle>();

  constructor(url: string, fuel: Fuel, markup: Markup) {
    super(NODE_TYPE.document, null);
    this.url = url;
    this.fuel = fuel;
    this.markup = markup;
  }

  get nodeName(): string {
    return "#document";
  }

  override get ownerDocument(): null {
    return null;
  }

  override get textContent(): null {
    return null;
  }

  /** Documents have no siblings and are asked for them all the same. */
  override get nextElementSibling(): undefined {
    return undefined;
  }

  get documentElement(): LightElement | null {
    return this.firstElementChild;
  }

  get body(): LightElement | null {
    const root = this.documentElement;
    if (root === null || root.localName !== "html" || !root.isHtml) return null;
    return (
      root.children.find(({ localName, isHtml }) => isHtml && (localName === "body" || localName === "frameset")) ??
      null
    );
  }

  /** The text of the first `<title>`, its blanks collapsed. */
  get title(): string {
    const title = this.#first((element) => element.localName === "title" && element.isHtml);
    const texts = title?.childNodes.flatMap((node) => (node instanceof LightText ? [node.data] : [])) ?? [];
    return texts
      .join("")
      .replace(/[\t\n\f\r ]+/g, " ")
      .replace(/^ | $/g, "");
  }

  get documentURI(): string {
    return this.url;
  }

  /** By the first `<base href>` that stands in the document now. */
  get baseURI(): string {
    if (!this.mayHaveBase) return this.url;
    const base = this.#first(
      (element) => element.localName === "base" && element.isHtml && element.hasAttribute("href"),
    );
    const found = URL.parse(base?.getAttribute("href") ?? "", this.url);
    return found === null || base === null || /^(?:data|javascript):$/.test(found.protocol) ? this.url : found.href;
  }

  createElement(name: string): LightElement {
    this.fuel.spend(1);
    return new LightElement(this, name.toLowerCase(), HTML_NAMESPACE, []);
  }

  createTextNode(data: string): LightText {
    return new LightText(this, data);
  }

  /** @param fuel - The copy's budget; beyond the DOM standard. @default - as much as this document had */
  cloneNode(isDeep = false, fuel = new Fuel(this.fuel.capacity)): LightDocument {
    const copy = new LightDocument(this.url, fuel, this.markup);
    copy.mode = this.mode;
    return copyOf(this, copy, isDeep);
  }

  /** Pages say the same again and again. */
  styleOf(text: string): InlineStyle {
    let style = this.#styles.get(text);
    if (style === undefined) {
      this.fuel.spend(text.length);
      style = readInlineStyle(text);
      this.#styles.set(text, style);
    }
    return style;
  }

  #first(accepts: (element: LightElement) => boolean): LightElement | null {
    let visited = 1;
    let found: LightElement | null = null;
    for (let node = this.firstChild; node !== null && found === null; node = following(node, this)) {
      visited += 1;
      if (isElement(node) && accepts(node)) found = node;
    }
    this.fuel.spend(visited);
    return found;
  }
}

/** Fills a copy with copies of all that is in the original, template contents too, without recursion. */
function copyOf<T extends LightParent>(original: T, copy: T, isDeep: boolean): T {
  const open: [LightParent, LightParent][] = isDeep ? [[original, copy]] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [from, to] = next;
    if (from instanceof LightElement && to instanceof LightElement && from.content !== null) {
      to.content = new LightFragment(copy.home);
      open.push([from.content, to.content]);
    }
    for (let child = from.firstChild; child !== null; child = child.nextSibling) {
      if (child instanceof LightElement) {
        const element = copyElement(child, copy.home);
        to.appendChild(element);
        if (child.firstChild !== null || child.content !== null) open.push([child, element]);
      } else to.appendChild(copyLeaf(child, copy.home));
    }
  }
  return copy;
}

function copyElement({ localName, namespaceURI, attributes }: LightElement, home: LightDocument): LightElement {
  return new LightElement(
    home,
    localName,
    namespaceURI,
    attributes.map((attribute) => attribute.cloneNode()),
  );
}

function copyLeaf(node: LightNode, home: LightDocument): LightNode {
  if (node instanceof LightText) return new LightText(home, node.data);
  if (node instanceof LightComment) return new LightComment(home, node.data);
  if (node instanceof LightDoctype) return new LightDoctype(home, node.name, node.publicId, node.systemId);
  throw new Error("light DOM: only an element, a text, a comment or a doctype stands in another node");
}
