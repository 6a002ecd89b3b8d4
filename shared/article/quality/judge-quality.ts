/**
 * Owns the verdict on what a page turned out to be: walls and failures first, then the likeliest kind, then whether there
 * is enough of it. The features and what they weigh are beside it. Failed HTTP statuses are judged by whoever saw the
 * status. Pure.
 */
import { declaresArticle } from "../metadata/candidates.ts";
import { type JudgedPage, lookAt, type QualityInput } from "./judged-page.ts";
import { measureKinds } from "./kind-features.ts";
import { KIND_WEIGHTS, KINDS, type Kind } from "./kind-weights.ts";
import type { Quality } from "./quality-names.ts";
import { measureWalls } from "./wall-features.ts";
import { WALL_WEIGHTS, WALLS } from "./wall-weights.ts";
import { likelihood, type Points, type Reason, weigh } from "./weigh.ts";

export interface Verdict {
  readonly quality: Quality;
  /** How likely the verdict is, 0 to 1, by what was seen. */
  readonly score: number;
  /** What spoke for it, heaviest first: feature codes, some with the evidence, as `cards=24`. */
  readonly reasons: readonly string[];
}

/** So many reasons are given. */
const MAX_REASONS = 6;
/** What weighs less decided nothing. */
const MIN_REASON_WEIGHT = 0.2;

/** Judges a page. */
export function judgeQuality(input: QualityInput): Verdict {
  const page = lookAt(input);
  const verdict = (page.isWallSized ? judgeWalls(page) : null) ?? judgeKind(page);
  return { ...verdict, score: Math.round(verdict.score * 1_000) / 1_000 };
}

function judgeWalls(page: JudgedPage): Verdict | null {
  const measures = measureWalls(page);
  let best: Verdict | null = null;
  for (const quality of WALLS) {
    const { weights, bias } = WALL_WEIGHTS[quality];
    const { sum, reasons } = weigh(measures, weights, bias);
    const score = likelihood(sum);
    if (sum > 0 && score > (best?.score ?? 0)) best = { quality, score, reasons: codesOf(reasons) };
  }
  return best;
}

/** Below this the likeliest kind is not likely. */
const MIN_LIKELIHOOD = 0.3;

/** The likeliest of the kinds that something speaks for; that little speaks against a kind makes no page one. */
function judgeKind(page: JudgedPage): Verdict {
  const measures = measureKinds(page);
  const points = KINDS.map((kind) => ({
    kind,
    ...weigh(measures, KIND_WEIGHTS[kind].weights, KIND_WEIGHTS[kind].bias),
  }));
  const seen = points.filter(({ reasons }) => reasons.some(({ weight }) => weight >= MIN_REASON_WEIGHT));
  const candidates = seen.length > 0 ? seen : points;
  const best = candidates.reduce((one, other) => (other.sum > one.sum ? other : one));
  const score = shareOut(candidates).get(best.kind) ?? 0;
  const thin = judgeThin(page, seen.length > 0 ? best.kind : "article");
  if (thin !== null) return thin;
  if (seen.length === 0 || score < MIN_LIKELIHOOD) {
    return { quality: "other", score: 1 - score, reasons: [`no-kind=${best.kind}`] };
  }
  return { quality: best.kind, score, reasons: codesOf(best.reasons) };
}

/** Probabilities that add up to 1. */
function shareOut(points: ReadonlyArray<Points & { readonly kind: Kind }>): ReadonlyMap<Kind, number> {
  const most = Math.max(...points.map(({ sum }) => sum));
  const odds = points.map(({ kind, sum }) => [kind, Math.exp(sum - most)] as const);
  const total = odds.reduce((all, [, odd]) => all + odd, 0);
  return new Map(odds.map(([kind, odd]) => [kind, odd / total]));
}

/** Letters of a whole page, navigation and all. Below, it is no list either. */
const MIN_PAGE_LETTERS = 200;

/** Words below which a page is too little to be of its kind. Lists and goods need none: they are no running text. */
const MIN_WORDS = {
  /** News in brief may be this short, where the page says that it is an article. */
  declared: 40,
  /** The same in a page that says nothing of itself. */
  undeclared: 200,
  other: 40,
  /** A field for a password makes a door of a page with less; forums have one on every page. */
  besidesDoor: 80,
} as const;

function judgeThin(page: JudgedPage, kind: Kind): Verdict | null {
  const { signals, wordCount } = page;
  const min = minWords(page, kind);
  const isDoor = signals.passwordFields > 0 && wordCount < MIN_WORDS.besidesDoor && page.articleType === null;
  const isUnread = kind === "article" && !page.isReadable;
  if (wordCount >= min && !isDoor && !isUnread) return null;
  const reasons = [
    ...(isDoor ? ["sign-in-form"] : []),
    ...(wordCount < min ? [`few-words=${wordCount}`] : []),
    ...(isUnread ? ["no-content"] : []),
    ...(measureWalls(page)["needs-scripts"].value > 0 ? ["needs-scripts"] : []),
  ];
  const score = isDoor || isUnread ? 0.9 : 1 - (0.5 * wordCount) / min;
  return { quality: "thin", score, reasons };
}

function minWords(page: JudgedPage, kind: Kind): number {
  if (Math.max(page.signals.letters, page.content.letters) < MIN_PAGE_LETTERS) return MIN_WORDS.other;
  if (kind === "listing" || kind === "product" || kind === "forum") return 0;
  if (kind !== "article") return MIN_WORDS.other;
  return declaresArticle(page.facts) || page.metadata.authors.length > 0 || page.hasPublished
    ? MIN_WORDS.declared
    : MIN_WORDS.undeclared;
}

function codesOf(reasons: readonly Reason[]): string[] {
  return reasons
    .filter(({ weight }) => weight >= MIN_REASON_WEIGHT)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MAX_REASONS)
    .map(({ code }) => code);
}
