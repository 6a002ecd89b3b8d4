/**
 * Owns what is seen of each kind of page: features from 0 to 1, with the evidence. What they weigh is in
 * kind-weights.ts. Thresholds are letters, words and counts; where a pair is given, the first counts nothing and the
 * second everything.
 */
import { declaresList } from "../metadata/candidates.ts";
import type { AddressShape } from "./address-shapes.ts";
import type { JudgedPage } from "./judged-page.ts";
import type { PartRole } from "./vocabulary.ts";
import { logRamp, type Measure, type Measures, measure, ramp, share, yes } from "./weigh.ts";

type Read = (page: JudgedPage) => Measure;

/** What the page says that it is. */
const DECLARED = {
  "json-ld:article": ({ articleType }) => yes(articleType !== null, articleType ?? ""),
  "og:type:article": ({ openGraphType }) => yes(openGraphType === "article"),
  "og:type:website": ({ openGraphType }) => yes(openGraphType === "website"),
  "og:type:product": ({ openGraphType }) => yes(openGraphType.includes("product")),
  "declares-product": ({ declarations: { topTypes }, signals }) =>
    yes(topTypes.has("Product") || topTypes.has("ProductGroup") || signals.itemTypes.get("Product") === 1),
  "declares-offer": anyType(/^(?:Offer|AggregateOffer)$/),
  "declares-list": ({ declarations: { topTypes, listItems }, facts }) => {
    const type = firstOf(topTypes, /^(?:CollectionPage|ItemList|SearchResultsPage|Blog|ProfilePage|OfferCatalog)$/);
    return yes(type !== undefined || listItems >= 5 || declaresList(facts), type);
  },
  "declares-forum": anyType(/^(?:DiscussionForumPosting|QAPage|Answer|Comment)$/),
  "declares-documentation": anyType(/^(?:TechArticle|APIReference)$/),
  "declares-service": ({ declarations }) => {
    const type = firstOf(declarations.topTypes, SERVICE_TYPE);
    return yes(type !== undefined, type);
  },
  "body-post": bodyClass(/^(?:single-post|(?:node-|page-node-)-?type-(?:article|blog|news|story)|single-format-)/),
  "body-page": bodyClass(
    /^(?:page-id-\d|page-template|page-node-type-(?:page|landing|service|product|program|course))/,
  ),
  "body-list": bodyClass(
    /^(?:(?:archive|category|tag|blog|home|search-results|(?:path-)?frontpage)$|post-type-archive|tax-|category-)/,
  ),
  "body-product": bodyClass(
    /^(?:single-product|template-product|product-page|catalog-product-view|woocommerce-page|type-product|product)$/,
  ),
  "docs-generator": ({ signals }) => generator(signals.generator, DOCS_GENERATOR),
  "forum-generator": ({ signals }) => generator(signals.generator, FORUM_GENERATOR),
} satisfies Record<string, Read>;

const SERVICE_TYPE =
  /^(?:Service|Course|ProfessionalService|SoftwareApplication|WebApplication|EducationalOccupationalProgram|FinancialProduct|FAQPage|Event|Dentist|Attorney|MovingCompany|.*Business)$/;
const DOCS_GENERATOR =
  /sphinx|mkdocs|docusaurus|docbook|javadoc|doxygen|vitepress|vuepress|gitbook|mediawiki|asciidoc|antora|starlight|nextra|mdbook|bookdown|rustdoc|texinfo|readme\.io/;
const FORUM_GENERATOR = /discourse|vbulletin|xenforo|phpbb|invision|mybb|vanilla|flarum|nodebb|\bsmf\b|fluxbb/;

/** Who wrote it and when, and how the text stands. */
const WRITTEN = {
  author: ({ hasAuthor }) => yes(hasAuthor),
  published: ({ hasPublished }) => yes(hasPublished),
  "published-article": ({ facts, hasPublished, articleType }) =>
    yes(facts.meta.has("article:published_time") || (hasPublished && articleType !== null)),
  "person-names": named("person", 0, 3),
  "long-text": ({ wordCount }) => measure(logRamp(wordCount, 100, 1_500), wordCount),
  prose: ({ content }) => measure(ramp(share(content.proseLetters, content.letters), 0.1, 0.8)),
  "prose-of-page": ({ content, signals }) => measure(ramp(share(content.proseLetters, signals.mainLetters), 0.05, 0.7)),
  "many-paragraphs": ({ content: { proseParagraphs } }) => measure(logRamp(proseParagraphs, 2, 20), proseParagraphs),
  "prose-together": ({ signals }) => measure(ramp(share(signals.proseInOnePlace, signals.proseLetters), 0.2, 0.9)),
  "prose-in-one-place": ({ signals }) => measure(proseInOnePlace(signals), signals.proseInOnePlace),
  "no-prose": (page) => measure(1 - logRamp(proseLetters(page), 300, 2_500)),
  "one-article": ({ signals }) => yes(signals.articleElements === 1),
  "share-links": ({ signals }) => yes(signals.shareLinks > 0),
  "filing-links": ({ signals }) => yes(signals.filingLinks > 0),
  "long-title": ({ metadata }) => measure(ramp((metadata.title ?? "").length, 20, 80)),
} satisfies Record<string, Read>;

function proseInOnePlace({ proseInOnePlace: letters }: JudgedPage["signals"]): number {
  return logRamp(letters, 500, 5_000);
}

/** Not every page keeps its text in `<p>`; the content does, but may be gathered from many places. */
function proseLetters({ signals, content }: JudgedPage): number {
  return Math.max(signals.proseInOnePlace, content.proseLetters / 2);
}

