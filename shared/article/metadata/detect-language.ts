/**
 * Owns telling a text's language: by its script where that is enough, by the commonest words of some languages, else by
 * n-grams. It says nothing of texts that are too short, mixed, or as much like one language as like another. Pure.
 */
import { francAll } from "franc-min";

/** Characters looked at: longer texts are told no better, and n-grams take 0.4 ms for this many. */
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
  ["Hebrew", "he"],
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
  if (language !== null) return language;
  if (script === "Cyrillic") return byLetters(sample) ?? byNgrams(sample);
  return (script === "Latin" ? byWords(sample) : null) ?? byNgrams(sample);
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

/** Cyrillic letters that tell a language, the rarer first: Kazakh has Russian's too, which has what Bulgarian lacks. */
const LETTERS: ReadonlyArray<readonly [letters: RegExp, language: string | null]> = [
  [/[әғқңұһүө]/i, null],
  [/[ѓќѕ]/i, "mk"],
  [/[љњћђџ]/i, "sr"],
  [/ў/i, "be"],
  [/[їєґ]/i, "uk"],
  [/[ыэ]/i, "ru"],
  [/ъ/i, "bg"],
];

function byLetters(sample: string): string | null {
  return LETTERS.find(([letters]) => letters.test(sample))?.[1] ?? null;
}

/** Languages that the n-grams do not know, and the nearest that they do, by some of their commonest words. */
const COMMON_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  da: wordSet("og af at er ikke til efter også blev været nogle fra der på et en det den de som med har kan så hvor"),
  nb: wordSet("og av å er ikke til etter også ble vært noen fra som på et en det den de med har kan så hvor at"),
  sv: wordSet("och av att är inte till efter också blev varit några från som på ett en det den de med har kan så där"),
  fi: wordSet("ja on ei se että oli ovat joka mutta myös kun niin kuin sekä hän ole sen tai mukaan jos nyt vuoden"),
  sk: wordSet("a je sa na že v s do aby ako ale aj sú bol bola pri pre po zo ktorý ktorá ktoré nie čo len už podľa"),
  cs: wordSet("a je se na že v s do aby jako ale i jsou byl byla při pro po ze který která které není co jen už podle"),
  sl: wordSet("in je se na da v za so ki z s ne bi tudi pa pri po kot ni bil bila lahko še od do med ob smo"),
  ca: wordSet(
    "i el la de que els les per un una amb no es del al en ha és va com més són aquest però aquesta seva ens",
  ),
  es: wordSet("y el la de que los las por un una con no se del al en ha es su como más son este pero esta para sus"),
  fr: wordSet(
    "et le la de que les des par un une avec ne se est pas du au en ce qui dans pour sur plus sont il elle son sa aux",
  ),
  it: wordSet(
    "e il la di che gli le per un una con non si è del al in ha della sono più come da i dei nel questo anche alla",
  ),
  pt: wordSet("e o a de que os as por um uma com não se é do ao em há da são mais como para no na dos das seu sua foi"),
  en: wordSet(
    "and the of to a in is that for on was with as it be at by are this from have or not they his her were an",
  ),
  de: wordSet(
    "und der die das in zu den von mit ist auf für nicht ein eine im dem des sich auch es an als war nach bei wird",
  ),
  nl: wordSet(
    "en de het van een in te dat op is voor met die zijn niet aan er ook als bij om door naar maar werd over uit",
  ),
  pl: wordSet("i w z na się nie do to że jest o po jak przez dla od ale jego które już był co tego oraz tym są za"),
  et: wordSet("ja on ei et see ning oli ta kui ka mis aga selle oma või kes siis mida üks nii pole välja aastal"),
  lv: wordSet("un ir ka ar no par uz bet kas arī tā tas lai pie kā vai nav bija gada to ja pēc savu līdz jau"),
  lt: wordSet("ir yra kad iš su į tai bet kaip buvo jo ne o jau dėl apie ar kurie taip metų per tik nuo savo"),
  is: wordSet("og að er í á ekki sem til var það hann en um við með af fyrir þar hefur eru frá þess verið sé"),
};

/** In running text of these languages 10% (Finnish) to 40% of the words are among them; in others the few that they share. */
const MIN_WORD_SHARE = 0.08;
/** What the runner-up's share may be of the winner's. */
const MAX_RIVAL = 0.9;
/** N-grams tell these; they are listed so that they are not taken for their neighbours. */
const RIVALS_ONLY = new Set(["sv", "cs", "es", "fr", "it", "pt", "en", "de", "nl", "pl"]);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

function byWords(sample: string): string | null {
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const shares = Object.entries(COMMON_WORDS)
    .map(([language, common]) => ({ language, share: words.filter((word) => common.has(word)).length / words.length }))
    .sort((one, other) => other.share - one.share);
  const [best, second] = shares;
  if (best === undefined || best.share < MIN_WORD_SHARE || RIVALS_ONLY.has(best.language)) return null;
  return second === undefined || second.share <= MAX_RIVAL * best.share ? best.language : null;
}

/** ISO 639-3, which the n-grams are named by, where BCP 47 has a shorter tag. */
const TAGS: Readonly<Record<string, string>> = {
  ...{ eng: "en", spa: "es", por: "pt", fra: "fr", deu: "de", ita: "it", nld: "nl", swe: "sv", pol: "pl", ces: "cs" },
  ...{ hun: "hu", ron: "ro", tur: "tr", ind: "id", zlm: "ms", vie: "vi", hrv: "hr", bos: "bs", srp: "sr", rus: "ru" },
  ...{ ukr: "uk", bul: "bg", bel: "be", kaz: "kk", arb: "ar", pes: "fa", urd: "ur", pbu: "ps", hin: "hi", mar: "mr" },
  ...{ npi: "ne", azj: "az", uzn: "uz", swh: "sw", tgl: "tl", zul: "zu", yor: "yo", hau: "ha", som: "so", jav: "jv" },
};

/** N-grams give the best language 1 and the others less; where the second comes nearer, it may as well be that. */
const MAX_NEXT = 0.95;
/** Told apart by hardly more than spelling. */
const NEIGHBOURS = [
  ["id", "ms"],
  ["hr", "bs", "sr"],
  ["hi", "mr", "ne"],
  ["da", "nb", "no", "nn"],
  ["es", "gl", "pt"],
  ["cs", "sk"],
] as const;

function byNgrams(sample: string): string | null {
  const ranked = francAll(sample, { only: Object.keys(TAGS) }).map(([code, score]) => ({
    language: TAGS[code],
    score,
  }));
  const [best, second] = ranked;
  if (best?.language === undefined) return null;
  const isSure =
    second?.language === undefined || second.score <= MAX_NEXT || areNeighbours(best.language, second.language);
  return isSure ? best.language : null;
}

/** True for two languages that detection cannot keep apart with certainty. */
export function areNeighbours(one: string, other: string): boolean {
  return NEIGHBOURS.some((group: readonly string[]) => group.includes(one) && group.includes(other));
}

/** True for a language that would have been found in a text of it. */
export function isDetectable(language: string): boolean {
  return (
    Object.values(TAGS).includes(language) ||
    Object.hasOwn(COMMON_WORDS, language) ||
    LETTERS.some(([, ofLetters]) => ofLetters === language) ||
    SCRIPTS.some(([, ofScript]) => ofScript === language)
  );
}
