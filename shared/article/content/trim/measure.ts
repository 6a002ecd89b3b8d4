/**
 * Owns measuring a tree once: how much of what each element holds. Rules read these measures instead of walking again.
 * Pure; the tree is not changed.
 */
import type { Element, ElementContent, Root, RootContent, Text } from "hast";
import { countLetters } from "./letters.ts";
import { isBlock, isProse, MIN_PROSE_LETTERS, type Part } from "./parts.ts";
import { type NamesRead, signalsOf } from "./signals.ts";

/** Not read as running text: what the sanitiser takes out, and what the plain text leaves out. */
const SILENT = new Set(
  (
    "audio canvas dialog embed figcaption head iframe map noscript object rp rt script style svg template title video " +
    "button datalist input label meter option progress select textarea"
  ).split(" "),
);
const CONTROLS = new Set("button form input label option select textarea".split(" "));
const PICTURES = new Set("amp-img iframe img picture svg video".split(" "));

export interface Measured {
  readonly parts: readonly Part[];
  /** Every part, in the order of the page. */
  readonly all: readonly Part[];
  readonly letters: number;
  readonly prose: number;
}

interface Inside {
  readonly isLinked: boolean;
  readonly isSameSite: boolean;
  readonly isSilent: boolean;
}

const OUTSIDE: Inside = { isLinked: false, isSameSite: false, isSilent: false };

/** Measures a tree in one pass. Depth is bounded by parse-html.ts. */
export function measureTree(root: Root, url: string): Measured {
  const host = hostOf(url);
  const all: Measure[] = [];
  const names: NamesRead = { words: new Map(), chars: 0 };
  let letters = 0;
  const read = (
    children: readonly (RootContent | ElementContent)[],
    parent: Measure | null,
    inside: Inside,
  ): Measure[] => {
    const parts: Measure[] = [];
    for (const child of children) {
      if (child.type === "text") {
        if (!inside.isSilent) letters += addText(child, parent, inside);
      } else if (child.type === "element") {
        const part = new Measure(child, parent, parts.length, letters, names);
        all.push(part);
        parts.push(part);
        part.parts = read(child.children, part, within(child, inside, host));
        close(part);
      }
    }
    return parts;
  };
  const parts = read(root.children, null, OUTSIDE);
  return { parts, all, letters, prose: parts.reduce((sum, { prose }) => sum + prose, 0) };
}

/** A part while its children are read. Its names are read only when a rule asks. */
class Measure implements Part {
  readonly element: Element;
  readonly parent: Part | null;
  readonly index: number;
  readonly start: number;
  parts: readonly Measure[] = [];
  letters = 0;
  linked = 0;
  sameSite = 0;
  prose = 0;
  links = 0;
  pictures = 0;
  controls = 0;
  titles = 0;
  holdsBlocks = false;
  readonly #names: NamesRead;
  #signals: string | undefined;

  constructor(element: Element, parent: Part | null, index: number, start: number, names: NamesRead) {
    this.element = element;
    this.parent = parent;
    this.index = index;
    this.start = start;
    this.#names = names;
    if (isLink(element)) this.links = 1;
    if (PICTURES.has(element.tagName)) this.pictures = 1;
    if (CONTROLS.has(element.tagName)) this.controls = 1;
    if (element.tagName === "h1") this.titles = 1;
  }

  get signals(): string {
    this.#signals ??= signalsOf(this.element, this.#names);
    return this.#signals;
  }
}

function isLink({ tagName, properties }: Element): boolean {
  return tagName === "a" && properties.href !== undefined;
}

function within(element: Element, inside: Inside, host: string): Inside {
  if (SILENT.has(element.tagName)) return { ...inside, isSilent: true };
  if (!isLink(element)) return inside;
  return { ...inside, isLinked: true, isSameSite: isSameSite(String(element.properties.href), host) };
}

/** True for a link to another page of the host, of its parent domain or of a subdomain. */
function isSameSite(href: string, host: string): boolean {
  if (href.startsWith("#") || /^(?:mailto|tel|javascript|data):/i.test(href)) return false;
  const other = hostOf(href);
  return other === "" || other === host || other.endsWith(`.${host}`) || host.endsWith(`.${other}`);
}

/** The host of an absolute address without "www."; "" for a relative one. */
function hostOf(address: string): string {
  const host = /^\s{0,8}(?:https?:)?\/\/([^/?#:]{1,255})/i.exec(address)?.[1] ?? "";
  return host.toLowerCase().replace(/^www\d?\./, "");
}

function addText({ value }: Text, parent: Measure | null, { isLinked, isSameSite }: Inside): number {
  const letters = countLetters(value);
  if (parent === null || letters === 0) return letters;
  parent.letters += letters;
  if (isLinked) parent.linked += letters;
  if (isSameSite) parent.sameSite += letters;
  return letters;
}

/** Takes over what the children hold, once they are read. */
function close(part: Measure): void {
  const own = part.letters;
  for (const inner of part.parts) {
    part.letters += inner.letters;
    part.linked += inner.linked;
    part.sameSite += inner.sameSite;
    part.prose += inner.prose;
    part.links += inner.links;
    part.pictures += inner.pictures;
    part.controls += inner.controls;
    part.titles += inner.titles;
    part.holdsBlocks ||= inner.holdsBlocks || isBlock(inner.element);
  }
  if (!isBlock(part.element)) return;
  if (!part.holdsBlocks) part.prose = isProse(part) ? part.letters : 0;
  else if (own >= MIN_PROSE_LETTERS) part.prose += own;
}
