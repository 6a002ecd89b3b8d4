/** Owns the names of the months in the languages that dates on pages are read in, taken from Unicode's data in Intl. */

/**
 * Languages in which a month's name may be met; on the few names that two of them share with different meanings, the
 * first wins. Croatian stays out: its "listopad" is October, in Polish and Czech it is November.
 */
const LANGUAGES = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "pt",
  "nl",
  "sv",
  "da",
  "nb",
  "fi",
  "pl",
  "cs",
  "ru",
  "uk",
  "tr",
  "el",
  "id",
];

let months: ReadonlyMap<string, number> | undefined;

/**
 * The number, 1 to 12, of a month's name: long or short, in any case, with or without a dot.
 *
 * @returns Null for anything that is no month's name.
 */
export function monthNumber(name: string): number | null {
  months ??= collectMonths();
  return months.get(normalise(name)) ?? null;
}

function collectMonths(): Map<string, number> {
  // "Sept." is what English newspapers write, and what Intl only says for British English.
  const names = new Map<string, number>([["sept", 9]]);
  for (const language of LANGUAGES) {
    for (const style of [
      { month: "long" },
      { month: "long", day: "numeric" },
      { month: "short", day: "numeric" },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC", calendar: "gregory" });
      for (let month = 1; month <= 12; month += 1) {
        const parts = format.formatToParts(Date.UTC(2024, month - 1, 5));
        const name = normalise(parts.find((part) => part.type === "month")?.value ?? "");
        if (/\p{L}{3}/u.test(name) && !names.has(name)) names.set(name, month);
      }
    }
  }
  return names;
}

function normalise(name: string): string {
  return name.toLowerCase().normalize("NFC").replace(/\.$/, "");
}
