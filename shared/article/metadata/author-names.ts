/** Owns taking names out of what pages write where authors stand: "By Jo Bell and Kim Ode | Staff writers". Pure. */
import { plainLine, trimChars } from "./plain-text.ts";

/** More than any article has: a page that names more is listing its staff. */
export const MAX_AUTHORS = 20;
const MAX_NAME_CHARS = 80;
const MAX_NAME_WORDS = 8;
/** A name may bring along degrees, each after its own comma. */
const MAX_PARTS = 4 * MAX_AUTHORS;

/** What stands before names. The longest first, as the first match is cut off. */
const LEAD_IN =
  /^(?:(?:written|posted|published|reviewed|edited|reported|words|story|article|text|created|medically reviewed)\s+by|authors?\s*:|by|von|par|por|di|door|af|av|текст|автор)(?:\s*:)?\s+/iu;

/** From here on a byline speaks of something else: a role, a place, a date, an outlet. */
const TAIL =
  /\s*(?:[|•·–—]|\s-\s|\bfor\s+the\b|\b(?:published|posted|updated|last\s+updated|on\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b|\d{1,2}[./:]\d|\b(?:19|20)\d{2}\b|\(|@).*$/iu;

/** Degrees and suffixes that follow a name after a comma and are no name themselves. */
const SUFFIX =
  /^(?:jr|sr|ii|iii|iv|esq|m\.?d|ph\.?d|d\.?o|r\.?n|r\.?d|rdn|ldn|m\.?s|m\.?a|m\.?sc|b\.?sc|b\.?a|mph|mba|mfa|cpa|cfp|cfa|dds|dvm|pharm\.?d|np|pa-c|lcsw|c\.?s\.?c\.?s|fand|facp|ced|cssd|cpt|ace|ceng|frs)\.?$/i;

/** No person's name: what content systems put where nobody filled one in. */
const NOBODY =
  /^(?:admin(?:istrator)?|author|by|anonymous|editor|editors?|staff|staff writer|guest|guest author|user|root|none|null|undefined|unknown|n\/a|contributor|posted|view all posts|read more|share|follow|written)$/i;

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
};

/** What parts names, by the page's language; "" for those without an entry above. */
const SEPARATORS: ReadonlyMap<string, RegExp> = new Map(
  ["", ...Object.keys(CONJUNCTIONS)].map((language) => {
    const and = CONJUNCTIONS[language];
    const words = and === undefined ? "and|with" : `and|with|${and}`;
    return [language, new RegExp(`\\s+(?:${words})\\s+|\\s*[,;&、，]\\s*|\\s+/\\s+`, "iu")];
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
  for (const part of partsOf(line, language)) {
    const name = cleanName(part);
    if (name === null) continue;
    if (SUFFIX.test(name) && names.length > 0) names.push(`${names.pop()}, ${name}`);
    else names.push(name);
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

function cleanName(part: string): string | null {
  const bare = part
    .replace(LEAD_IN, "")
    .replace(/^(?:and|&)\s+/i, "")
    .replace(TAIL, "");
  const name = trimChars(bare, BEFORE_NAME, AFTER_NAME);
  const isName = /\p{L}/u.test(name) && name.length <= MAX_NAME_CHARS && name.split(" ").length <= MAX_NAME_WORDS;
  return isName && !isAddress(name) ? name : null;
}

function isAddress(text: string): boolean {
  return /^(?:https?:)?\/\/|^www\.|^[\w.+-]+@[\w.-]+$|^@/i.test(text);
}
