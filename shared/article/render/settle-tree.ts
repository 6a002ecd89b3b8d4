/**
 * Owns making of a page's content what its reader saw, before the allow list of sanitise.ts looks at what it is: absolute
 * addresses, pictures, films, formulas and code in one plain form, blocks as blocks, paragraphs as paragraphs. What leaves
 * it stays the same when it is written as HTML and parsed again. It must not decide what belongs to the article.
 */
import type { Element, ElementContent, Root } from "hast";
import { languageOf, PREFORMATTED, settleCodeTable, settlePre, trimCode } from "./code-blocks.ts";
import { ALLOWED, BLOCKS, DROPPED, names } from "./element-names.ts";
import { settleFormula, texOfPicture } from "./formulas.ts";
import { openGaps } from "./gaps.ts";
import { type Allowance, breakLines, holdsBlocks, keepsLines, noteBlocks, partParagraphs } from "./line-breaks.ts";
import { MEDIA, settleMedia } from "./media.ts";
import { isEmpty, mergeTexts, textsOf } from "./node-texts.ts";
import { settleBackground, settleNoscript, settlePicture, styleOf } from "./pictures.ts";

/**
 * Quotes and lists nested deeper become plain blocks: text and Markdown mark every line once for each level, and 100 KB
 * of HTML became 4 MB of them. Of 748 real pages none has over 7.
 */
const MAX_MARKED_LEVELS = 10;
/** In content with more line breaks only the outermost is marked. */
const MAX_MARKED_LINES = 50_000;
const MARKED = names("blockquote ul ol");

/** Elements that may be added to a tree where lines are parted. */
const MAX_ADDED = 50_000;

/** What the elements around a node are, as far as it matters for them. */
interface Around {
  readonly baseUrl: string;
  readonly allowance: Allowance;
  /** Names of the open formatting elements. */
  readonly formatting: ReadonlySet<string>;
  /** Open quotes and lists. */
  readonly markedLevels: number;
  readonly maxMarkedLevels: number;
  readonly parent: string;
  readonly keepsLines: boolean;
  readonly codeLanguage: string | null;
  readonly table: "none" | "data" | "layout";
  readonly isInLink: boolean;
  /** Within an item, with no list in it around. */
  readonly isInItem: boolean;
}

/** Settles a tree, which is changed on the way. */
export function settleTree(root: Root, baseUrl: string): Root {
  const around: Around = {
    ...{ baseUrl, allowance: { elements: MAX_ADDED }, formatting: new Set(), parent: "div" },
    ...{ markedLevels: 0, maxMarkedLevels: countLines(root) > MAX_MARKED_LINES ? 1 : MAX_MARKED_LEVELS },
    ...{ keepsLines: false, codeLanguage: null, table: "none", isInLink: false, isInItem: false },
  };
  const children = root.children.filter((child) => child.type !== "doctype");
  const body: Element = { type: "element", tagName: "div", properties: {}, children: settleChildren(children, around) };
  root.children = partParagraphs(body, around.allowance).flatMap((part) =>
    part.type === "element" ? part.children : [],
  );
  return root;
}

function countLines(parent: Root | Element): number {
  let lines = 0;
  for (const child of parent.children) {
    if (child.type === "element") lines += countLines(child);
    else if (child.type === "text") {
      for (let at = child.value.indexOf("\n"); at !== -1; at = child.value.indexOf("\n", at + 1)) lines += 1;
    }
  }
  return lines;
}

/** @param isLifted - They go to where their element stands, and are looked at there once more. */
function settleChildren(children: readonly ElementContent[], around: Around, isLifted = false): ElementContent[] {
  const settled: ElementContent[] = [];
  for (const [at, child] of children.entries()) {
    if (child.type === "comment") continue;
    if (child.type === "text") {
      const isKept =
        around.keepsLines && (/\S/.test(child.value) || (isInline(children[at - 1]) && isInline(children[at + 1])));
      const value = child.value.replace(/\r\n?/g, "\n");
      for (const node of isKept ? breakLines(value, around.allowance) : [{ ...child, value }]) settled.push(node);
    } else for (const node of settleElement(child, around, settled.slice(-2))) settled.push(node);
  }
  return isLifted ? settled : openGaps(around.parent, mergeTexts(settled));
}

function isInline(node: ElementContent | undefined): boolean {
  return node?.type === "element" && !holdsBlocks(node);
}

/** @param before - What stands right before it, settled. */
function settleElement(element: Element, around: Around, before: readonly ElementContent[]): ElementContent[] {
  const { baseUrl } = around;
  const { tagName, properties } = element;
  if (IMAGES.has(tagName)) {
    const tex = texOfPicture(element);
    if (tex === null) return settlePicture(element, baseUrl);
    return [{ type: "element", tagName: "code", properties: {}, children: [{ type: "text", value: tex }] }];
  }
  if (tagName === "noscript")
    return settleNoscript(
      element,
      before.findLast((node) => !isEmpty(node)),
      baseUrl,
    );
  if (MEDIA.has(tagName)) return settleMedia(element, baseUrl, around.isInLink);
  const formula = settleFormula(element);
  if (formula !== null) return around.formatting.has("code") ? textsOf(formula) : [formula];
  if (DROPPED.has(tagName) && !PREFORMATTED.has(tagName)) return [];
  if (properties.role === "img") {
    const picture = settleBackground(element, baseUrl);
    if (picture.length > 0) return picture;
  }
  const pre = PREFORMATTED.has(tagName)
    ? settlePre(element, around.codeLanguage)
    : tagName === "table"
      ? settleCodeTable(element, around.codeLanguage)
      : null;
  return settleOther(pre ?? element, around);
}

