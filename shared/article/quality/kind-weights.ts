/**
 * Owns what each feature weighs for each kind of page: points that are summed, and shared out as probabilities. They were
 * set by hand, then fitted to one half of the pages with known types (see docs/extraction.md), held near to where the
 * hand had set them, and rounded; what weighs under 0.15 is left out.
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
    bias: -0.9,
    weights: {
      "json-ld:article": 1.9,
      "og:type:article": 0.3,
      "body-post": 2.1,
      author: 0.2,
      published: 0.4,
      "published-article": 0.8,
      "long-text": 0.6,
      prose: 0.8,
      "prose-of-page": 0.7,
      "many-paragraphs": 0.2,
      "prose-together": 1,
      "prose-in-one-place": 1.4,
      "no-prose": -0.3,
      "one-article": 0.7,
      "share-links": 0.6,
      "filing-links": 0.5,
      "long-title": 0.4,
      "linked-text": -0.9,
      "unlinked-main": -0.4,
      "content-teasers": -0.6,
      "cards-over-prose": -0.6,
      "post-text": -0.9,
      "sibling-links": -0.8,
      "front-page": -1.5,
      "path:article": 1.5,
      "path:date": 1.6,
      "long-slug": 0.9,
    },
  },
  listing: {
    bias: 1.5,
    weights: {
      "json-ld:article": -0.4,
      "og:type:website": 0.3,
      "declares-list": 1.3,
      "body-list": 1.7,
      "long-text": -0.5,
      "prose-in-one-place": -0.9,
      "no-prose": 0.6,
      "linked-text": 1.1,
      "linked-main": 1.7,
      "unlinked-main": -1.5,
      teasers: 0.7,
      "content-teasers": 0.9,
      cards: 1.1,
      "cards-over-prose": 1.5,
      articles: 0.9,
      pager: 0.7,
      filters: 0.4,
      prices: 0.9,
      "front-page": 2.5,
      "path:list": 1.3,
      "long-slug": -0.7,
    },
  },
  forum: {
    bias: -1.7,
    weights: {
      "declares-forum": 2.8,
      "forum-generator": 3.2,
      "prose-together": -0.4,
      posts: 1.5,
      "post-text": 2.3,
      "post-names": 1.1,
      "many-people": 1.1,
      "profile-links": 0.9,
      "path:forum": 1.8,
    },
  },
  product: {
    bias: -0.5,
    weights: {
      "og:type:product": 2.9,
      "declares-product": 2.7,
      "declares-offer": 1.1,
      "body-product": 2.1,
      "prose-in-one-place": -0.8,
      "no-prose": 0.9,
      price: 0.8,
      prices: 0.2,
      cart: 1.7,
      "path:product": 2.1,
    },
  },
  documentation: {
    bias: -1.4,
    weights: {
      "declares-documentation": 3,
      "docs-generator": 3.2,
      author: -0.3,
      "published-article": -0.2,
      "long-text": 0.4,
      "prose-together": 0.4,
      code: 0.9,
      "inline-code": 0.6,
      "sibling-links": 1.6,
      "hash-links": 0.4,
      "anchored-headings": 1.4,
      "headings-with-id": 0.5,
      "edit-link": 1.1,
      neighbours: 0.5,
      "docs-names": 1.7,
      "path:documentation": 2.2,
    },
  },
  service: {
    bias: 0.5,
    weights: {
      "og:type:website": 0.6,
      "declares-service": 1.2,
      "body-page": 1,
      author: -0.3,
      "published-article": -0.3,
      "prose-together": -0.4,
      buttons: 0.6,
      "button-links": 1.2,
      telephone: 0.7,
      "contact-form": 1.5,
      faq: 0.5,
      praise: 1,
      "path:service": 1.9,
    },
  },
};
