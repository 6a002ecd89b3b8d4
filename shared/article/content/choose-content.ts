/**
 * Owns the choice of a page's content among the candidates that may be it, by a stated score. What of the chosen part is
 * no text of the article is trim-content.ts's to say. Pure.
 *
 *     score = trust in its kind × size of the candidate's running text
 *
 * Running text is prose (prose.ts) outside of readers' comments, in letters (`sizeOf`). The greatest score wins:
 *
 * | candidate | trust | what it is |
 * | --- | --- | --- |
 * | readability | 1, what it lost .45 | Readability's result, with what it lost put back (lost-parts.ts), without overhang |
 * | densest-part | .5 | the part of the page with the most running text (find-root.ts) |
 * | linked-data | .4 | the text that JSON-LD has, where the page has no element with it |
 *
 * So Readability is overruled only where it took less than a tenth of what can be put back together,
 * half can be had from it, and the page only by a JSON-LD text that is a quarter longer.
 */
import type { Root } from "hast";
import type { PageFacts } from "../metadata/page-facts.ts";
import type { Metadata } from "../metadata/read-metadata.ts";
import { type Candidate, findCandidates, ofDensest, ofLinkedBody } from "./content-candidates.ts";
import { makeWitness, readLinkedBody } from "./linked-body.ts";
import { mapPage } from "./page-map.ts";
import { wholePage } from "./whole-page.ts";

/** What a page offers to choose from, and what is known of it. Trees keep classes, ids and roles; nothing is sanitised. */
export interface PageContent {
  /** The whole page, as it was parsed. Not to be changed. */
  readonly page: Root;
  /** What Readability made of it; null where it found nothing, or was not asked. */
  readonly readable: Root | null;
  readonly facts: PageFacts;
  readonly metadata: Metadata;
}

export interface ChosenContent {
  /** Not sanitised. */
  readonly root: Root;
  readonly from: "readability" | "densest-part" | "linked-data" | "whole-page";
}

const TRUST: Readonly<Record<Candidate["from"], number>> = { readability: 1, "densest-part": 0.5, "linked-data": 0.4 };
const LOST_TRUST = 0.45;

/** With less running text than this a page is a shell, and what it has for readers without scripts is worth reading. */
const MIN_SHOWN = 250;
/** JSON-LD with so many times the running text of what was found knows of text that the page hides. */
const MIN_HIDDEN_FACTOR = 1.15;

export function chooseContent({ page, readable, facts }: PageContent): ChosenContent {
  const body = readLinkedBody(facts);
  let candidates = findCandidates(mapPage(page), readable);
  if (body !== null && body.size > MIN_HIDDEN_FACTOR * mostProse(candidates)) {
    candidates = findCandidates(mapPage(page, { witness: makeWitness(body) }), readable);
  }
  if (mostProse(candidates) < MIN_SHOWN) candidates.push(...ofDensest(mapPage(page, { readsNoscript: true })));
  if (body !== null) candidates.push(ofLinkedBody(body));
  let best: Candidate | null = null;
  for (const candidate of candidates) if (best === null || scoreOf(candidate) > scoreOf(best)) best = candidate;
  return best === null ? { root: wholePage(page), from: "whole-page" } : { root: best.build(), from: best.from };
}

function scoreOf({ from, prose, lostProse }: Candidate): number {
  return TRUST[from] * (prose - lostProse) + LOST_TRUST * lostProse;
}

function mostProse(candidates: readonly Candidate[]): number {
  return Math.max(0, ...candidates.map(({ prose }) => prose));
}