/** Parts that repeat. */
const REPEATED = {
  "linked-text": ({ content }) => measure(ramp(share(content.linkedLetters, content.letters), 0.05, 0.5)),
  "linked-page": ({ signals }) => measure(ramp(share(signals.linkedLetters, signals.letters), 0.1, 0.6)),
  "linked-main": ({ signals }) => measure(ramp(share(signals.mainLinkedLetters, signals.mainLetters), 0.05, 0.5)),
  "unlinked-main": ({ signals }) =>
    measure(
      signals.mainLetters === 0 ? 0 : 1 - ramp(share(signals.mainLinkedLetters, signals.mainLetters), 0.02, 0.15),
    ),
  teasers: ({ signals }) => measure(logRamp(signals.linkedHeadings, 2, 20), signals.linkedHeadings),
  "content-teasers": ({ content }) => measure(logRamp(content.linkedHeadings, 1.5, 10), content.linkedHeadings),
  cards: ({ signals }) => measure(logRamp(signals.cards, 3, 20), signals.cards),
  "cards-over-prose": (page) => {
    const { cards, cardLetters } = page.signals;
    return measure(cards < 4 ? 0 : ramp(share(cardLetters, cardLetters + proseLetters(page)), 0.3, 0.95));
  },
  articles: ({ signals }) => measure(logRamp(signals.articleElements, 1.5, 10), signals.articleElements),
  pager: named("pager", 0, 2),
  filters: named("filter", 0, 10),
  posts: ({ signals }) => measure(logRamp(signals.posts, 1, 8), signals.posts),
  "post-text": ({ signals }) => measure(ramp(share(signals.postLetters, signals.mainLetters), 0.1, 0.7)),
  "post-names": named("post", 10, 60),
  "many-people": named("person", 6, 40),
  "profile-links": ({ signals }) => measure(logRamp(signals.profileLinks, 2, 30), signals.profileLinks),
} satisfies Record<string, Read>;

/** What is for sale or on offer, and what belongs to a manual. */
const EQUIPPED = {
  price: ({ signals }) => yes(signals.prices > 0),
  prices: ({ signals }) => measure(logRamp(signals.prices, 2, 30), signals.prices),
  cart: named("cart", 0, 6),
  buttons: ({ signals }) => measure(logRamp(signals.buttons, 3, 40), signals.buttons),
  "button-links": ({ signals }) => measure(logRamp(signals.buttonLinks, 2, 20), signals.buttonLinks),
  telephone: ({ signals }) => yes(signals.telephoneLinks > 0),
  "contact-form": ({ signals }) => yes(signals.contactFields > 0),
  faq: named("faq", 1, 10),
  praise: named("praise", 0, 6),
  code: ({ signals }) => measure(logRamp(signals.codeBlocks, 1, 10), signals.codeBlocks),
  "inline-code": ({ signals }) => measure(logRamp(signals.inlineCodes, 2, 30), signals.inlineCodes),
  "sibling-links": ({ signals }) => measure(logRamp(signals.siblingLinks, 5, 60), signals.siblingLinks),
  "hash-links": ({ signals }) => measure(logRamp(signals.hashLinks, 3, 40), signals.hashLinks),
  "anchored-headings": ({ signals }) => measure(logRamp(signals.anchoredHeadings, 1, 6), signals.anchoredHeadings),
  "headings-with-id": ({ signals }) => measure(signals.headings < 3 ? 0 : share(signals.headingIds, signals.headings)),
  "edit-link": ({ signals }) => yes(signals.editLinks > 0),
  neighbours: ({ signals }) => yes(signals.hasNeighbours),
  "docs-names": named("docs", 0, 2),
} satisfies Record<string, Read>;

const FILED = {
  /** The front page that holds one long text is no list. */
  "front-page": ({ address, signals }) => measure(address.shapes.has("front") ? 1 - proseInOnePlace(signals) : 0),
  "path:article": ({ address: { shapes } }) => yes(shapes.has("article") && !shapes.has("documentation")),
  "path:date": filed("date"),
  "path:list": filed("list"),
  "path:product": filed("product"),
  "path:forum": filed("forum"),
  "path:documentation": filed("documentation"),
  "path:service": filed("service"),
  "long-slug": ({ address }) => measure(ramp(address.slugWords, 2, 7), address.slugWords),
} satisfies Record<string, Read>;

const FEATURES = { ...DECLARED, ...WRITTEN, ...REPEATED, ...EQUIPPED, ...FILED };

export type KindFeature = keyof typeof FEATURES;

/** Measures every feature of a page. */
export function measureKinds(page: JudgedPage): Measures<KindFeature> {
  const entries = Object.entries(FEATURES).map(([name, read]) => [name, read(page)]);
  return Object.fromEntries(entries) as Measures<KindFeature>;
}

function firstOf(types: Iterable<string>, pattern: RegExp): string | undefined {
  for (const type of types) if (pattern.test(type)) return type;
  return undefined;
}

function anyType(pattern: RegExp): Read {
  return ({ declarations, signals }) => {
    const type = firstOf(declarations.types, pattern) ?? firstOf(signals.itemTypes.keys(), pattern);
    return yes(type !== undefined, type);
  };
}

function bodyClass(pattern: RegExp): Read {
  return ({ signals }) => {
    const name = firstOf(signals.bodyClasses, pattern);
    return yes(name !== undefined, name);
  };
}

function generator(name: string, pattern: RegExp): Measure {
  const found = pattern.exec(name)?.[0];
  return yes(found !== undefined, found);
}

function named(role: PartRole, from: number, to: number): Read {
  return ({ signals }) => measure(ramp(signals.roles[role] ?? 0, from, to), signals.roles[role]);
}

function filed(shape: AddressShape): Read {
  return ({ address }) => yes(address.shapes.has(shape));
}
