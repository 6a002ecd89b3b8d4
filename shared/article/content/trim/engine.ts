/**
 * Owns running the rules over a tree: boxes first, then captions, lines, and the edges of what is left. It knows no rule; what it
 * guards is that no rule takes away the bulk. Trees are copied where they change.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import { type Content, contentOf, type Known } from "./content.ts";
import { makeFigure } from "./figures.ts";
import type { Line } from "./lines.ts";
import { isHeading, type Part } from "./parts.ts";
import type { BoxRule, CaptionRule, EdgeRule, LineRule, Rule } from "./rule.ts";

/** Called for each part that a rule takes out. */
export type Watch = (rule: string, part: Part) => void;

export function runRules(root: Root, known: Known, rules: readonly Rule[], watch: Watch): Root {
  const boxes = rules.filter((rule) => rule.kind === "box");
  const captions = rules.filter((rule) => rule.kind === "caption");
  const lines = rules.filter((rule) => rule.kind === "line");
  const edges = rules.filter((rule): rule is EdgeRule => EDGES.has(rule.kind));
  let tree = runCaptions(root, contentOf(root, known), captions, watch);
  tree = without(tree, findBoxes(contentOf(tree, known), boxes, watch));
  tree = without(tree, findLines(contentOf(tree, known), lines, watch));
  tree = without(tree, findEdges(contentOf(tree, known), edges, watch));
  return withoutEmptied(root, tree, known);
}

function findBoxes(content: Content, rules: readonly BoxRule[], watch: Watch): Set<Element> {
  const found = new Set<Element>();
  const isCalled = namesOf(content, rules);
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      const rule = rules.find(
        (each) => isSmall(part, content, each.maxShare) && isCalled(part, each) && each.matches(part, content),
      );
      if (rule === undefined) visit(part.parts);
      else {
        found.add(part.element);
        watch(rule.name, part);
      }
    }
  };
  visit(content.parts);
  return found;
}

/**
 * Answers whether a part is called what a rule looks for, by a word that means it on this page: where "paywall" or
 * "author" stands on every paragraph of the article, it says nothing.
 */
function namesOf(content: Content, rules: readonly BoxRule[]): (part: Part, rule: BoxRule) => boolean {
  const meaning = new Map<BoxRule, (signals: string) => string | null>();
  for (const rule of rules) {
    if (rule.names === undefined) continue;
    const find = wordFinder(rule.names);
    const common = commonWords(content, rule.maxShare, find);
    meaning.set(rule, (signals) => {
      const word = find(signals);
      return word === null || common.has(word) ? null : word;
    });
  }
  return ({ signals }, rule) => {
    const find = meaning.get(rule);
    return find === undefined || (signals !== "" && find(signals) !== null);
  };
}

/** The word that a pattern finds; each list of names is looked at once, as most elements share theirs with others. */
function wordFinder(names: RegExp): (signals: string) => string | null {
  const found = new Map<string, string | null>();
  return (signals) => {
    let word = found.get(signals);
    if (word === undefined) {
      word = names.exec(signals)?.[0] ?? null;
      found.set(signals, word);
    }
    return word;
  };
}

function commonWords({ all, prose }: Content, maxShare: number, find: (signals: string) => string | null): Set<string> {
  const sums = new Map<string, number>();
  for (const part of all) {
    if (part.prose === 0 || part.signals === "" || part.prose > prose * maxShare) continue;
    const word = find(part.signals);
    if (word === null || (part.parent !== null && find(part.parent.signals) === word)) continue;
    sums.set(word, (sums.get(word) ?? 0) + part.prose);
  }
  return new Set([...sums].filter(([, sum]) => sum > prose * maxShare).map(([word]) => word));
}

function isSmall(part: Part, content: Content, maxShare: number): boolean {
  return part.letters <= content.letters * maxShare && part.prose <= content.prose * maxShare;
}