const IMAGES = names("img picture amp-img");

const FORMATTING = names("b strong i em u s del small mark code span font rt rp");
const VOID = names("br hr img col wbr");

/** Elements of the same meaning; blocks that the allow list does not name, which would run together without one. */
const RENAMED: Readonly<Record<string, string>> = {
  ...{
    center: "div",
    form: "div",
    fieldset: "div",
    legend: "div",
    nav: "div",
    hgroup: "div",
    search: "div",
    body: "div",
  },
  ...{ menu: "ul", dir: "ul", tt: "code", strike: "s", acronym: "abbr" },
};

const ROWS = names("caption colgroup col thead tbody tfoot tr th td");

function settleOther(element: Element, around: Around): ElementContent[] {
  settleAttributes(element, around.baseUrl);
  const original = element.tagName;
  element.tagName = nameOf(element, around);
  const { tagName } = element;
  // Nothing but rows and cells may stand between them; a parser would move it.
  if (element.children.length === 0 && IN_TABLE.has(around.parent) && !ROWS.has(tagName)) return [];
  const isRepeated = around.formatting.has(tagName) || (tagName === "a" && around.isInLink);
  const isLifted = isRepeated || !ALLOWED.has(tagName);
  element.children = settleChildren(element.children, inside(element, original, around), isLifted);
  if (isLifted) return element.children;
  noteBlocks(element);
  const isTooDeep = around.markedLevels >= around.maxMarkedLevels && (MARKED.has(tagName) || tagName === "li");
  // A parser ends a paragraph where a block begins.
  const isNoParagraph = tagName === "p" && element.children.some(isBlock);
  if (isTooDeep || isNoParagraph || (original.includes("-") && element.children.some(isBlock))) element.tagName = "div";
  if (tagName === "pre" || around.parent === "pre") element.children = trimCode(element.children);
  if (tagName === "pre" && isEmpty(element)) return [];
  // `<br.>` is an element of that name, with all that follows in it.
  if (VOID.has(tagName) && element.children.length > 0) return [{ ...element, children: [] }, ...element.children];
  return partParagraphs(element, around.allowance);
}

const IN_TABLE = names("table thead tbody tfoot tr colgroup");

function isBlock(node: ElementContent): boolean {
  return node.type === "element" && holdsBlocks(node);
}

function nameOf({ tagName, properties }: Element, { table, parent, isInItem }: Around): string {
  const name = RENAMED[tagName] ?? tagName;
  if (ROWS.has(name) && table !== "data") return name === "col" || name === "colgroup" ? "span" : "div";
  if (name === "table" && /^(?:presentation|none)$/.test(String(properties.role ?? ""))) return "div";
  if (name.includes("-")) return "span";
  if (name === "span" && keepsApart(styleOf(properties))) return "div";
  if (/^h[1-6]$/.test(name) && /^h[1-6]$/.test(parent)) return "div";
  return isInItem && /^(?:li|d[dt])$/.test(name) ? "div" : name;
}

function keepsApart(style: string): boolean {
  return /(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)\b/i.test(style);
}

function inside(element: Element, original: string, around: Around): Around {
  const { tagName, properties } = element;
  const { formatting } = around;
  const isFormatting = FORMATTING.has(tagName) && !formatting.has(tagName);
  const table = original === "table" ? (tagName === "table" ? "data" : "layout") : around.table;
  return {
    ...around,
    formatting: isFormatting ? new Set([...formatting, tagName]) : formatting,
    markedLevels: around.markedLevels + (MARKED.has(tagName) ? 1 : 0),
    parent: ALLOWED.has(tagName) && !formatting.has(tagName) ? tagName : around.parent,
    keepsLines: tagName !== "pre" && (keepsLines(styleOf(properties)) ?? around.keepsLines),
    codeLanguage: languageOf(element) ?? around.codeLanguage,
    table,
    isInLink: around.isInLink || tagName === "a",
    isInItem: /^(?:li|d[dt])$/.test(tagName) || (around.isInItem && !ENDS_ITEM.has(tagName)),
  };
}

/** Elements past which a parser does not look for an item to end. */
const ENDS_ITEM = new Set([...BLOCKS].filter((name) => !/^(?:address|div|p)$/.test(name)));

const ADDRESSES = ["href", "cite"];

function settleAttributes(element: Element, baseUrl: string): void {
  const { properties } = element;
  for (const name of ADDRESSES) {
    const value = properties[name];
    // mailto: and tel: are absolute already; the schema decides on every scheme.
    if (typeof value === "string") properties[name] = URL.parse(value, baseUrl)?.href;
  }
  if (typeof properties.title === "string") properties.title = properties.title.replace(/\r\n?/g, "\n");
}
