/**
 * Owns what is seen of walls and failures: pages that stand where another page was asked for. Features from 0 to 1, with
 * the evidence; what they weigh is in wall-weights.ts. Where two numbers are given, the first counts nothing and the second
 * everything.
 */
import type { JudgedPage } from "./judged-page.ts";
import { countPhrases, firstPhrase, plainSpeech, type Topic } from "./phrases.ts";
import type { PartRole } from "./vocabulary.ts";
import { type Measure, type Measures, measure, ramp, share, yes } from "./weigh.ts";

/** What the page says, in {@link plainSpeech}. */
interface Speech {
  /** Titles and first headings. */
  readonly titles: readonly string[];
  readonly opening: string;
  readonly withoutScripts: string;
}

type Read = (page: JudgedPage, speech: Speech) => Measure;

/** What speaks for an article, or for any page that was asked for. */
const ORDINARY = {
  "few-words": ({ wordCount }) => measure(1 - ramp(wordCount, 60, 350), wordCount),
  "long-text": ({ wordCount }) => measure(ramp(wordCount, 500, 900), wordCount),
  prose: ({ content, signals }) => measure(ramp(Math.max(content.proseLetters, signals.proseInOnePlace), 300, 1_500)),
  "prose-besides-consent": ({ content, signals }) =>
    measure(ramp(content.proseLetters, 300, 1_500) * (1 - share(signals.consentLetters, signals.letters))),
  "json-ld:article": ({ articleType }) => yes(articleType !== null),
  subject: ({ subjectType }) => yes(subjectType !== null),
  /** A date in the address was there before the page was gone. */
  dated: ({ hasAuthor, hasPublished, metadata }) =>
    yes(hasAuthor || (hasPublished && metadata.provenance.published?.from !== "url")),
  "full-page": ({ signals }) => measure(ramp(signals.letters, 2_000, 8_000)),
  form: ({ signals }) => yes(signals.passwordFields + signals.contactFields > 0),
} satisfies Record<string, Read>;

const CHECKED = {
  "challenge-script": ({ source }) => yes(source.challenge !== null, source.challenge ?? ""),
  "guard-script": ({ source }) => yes(source.guard !== null, source.guard ?? ""),
  "captcha-names": named("captcha"),
  "title-robot": said("robot"),
  "text-robot": spoken("robot", 1),
  "needs-scripts": (_page, { opening, withoutScripts }) =>
    yes(firstPhrase(`${withoutScripts} ${opening}`, "scripts") !== null),
  refreshes: ({ source }) => yes(source.refreshes),
} satisfies Record<string, Read>;

const MISSING = {
  "title-missing": said("missing"),
  "title-404": (_page, { titles }) => yes(titles.some((title) => /(?<![\d.,])404(?![\d.,])/.test(title))),
  "text-missing": spoken("missing", 1),
  "missing-names": named("missing"),
  "path-missing": ({ address }) => yes(address.shapes.has("missing")),
  noindex: ({ signals }) => yes(signals.asksRobotsAway),
  "search-field": ({ signals }) => yes(signals.searchFields > 0),
  "title-failed": said("failed"),
  "title-5xx": (_page, { titles }) => yes(titles.some((title) => /(?<![\d.,])50[0-4](?![\d.,])/.test(title))),
  "text-failed": spoken("failed", 1),
} satisfies Record<string, Read>;

const ASKED = {
  "consent-part": ({ signals }) => measure(ramp(share(signals.consentLetters, signals.letters), 0.3, 0.8)),
  "consent-manager": ({ source }) => yes(source.consentManager !== null, source.consentManager ?? ""),
  "title-consent": said("consent"),
  "text-consent": spoken("consent", 4),
  "path-consent": ({ address }) => yes(address.shapes.has("consent")),
  choice: ({ signals }) => yes(signals.buttons > 0 && signals.buttons <= 8 && signals.linkedLetters < 600),
} satisfies Record<string, Read>;

