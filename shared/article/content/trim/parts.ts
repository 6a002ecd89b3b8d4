/**
 * Owns measuring a tree once: how much of what each element holds. Rules read these measures instead of walking again.
 * Pure; the tree is not changed.
 */
import type { Element, ElementContent, Root, RootContent, Text } from "hast";
import { countLetters } from "./letters.ts";
import { signalsOf } from "./signals.ts";

/** An element with its measures. Letters are those of running text: captions, scripts and controls count nothing. */
export interface Part {
  readonly element: Element;
  readonly parent: Part | null;
  /** Its element children. */
  readonly parts: readonly Part[];
  /** Place among the parent's parts. */
  readonly index: number;
  /** What its class, id, role and data attributes say, as lower-case words: " entry related posts ". */
  readonly signals: string;
  /** Letters of the content before this part. */
  readonly start: number;
  readonly letters: number;
  /** Of {@link letters}, those in links. */
  readonly linked: number;
  /** Of {@link linked}, those in links to other pages of the same site. */
  readonly sameSite: number;
  /** Of {@link letters}, those in paragraphs that read as text (see {@link isProse}). */
  readonly prose: number;
  readonly links: number;
  readonly pictures: number;
  readonly controls: number;
  /** True where paragraphs or other blocks stand in it; false for one line of text. */
  readonly holdsBlocks: boolean;
}

/** Begin and end a line of their own. The same as in render/text.ts, but for table parts. */
const BLOCKS = new Set([
  ...[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
    "h1",
  ],
  ...[
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
  ],
  ...["tbody", "td", "tfoot", "th", "thead", "tr", "ul", "figcaption", "caption", "fieldset", "center"],
]);

/** Not read as running text: what the sanitiser takes out, and what the plain text leaves out. */
const SILENT = new Set([
  ...["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map"],
  ...["head", "title", "dialog", "figcaption", "rt", "rp"],
]);
const CONTROLS = new Set(["button", "input", "select", "textarea", "label", "option", "progress", "meter", "datalist"]);
const PICTURES = new Set(["img", "picture", "video", "iframe", "svg", "amp-img"]);

export function isBlock(element: Element): boolean {
  return BLOCKS.has(element.tagName);
}

export function isHeading({ tagName }: Element): boolean {
  return tagName.length === 2 && tagName >= "h1" && tagName <= "h6";
}

/** A paragraph of text has at least so many letters, about fourteen English words (see letters.ts for other scripts). */
const MIN_PROSE_LETTERS = 70;
/** Of a paragraph of text, less than this share is in links. */
const MAX_PROSE_LINKED = 0.5;

/** What is gathered of an element before its measures are known; grows as its children are read. */
type Open = {
  -readonly [key in keyof Part]: Part[key];
};

interface Inside {
  readonly isLinked: boolean;
  readonly isSameSite: boolean;
  readonly isSilent: boolean;
}

export interface Measured {
  readonly parts: readonly Part[];
  /** Every part, in the order of the page. */
  readonly all: readonly Part[];
  readonly letters: number;
  readonly prose: number;
}

/** Measures a tree in one pass. Depth is bounded by parse-html.ts. */
export function measureTree(root: Root, url: string): Measured {
  const host = hostOf(url);
  const all: Open[] = [];
  const known = new Map<string, string>();
  let letters = 0;
  const read = (children: readonly (RootContent | ElementContent)[], parent: Open | null, inside: Inside): Open[] => {
    const parts: Open[] = [];
    for (const child of children) {
      if (child.type === "text") {
        if (!inside.isSilent) letters += addText(child, parent, inside);
        continue;
      }
      if (child.type !== "element") continue;
      const part = open(child, parent, parts.length, letters, known);
      all.push(part);
      parts.push(part);
      part.parts = read(child.children, part, within(child, inside, host));
      close(part);
    }
    return parts;
  };
  const parts = read(root.children, null, { isLinked: false, isSameSite: false, isSilent: false });
  return { parts, all, letters, prose: parts.reduce((sum, { prose }) => sum + prose, 0) };
}

function within({ tagName, properties }: Element, inside: Inside, host: string): Inside {
  if (SILENT.has(tagName) || CONTROLS.has(tagName)) return { ...inside, isSilent: true };
  if (tagName !== "a" || properties.href === undefined) return inside;
  return { ...inside, isLinked: true, isSameSite: isSameSite(String(properties.href), host) };
}

/** True for a link to another page of the host, or of one that differs in its first label only. */
function isSameSite(href: string, host: string): boolean {
  if (href.startsWith("#") || /^(?:mailto|tel|javascript|data):/i.test(href)) return false;
  const other = hostOf(href);
  return other === "" || other === host || other.endsWith(`.${host}`) || host.endsWith(`.${other}`);
}

/** The host of an absolute address without "www."; "" for a relative one. */
function hostOf(address: string): string {
  const host = /^(?:https?:)?\/\/([^/?#:]{1,255})/i.exec(address.trimStart())?.[1] ?? "";
  return host.toLowerCase().replace(/^www\d?\./, "");
}

function open(element: Element, parent: Part | null, index: number, start: number, known: Map<string, string>): Open {
  return {
    ...{ element, parent, parts: [], index, signals: signalsOf(element, known), start },
    ...{ letters: 0, linked: 0, sameSite: 0, prose: 0, holdsBlocks: false },
    links: element.tagName === "a" && element.properties.href !== undefined ? 1 : 0,
    pictures: PICTURES.has(element.tagName) ? 1 : 0,
    controls: CONTROLS.has(element.tagName) || element.tagName === "form" ? 1 : 0,
  };
}

function addText({ value }: Text, parent: Open | null, { isLinked, isSameSite }: Inside): number {
  const letters = countLetters(value);
  if (parent === null) return letters;
  parent.letters += letters;
  if (isLinked) parent.linked += letters;
  if (isSameSite) parent.sameSite += letters;
  return letters;
}

/** Takes over what the children hold, once they are read. */
function close(part: Open): void {
  const own = part.letters;
  for (const inner of part.parts) {
    part.letters += inner.letters;
    part.linked += inner.linked;
    part.sameSite += inner.sameSite;
    part.prose += inner.prose;
    part.links += inner.links;
    part.pictures += inner.pictures;
    part.controls += inner.controls;
    part.holdsBlocks ||= inner.holdsBlocks || isBlock(inner.element);
  }
  if (!isBlock(part.element)) return;
  if (!part.holdsBlocks) part.prose = isProse(part) ? part.letters : 0;
  // Text between blocks, as where line breaks part the paragraphs.
  else if (own >= MIN_PROSE_LETTERS) part.prose += own;
}

/** True for one block of text that is long enough, and little of it links. Headings are none. */
export function isProse({ element, letters, linked, holdsBlocks }: Part): boolean {
  if (holdsBlocks || isHeading(element) || !isBlock(element)) return false;
  return letters >= MIN_PROSE_LETTERS && linked < letters * MAX_PROSE_LINKED;
}
