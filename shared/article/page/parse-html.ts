/**
 * Owns the first parse of a page: it bounds what hostile HTML can cost, and hands on a slimmer page that says the same.
 * Everything after it may recurse and may be a little worse than linear, because of the limits set here. It must not
 * decide what is content: only what no reader ever sees (styles, scripts, comments) is dropped.
 */
import type { DefaultTreeAdapterTypes, Token } from "parse5";
import { defaultTreeAdapter, type html as htmlNames, parse, serialize } from "parse5";
import { PermanentError } from "../../errors.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;
type Document = DefaultTreeAdapterTypes.Document;

/**
 * Limits on one page. Of 748 real pages none has over 9,100 elements, 1.8 million characters, a depth of 55, or 46
 * attributes on one element.
 */
const PARSE_LIMITS = {
  /**
   * Characters of HTML. Of some 200 pages made to be costly, the worst took 16 s from bytes to article on two busy cores,
   * most 5 s or less; see READABILITY_LIMITS in extract-article.ts for what keeps it so.
   */
  maxChars: 8 * 1024 * 1024,
  /** Elements the parser may make. Unclosed formatting tags can make n² of them from n tags. */
  maxElements: 100_000,
  /** Open elements while parsing; the parser searches them linearly, so a deep page costs depth². */
  maxOpenElements: 5_000,
  /** Elements nested deeper than this are replaced by their text. Chromium flattens at 512. */
  maxDepth: 100,
  /** Attributes of one element; the DOM's cost grows with the square. */
  maxAttributes: 100,
  /** Longer attribute values are dropped: inline pictures and state blobs, never an address. */
  maxAttributeChars: 16_384,
  /** So are longer ones without a blank: some of Readability's patterns cost the square of such a run. */
  maxAttributeRunChars: 2_048,
  /** A longer `<base href>` is dropped: every relative address of the page grows by it. */
  maxBaseChars: 512,
  /** A page's `<title>`; Readability compares every heading with it. */
  maxTitleChars: 1_024,
} as const;

/** Elements without any text or metadata. `noscript` is kept: lazy pictures stand in it. */
const DROPPED = new Set(["style", "template", "svg", "canvas", "iframe", "object", "embed", "applet", "frameset"]);

const RESTLESS = new Set(["img", "noscript", "form"]);

/** A page without styles, programs, drawings and comments, at most `PARSE_LIMITS.maxDepth` deep. */
export interface ParsedPage {
  readonly tree: DefaultTreeAdapterTypes.Document;
  /** The same as HTML again, for a DOM to parse. */
  readonly html: string;
  readonly elementCount: number;
  /**
   * What it costs to read, at every element, all that is inside it, as Readability does many times: the sum of all
   * nodes' depths, a text counting once more for every {@link CHARS_PER_NODE}.
   */
  readonly nesting: number;
  /** Pictures, `<noscript>` and forms: when one of them is added or moved, the DOM looks through the whole page anew. */
  readonly restlessCount: number;
}

/** Characters of text that cost about as much as one more node. */
const CHARS_PER_NODE = 100;

/**
 * Parses a page as a browser without scripting does.
 *
 * @param contentType - The HTTP `Content-Type`; for XHTML, `<script src="…"/>` and the like are closed as written.
 * @throws PermanentError `content-too-large` over the character limit, `extraction-failed` over the others.
 */
export function parsePage(html: string, contentType: string | null): ParsedPage {
  if (html.length > PARSE_LIMITS.maxChars) {
    throw new PermanentError("content-too-large", `extract: the page has over ${PARSE_LIMITS.maxChars} characters`);
  }
  const { tree, elementCount } = parseBounded(
    /^\s*application\/(?:[\w.-]+\+)?xml\b/i.test(contentType ?? "") ? closeAsXml(html) : html,
  );
  const weight = slimTree(tree);
  return { tree, html: serialize(tree, { scriptingEnabled: false }), elementCount, ...weight };
}

