/**
 * Owns what each feature weighs for each kind of page: points that are summed, and shared out as probabilities.
 *
 * Fitted: multinomial logistic regression on all 748 pages with known kinds (274 of six kinds, 40 of them articles, and
 * 474 more articles), the latter at 0.3 of a page each; L1 penalty 0.001, which leaves out what tells little, and L2 0.002 per
 * page; 0.3 taken off the bias of articles, since a list taken for one does more harm to the figures; rounded, and under
 * 0.15 left out. Five-fold cross-validation and its figures: docs/extraction.md.
 */
import type { KindFeature } from "./kind-features.ts";

export const KINDS = ["article", "listing", "forum", "product", "documentation", "service"] as const;

export type Kind = (typeof KINDS)[number];

interface Weights {
  readonly bias: number;
  readonly weights: { readonly [feature in KindFeature]?: number };
}

export const KIND_WEIGHTS: { readonly [kind in Kind]: Weights } = {
  article: {
    bias: 0.4,
    weights: {
      "declares-article": 1.9,
      "declares-product": -0.7,
      "declares-forum": -0.2,
      "post-record": 0.8,
      dated: 0.6,
      "by-person": 0.3,
      "says-i": -0.2,
      requests: -0.4,
      "many-paragraphs": 0.4,
      "prose-in-one-place": 1.1,
      "headings-over-prose": -0.7,
      "one-article": 0.7,
      "share-links": 0.5,
      "question-title": 0.7,
      cards: 0.3,
      "list-title": -0.9,
      "post-names": -0.2,
      price: -0.2,
      cart: -0.7,
      "sibling-links": -0.4,
      "anchored-headings": -0.2,
      "path:front": -0.4,
      "path:article": 1.4,
      "path:date": 0.3,
      "path:forum": -1.1,
      "path:documentation": -0.8,
      "long-slug": 1.4,
    },
  },
  listing: {
    bias: 1.3,
    weights: {
      "declares-article": -0.4,
      "declares-forum": -0.2,
      "docs-tools": -0.3,
      "by-person": 0.3,
      "person-names": 0.6,
      "says-i": -0.6,
      "many-paragraphs": -0.5,
      "prose-in-one-place": -0.7,
      "one-article": -0.7,
      "share-links": -0.2,
      "question-title": -0.7,
      cards: 1.9,
      "linked-main": 1.7,
      "list-title": 1.7,
      price: 0.2,
      cart: 0.7,
      "sibling-links": -0.4,
      "anchored-headings": -0.3,
      "path:front": 0.4,
      "path:product": -0.4,
      "long-slug": -1,
    },
  },
  forum: {
    bias: -2.3,
    weights: {
      "declares-article": -0.3,
      "declares-forum": 1.4,
      "declares-service": -0.2,
      dated: 0.6,
      "by-person": 0.5,
      "person-names": 0.7,
      "says-i": 1.2,
      "question-title": 0.5,
      "post-names": 1.2,
      price: -0.2,
      "sibling-links": 0.2,
      "path:forum": 2.1,
    },
  },
  product: {
    bias: -0.2,
    weights: {
      "declares-product": 2.4,
      "says-we": -0.2,
      "many-paragraphs": -0.8,
      "prose-in-one-place": -0.6,
      "share-links": 0.2,
      cards: -0.5,
      "linked-main": -0.3,
      price: 0.5,
      cart: 1.5,
      "path:product": 1.9,
      "path:forum": 0.3,
      "long-slug": 0.4,
    },
  },
  documentation: {
    bias: 0.2,
    weights: {
      "declares-service": -0.3,
      "docs-tools": 1.8,
      dated: -0.2,
      "by-person": -0.2,
      "says-i": -0.6,
      "many-paragraphs": 0.5,
      cards: -0.5,
      "linked-main": -0.2,
      "list-title": -0.2,
      "post-names": -0.5,
      price: -0.9,
      "anchored-headings": 1,
      neighbours: 0.6,
      "path:documentation": 1.9,
      "long-slug": -0.5,
    },
  },
  service: {
    bias: 0.4,
    weights: {
      "declares-product": -0.2,
      "declares-service": 0.9,
      "docs-tools": -0.6,
      dated: -0.5,
      "by-person": -1.1,
      "person-names": -0.8,
      "says-we": 1.3,
      "says-i": 0.5,
      requests: 1.1,
      "many-paragraphs": 0.4,
      "prose-in-one-place": 0.2,
      "headings-over-prose": 0.7,
      "one-article": 0.7,
      "question-title": -0.4,
      cards: -1.2,
      "list-title": 0.2,
      price: 0.7,
      cart: -0.5,
      "contact-form": 0.9,
      "sibling-links": 0.7,
      neighbours: -0.3,
      "path:article": -0.3,
      "path:product": -0.3,
      "path:forum": -0.2,
    },
  },
};
