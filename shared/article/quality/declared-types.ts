/**
 * Owns what a page's linked data says that the page is: the types of what stands for it, and what is said of access to
 * its text. Pure.
 */
import { isNode, type LinkedNode, listOf, property } from "../metadata/json-ld.ts";

/** What a page declares in JSON-LD. Types are without their prefix. */
export interface Declarations {
  /** Types of nodes that stand for the page: at the top, in `@graph`, or as `mainEntity`. */
  readonly topTypes: ReadonlySet<string>;
  /** Types of nodes anywhere. */
  readonly types: ReadonlySet<string>;
  /** `wordCount` of the article; 0 where none is given. */
  readonly wordCount: number;
  /** True where the page, or a part of it, is said not to be free. */
  readonly isLocked: boolean;
  /** CSS selectors of the parts that are not free, as publishers name them for search engines. */
  readonly lockedSelectors: readonly string[];
}

/** Hostile pages may nest or list without end. */
const MAX_NODES = 5_000;
const MAX_DEPTH = 12;
const MAX_SELECTORS = 8;
const MAX_NAME_CHARS = 100;

interface Reading {
  readonly topTypes: Set<string>;
  readonly types: Set<string>;
  readonly lockedSelectors: string[];
  wordCount: number;
  isLocked: boolean;
  nodes: number;
}

/** @param values - What the page's scripts of linked data hold. */
export function readDeclarations(values: readonly unknown[]): Declarations {
  const reading: Reading = {
    ...{ topTypes: new Set<string>(), types: new Set<string>(), lockedSelectors: [] },
    ...{ wordCount: 0, isLocked: false, nodes: 0 },
  };
  for (const value of values) readValue(value, true, 0, reading);
  return reading;
}

/** Under these stands what stands for the page. */
const TOP_KEYS = new Set(["@graph", "mainEntity", "mainEntityOfPage"]);

function readValue(value: unknown, isTop: boolean, depth: number, reading: Reading): void {
  if (depth > MAX_DEPTH || reading.nodes > MAX_NODES) return;
  if (Array.isArray(value)) for (const item of value) readValue(item, isTop, depth + 1, reading);
  if (!isNode(value)) return;
  reading.nodes += 1;
  for (const type of typesOf(value)) {
    reading.types.add(type);
    if (isTop) reading.topTypes.add(type);
  }
  readFacts(value, reading);
  for (const key of Object.keys(value)) {
    readValue(property(value, key), isTop && TOP_KEYS.has(key), depth + 1, reading);
  }
}

function typesOf(node: LinkedNode): string[] {
  return listOf(property(node, "@type"))
    .slice(0, 8)
    .filter((type) => typeof type === "string")
    .map((type) => type.slice(0, MAX_NAME_CHARS).replace(/^.*[/:#]/, ""));
}

function readFacts(node: LinkedNode, reading: Reading): void {
  const words = Number(property(node, "wordCount") ?? 0);
  if (words > 0) reading.wordCount = Math.max(reading.wordCount, words);
  if (!/^(?:https?:\/\/schema\.org\/)?false$/i.test(String(property(node, "isAccessibleForFree")))) return;
  reading.isLocked = true;
  for (const selector of listOf(property(node, "cssSelector"))) {
    const room = reading.lockedSelectors.length < MAX_SELECTORS;
    if (room && typeof selector === "string") reading.lockedSelectors.push(selector.slice(0, MAX_NAME_CHARS));
  }
}
