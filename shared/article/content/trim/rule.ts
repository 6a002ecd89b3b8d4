/** Owns what a trimming rule is, and what it may ask. Pure. */
import type { Content } from "./content.ts";
import type { Line } from "./lines.ts";
import type { Part } from "./parts.ts";

interface Named {
  /** Kebab case; switches the rule off in an ablation. */
  readonly name: string;
  /** What it takes out, in a few words. */
  readonly about: string;
}

/** Takes out an element with all that it holds. Asked from the outermost in. */
export interface BoxRule extends Named {
  readonly kind: "box";
  /** Never more than this share of the content's letters, nor of its prose; 0 to 1. */
  readonly maxShare: number;
  /** What such boxes are called. A word that on this page names more than the share of the prose in all is passed over. */
  readonly names?: RegExp;
  readonly matches: (part: Part, content: Content) => boolean;
}

/** Makes an element the caption of a figure. */
export interface CaptionRule extends Named {
  readonly kind: "caption";
  /** Never more than this share of the content's letters, nor of its prose; 0 to 1. */
  readonly maxShare: number;
  readonly matches: (part: Part, content: Content) => boolean;
}

/** Takes out one line, wherever it stands. */
export interface LineRule extends Named {
  readonly kind: "line";
  readonly matches: (line: Line, content: Content) => boolean;
}

/** Takes out a line with those that it announces. */
export interface RunRule extends Named {
  readonly kind: "run";
  /** How many lines, the announcing one included; 0 for none. */
  readonly count: (line: Line, content: Content) => number;
}

/** Takes out one line before the first paragraph that is the article's, or after the last. */
export interface EdgeRule extends Named {
  readonly kind: "head" | "tail" | "edge";
  /** How many paragraphs of text it may stand behind, seen from the edge: a byline stands after the standfirst. 0 if missing. */
  readonly reach?: number;
  readonly matches: (line: Line, content: Content) => boolean;
}

export type Rule = BoxRule | CaptionRule | LineRule | RunRule | EdgeRule;
