/** Owns what is known of a page when it is judged, gathered once. Pure. */
import type { Root } from "hast";
import type { PageFacts } from "../metadata/page-facts.ts";
import type { Metadata } from "../metadata/read-metadata.ts";
import { type Address, readAddress } from "./address-shapes.ts";
import { type ContentSignals, collectContentSignals } from "./content-signals.ts";
import { type Declarations, readDeclarations } from "./declared-types.ts";
import { type Manner, readManner } from "./manner.ts";
import type { PageSignals } from "./page-signals.ts";
import { NO_MARKS, readSourceMarks, type SourceMarks } from "./source-marks.ts";

export interface QualityInput {
  readonly url: string;
  /** The page as it was sent, decoded: scripts and frames stand only there. */
  readonly html: string;
  readonly facts: PageFacts;
  readonly metadata: Metadata;
  readonly signals: Readonly<PageSignals>;
  /** The sanitised content. */
  readonly tree: Root;
  /** Its plain text. */
  readonly text: string;
  readonly wordCount: number;
  /** False where no content was found at all and the text is the whole page's. */
  readonly isReadable: boolean;
}

export interface JudgedPage extends QualityInput {
  readonly address: Address;
  readonly content: ContentSignals;
  readonly declarations: Declarations;
  readonly manner: Manner;
  readonly source: SourceMarks;
  /** True where there is so little running text that the page may be a wall. */
  readonly isWallSized: boolean;
  /** `og:type`, in lower case; empty without one. */
  readonly openGraphType: string;
  /** Type by which the linked data calls the page an article, or null. */
  readonly articleType: string | null;
  /** A type that says what the page is about, or null; every page of a site may name the site and its publisher. */
  readonly subjectType: string | null;
  /** True where somebody else than the site itself is named as author. */
  readonly hasAuthor: boolean;
  readonly hasPublished: boolean;
}

/** Letters of running text, about 600 words: an estimate of what a long question for consent takes. Not measured. */
const MAX_WALL_LETTERS = 3_500;
/** The source is looked through only where the text is short: a challenge says next to nothing. */
const MAX_WALL_WORDS = 350;

const ARTICLE_TYPE = /(?:Article|Posting|Report|OpinionPiece|NewsStory|Recipe|HowTo)$/;
const SITE_TYPE =
  /^(?:WebSite|WebPage|Organization|NewsMediaOrganization|Corporation|BreadcrumbList|ImageObject|SearchAction)$/;
const OTHER_TYPE = /^(?:DiscussionForumPosting|TechArticle|JobPosting)$/;

export function lookAt(input: QualityInput): JudgedPage {
  const { facts, metadata } = input;
  const declarations = readDeclarations(facts.linkedData.scripts);
  const types = [...declarations.topTypes];
  const content = collectContentSignals(input.tree);
  const isWallSized = content.proseLetters <= MAX_WALL_LETTERS;
  return {
    ...input,
    address: readAddress(input.url),
    content,
    declarations,
    manner: readManner(input.text, input.wordCount),
    isWallSized,
    source: isWallSized && input.wordCount <= MAX_WALL_WORDS ? readSourceMarks(input.html) : NO_MARKS,
    openGraphType: (facts.meta.get("og:type")?.[0] ?? "").trim().toLowerCase(),
    articleType: types.find((type) => ARTICLE_TYPE.test(type) && !OTHER_TYPE.test(type)) ?? null,
    subjectType: types.find((type) => !SITE_TYPE.test(type)) ?? null,
    hasAuthor: metadata.authors.some((author) => !isSameName(author, metadata.siteName)),
    hasPublished: metadata.published !== null,
  };
}

function isSameName(author: string, siteName: string | null): boolean {
  if (siteName === null) return false;
  const [one, other] = [author.toLowerCase(), siteName.toLowerCase()];
  return one.includes(other) || other.includes(one);
}
