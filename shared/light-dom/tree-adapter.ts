/**
 * Owns how parse5 builds a light document, and the bounds it builds within: what is over them is cut or put less deep,
 * and nothing fails for it.
 */
import { html, type Token, type TreeAdapter, type TreeAdapterTypeMap } from "parse5";
import { LightAttr } from "./attributes.ts";
import {
  LightComment,
  LightDoctype,
  LightDocument,
  LightElement,
  LightFragment,
  type LightNode,
  type LightParent,
  LightText,
} from "./nodes.ts";

export type LightTreeMap = TreeAdapterTypeMap<
  LightNode,
  LightParent,
  LightNode,
  LightDocument,
  LightFragment,
  LightElement,
  LightComment,
  LightText,
  LightElement,
  LightDoctype
>;

/** Of 748 real pages none has over 9,100 elements, a depth of 55, 46 attributes on one element, or 430,000 characters in one. */
export interface TreeLimits {
  /** Elements and comments. Unclosed formatting tags can make n² of them from n tags. */
  readonly maxNodes: number;
  /** Elements deeper than this are put beside the one that they stand in, as Chromium does from 512 on. */
  readonly maxDepth: number;
  /** Of one element; further ones are dropped. */
  readonly maxAttributes: number;
  /** Of the whole page. */
  readonly maxAllAttributes: number;
  /** Longer values are dropped, with their attributes. */
  readonly maxAttributeChars: number;
  /** Characters of text on the whole page, programs and styles apart; what comes after is dropped. */
  readonly maxTextChars: number;
  /** A longer program, style or block of linked data is left empty: a part of it would say nothing. */
  readonly maxRawChars: number;
  /** A longer `<base href>` is dropped: every relative address of the page grows by it. */
  readonly maxBaseChars: number;
}

/** The state of one parse, to begin with. */
export function boundsWithin(limits: TreeLimits): TreeBounds {
  return { limits, nodes: 0, attributes: 0, textChars: 0, isCut: false };
}

/** What one parse has made. */
export interface TreeBounds {
  readonly limits: TreeLimits;
  nodes: number;
  attributes: number;
  textChars: number;
  /** True where the tree is not what the page says. */
  isCut: boolean;
}

/** Depths of parents while the page is parsed. parse5 moves nodes about: too high a depth is harmless, see parse.ts. */
type Depths = WeakMap<LightParent, number>;

export function createTreeAdapter(document: LightDocument, bounds: TreeBounds): TreeAdapter<LightTreeMap> {
  const depths: Depths = new WeakMap();
  return { ...builders(document, bounds), ...movers(bounds, depths), ...READERS };
}

function builders(document: LightDocument, bounds: TreeBounds) {
  return {
    createDocument: () => document,
    createDocumentFragment: () => new LightFragment(document),
    createElement(tagName: string, namespaceURI: html.NS, attrs: Token.Attribute[]): LightElement {
      bounds.nodes += 1;
      return new LightElement(document, tagName, namespaceURI, keptAttributes(tagName, attrs, bounds));
    },
    createCommentNode(data: string): LightComment {
      bounds.nodes += 1;
      return new LightComment(document, data);
    },
    createTextNode: (value: string) => new LightText(document, value),
    setTemplateContent(template: LightElement, content: LightFragment): void {
      template.content = content;
    },
    setDocumentType(_document: LightDocument, name: string, publicId: string, systemId: string): void {
      document.appendChild(new LightDoctype(document, name, publicId, systemId));
    },
    setDocumentMode(_document: LightDocument, mode: html.DOCUMENT_MODE): void {
      document.mode = mode;
    },
    /** Only those that are missing (HTML standard, 13.2.6.4.7); jsdom lets a second `<body>` overwrite the first's. */
    adoptAttributes(element: LightElement, attrs: Token.Attribute[]): void {
      const known = new Set(element.attributes.map(({ name }) => name));
      for (const attribute of keptAttributes(element.localName, attrs, bounds)) {
        if (!known.has(attribute.name) && known.size < bounds.limits.maxAttributes) element.attributes.push(attribute);
      }
    },
  };
}

function keptAttributes(tagName: string, attrs: Token.Attribute[], bounds: TreeBounds): LightAttr[] {
  const { maxAttributes, maxAllAttributes, maxAttributeChars, maxBaseChars } = bounds.limits;
  const maxChars = tagName === "base" ? maxBaseChars : maxAttributeChars;
  const kept: LightAttr[] = [];
  for (const { name, value, namespace, prefix } of attrs) {
    if (kept.length === maxAttributes || bounds.attributes === maxAllAttributes || value.length > maxChars) {
      bounds.isCut = true;
    } else {
      bounds.attributes += 1;
      kept.push(
        namespace === undefined
          ? new LightAttr(name, value)
          : new LightAttr(prefix ? `${prefix}:${name}` : name, value, namespace, prefix || null),
      );
    }
  }
  return kept;
}

