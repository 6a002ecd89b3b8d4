/**
 * Owns the text of an article as its page's JSON-LD has it (schema.org `articleBody`): a witness for text that the page
 * hides until a reader asks for more, and the text itself where no element holds it. Pure.
 */
import type { Element, Root } from "hast";
import { property } from "../metadata/json-ld.ts";
import type { PageFacts } from "../metadata/page-facts.ts";
import { type Block, sizeOf } from "./outline.ts";

export interface LinkedBody {
  readonly paragraphs: readonly string[];
  /** See `sizeOf`. */
  readonly size: number;
}

/** Real ones have up to 60,000. */
const MAX_CHARS = 500_000;
/** Shorter ones are summaries. */
const MIN_SIZE = 400;

/** @returns Null where there is none, or a summary. */
export function readLinkedBody(facts: PageFacts): LinkedBody | null {
  const body = property(facts.linkedData.article, "articleBody");
  const text = typeof body === "string" ? body.slice(0, MAX_CHARS) : "";
  const paragraphs = text
    .replace(/<\/?[a-z][^<>]{0,1000}>/gi, "\n")
    .replace(/&nbsp;/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((paragraph) => paragraph !== "");
  const size = paragraphs.reduce((sum, paragraph) => sum + sizeOf(keyOf(paragraph)), 0);
  return size < MIN_SIZE ? null : { paragraphs, size };
}

/** Some bodies have no line breaks, so it is sentences that are compared. */
const SENTENCE_BREAK = /[.!?。！？؟۔।\n]+/;
/** Shorter sentences stand in many texts. */
const MIN_SENTENCE_CHARS = 12;

/** @returns A function that says how much of a block's text is in the body, 0 to 1. */
export function makeWitness({ paragraphs }: LinkedBody): (block: Block) => number {
  const known = new Set(paragraphs.flatMap((paragraph) => sentencesOf(keyOf(paragraph))));
  return ({ key }) => {
    const sentences = sentencesOf(key);
    const confirmed = sentences.filter((sentence) => known.has(sentence));
    const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
    return sentences.length === 0 ? 0 : lengthOf(confirmed) / lengthOf(sentences);
  };
}

function sentencesOf(key: string): string[] {
  return key.split(SENTENCE_BREAK).filter((sentence) => sentence.length >= MIN_SENTENCE_CHARS);
}

function keyOf(text: string): string {
  return text.replace(/\s+/g, "");
}

export function renderLinkedBody({ paragraphs }: LinkedBody): Root {
  const children = paragraphs.map(
    (value): Element => ({ type: "element", tagName: "p", properties: {}, children: [{ type: "text", value }] }),
  );
  return { type: "root", children };
}
