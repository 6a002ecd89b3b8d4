/** Owns scoring what pages were taken for: articles against the rest, and what became of each kind. Pure. */
import type { Truth } from "./corpus.ts";

/** What no real article may be called. */
const WALLS: ReadonlySet<string> = new Set(["paywall", "consent-wall", "bot-wall", "soft-404", "error"]);

export interface QualityScore {
  /** Of "article" against all others. NaN where nothing is an article. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** How many pages of a type were called what: by type, then by quality. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

type Page = readonly [truth: Pick<Truth, "type" | "text">, quality: string];

/** Pages without a type are left out. */
export function scoreQuality(pages: readonly Page[]): QualityScore {
  const confusion = new Map<string, Map<string, number>>();
  for (const [{ type }, quality] of pages) {
    if (type === undefined) continue;
    const row = confusion.get(type) ?? new Map<string, number>();
    confusion.set(type, row.set(quality, (row.get(quality) ?? 0) + 1));
  }
  const called = (type: string) => confusion.get(type)?.get("article") ?? 0;
  const right = called("article");
  const all = [...confusion.keys()].reduce((sum, type) => sum + called(type), 0);
  const real = [...(confusion.get("article")?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  return { f1: (2 * right) / (all + real), precision: right / all, recall: right / real, confusion };
}

/** Real articles (pages with a text, of no other type), and how many of them were called something else. */
export function countMisjudged(pages: readonly Page[]): {
  articles: number;
  walls: number;
  others: Map<string, number>;
} {
  const real = pages.filter(([{ type, text }]) => (type === undefined ? text !== undefined : type === "article"));
  const others = new Map<string, number>();
  for (const [, quality] of real) if (quality !== "article") others.set(quality, (others.get(quality) ?? 0) + 1);
  const walls = [...others].reduce((sum, [quality, count]) => sum + (WALLS.has(quality) ? count : 0), 0);
  return { articles: real.length, walls, others };
}