function movers(bounds: TreeBounds, depths: Depths) {
  const { maxDepth } = bounds.limits;
  const place = (parent: LightParent, node: LightNode): LightParent => {
    const depth = depths.get(parent) ?? 0;
    const isTooDeep = depth >= maxDepth && node instanceof LightElement && parent.parentNode !== null;
    if (isTooDeep) bounds.isCut = true;
    if (node instanceof LightElement) depths.set(node, isTooDeep ? depth : depth + 1);
    return isTooDeep && parent.parentNode !== null ? parent.parentNode : parent;
  };
  const emptied = new WeakSet<LightParent>();
  const insertText = (parent: LightParent, text: string, next: LightNode | null): void => {
    const before = next === null ? parent.lastChild : next.previousSibling;
    const previous = before instanceof LightText ? before : null;
    if (isRaw(parent)) {
      if (emptied.has(parent)) return;
      if ((previous?.data.length ?? 0) + text.length > bounds.limits.maxRawChars) {
        bounds.isCut = true;
        emptied.add(parent);
        if (previous !== null) previous.data = "";
        return;
      }
    }
    const kept = isRaw(parent) ? text : keptText(text, bounds);
    if (previous !== null) previous.data += kept;
    else if (kept !== "") parent.insertBefore(new LightText(parent.home, kept), next);
  };
  return {
    appendChild(parent: LightParent, node: LightNode): void {
      place(parent, node).appendChild(node);
    },
    insertBefore(parent: LightParent, node: LightNode, next: LightNode): void {
      if (node instanceof LightElement) depths.set(node, (depths.get(parent) ?? 0) + 1);
      parent.insertBefore(node, next);
    },
    detachNode(node: LightNode): void {
      node.remove();
    },
    insertText(parent: LightParent, text: string): void {
      insertText(parent, text, null);
    },
    insertTextBefore(parent: LightParent, text: string, next: LightNode): void {
      insertText(parent, text, next);
    },
  };
}

type Adapter = TreeAdapter<LightTreeMap>;
type Built = keyof ReturnType<typeof builders> | keyof ReturnType<typeof movers>;

const RAW = new Set(["script", "style"]);

function isRaw(parent: LightParent): boolean {
  return parent instanceof LightElement && RAW.has(parent.localName);
}

/** As much of a text as the page may still hold. */
export function keptText(text: string, bounds: TreeBounds): string {
  const room = bounds.limits.maxTextChars - bounds.textChars;
  bounds.textChars += text.length;
  if (text.length <= room) return text;
  bounds.isCut = true;
  return text.slice(0, Math.max(0, room));
}

const READERS: Omit<Adapter, Built | "onElementCreated" | "onItemPush" | "onItemPop"> = {
  getFirstChild: (node: LightParent) => node.firstChild,
  getChildNodes: (node: LightParent) => node.childNodes as LightNode[],
  getParentNode: (node: LightNode) => node.parentNode,
  getAttrList: ({ attributes }: LightElement) => attributes.map(toToken),
  // parse5 asks these of documents and fragments too, on its way up from a fragment's context.
  getTagName: (node: LightNode) => (node instanceof LightElement ? node.localName : ""),
  getNamespaceURI: (node: LightNode) => (node instanceof LightElement ? node.namespaceURI : "") as html.NS,
  getTextNodeContent: ({ data }: LightText) => data,
  getCommentNodeContent: ({ data }: LightComment) => data,
  getDocumentTypeNodeName: ({ name }: LightDoctype) => name,
  getDocumentTypeNodePublicId: ({ publicId }: LightDoctype) => publicId,
  getDocumentTypeNodeSystemId: ({ systemId }: LightDoctype) => systemId,
  getDocumentMode: (document: LightParent) =>
    (document instanceof LightDocument ? document.mode : html.DOCUMENT_MODE.NO_QUIRKS) as html.DOCUMENT_MODE,
  getTemplateContent: ({ content, home }: LightElement) => content ?? new LightFragment(home),
  isTextNode: (node): node is LightText => node instanceof LightText,
  isCommentNode: (node): node is LightComment => node instanceof LightComment,
  isDocumentTypeNode: (node): node is LightDoctype => node instanceof LightDoctype,
  isElementNode: (node): node is LightElement => node instanceof LightElement,
  setNodeSourceCodeLocation: () => undefined,
  getNodeSourceCodeLocation: () => undefined,
  updateNodeSourceCodeLocation: () => undefined,
};

/** For writing a tree, which asks for nothing more. */
export const SERIALISER = READERS as Adapter;

function toToken({ localName, value, namespaceURI, prefix }: LightAttr): Token.Attribute {
  return namespaceURI === null
    ? { name: localName, value }
    : { name: localName, value, namespace: namespaceURI, prefix: prefix ?? "" };
}