/** HTML ignores the slash of `<title/>` and would swallow the page as its text; XHTML means it. */
function closeAsXml(xhtml: string): string {
  return xhtml.replace(/<([a-z][a-z0-9]{0,15})(\s[^<>]*)?\/>/gi, (tag, name: string, attributes: string | undefined) =>
    VOID.test(name) ? tag : `<${name}${attributes ?? ""}></${name}>`,
  );
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

function parseBounded(html: string): { tree: Document; elementCount: number } {
  let elementCount = 0;
  let depth = 0;
  const tree = parse<DefaultTreeAdapterTypes.DefaultTreeAdapterMap>(html, {
    scriptingEnabled: false,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(tagName: string, namespaceURI: htmlNames.NS, attrs: Token.Attribute[]): Element {
        elementCount += 1;
        if (elementCount > PARSE_LIMITS.maxElements) throw tooComplex(`over ${PARSE_LIMITS.maxElements} elements`);
        return defaultTreeAdapter.createElement(tagName, namespaceURI, attrs);
      },
      onItemPush(): void {
        depth += 1;
        if (depth > PARSE_LIMITS.maxOpenElements) throw tooComplex(`nested over ${PARSE_LIMITS.maxOpenElements} deep`);
      },
      onItemPop(): void {
        depth -= 1;
      },
    },
  });
  return { tree, elementCount };
}

function tooComplex(what: string): PermanentError {
  return new PermanentError("extraction-failed", `extract: the page is ${what}`);
}

/**
 * Walks with its own stack: this is the one pass that runs before the depth is bounded.
 *
 * @returns What is counted of what is left.
 */
function slimTree(document: Document): Pick<ParsedPage, "nesting" | "restlessCount"> {
  let [nesting, restlessCount] = [0, 0];
  const stack: Array<{ parent: ParentNode; depth: number }> = [{ parent: document, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { parent, depth } = next;
    const kept: ChildNode[] = [];
    for (const child of parent.childNodes) {
      if (!isElement(child)) {
        if (child.nodeName === "#comment") continue;
        kept.push(child);
        nesting += depth * nodesOfText(child);
      } else if (isKept(child)) {
        slimAttributes(child);
        kept.push(child);
        nesting += depth;
        if (RESTLESS.has(child.tagName)) restlessCount += 1;
        if (child.tagName === "title") cutText(child, PARSE_LIMITS.maxTitleChars);
        if (depth < PARSE_LIMITS.maxDepth) stack.push({ parent: child, depth: depth + 1 });
        else flatten(child);
      }
    }
    parent.childNodes = kept;
  }
  return { nesting, restlessCount };
}

/** Linked data is read once, by us; it weighs nothing in the DOM. */
function nodesOfText(node: ChildNode): number {
  if (!defaultTreeAdapter.isTextNode(node)) return 1;
  const parent = node.parentNode;
  return parent !== null && isElement(parent) && parent.tagName === "script"
    ? 1
    : 1 + node.value.length / CHARS_PER_NODE;
}

/** What is over the limit is no title; it is one text, as nothing else may stand in `<title>`. */
function cutText(element: Element, maxChars: number): void {
  for (const child of element.childNodes) {
    if (defaultTreeAdapter.isTextNode(child)) child.value = child.value.slice(0, maxChars);
  }
}

function isElement(node: Node): node is Element {
  return "tagName" in node;
}

function isKept(element: Element): boolean {
  if (element.tagName === "script") return isLinkedData(element);
  if (element.tagName === "base") return element.attrs.every(({ value }) => value.length <= PARSE_LIMITS.maxBaseChars);
  return !DROPPED.has(element.tagName);
}

function isLinkedData(script: Element): boolean {
  const type = script.attrs.find((attribute) => attribute.name === "type")?.value ?? "";
  return /^\s*application\/ld\+json\b/i.test(type);
}

function slimAttributes(element: Element): void {
  element.attrs = element.attrs
    .slice(0, PARSE_LIMITS.maxAttributes)
    .filter(({ name, value }) => value.length <= PARSE_LIMITS.maxAttributeChars && !name.startsWith("on"))
    .flatMap((attribute) => slimValue(attribute) ?? []);
}

/** Runs of blanks cost as much as runs without any; they are one blank wherever an attribute's value has a meaning. */
function slimValue(attribute: Token.Attribute): Token.Attribute | null {
  const { maxAttributeRunChars } = PARSE_LIMITS;
  if (attribute.value.length <= maxAttributeRunChars) return attribute;
  const runs = attribute.value.split(/\s+/);
  return runs.some((run) => run.length > maxAttributeRunChars) ? null : { ...attribute, value: runs.join(" ") };
}

/** Replaces everything below an element by its text, without recursion. */
function flatten(element: Element): void {
  const texts: string[] = [];
  const stack: Node[] = [...element.childNodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (defaultTreeAdapter.isTextNode(node)) texts.push(node.value);
    else if (isElement(node) && node.tagName !== "script" && isKept(node)) {
      for (let at = node.childNodes.length - 1; at >= 0; at -= 1) {
        const child = node.childNodes[at];
        if (child !== undefined) stack.push(child);
      }
    }
  }
  element.childNodes = [];
  defaultTreeAdapter.insertText(element, texts.join(" "));
}
