/**
 * Owns reading schema.org JSON-LD: from the text of script elements to the one node that describes this page's article.
 * What a property means for a field is said in candidates.ts. Pure; broken JSON is skipped, never an error.
 */

import { MAX_URL_LENGTH } from "../../url/check-url.ts";
import { parseLeniently } from "./mend-json.ts";
import { trimChars } from "./plain-text.ts";

/** A JSON object of a page. Only ever read through {@link property}, so that names like `__proto__` stay plain data. */
export type LinkedNode = { readonly [name: string]: unknown };

/** What a page's JSON-LD says. */
export interface LinkedData {
  /** The node of the article itself, or null. */
  readonly article: LinkedNode | null;
  /** The node of the page that holds it (`WebPage` and its kinds), or null. */
  readonly page: LinkedNode | null;
  /** The node of the site (`WebSite`), or null. */
  readonly site: LinkedNode | null;
  /** Nodes by `@id`, so that `{"@id": "#author"}` can be followed. */
  readonly byId: ReadonlyMap<string, LinkedNode>;
  /** Each script's JSON as it was read, for what is asked of other nodes than these. */
  readonly scripts: readonly unknown[];
}

/** Hostile pages may nest or list without end. */
const MAX_NODES = 5_000;
const MAX_DEPTH = 12;

/** Types that are one written piece (schema.org `Article` and its kinds, and what publishers use like it). */
const ARTICLE_TYPE = /(?:Article|(?<!Job)Posting|Report|Review|OpinionPiece|NewsStory|Recipe|HowTo)$/;
const PAGE_TYPE =
  /(?:WebPage|ItemPage|AboutPage|FAQPage|QAPage|CollectionPage|ProfilePage|ContactPage|SearchResultsPage)$/;

/** Properties under which the article may stand. Lists of other articles (`itemListElement`) are not followed. */
const CONTAINERS = ["@graph", "mainEntity", "mainEntityOfPage"] as const;

/**
 * Reads all JSON-LD scripts of a page.
 *
 * @param scripts - Text of each `script[type="application/ld+json"]`, in document order.
 * @param pageUrl - Where several nodes are articles, the one that names this URL is chosen, else the first.
 */
export function readLinkedData(scripts: readonly string[], pageUrl: string): LinkedData {
  const values = scripts.map(parseLeniently);
  const nodes = values.flatMap(nodesOf).slice(0, MAX_NODES);
  const articles = nodes.filter((node) => hasType(node, ARTICLE_TYPE));
  const byId = new Map<string, LinkedNode>();
  for (const node of nodes) {
    const id = property(node, "@id");
    if (typeof id === "string" && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node);
  }
  return {
    article: articles.find((node) => namesPage(node, pageUrl)) ?? articles[0] ?? null,
    page: nodes.find((node) => hasType(node, PAGE_TYPE)) ?? null,
    site: nodes.find((node) => hasType(node, /WebSite$/)) ?? null,
    byId,
    scripts: values,
  };
}

function nodesOf(value: unknown): LinkedNode[] {
  const nodes: LinkedNode[] = [];
  collectNodes(value, 0, nodes);
  return nodes;
}

function collectNodes(value: unknown, depth: number, into: LinkedNode[]): void {
  if (depth > MAX_DEPTH || into.length >= MAX_NODES) return;
  if (Array.isArray(value)) {
    for (const item of value) collectNodes(item, depth + 1, into);
  } else if (isNode(value)) {
    into.push(value);
    for (const container of CONTAINERS) collectNodes(property(value, container), depth + 1, into);
  }
}

/** True for a JSON object that is not an array. */
export function isNode(value: unknown): value is LinkedNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A node's own property; names that the object inherits are not there. */
export function property(node: LinkedNode | null, name: string): unknown {
  return node !== null && Object.hasOwn(node, name) ? node[name] : undefined;
}

/** A value that may stand alone or in an array, as an array. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.slice(0, MAX_NODES) : [value];
}

/** The first string of a value: itself, or found under one of `names` in an object, or in an array of either. */
export function textOf(value: unknown, ...names: readonly string[]): string | null {
  for (const item of listOf(value)) {
    if (typeof item === "string" && item.trim() !== "") return item;
    if (typeof item === "number") return String(item);
    if (!isNode(item)) continue;
    for (const name of ["@value", ...names]) {
      const inner = property(item, name);
      if (typeof inner === "string" && inner.trim() !== "") return inner;
    }
  }
  return null;
}

/** The node itself, or the one that its `@id` stands for. */
export function follow(value: unknown, byId: ReadonlyMap<string, LinkedNode>): unknown {
  if (!isNode(value)) return value;
  const id = property(value, "@id");
  return typeof id === "string" && property(value, "name") === undefined ? (byId.get(id) ?? value) : value;
}

/** True where one of a node's types matches; `https://schema.org/NewsArticle` counts like `NewsArticle`. */
export function hasType(value: unknown, type: RegExp): boolean {
  return isNode(value) && listOf(property(value, "@type")).some((name) => typeof name === "string" && type.test(name));
}

function namesPage(node: LinkedNode, pageUrl: string): boolean {
  const names = [property(node, "url"), property(node, "@id"), property(node, "mainEntityOfPage")];
  return names.some((name) => {
    const text = textOf(name, "@id", "url");
    return text !== null && text.length <= MAX_URL_LENGTH && comparable(text) === comparable(pageUrl);
  });
}

/** What two spellings of one page's address share: no scheme, `www.`, query, fragment or slashes at the end. */
function comparable(url: string): string {
  const address = url.replace(/^https?:\/\/(?:www\.)?/i, "");
  const end = address.search(/[?#]/);
  return trimChars(end === -1 ? address : address.slice(0, end), "", "/");
}
