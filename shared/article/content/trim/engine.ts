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
  if (takenProse(content, boxes) > content.prose * MAX_TAKEN) keepCaptions(boxes);
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
  if (takenProse(left, lines) > left.prose * MAX_TAKEN) lines.clear();
  if (boxes.size + lines.size === 0) return root;
  const emptied = emptyHeadings(left.parts, lines);
  if (emptied.size > 0) {
    const before = emptyHeadings(content.parts, new Map());
    for (const [heading, isLast] of emptied) if (isLast || !before.has(heading)) lines.set(heading, null);
  }
  return rebuild(article, lines);
}

/**
 * Where the boxes, or the lines, that rules know hold more of the prose than this in all, the rules have mistaken the
 * page, and none of them is believed. Readers' comments alone may be more.
 */
const MAX_TAKEN = 0.5;

/** Prose in what is to be taken out, but for the one largest part: that is for its rule to answer for. */
function takenProse({ all }: Content, changes: Changes): number {
  let sum = 0;
  let most = 0;
  for (const { element, prose } of all) {
    if (changes.get(element) !== null) continue;
    sum += prose;
    most = Math.max(most, prose);
  }
  return sum - most;
}

function keepCaptions(changes: Changes): void {
  for (const [element, change] of changes) if (change === null) changes.delete(element);
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

/** Peels lines off both ends, up to the first paragraphs of text that no rule knows. */
function findEdges(content: Content, rules: readonly EdgeRule[], changes: Changes, watch: Watch): void {
  const peel = (lines: readonly Line[], edge: "head" | "tail"): void => {
    const here = rules.filter(({ kind }) => kind === edge || kind === "edge");
    const farthest = Math.max(...here.map(({ reach = 0 }) => reach));
    let passed = 0;
    let looked = 0;
    for (const line of lines) {
      if (changes.has(line.part.element)) continue;
      looked += 1;
      if (looked > MAX_EDGE_LINES) return;
      const rule = here.find((each) => passed <= (each.reach ?? 0) && each.matches(line, content));
      if (rule !== undefined) {
        changes.set(line.part.element, null);
        watch(rule.name, line.part);
      } else if (line.isProse) {
        passed += 1;
        if (passed > farthest) return;
      }
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
