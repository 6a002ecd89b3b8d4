/**
 * Owns what each feature weighs for each kind of page: points that are summed, and shared out as probabilities.
 *
 * Fitted: multinomial logistic regression on all 748 pages with known kinds (274 of six kinds, 40 of them articles, and
 * 474 more articles), the latter at 0.45 of a page each; L1 penalty 0.0005, which leaves out what tells little, and L2 0.001 per
 * page; 0.3 taken off the bias of articles, as other pages were fewer than they are on the web; rounded, and under
 * 0.15 left out. "says-i" weighs nothing for articles and services, which tell it neither way. Figures: docs/extraction.md.
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
    bias: 0.8,
    weights: {
      "declares-article": 2.5,
      "declares-product": -0.9,
      "docs-tools": -0.3,
      "by-person": 0.6,
      "person-names": -0.3,
      "says-we": -0.3,
      requests: -0.8,
      "many-paragraphs": 0.3,
      "prose-in-one-place": 1.5,
      "headings-over-prose": -1,
      "one-article": 0.8,
      "share-links": 0.8,
      "question-title": 1,
      cards: 0.6,
      "list-title": -1.3,
      price: -0.3,
      cart: -0.9,
      "sibling-links": -0.6,
      "anchored-headings": -0.5,
      "path:article": 1.9,
      "path:forum": -1.5,
      "path:documentation": -0.7,
      "long-slug": 1.7,
    },
  },
  listing: {
    bias: 1.4,
    weights: {
      "declares-article": -0.6,
      "declares-forum": -0.3,
      "docs-tools": -0.4,
      "by-person": 0.5,
      "person-names": 0.8,
      "says-i": -1,
      "many-paragraphs": -0.6,
      "prose-in-one-place": -0.9,
      "one-article": -0.8,
      "share-links": -0.3,
      "question-title": -1,
      cards: 2.2,
      "linked-main": 1.9,
      "list-title": 2,
      price: 0.3,
      cart: 0.8,
      "sibling-links": -0.6,
      "anchored-headings": -0.4,
      "path:product": -0.5,
      "long-slug": -1.3,
    },
  },
  forum: {
    bias: -2.6,
    weights: {
      "declares-article": -0.2,
      "declares-forum": 1.7,
      "declares-service": -0.4,
      "by-person": 0.9,
      "person-names": 0.9,
      "says-i": 1.3,
      "question-title": 0.8,
      "many-dates": 1.5,
      price: -0.4,
      cart: -0.2,
      "sibling-links": 0.3,
      "path:forum": 2.5,
    },
  },
  product: {
    bias: -0.1,
    weights: {
      "declares-product": 2.7,
      "says-we": -0.4,
      requests: 0.2,
      "many-paragraphs": -0.9,
      "prose-in-one-place": -0.8,
      "headings-over-prose": 0.2,
      "one-article": -0.2,
      "share-links": 0.3,
      cards: -0.7,
      "linked-main": -0.5,
      price: 0.6,
      cart: 1.8,
      "path:product": 2.3,
      "path:forum": 0.9,
      "long-slug": 0.5,
    },
  },
  documentation: {
    bias: 0.5,
    weights: {
      "declares-forum": -0.2,
      "declares-service": -0.4,
      "docs-tools": 2.2,
      "by-person": -0.2,
      "says-i": -1.1,
      "many-paragraphs": 0.8,
      "headings-over-prose": -0.3,
      cards: -0.7,
      "linked-main": -0.3,
      "many-dates": -0.9,
      "list-title": -0.2,
      price: -1.1,
      "anchored-headings": 1.1,
      "path:article": -0.3,
      "path:documentation": 2,
      "long-slug": -0.8,
    },
  },
  service: {
    bias: 0.3,
    weights: {
      "declares-product": -0.2,
      "declares-service": 1,
      "docs-tools": -0.9,
      "by-person": -1.6,
      "person-names": -0.9,
      "says-we": 1.7,
      requests: 1.2,
      "many-paragraphs": 0.5,
      "prose-in-one-place": 0.4,
      "headings-over-prose": 0.9,
      "one-article": 0.9,
      "question-title": -0.8,
      cards: -1.4,
      "many-dates": -0.4,
      "list-title": 0.4,
      price: 0.9,
      cart: -0.5,
      "contact-form": 1.1,
      "sibling-links": 0.8,
      "path:article": -0.5,
      "path:product": -0.4,
      "path:forum": -0.6,
      "long-slug": -0.3,
    },
  },
};
