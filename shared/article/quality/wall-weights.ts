/**
 * Owns what each feature weighs for each wall or failure, set by hand: over 0 points in all, the page is one. One strong
 * sign (a challenge's script, a title that says so) and a short page suffice; running text outweighs every sign, since
 * people write articles about cookies, captchas and error pages.
 */
import type { WallFeature } from "./wall-features.ts";

export const WALLS = ["bot-wall", "consent-wall", "soft-404", "error", "paywall"] as const;

export type Wall = (typeof WALLS)[number];

interface Weights {
  readonly bias: number;
  readonly weights: { readonly [feature in WallFeature]?: number };
}

export const WALL_WEIGHTS: { readonly [wall in Wall]: Weights } = {
  "bot-wall": {
    bias: -3,
    weights: {
      ...{ "challenge-script": 4, "title-robot": 2.5, "text-robot": 1.5, "guard-script": 0.8, "captcha-names": 0.7 },
      ...{ "needs-scripts": 0.7, noindex: 0.5, refreshes: 0.3, "few-words": 1.2 },
      ...{ prose: -6, subject: -3, "full-page": -2.5, form: -1.5, dated: -1.5 },
    },
  },
  "consent-wall": {
    bias: -3.2,
    weights: {
      ...{ "consent-part": 2.5, "title-consent": 2, "text-consent": 2, "path-consent": 2, "consent-manager": 0.7 },
      ...{ choice: 0.5, "few-words": 0.7 },
      ...{ "prose-besides-consent": -4, "json-ld:article": -3, "long-text": -3, dated: -1.5, "full-page": -1 },
    },
  },
  "soft-404": {
    bias: -2.8,
    weights: {
      ...{ "title-missing": 3, "title-404": 1.5, "missing-names": 1.5, "text-missing": 1, "path-missing": 1 },
      ...{ noindex: 0.5, "search-field": 0.3, "few-words": 0.7 },
      ...{ prose: -6, "json-ld:article": -3, dated: -1.5 },
    },
  },
  error: {
    bias: -3.2,
    weights: {
      ...{ "title-failed": 3, "title-5xx": 1.5, "text-failed": 1.2, "few-words": 1, refreshes: 0.3, noindex: 0.3 },
      ...{ prose: -6, "json-ld:article": -3, "full-page": -1.5, dated: -1.5 },
    },
  },
  paywall: {
    bias: -3.6,
    weights: {
      ...{ locked: 3, "words-missing": 2, "text-offer": 2, "offer-names": 1.2, "cut-off": 0.8, fade: 0.5 },
      ...{ "locked-part-missing": 0.7, "short-text": 1 },
      ...{ "whole-text": -4, "words-here": -3, "locked-part-here": -3, "no-article": -1 },
    },
  },
};
