/** Owns taking names out of what pages write where authors stand: "By Jo Bell and Kim Ode | Staff writers". Pure. */
import { plainLine, trimChars } from "./plain-text.ts";

/** More than any article has: a page that names more is listing its staff. */
export const MAX_AUTHORS = 20;
const MAX_NAME_CHARS = 80;
const MAX_NAME_WORDS = 8;
/** A name may bring along degrees, each after its own comma. */
const MAX_PARTS = 4 * MAX_AUTHORS;

/** What stands before names. The longest first, as the first match is cut off. */
export const LEAD_IN =
  /^(?:(?:(?:written|posted|published|reported|words|story|article|text|created)\s+by|authors?\s*:|autore?:|by|von|par|por|di|door|af|av|текст|автор)(?:\s*:)?\s+|(?:by|von|par|作者|撰文|記者|记者|文|글|نویسنده|بقلم|كتب|מאת)\s*[:：/／]\s*|(?:記者|作者|บทความโดย|โดย|מאת|بقلم)\s+)/iu;

/** From here on a byline speaks of something else: a role, a place, a date, an outlet. */
const TAIL =
  /\s*(?:[|•·–—]|\s-\s|\bfor\s+the\b|\bon\s+behalf\s+of\b|\b(?:published|posted|updated|last\s+updated|reviewed|edited\s+by|on\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s+\d|\d{1,2}[./:-]\d|\s\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de\s)?\p{L}|\b(?:19|20)\d{2}\b|\d+\s+min|\(|@).*$/iu;

/** Degrees and suffixes that follow a name after a comma and are no name themselves. */
const SUFFIX =
  /^(?:jr|sr|ii|iii|iv|esq|m\.?d|ph\.?d|d\.?o|r\.?n|r\.?d|rdn|ldn|m\.?s|m\.?a|m\.?sc|b\.?sc|b\.?a|mph|mba|mfa|cpa|cfp|cfa|dds|dvm|pharm\.?d|np|pa-c|lcsw|c\.?s\.?c\.?s|fand|facp|facln|faclm|ced|cssd|cpt|ace|ceng|frs)\.?(?:\s+[A-Z]{2,6}\.?)?$/i;

/** No person's name: what content systems put where nobody filled one in. */
const NOBODY =
  /^(?:(?:the\s+)?author(?:'s)?(?:\s+(?:name|bio|page|profile))?|about(?:\s+the)?\s+authors?|admin(?:istrator)?|by|anonymous|editor|editors?|staff|staff writer|guest|guest author|user|root|none|null|undefined|unknown|n\/a|contributors?|posted|posts?|posted by|webmaster|(?:view|see|visit|all|more|read|follow|about|meet)\s.{0,40}|read more|share|follow|written|written by|sponsored|ads?|advertisement|image|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rsday|urday)?|photo(?:s)?|home|blog|news|author archives?)$/i;

/** Words between two names, by language. Only the page's own are used: "y" or "e" is also an initial. */
const CONJUNCTIONS: Readonly<Record<string, string>> = {
  de: "und",
  fr: "et",
  es: "y",
  it: "e",
  pt: "e",
  nl: "en",
  sv: "och",
  da: "og",
  nb: "og",
  ca: "i",
  pl: "i",
  cs: "a",
  ro: "și",
  tr: "ve",
  ru: "и",
  uk: "та",
  el: "και",
  fi: "ja",
  hu: "és",
  id: "dan",
};

/** What parts names, by the page's language; "" for those without an entry above. */
const SEPARATORS: ReadonlyMap<string, RegExp> = new Map(
  ["", ...Object.keys(CONJUNCTIONS)].map((language) => {
    const and = CONJUNCTIONS[language];
    const words = and === undefined ? "and|with" : `and|with|${and}`;
    return [language, new RegExp(`\\s+(?:${words})\\s+|\\s*[,;&、，；،]\\s*|\\s+/\\s+`, "iu")];
  }),
);

/** Around a name, what belongs to the sentence. */
const BEFORE_NAME = " \"'“”.:-";
const AFTER_NAME = " \"'“”:-";

/**
 * Splits a byline into names.
 *
 * @param language - BCP 47 tag of the page, to know its word for "and".
 * @returns Names in order, without duplicates; empty where nothing looks like a name.
 */
export function splitAuthors(raw: string, language: string | null): string[] {
  const line = plainLine(raw);
  if (line === null || isAddress(line)) return [];
  const names: string[] = [];
  for (const part of partsOf(withoutAddresses(line), language)) {
    const name = cleanName(part);
    // A date behind the names: "Lucie Aubert, le 1er mars".
    if (name === null || (names.length > 0 && /\p{Nd}/u.test(part) && !looksLikePerson(withoutCapitals(name))))
      continue;
    if (SUFFIX.test(name) && names.length > 0) names.push(`${names.pop()}, ${name}`);
    else if (names.length === 0 || !isRole(name)) names.push(withoutCapitals(name));
  }
  return uniqueNames(names.filter((name) => !SUFFIX.test(name) && !NOBODY.test(name))).slice(0, MAX_AUTHORS);
}

/** Drops repeated names, whatever their case; the first spelling stays. */
export function uniqueNames(names: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!byKey.has(key)) byKey.set(key, name);
  }
  return [...byKey.values()];
}

function partsOf(line: string, language: string | null): string[] {
  const separator = SEPARATORS.get(language?.split("-")[0]?.toLowerCase() ?? "") ?? SEPARATORS.get("") ?? ",";
  return line.replace(LEAD_IN, "").split(separator, MAX_PARTS);
}

/** RSS writes `jo@courier.example (Jo Bell)`, others `Jo Bell <jo@courier.example>`. */
function withoutAddresses(line: string): string {
  return line
    .replace(/^[\w.+-]{1,64}@[\w.-]{1,255}\s*\(([^()]{1,100})\)$/, "$1")
    .replace(/\s*<?\b[\w.+-]{1,64}@[\w.-]{1,255}>?/g, "");
}

function cleanName(part: string): string | null {
  const bare = part
    .replace(LEAD_IN, "")
    .replace(/^(?:and|&)\s+/i, "")
    .replace(TAIL, "");
  const name = onceOnly(trimChars(bare, BEFORE_NAME, AFTER_NAME));
  if (/\p{L}:\s/u.test(name)) return null;
  const isName =
    /^[^\p{Nd}]*(?:\p{L}.*\p{L}|\p{Script=Han})/u.test(name) &&
    name.length <= MAX_NAME_CHARS &&
    name.split(" ").length <= MAX_NAME_WORDS;
  return isName && !isAddress(name) ? name : null;
}

/** A portrait's caption and the name beside it: "Jo Bell Jo Bell". */
function onceOnly(name: string): string {
  const words = name.split(" ");
  const [one, other] = [words.slice(0, words.length / 2).join(" "), words.slice(words.length / 2).join(" ")];
  return words.length % 2 === 0 && one === other ? one : name;
}

function isAddress(text: string): boolean {
  return /^(?:https?:)?\/|^www\.|^[\w.+-]+@[\w.-]+$|^@/i.test(text);
}

/** What somebody is, where a further name would stand: "Jo Bell, Senior Reporter". */
const ROLE =
  /\b(?:writers?|editors?|reporters?|correspondents?|journalists?|columnists?|contributors?|producers?|photographers?|directors?|managers?|founders?|co-founders?|officers?|presidents?|professors?|lecturers?|fellows?|analysts?|researchers?|specialists?|consultants?|strategists?|experts?|coordinators?|partners?|dieti[ct]ians?|nutritionists?|ceo|cto|cfo|coo|cmo|redakteur(?:in)?|redacteur|journaliste|rédact(?:eur|rice)|periodista|redactor[a]?|giornalista|корреспондент|head of|chief|staff|fact|checked|reviewed|updated|published|posted)\b/iu;

/** Names have no such words in them; "Candidate Representative to the Committee" has. */
const NO_NAME = /\s(?:of|the|at|for|to|in|on)\s/;

function isRole(name: string): boolean {
  return ROLE.test(name) || NO_NAME.test(name);
}

/** "JO BELL" is "Jo Bell" set in capitals; single words and initials may be meant so. */
function withoutCapitals(name: string): string {
  const words = name.split(" ");
  if (words.length < 2 || name !== name.toUpperCase() || name === name.toLowerCase() || !/\p{Lu}{3}/u.test(name))
    return name;
  return words
    .map((word) =>
      SUFFIX.test(word) || /^(?:\p{Lu}\.)+$|^\p{Lu}$|^[^AEIOUY\P{Lu}]{2}$/u.test(word) ? word : capitalise(word),
    )
    .join(" ");
}

function capitalise(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[-'’.])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Mc(\p{Ll})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
}

/** Small words within names: de la Cruz, van der Berg, bin Salman, y Gasset. */
const PARTICLE =
  /^(?:d[aeiou]|del|della|des|dos|das|du|la|le|les|los|van|von|vom|der|den|ten|ter|zu|zum|al|el|bin|ibn|bint|ben|st|y|e|af|av|of|mc|mac|o)$/i;
/** Scripts without capitals; a name in them is short. */
const UNCASED =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{M}\s・·.-]{2,30}$/u;

/**
 * True for a text that is the full name of one person and nothing else, by its form: two to five capitalised words.
 *
 * @param text - A line, without what stands before a name.
 */
export function looksLikePerson(text: string): boolean {
  const name = text
    .replace(/,\s+(?:[A-Z][A-Za-z.-]{1,8},?\s*){1,5}$/, "")
    .replace(/^(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Rev)\.?\s+/, "");
  if (name.length > 60 || /[\d@:/|!?#%&()[\]"“”]/.test(name)) return false;
  if (UNCASED.test(name)) return true;
  const words = name.split(" ");
  if (words.length < 2 || words.length > 5 || isOrganisation(name) || ROLE.test(name)) return false;
  return (
    words.every((word) => PARTICLE.test(word) || /^(?:\p{Lu}[\p{L}\p{M}.'’-]*)$/u.test(word)) &&
    /\p{Lu}\p{Ll}/u.test(name)
  );
}

/** Words that organisations have in their names and people have not. */
const ORGANISATION =
  /\b(?:inc|llc|ltd|llp|plc|gmbh|corp|co|team|staff|editors?|editorial|editorial board|redaktion|rédaction|redacción|redazione|redactie|newsroom|newsdesk|desk|agenc(?:y|ies)|agentur|agence|news|media|group|university|universität|université|association|institute|company|corporation|foundation|official|studios?|magazine|press|reuters|afp|dpa|ansa|efe|tass|xinhua|bureau|department|ministry|cent(?:er|re)|council|society|network|solutions|services|consulting|marketing|partners|labs?|online|digital|blog|club|community|support|communications|sponsored|content)\b|\.(?:com|org|net|io|co)\b|编辑部|編集部|新华社|通讯社|記者團|社$/iu;

/** True for a name that is an organisation's, by its words. */
export function isOrganisation(name: string): boolean {
  return ORGANISATION.test(name);
}

/** True for the name of an account rather than a person: one word, with digits, or without a capital at its start. */
export function isAccountName(name: string): boolean {
  return !name.includes(" ") && (/\d|_|^\p{Ll}/u.test(name) || /^\p{Lu}\p{Ll}+\p{Lu}/u.test(name));
}
