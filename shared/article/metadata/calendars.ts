/** Owns what dates outside of the Gregorian calendar and the European digits mean. Pure. */

/** A day of the Gregorian calendar, or of another before it is converted. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Zeros of the scripts whose digits stand in dates: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];

/** The same text with European digits. */
export function withEuropeanDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/** First year of an era, less one. */
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民國: 1911, 民国: 1911 };
const ERA = new RegExp(`(${Object.keys(ERAS).join("|")})\\s?(\\d{1,3}|元)\\s?年`, "u");

/** The same text with an era's year (令和6年, 民國113年) as a year of our own. */
export function withCommonYear(text: string): string {
  return text.replace(
    ERA,
    (_, era: string, year: string) => `${(ERAS[era] ?? 0) + (year === "元" ? 1 : Number(year))}年`,
  );
}

/** Thai dates count from the Buddha's death. */
const BUDDHIST_YEARS = 543;
const THAI = /\p{Script=Thai}/u;

/** A day as its text means it: of the Buddhist era in Thai; years 1300 to 1410 are Persian, of the solar Hijri calendar. */
export function toGregorian(day: Day, text: string): Day | null {
  if (day.year >= 2400 && day.year < 2700) {
    return THAI.test(text) ? { ...day, year: day.year - BUDDHIST_YEARS } : null;
  }
  // From 1411 on, a year may be of the lunar calendar, whose 1411 was 1990.
  return day.year >= 1300 && day.year <= 1410 ? fromPersian(day) : day;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** The Persian year Y begins around 20 March of Y + 621. */
const PERSIAN_OFFSET = 621;
let persian: Intl.DateTimeFormat | undefined;

/** Guesses the day and lets Unicode's calendar, which knows the leap years, say which one it is. */
function fromPersian({ year, month, day }: Day): Day | null {
  persian ??= new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
    ...({ year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" } as const),
  });
  const daysBefore = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const guess = Date.UTC(year + PERSIAN_OFFSET, 2, 20) + (daysBefore + day) * DAY_MS;
  for (const offset of [0, -1, 1, -2, 2]) {
    const date = new Date(guess + offset * DAY_MS);
    const parts = persian.formatToParts(date);
    const numberOf = (type: string) => Number.parseInt(parts.find((part) => part.type === type)?.value ?? "", 10);
    if (numberOf("year") === year && numberOf("month") === month && numberOf("day") === day) {
      return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    }
  }
  return null;
}
