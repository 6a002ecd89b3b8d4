/**
 * Owns preformatted code as its author wrote it: without line numbers, buttons and colours, one line of code to a line,
 * with its language. Pure.
 */
import type { Element, ElementContent } from "hast";
import { BLOCKS, names } from "./element-names.ts";
import { isAll, mergeTexts } from "./node-texts.ts";

/** Say something within code; all else are colours. */
const KEPT = names("a b strong i em mark del ins img");

const LINE_NUMBERS =
  /^(?:line-?num(?:ber)?s?|line-?nos?|lnt?|gutter|rouge-gutter|linenodiv|hljs-ln-numbers|blob-num)$/i;
const CONTROLS = /^(?:copy|clipboard|btn|button|toolbar)(?:-|$)|-(?:copy|clipboard|btn|button)$|^copy/i;

/** Names that mean no language. */
const NO_LANGUAGE = /^(?:none|plain|plaintext|text|txt|nohighlight|default|auto)$/i;

const DIGITS = /^[\s\d]*$/;
const ONE_LINE = /^[^\n]*$/;

/** Preformatted, by old names too. */
export const PREFORMATTED = names("pre xmp listing");

/** `pre` as one `code` with its language, if it says one. */
export function settlePre(pre: Element, around: string | null): Element {
  const children = codeOf(pre.children);
  const language = languageOf(pre) ?? languageOf(onlyCode(pre)) ?? around;
  const properties = language === null ? {} : { className: [`language-${language}`] };
  return { ...pre, tagName: "pre", children: [{ type: "element", tagName: "code", properties, children }] };
}

/**
 * Highlighters lay out code as a table: line numbers in one cell, all code or each line of it in another.
 *
 * @returns The code as `pre`, or null for any other table.
 */
export function settleCodeTable(table: Element, around: string | null): Element | null {
  const rows = rowsIn(table, []);
  const [row] = rows;
  if (row === undefined || rows.length !== 1) return null;
  const cells = row.children.filter((child) => child.type === "element");
  const [numbers, code] = cells;
  if (cells.length !== 2 || numbers === undefined || code === undefined) return null;
  const pre = findPre(code);
  if (pre === null || !isAll(numbers, DIGITS)) return null;
  return settlePre(pre, languageOf(table) ?? around);
}

function rowsIn(element: Element, found: Element[]): Element[] {
  for (const child of element.children) {
    if (found.length > 1 || child.type !== "element") continue;
    if (child.tagName === "tr") found.push(child);
    else if (/^t(?:head|body|foot)$/.test(child.tagName)) rowsIn(child, found);
  }
  return found;
}

function findPre(element: Element): Element | null {
  for (const child of element.children) {
    if (child.type !== "element") continue;
    const found = child.tagName === "pre" ? child : findPre(child);
    if (found !== null) return found;
  }
  return null;
}

function onlyCode({ children }: Element): Element | null {
  const [only, more] = children.filter((child) => child.type === "element");
  return only?.tagName === "code" && more === undefined ? only : null;
}

/** What an element, or the one around it, says of its code's language. */
export function languageOf(element: Element | null): string | null {
  if (element === null) return null;
  const { dataLang, dataLanguage, className } = element.properties;
  const classes = Array.isArray(className) ? className.slice(0, 20).map(String) : [];
  const named = [dataLang, dataLanguage].filter((value) => typeof value === "string");
  for (const [at, name] of classes.entries()) {
    const [, found] = /^(?:language|lang|highlight-source)-([\w+#-]{1,32})$/i.exec(name) ?? [];
    if (found !== undefined) named.push(found);
    // `brush: js; toolbar: false`, and `hljs python` or `sourceCode haskell`.
    if (/^brush:$/i.test(name)) named.push((classes[at + 1] ?? "").replace(/;.*$/, ""));
    const [, brush] = /^brush:([\w+#-]{1,32})/i.exec(name) ?? [];
    if (brush !== undefined) named.push(brush);
    if (/^(?:hljs|sourceCode)$/.test(name) && /^[a-z+#]{1,16}$/.test(classes[at + 1] ?? ""))
      named.push(classes[at + 1] ?? "");
  }
  const language = named.find((name) => /^[\w+#-]{1,32}$/.test(name) && !NO_LANGUAGE.test(name));
  return language === undefined ? null : language.toLowerCase();
}

function codeOf(all: readonly ElementContent[]): ElementContent[] {
  const children = withoutTemplate(all);
  const isByLine = areLines(children);
  const code: ElementContent[] = [];
  const add = (value: string) => code.push({ type: "text", value });
  let endsLine = true;
  for (const child of children) {
    if (child.type === "text") {
      add(child.value);
      endsLine = child.value.endsWith("\n");
      continue;
    }
    if (child.type !== "element" || isApparatus(child)) continue;
    const isLine = isByLine || (BLOCKS.has(child.tagName) && !/^t[dh]$/.test(child.tagName));
    if (isLine && !endsLine) add("\n");
    const length = code.length;
    if (child.tagName === "br") add("\n");
    else if (KEPT.has(child.tagName)) code.push({ ...child, children: codeOf(child.children) });
    else for (const inner of codeOf(child.children)) code.push(inner);
    const last = code.at(-1);
    endsLine = last?.type === "text" && last.value.endsWith("\n");
    // An empty line is one, an empty wrapper of lines is none.
    const isEmptyLine = code.length === length && (isByLine || LINES.has(child.tagName));
    if (isLine && (!endsLine || isEmptyLine)) {
      add("\n");
      endsLine = true;
    }
  }
  return code;
}

/** The page template's own indentation around the element that holds the code is none of the code's. */
function withoutTemplate(children: readonly ElementContent[]): readonly ElementContent[] {
  const [only, more] = children.filter((child) => child.type === "element");
  if (only === undefined || more !== undefined || !/^(?:code|xmp)$/.test(only.tagName)) return children;
  return children.some((child) => child.type === "text" && /\S/.test(child.value)) ? children : [only];
}

const LINES = names("li tr");

/** Elements for lines, which only a style sheet sets one below the other. */
function areLines(children: readonly ElementContent[]): boolean {
  const elements = children.filter((child) => child.type === "element");
  return (
    elements.length > 1 &&
    elements.every((child) => classesIn(child).some((name) => /^(?:[\w-]+-)?line$/i.test(name))) &&
    children.every((child) => isAll(child, ONE_LINE))
  );
}

function classesIn({ properties }: Element): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.slice(0, 20).map(String) : [];
}

/** Line numbers and buttons. */
function isApparatus(element: Element): boolean {
  if (element.tagName === "button" || element.properties.role === "button") return true;
  const classes = classesIn(element);
  if (classes.some((name) => CONTROLS.test(name)) && !/^(?:pre|code)$/.test(element.tagName)) return true;
  const isNumbered = element.properties.dataLineNumber !== undefined || classes.some((name) => LINE_NUMBERS.test(name));
  return isNumbered && isAll(element, DIGITS);
}

/** Settled code without the lines before it that hold nothing. */
export function trimCode(children: readonly ElementContent[]): ElementContent[] {
  const merged = mergeTexts(children);
  const [first] = merged;
  if (first?.type !== "text") return merged;
  const value = first.value.replace(/^[\n\r]+/, "");
  return value === "" ? merged.slice(1) : [{ ...first, value }, ...merged.slice(1)];
}
