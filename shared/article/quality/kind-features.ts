/**
 * Owns what is seen of each kind of page: features from 0 to 1, with the evidence. What they weigh is in
 * kind-weights.ts. Thresholds are letters, words and counts; where a pair is given, the first counts nothing and the
 * second everything.
 */
import type { AddressShape } from "./address-shapes.ts";
import type { JudgedPage } from "./judged-page.ts";
import { isListTitle, isQuestionTitle } from "./title-shapes.ts";
import type { PartRole } from "./vocabulary.ts";
import { logRamp, type Measure, type Measures, measure, ramp, share, yes } from "./weigh.ts";

type Read = (page: JudgedPage) => Measure;

/** What the page says that it is: to machines, or by the program that made it. */
const DECLARED = {
  /** OpenGraph has no type for most pages, and many call all of theirs articles. */
  "declares-article": ({ articleType, openGraphType }) =>
    articleType === null ? measure(openGraphType === "article" ? 0.4 : 0, "og") : measure(1, articleType),
  "declares-product": ({ declarations: { topTypes }, openGraphType, signals }) =>
    yes(
      topTypes.has("Product") ||
        topTypes.has("ProductGroup") ||
        openGraphType.includes("product") ||
        signals.itemTypes.get("Product") === 1 ||
        firstOf(signals.bodyClasses, PRODUCT_BODY) !== undefined,
    ),
  "declares-forum": ({ declarations: { types }, signals }) =>
    seen(
      firstOf(types, FORUM_TYPE) ?? firstOf(signals.itemTypes.keys(), FORUM_TYPE) ?? matchOf(signals, FORUM_GENERATOR),
    ),
  "declares-service": ({ declarations }) => seen(firstOf(declarations.topTypes, SERVICE_TYPE)),
  /** Types and generators of manuals, class names of what makes them, links to edit the source. */
  "docs-tools": ({ declarations: { types }, signals }) => {
    const name = firstOf(types, DOCUMENTATION_TYPE) ?? matchOf(signals, DOCS_GENERATOR);
    if (name !== undefined) return yes(true, name);
    return measure(signals.editLinks > 0 ? 1 : ramp(signals.roles.docs ?? 0, 0, 2));
  },
} satisfies Record<string, Read>;

const PRODUCT_BODY =
  /^(?:single-product|template-product|product-page|catalog-product-view|woocommerce-page|type-product|product)$/;
const FORUM_TYPE = /^(?:DiscussionForumPosting|QAPage|Answer|Comment)$/;
const SERVICE_TYPE =
  /^(?:Service|Course|ProfessionalService|SoftwareApplication|WebApplication|EducationalOccupationalProgram|FinancialProduct|FAQPage|Event|Dentist|Attorney|MovingCompany|.*Business)$/;
const DOCUMENTATION_TYPE = /^(?:TechArticle|APIReference)$/;
const DOCS_GENERATOR =
  /sphinx|mkdocs|docusaurus|docbook|javadoc|doxygen|vitepress|vuepress|gitbook|mediawiki|asciidoc|antora|starlight|nextra|mdbook|bookdown|rustdoc|texinfo|readme\.io/;
const FORUM_GENERATOR = /discourse|vbulletin|xenforo|phpbb|invision|mybb|vanilla|flarum|nodebb|\bsmf\b|fluxbb/;

/** Who wrote it, in whose name, and how the text stands. */
const WRITTEN = {
  "by-person": ({ hasAuthor, metadata }) => yes(hasAuthor && metadata.authorKind === "people"),
  "person-names": named("person", 0, 3),
  "says-we": ({ manner }) => measure(ramp(manner.we, 0.002, 0.025)),
  "says-i": ({ manner }) => measure(ramp(manner.i, 0.001, 0.02)),
  requests: ({ manner }) => measure(ramp(manner.requests, 0.0005, 0.01)),
  "many-paragraphs": ({ content: { proseParagraphs } }) => measure(logRamp(proseParagraphs, 2, 20), proseParagraphs),
  "prose-in-one-place": ({ signals: { proseInOnePlace } }) =>
    measure(logRamp(proseInOnePlace, 500, 5_000), proseInOnePlace),
  "headings-over-prose": ({ content: { headings, proseParagraphs } }) =>
    measure(ramp(share(headings, headings + proseParagraphs), 0.2, 0.7)),
  "one-article": ({ signals }) => yes(signals.articleElements === 1),
  "share-links": ({ signals }) => yes(signals.shareLinks > 0),
  "question-title": ({ metadata }) => yes(isQuestionTitle(metadata.title ?? "")),
} satisfies Record<string, Read>;

/** Parts that repeat, and what a page has for its use. */
const EQUIPPED = {
  cards: ({ signals }) => measure(logRamp(signals.cards, 3, 20), signals.cards),
  "linked-main": ({ signals }) => measure(ramp(share(signals.mainLinkedLetters, signals.mainLetters), 0.05, 0.5)),
  "many-dates": ({ signals }) => measure(logRamp(signals.dates, 2, 12), signals.dates),
  "list-title": ({ metadata }) => yes(isListTitle(metadata.title ?? "")),
  price: ({ signals }) => yes(signals.prices > 0),
  cart: named("cart", 0, 6),
  "contact-form": ({ signals }) => yes(signals.contactFields > 0),
  "sibling-links": ({ signals }) => measure(logRamp(signals.siblingLinks, 5, 60), signals.siblingLinks),
  "anchored-headings": ({ signals }) => measure(logRamp(signals.anchoredHeadings, 1, 6), signals.anchoredHeadings),
} satisfies Record<string, Read>;

const FILED = {
  "path:article": ({ address: { shapes } }) => yes(shapes.has("article") && !shapes.has("documentation")),
  "path:product": filed("product"),
  "path:forum": filed("forum"),
  "path:documentation": filed("documentation"),
  "long-slug": ({ address }) => measure(ramp(address.slugWords, 2, 7), address.slugWords),
} satisfies Record<string, Read>;

const FEATURES = { ...DECLARED, ...WRITTEN, ...EQUIPPED, ...FILED };

export type KindFeature = keyof typeof FEATURES;

/** Measures every feature of a page. */
export function measureKinds(page: JudgedPage): Measures<KindFeature> {
  const entries = Object.entries(FEATURES).map(([name, read]) => [name, read(page)]);
  return Object.fromEntries(entries) as Measures<KindFeature>;
}

function firstOf(names: Iterable<string>, pattern: RegExp): string | undefined {
  for (const name of names) if (pattern.test(name)) return name;
  return undefined;
}

function matchOf({ generator }: JudgedPage["signals"], pattern: RegExp): string | undefined {
  return pattern.exec(generator)?.[0];
}

function seen(name: string | undefined): Measure {
  return yes(name !== undefined, name);
}

function named(role: PartRole, from: number, to: number): Read {
  return ({ signals }) => measure(ramp(signals.roles[role] ?? 0, from, to), signals.roles[role]);
}

function filed(shape: AddressShape): Read {
  return ({ address }) => yes(address.shapes.has(shape));
}
