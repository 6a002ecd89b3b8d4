/**
 * Owns choosing when an article was published and last changed, where places disagree. The tables of places are in
 * candidates.ts, reading one date in parse-date.ts. Pure.
 */
import type { Article } from "../article.ts";
import { MODIFIED_SOURCES, PUBLISHED_SOURCES } from "./candidates.ts";
import { type Chosen, choose } from "./choose.ts";
import type { Source } from "./limits.ts";
import { datesIn, type TitledFacts } from "./near-title.ts";
import { type DateOrder, parseDate } from "./parse-date.ts";

/** What the page says of its own time. */
export interface ChosenDates {
  readonly published: Chosen<string> | null;
  readonly modified: Chosen<string> | null;
}

/** A page's clock may be a zone ahead of the archive's. */
const DAY_MS = 24 * 60 * 60 * 1000;
/** Magazines date an issue ahead, hardly by more. */
const MAX_AHEAD_MS = 100 * DAY_MS;
/** There was no web before; older articles say their year where a reader sees it. */
const FIRST_WEB_YEAR = 1990;

/**
 * Chooses both dates.
 *
 * @param capturedAt - ISO 8601: nothing on the page is younger.
 * @param language - BCP 47 tag of the page, which tells 3/4/2024 from 4/3/2024.
 */
export function chooseDates(facts: TitledFacts, capturedAt: string, language: string | null): ChosenDates {
  const read = (raw: string) => parseDate(raw, dateOrder(language));
  const isPlausible = (date: string) => isPast(date, capturedAt, DAY_MS) && isOfTheWeb(date, facts);
  const pick = (sources: ReadonlyArray<Source<TitledFacts>>) => {
    const plausible = (raw: string) => {
      const date = read(raw);
      return date !== null && isPlausible(date) ? date : null;
    };
    return choose(facts, sources, plausible);
  };
  const declared = pick(PUBLISHED_SOURCES) ?? ahead(facts, read, capturedAt);
  const modified = pick(MODIFIED_SOURCES);
  const published = isStamp(declared, modified) ? (earlierSeen(facts, read, declared) ?? declared) : declared;
  const isInOrder = modified === null || published === null || dayOf(modified.value) >= dayOf(published.value);
  return { published, modified: isInOrder ? modified : null };
}

/** An issue that is dated ahead, where the page names no other day. */
function ahead(facts: TitledFacts, read: (raw: string) => string | null, capturedAt: string): Chosen<string> | null {
  return choose(facts, PUBLISHED_SOURCES, (raw) => {
    const date = read(raw);
    return date !== null && isPast(date, capturedAt, MAX_AHEAD_MS) && isOfTheWeb(date, facts) ? date : null;
  });
}

/**
 * True where the declared day of publication is no earlier than that of the last change: some content systems write the
 * day on which the page was last put out.
 */
function isStamp(published: Chosen<string> | null, modified: Chosen<string> | null): published is Chosen<string> {
  return published !== null && modified !== null && dayOf(published.value) >= dayOf(modified.value);
}

/** An earlier day by the headline, which is what a reader is told. */
function earlierSeen(
  facts: TitledFacts,
  read: (raw: string) => string | null,
  declared: Chosen<string>,
): Chosen<string> | null {
  return choose(facts, [({ nearTitle }) => datesIn(nearTitle)], (raw) => {
    const date = read(raw);
    return date !== null && dayOf(date) < dayOf(declared.value) ? date : null;
  });
}

/** How exact a date is, by its form. */
export function datePrecision(date: string | null): Article["publishedPrecision"] {
  if (date === null) return null;
  if (!date.includes("T")) return "day";
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(date) ? "instant" : "local-time";
}

function isPast(date: string, capturedAt: string, toleranceMs: number): boolean {
  const instant = Date.parse(dayOf(date));
  return Number.isNaN(instant) || instant <= Date.parse(capturedAt) + toleranceMs;
}

function isOfTheWeb(date: string, { nearTitle, url }: TitledFacts): boolean {
  const year = date.slice(0, 4);
  return Number(year) >= FIRST_WEB_YEAR || url.includes(year) || nearTitle.some(({ text }) => text.includes(year));
}

function dayOf(date: string): string {
  return date.slice(0, 10);
}

/** Only "en-US" and its like put the month first; English of an unknown country may be either. */
function dateOrder(language: string | null): DateOrder {
  if (language === null || /^en$/i.test(language)) return "unknown";
  return /^(?:en-(?:US|PH)|es-US)$/i.test(language) ? "month-first" : "day-first";
}
