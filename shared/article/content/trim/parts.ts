/** Owns what is known of each element of a content, and what kinds of element there are. Pure. */
import type { Element } from "hast";

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
  /** First-level headings. */
  readonly titles: number;
  /** True where paragraphs or other blocks stand in it; false for one line of text. */
  readonly holdsBlocks: boolean;
}

/** Begin and end a line of their own. The same as in render/text.ts, and parts of tables and forms. */
const BLOCKS = new Set(
  (
    "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

export function isBlock(element: Element): boolean {
  return BLOCKS.has(element.tagName);
}

export function isHeading({ tagName }: Element): boolean {
  return tagName.length === 2 && tagName >= "h1" && tagName <= "h6";
}

/** A paragraph of text has at least so many letters, about fourteen English words (see letters.ts for other scripts). */
export const MIN_PROSE_LETTERS = 70;
/** Of a paragraph of text, less than this share is in links. */
const MAX_PROSE_LINKED = 0.5;

/** True for one block of text that is long enough, and little of it links. Headings are none. */
export function isProse({ element, letters, linked, holdsBlocks }: Part): boolean {
  if (holdsBlocks || isHeading(element) || !isBlock(element)) return false;
  return letters >= MIN_PROSE_LETTERS && linked < letters * MAX_PROSE_LINKED;
}
