/** Owns the names of the months in the languages that dates on pages are read in, taken from Unicode's data in Intl. */

/**
 * Languages in which a month's name may be met, by script, so that a page in one costs nothing for the others. On the few
 * names that two languages share with different meanings, the first wins. Croatian stays out: its "listopad" is October,
 * in Polish and Czech it is November.
 */
const LANGUAGES = {
  Latin: [
    ...["de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "id"],
    ...["ca", "ro", "hu", "sk", "sl", "et", "lv", "lt"],
  ],
  Cyrillic: ["ru", "uk", "bg", "sr"],
  Greek: ["el"],
  // Egypt and the Gulf say "Maris", the Levant "Adhar"; the last are the solar Hijri year's.
  Arabic: ["ar-EG", "ar-LB", "ur", "fa", "fa-u-ca-persian"],
  Hebrew: ["he"],
  Thai: ["th"],
  Devanagari: ["hi", "mr", "ne"],
  Bengali: ["bn"],
} as const;

type Script = keyof typeof LANGUAGES;

const SCRIPTS = (Object.keys(LANGUAGES) as Script[]).map(
  (script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const,
);

/** English is most of the web, and needs no formatter: the first of a process costs some 10 ms. */
const ENGLISH = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** By language, each read when the first name was not found before it: 66 formats of 22 languages take 20 to 60 ms. */
const months = new Map<string, ReadonlyMap<string, number>>();

/**
 * The number, 1 to 12, of a month's name: long or short, in any case, with or without dots.
 *
 * @returns Null for anything that is no month's name.
 */
export function monthNumber(name: string): number | null {
  const script = SCRIPTS.find(([, pattern]) => pattern.test(name))?.[0];
  if (script === undefined) return null;
  const key = normalise(name);
  const english = ENGLISH.findIndex((month) => key.length >= 3 && month.startsWith(key));
  if (english !== -1) return english + 1;
  for (const language of LANGUAGES[script]) {
    const names = months.get(language) ?? collectMonths(language);
    months.set(language, names);
    // Hebrew writes "in March" as one word.
    const month = names.get(key) ?? (script === "Hebrew" ? names.get(key.replace(/^ב/, "")) : undefined);
    if (month !== undefined) return month;
  }
  return null;
}

function collectMonths(language: string): Map<string, number> {
  const names = new Map<string, number>();
  const calendar = language.endsWith("persian") ? "persian" : "gregory";
  for (const style of [
    { month: "long" },
    { month: "long", day: "numeric" },
    { month: "short", day: "numeric" },
  ] as const) {
    const format = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC", calendar });
    for (let month = 1; month <= 12; month += 1) {
      // The first month of the Persian year begins in March; on the 28th each has begun.
      const day = calendar === "persian" ? Date.UTC(2024, month + 1, 28) : Date.UTC(2024, month - 1, 5);
      const name = normalise(format.formatToParts(day).find((part) => part.type === "month")?.value ?? "");
      if (/\p{L}{2}|[\p{L}\p{M}]{3}/u.test(name) && !names.has(name)) names.set(name, month);
    }
  }
  return names;
}

function normalise(name: string): string {
  return name.toLowerCase().normalize("NFC").replaceAll(".", "");
}