const LOCKED = {
  locked: ({ metadata, declarations }) => yes(metadata.isAccessibleForFree === false || declarations.isLocked),
  "offer-names": named("paywall"),
  "text-offer": spoken("offer", 2),
  fade: named("fade"),
  "cut-off": ({ text }) => yes(isCutOff(text)),
  /** More words are declared than were found, and more than the page can hold. */
  "words-missing": ({ declarations, signals, wordCount }) =>
    yes(declarations.wordCount > 1.6 * wordCount + 50 && declarations.wordCount > signals.mainLetters / 5),
  "words-here": ({ declarations, wordCount }) =>
    yes(declarations.wordCount > 0 && declarations.wordCount < 1.25 * wordCount),
  "locked-part-missing": (page) => yes(lockedLetters(page) < 100),
  "locked-part-here": (page) => {
    const letters = lockedLetters(page);
    return measure(Number.isFinite(letters) ? ramp(letters, 400, 900) : 0, letters);
  },
  "short-text": ({ wordCount }) => measure(1 - ramp(wordCount, 150, 400), wordCount),
  "whole-text": ({ wordCount }) => measure(ramp(wordCount, 250, 450), wordCount),
  "no-article": ({ articleType, openGraphType, hasPublished }) =>
    yes(articleType === null && openGraphType !== "article" && !hasPublished),
} satisfies Record<string, Read>;

const FEATURES = { ...ORDINARY, ...CHECKED, ...MISSING, ...ASKED, ...LOCKED };

export type WallFeature = keyof typeof FEATURES;

/** Measures every feature of a page. */
export function measureWalls(page: JudgedPage): Measures<WallFeature> {
  const speech = listen(page);
  const entries = Object.entries<Read>(FEATURES).map(([name, read]) => [name, read(page, speech)]);
  return Object.fromEntries(entries) as Measures<WallFeature>;
}

/** Longer lines are no titles. */
const MAX_TITLE_CHARS = 200;

function listen({ facts, metadata, signals }: JudgedPage): Speech {
  const titles = [facts.documentTitle, metadata.title, ...signals.titles].flatMap((title) => title ?? []);
  return {
    titles: titles.filter((title) => title.length <= MAX_TITLE_CHARS).map(plainSpeech),
    opening: plainSpeech(signals.opening),
    withoutScripts: plainSpeech(signals.withoutScripts.slice(0, 1_000)),
  };
}

function said(topic: Topic): Read {
  return (_page, { titles }) => {
    for (const title of titles) {
      const phrase = firstPhrase(title, topic);
      if (phrase !== null) return yes(true, phrase);
    }
    return yes(false);
  };
}

function spoken(topic: Topic, enough: number): Read {
  return (_page, { opening }) => {
    const phrases = countPhrases(opening, topic);
    return measure(ramp(phrases, 0, enough), phrases);
  };
}

function named(role: PartRole): Read {
  return ({ signals }) => yes((signals.roles[role] ?? 0) > 0);
}

const SENTENCE_END = /[.!?…。！？؟।။"'”’»›」』)\]]$/u;
const ELLIPSIS = /(?:\.{3}|…|\[…\])\s*$/u;

/** A text that stops in the middle of a sentence, or says that it goes on. */
function isCutOff(text: string): boolean {
  const end = text.slice(-80).trimEnd();
  return end !== "" && (ELLIPSIS.test(end) || !SENTENCE_END.test(end));
}

/** Letters in the parts that linked data calls locked; infinite where it names none. */
function lockedLetters({ declarations, signals }: JudgedPage): number {
  const names = declarations.lockedSelectors.flatMap((selector) => /[.#]([\w-]+)\s*$/.exec(selector)?.[1] ?? []);
  if (names.length === 0) return Number.POSITIVE_INFINITY;
  const parts = signals.blocks.filter((block) => block.names.split(/\s+/).some((name) => names.includes(name)));
  return Math.max(0, ...parts.map(({ letters }) => letters));
}
