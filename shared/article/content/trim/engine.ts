/**
 * Owns running the rules over a tree: captions and boxes first, then the lines of what is left, its edges last. It knows
 * no rule; it guards that none takes away the bulk. Trees are copied where they change.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import { type Content, contentOf, type Known } from "./content.ts";
import { emptyHeadings } from "./empty-headings.ts";
import { makeFigure } from "./figures.ts";
import type { Line } from "./lines.ts";
import { nameFinder } from "./names.ts";
import type { Part } from "./parts.ts";
import type { BoxRule, CaptionRule, EdgeRule, LineRule, Rule, RunRule } from "./rule.ts";

/** Called for each part that a rule takes out, or makes a caption. */
export type Watch = (rule: string, part: Part) => void;

/** What becomes of elements: another in their place, or nothing. */
type Changes = Map<Element, Element | null>;

export function runRules(root: Root, known: Known, rules: readonly Rule[], watch: Watch): Root {
  const content = contentOf(root, known);
  const boxes: Changes = new Map();
  findCaptions(
    content,
    rules.filter((rule) => rule.kind === "caption"),
    boxes,
    watch,
  );
  findBoxes(
    content,
    rules.filter((rule) => rule.kind === "box"),
    boxes,
    watch,
  );
  const article = rebuild(root, boxes);
  const left = boxes.size === 0 ? content : contentOf(article, known);
  const lines: Changes = new Map();
  findRuns(
    left,
    rules.filter((rule) => rule.kind === "run"),
    lines,
    watch,
  );
  findLines(
    left,
    rules.filter((rule) => rule.kind === "line"),
    lines,
    watch,
  );
  findEdges(
    left,
    rules.filter((rule): rule is EdgeRule => EDGES.has(rule.kind)),
    lines,
    watch,
  );
  if (boxes.size + lines.size === 0) return root;
  const emptied = emptyHeadings(left.parts, lines);
  if (emptied.size > 0) {
    const before = emptyHeadings(content.parts, new Map());
    for (const heading of emptied) if (!before.has(heading)) lines.set(heading, null);
  }
  return rebuild(article, lines);
}

function findCaptions(content: Content, rules: readonly CaptionRule[], changes: Changes, watch: Watch): void {
  const visit = (part: Part): void => {
    const rule = rules.find((each) => isSmall(part, content, each.maxShare) && each.matches(part, content));
    if (rule === undefined) part.parts.forEach(visit);
    else {
      changes.set(part.element, makeFigure(part));
      watch(rule.name, part);
    }
  };
  if (rules.length > 0) content.parts.forEach(visit);
}

function findBoxes(content: Content, rules: readonly BoxRule[], changes: Changes, watch: Watch): void {
  const isNamed = nameFinder(content, rules);
  const visit = (part: Part): void => {
    if (changes.has(part.element)) return;
    const rule = rules.find(
      (each) => isSmall(part, content, each.maxShare) && isNamed(part, each) && each.matches(part, content),
    );
    if (rule === undefined) part.parts.forEach(visit);
    else {
      changes.set(part.element, null);
      watch(rule.name, part);
    }
  };
  content.parts.forEach(visit);
}

function isSmall(part: Part, content: Content, maxShare: number): boolean {
  return part.letters <= content.letters * maxShare && part.prose <= content.prose * maxShare;
}

function findRuns({ lines, ...content }: Content, rules: readonly RunRule[], changes: Changes, watch: Watch): void {
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as Line;
    let taken = 0;
    for (const rule of rules) {
      taken = rule.count(line, { lines, ...content });
      if (taken === 0) continue;
      for (const { part } of lines.slice(at, at + taken)) {
        changes.set(part.element, null);
        watch(rule.name, part);
      }
      break;
    }
    at += Math.max(taken, 1);
  }
}

function findLines(content: Content, rules: readonly LineRule[], changes: Changes, watch: Watch): void {
  for (const line of content.lines) {
    if (changes.has(line.part.element)) continue;
    const rule = rules.find((each) => each.matches(line, content));
    if (rule === undefined) continue;
    changes.set(line.part.element, null);
    watch(rule.name, line.part);
  }
}

const EDGES: ReadonlySet<Rule["kind"]> = new Set(["head", "tail", "edge"]);

/** Lines looked at from each end. */
const MAX_EDGE_LINES = 60;

/** Peels lines off both ends, up to the first paragraph of text that no rule knows. */
function findEdges(content: Content, rules: readonly EdgeRule[], changes: Changes, watch: Watch): void {
  const peel = (lines: readonly Line[], edge: "head" | "tail"): void => {
    const here = rules.filter(({ kind }) => kind === edge || kind === "edge");
    let looked = 0;
    for (const line of lines) {
      if (changes.has(line.part.element)) continue;
      looked += 1;
      if (looked > MAX_EDGE_LINES) return;
      const rule = here.find((each) => each.matches(line, content));
      if (rule !== undefined) {
        changes.set(line.part.element, null);
        watch(rule.name, line.part);
      } else if (line.isProse) return;
    }
  };
  peel(content.lines, "head");
  peel(content.lines.toReversed(), "tail");
}

/** The tree with its changes; what was emptied on the way goes too. Copies what changes. */
function rebuild(root: Root, changes: Changes): Root {
  if (changes.size === 0) return root;
  return { type: "root", children: rebuildChildren(root.children, changes).children };
}

function rebuildChildren(
  children: readonly RootContent[],
  changes: Changes,
): { readonly children: ElementContent[]; readonly isChanged: boolean } {
  let isChanged = false;
  const kept: ElementContent[] = [];
  for (const child of children) {
    if (child.type === "doctype") continue;
    const change = child.type === "element" ? changes.get(child) : undefined;
    if (change !== undefined) {
      isChanged = true;
      if (change !== null) kept.push(change);
    } else if (child.type !== "element") kept.push(child);
    else {
      const inner = rebuildChildren(child.children, changes);
      isChanged ||= inner.isChanged;
      if (!inner.isChanged) kept.push(child);
      else if (inner.children.some(isSomething)) kept.push({ ...child, children: inner.children });
    }
  }
  return { children: kept, isChanged };
}

function isSomething(node: ElementContent): boolean {
  if (node.type === "text") return node.value.trim() !== "";
  return node.type === "element" && node.tagName !== "br" && node.tagName !== "hr";
}
