/**
 * Owns telling a text's language: by its script where that is enough, else by its commonest words. It says nothing of
 * texts that are too short, mixed, or as much like one language as like another. Pure.
 *
 * On whole articles words are surer than n-grams: the ranks of franc-min come closer to one another the longer a text is
 * (English 1, French 0.97 at 1,500 characters), and it takes Danish for Dutch; words leave neighbours at two thirds.
 */
import { COMMON_WORDS } from "./common-words.ts";

/** Characters looked at: longer texts are told no better. */
const SAMPLE_CHARS = 1_500;
/** Letters below which nothing is said. Han, kana and Hangul say more with each. */
const MIN_LETTERS = 60;
const MIN_IDEOGRAPHS = 20;
/** A text of one script has hardly more than names in others. */
const MIN_SCRIPT_SHARE = 0.6;

/** Scripts that one living language writes, or one by far the most; in the order of their use on the web. */
const SCRIPTS: ReadonlyArray<readonly [script: string, language: string | null]> = [
  ["Latin", null],
  ["Cyrillic", null],
  ["Arabic", null],
  ["Han", "zh"],
  ["Hiragana", "ja"],
  ["Katakana", "ja"],
  ["Hangul", "ko"],
  ["Devanagari", null],
  ["Thai", "th"],
  ["Hebrew", null],
  ["Greek", "el"],
  ["Bengali", "bn"],
  ["Tamil", "ta"],
  ["Telugu", "te"],
  ["Kannada", "kn"],
  ["Malayalam", "ml"],
  ["Gujarati", "gu"],
  ["Gurmukhi", "pa"],
  ["Sinhala", "si"],
  ["Georgian", "ka"],
  ["Armenian", "hy"],
  ["Khmer", "km"],
  ["Lao", "lo"],
  ["Myanmar", "my"],
  ["Ethiopic", "am"],
];

const PATTERNS = SCRIPTS.map(([script, language]) => ({
  ...{ script, language, pattern: new RegExp(`\\p{Script=${script}}`, "gu") },
}));

/**
 * Tells the language of a text.
 *
 * @returns A BCP 47 primary tag, or null where the text does not say.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE_CHARS);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < MIN_IDEOGRAPHS) return null;
  const counts = countScripts(sample, letters);
  const kana = (counts.get("Hiragana") ?? 0) + (counts.get("Katakana") ?? 0);
  const han = counts.get("Han") ?? 0;
  // Japanese without kana is a headline; Chinese with some quotes a name.
  if (han + kana >= MIN_SCRIPT_SHARE * letters) return kana >= 0.1 * (han + kana) ? "ja" : "zh";
  const [script, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ["", 0];
  if (count < MIN_SCRIPT_SHARE * letters || (letters < MIN_LETTERS && script !== "Hangul")) return null;
  const language = SCRIPTS.find(([name]) => name === script)?.[1] ?? null;
  return language ?? byWords(sample, script);
}

function countScripts(sample: string, letters: number): Map<string, number> {
  const counts = new Map<string, number>();
  let rest = letters;
  for (const { script, pattern } of PATTERNS) {
    const count = sample.match(pattern)?.length ?? 0;
    if (count > 0) counts.set(script, count);
    rest -= count;
    if (rest <= 0) break;
  }
  return counts;
}

/** Fewer of the words are no running text of that language. */
const MIN_WORD_SHARE = 0.08;
/** What the runner-up's share may be of the winner's: in two sentences of Portuguese, Galician comes to 0.91. */
const MAX_RIVAL = 0.92;

function byWords(sample: string, script: string): string | null {
  const languages = COMMON_WORDS[script];
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  if (languages === undefined) return null;
  const shares = Object.entries(languages)
    .map(([language, common]) => ({ language, share: words.filter((word) => common.has(word)).length / words.length }))
    .sort((one, other) => other.share - one.share);
  const [best, second] = shares;
  if (best === undefined || best.share < MIN_WORD_SHARE) return null;
  return second === undefined || second.share <= MAX_RIVAL * best.share ? best.language : null;
}

/** Told apart by little more than spelling, so that a declaration is believed before the text. */
const NEIGHBOURS = [
  ["id", "ms"],
  ["hr", "bs", "sr", "sh", "cnr"],
  ["da", "nb", "nn"],
  ["gl", "pt"],
  ["cs", "sk"],
  ["fa", "prs", "tg"],
];

/** True for two languages that detection may take for one another. */
export function areNeighbours(one: string, other: string): boolean {
  return NEIGHBOURS.some((group) => group.includes(one) && group.includes(other));
}

/** True for a language that would have been found in a text of it. */
export function isDetectable(language: string): boolean {
  return (
    SCRIPTS.some(([, ofScript]) => ofScript === language) ||
    Object.values(COMMON_WORDS).some((languages) => Object.hasOwn(languages, language))
  );
}
