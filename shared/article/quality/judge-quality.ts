/**
 * Owns the verdict on what a page turned out to be. Simple on purpose: it says "article" unless the page gives a reason
 * not to. Failed HTTP statuses ("error") are judged by whoever saw the status. Pure.
 */
import type { Element, Root } from "hast";
import type { PageSignals } from "./page-signals.ts";
import type { Quality } from "./quality-names.ts";

export interface QualityInput {
  readonly url: string;
  readonly title: string | null;
  readonly text: string;
  readonly wordCount: number;
  /** The sanitised content. */
  readonly tree: Root;
  readonly isAccessibleForFree: boolean | null;
  /** True where JSON-LD or OpenGraph call the page an article. */
  readonly declaresArticle: boolean;
  /** True where JSON-LD or OpenGraph call the page a collection of others. */
  readonly declaresList: boolean;
  /** True where the page names an author or a publication date. */
  readonly hasByline: boolean;
  /** False where Readability found no content at all and the text is the whole page's. */
  readonly isReadable: boolean;
  readonly signals: PageSignals;
}

/** Walls and error pages are short; longer texts may well be articles about them. */
const MAX_WALL_WORDS = 150;
/** A locked page that still shows this much is worth calling an article. */
const MAX_TEASER_WORDS = 250;
/** News in brief may be this short, where the page says that it is an article. */
const MIN_DECLARED_WORDS = 40;
const MIN_UNDECLARED_WORDS = 200;
/** More than this share of the content's letters in links makes a list of links. */
const MAX_LINKED_SHARE = 0.5;
/** An index page: this many headings lead to other pages, and links make up this share of all that it says. */
const MIN_TEASERS = 10;
const MIN_INDEX_LINK_SHARE = 0.3;

const BOT_WALL =
  /^(?:just a moment|attention required|access denied|are you (?:a )?(?:human|robot)|pardon our interruption|verify(?:ing)? (?:that )?you are (?:a )?human|security check|checking your browser|robot check|ddos-guard)/i;
const SOFT_404 =
  /\b404\b|\b(?:page|article|story|file) (?:was |is |could |can )?(?:not|no longer) (?:be )?(?:found|exists?|available)\b|^not found$/i;
const CONSENT_WALL = /^(?:before you continue|your privacy choices|we value your privacy|cookie consent)/i;

/** Judges a page. Never "error": that is for failed HTTP statuses. */
export function judgeQuality(page: QualityInput): Quality {
  const title = page.title ?? "";
  if (page.wordCount <= MAX_WALL_WORDS) {
    if (BOT_WALL.test(title)) return "bot-wall";
    if (CONSENT_WALL.test(title)) return "consent-wall";
    if (SOFT_404.test(title)) return "soft-404";
  }
  if (page.isAccessibleForFree === false && page.wordCount <= MAX_TEASER_WORDS) return "paywall";
  if (isListing(page)) return "listing";
  const enough = page.declaresArticle || page.hasByline ? MIN_DECLARED_WORDS : MIN_UNDECLARED_WORDS;
  return page.wordCount >= enough && page.isReadable ? "article" : "thin";
}

function isListing(page: QualityInput): boolean {
  const { linked, all } = countLetters(page.tree);
  if (all > 0 && linked / all > MAX_LINKED_SHARE) return true;
  if (page.declaresArticle) return false;
  const { linkShare, linkedHeadings } = page.signals;
  const isIndex = linkedHeadings >= MIN_TEASERS && linkShare >= MIN_INDEX_LINK_SHARE;
  return page.declaresList || isIndex || (isFrontPage(page.url) && !page.hasByline);
}

function isFrontPage(url: string): boolean {
  return /^\/(?:index\.\w{1,5})?$/i.test(URL.parse(url)?.pathname ?? "");
}

function countLetters(parent: Root | Element, inLink = false): { linked: number; all: number } {
  let [linked, all] = [0, 0];
  for (const child of parent.children) {
    if (child.type === "text") {
      const letters = child.value.trim().length;
      all += letters;
      if (inLink) linked += letters;
    } else if (child.type === "element") {
      const inner = countLetters(child, inLink || child.tagName === "a");
      all += inner.all;
      linked += inner.linked;
    }
  }
  return { linked, all };
}
