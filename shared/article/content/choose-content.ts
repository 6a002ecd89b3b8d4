/**
 * Owns the choice of a page's content among the parts that may be it. What of the chosen part is no text of the article
 * is trim-content.ts's to say. Pure.
 */
import type { Root } from "hast";
import type { PageFacts } from "../metadata/page-facts.ts";
import type { Metadata } from "../metadata/read-metadata.ts";
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
  readonly from: "readability" | "whole-page";
}

export function chooseContent({ page, readable }: PageContent): ChosenContent {
  if (readable !== null) return { root: readable, from: "readability" };
  return { root: wholePage(page), from: "whole-page" };
}