function runCaptions(root: Root, content: Content, rules: readonly CaptionRule[], watch: Watch): Root {
  const captions = new Map<Element, Element>();
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      const rule = rules.find((each) => isSmall(part, content, each.maxShare) && each.matches(part, content));
      if (rule === undefined) visit(part.parts);
      else {
        captions.set(part.element, makeFigure(part));
        watch(rule.name, part);
      }
    }
  };
  visit(content.parts);
  return captions.size === 0 ? root : rebuild(root, (element) => captions.get(element) ?? element);
}

function findLines(content: Content, rules: readonly LineRule[], watch: Watch): Set<Element> {
  const found = new Set<Element>();
  for (const line of content.lines) {
    const rule = rules.find((each) => each.matches(line, content));
    if (rule === undefined) continue;
    found.add(line.part.element);
    watch(rule.name, line.part);
  }
  return found;
}

const EDGES: ReadonlySet<Rule["kind"]> = new Set(["head", "tail", "edge"]);

/** Lines looked at from each end. */
const MAX_EDGE_LINES = 60;

function findEdges(content: Content, rules: readonly EdgeRule[], watch: Watch): Set<Element> {
  const found = new Set<Element>();
  const peel = (lines: readonly Line[], edge: "head" | "tail"): void => {
    const here = rules.filter(({ kind }) => kind === edge || kind === "edge");
    for (const line of lines.slice(0, MAX_EDGE_LINES)) {
      const rule = here.find((each) => each.matches(line, content));
      if (rule !== undefined) {
        found.add(line.part.element);
        watch(rule.name, line.part);
      } else if (line.isProse) return;
    }
  };
  peel(content.lines, "head");
  peel(content.lines.toReversed(), "tail");
  return found;
}

/** Takes out headings that had something below them, and have nothing any more. */
function withoutEmptied(before: Root, after: Root, known: Known): Root {
  if (before === after) return after;
  const empty = emptyHeadings(contentOf(after, known));
  if (empty.size === 0) return after;
  const emptyBefore = emptyHeadings(contentOf(before, known));
  return without(after, new Set([...empty].filter((heading) => !emptyBefore.has(heading))));
}

/** Headings followed by another of the same rank or a higher one, or by nothing. */
function emptyHeadings({ parts }: Content): Set<Element> {
  const empty = new Set<Element>();
  let above: Element | null = null;
  const visit = ({ element, letters, pictures, holdsBlocks, parts: inner }: Part): void => {
    if (isHeading(element)) {
      if (above !== null && element.tagName <= above.tagName) empty.add(above);
      above = element;
    } else if (holdsBlocks) for (const part of inner) visit(part);
    else if (letters > 0 || pictures > 0) above = null;
  };
  for (const part of parts) visit(part);
  if (above !== null) empty.add(above);
  return empty;
}

/** The tree without some elements, nor what holds nothing once they are gone. */
function without(root: Root, gone: ReadonlySet<Element>): Root {
  return gone.size === 0 ? root : rebuild(root, (element) => (gone.has(element) ? null : element));
}

/** Copies what changes; what was emptied on the way goes too. */
function rebuild(root: Root, change: (element: Element) => Element | null): Root {
  const each = (children: readonly RootContent[]): { children: ElementContent[]; isChanged: boolean } => {
    let isChanged = false;
    const kept: ElementContent[] = [];
    for (const child of children) {
      if (child.type === "doctype") continue;
      if (child.type !== "element") {
        kept.push(child);
        continue;
      }
      const changed = change(child);
      if (changed !== child) isChanged = true;
      if (changed === null) continue;
      if (changed !== child) {
        kept.push(changed);
        continue;
      }
      const inner = each(child.children);
      isChanged ||= inner.isChanged;
      if (!inner.isChanged) kept.push(child);
      else if (inner.children.some(isSomething)) kept.push({ ...child, children: inner.children });
    }
    return { children: kept, isChanged };
  };
  return { type: "root", children: each(root.children).children };
}

function isSomething(node: ElementContent): boolean {
  if (node.type === "text") return node.value.trim() !== "";
  return node.type === "element" && node.tagName !== "br" && node.tagName !== "hr";
}
