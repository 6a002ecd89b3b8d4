/** Owns telling bylines, credits and biographies by the authors that metadata names, or by how such lines are built. Pure. */
import type { Content } from "./content.ts";
import type { Line } from "./lines.ts";
import { announcedLength, announces } from "./words.ts";

const SENTENCE_END = /[.!?:…。！？：؟।]["'”’»)]?$/u;

/** True for a line that ends like a sentence, or leads on to what follows. */
export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text);
}

/** "By Jo Bell", "Text: Kim Ode and Jo Bell", "Jo Bell, Chief Reporter": says who wrote it and no more. */
export function isByline({ text, words }: Line, { known }: Content): boolean {
  if (words.length > 14 || endsSentence(text)) return false;
  return (
    namesAuthor(text, known.authors, 30) || (words.length <= 9 && announces("byline", text) && isMadeOfNames(text))
  );
}

/** "Reporting by Jo Bell; editing by Kim Ode." */
export function isCredit({ text, words, isHeading }: Line): boolean {
  return words.length <= 30 && !isHeading && announces("byline", text) && isMadeOfNames(text);
}

/** Words that stand between names: they are short, as "and", "von", "in" are. */
const MAX_PARTICLE_CHARS = 3;
/** Of the other words so many begin with a capital, where the script has them. */
const MIN_NAMES_SHARE = 0.75;

/** True where what follows the announcement is names rather than a sentence: "By Jo Bell", not "By noon it had gone". */
function isMadeOfNames(text: string): boolean {
  const rest = text.replace(/^[^\p{L}\p{N}]+/u, "").slice(announcedLength("byline", text));
  const words = rest.match(/[\p{L}\p{M}'’.-]+/gu) ?? [];
  const names = words.filter((word) => /^[\p{Lu}\p{Lt}\p{Lo}]/u.test(word));
  const others = words.filter((word) => word.length > MAX_PARTICLE_CHARS && !/^[\p{Lu}\p{Lt}\p{Lo}]/u.test(word));
  return names.length > 0 && names.length >= (names.length + others.length) * MIN_NAMES_SHARE;
}

/**
 * A last paragraph that begins with an author. One who is named in the text before is what the article is about, or
 * speaks in it: then it is no biography.
 */
export function isBiography({ index, text, words }: Line, { lines, known }: Content): boolean {
  if (words.length > 130) return false;
  const named = known.authors.filter((name) => namesAuthor(text, [name], 40));
  return named.some((name) => {
    const family = name.slice(name.lastIndexOf(" ") + 1);
    const mentions = lines.filter(
      (line) => line.index < index && line.isProse && line.text.toLowerCase().includes(family),
    );
    return mentions.length <= 1;
  });
}

/** True where one of the authors is named within the first characters of a line. */
function namesAuthor(text: string, authors: readonly string[], within: number): boolean {
  const start = text
    .slice(0, within + 60)
    .normalize("NFKC")
    .toLowerCase();
  return authors.some((name) => {
    const at = start.indexOf(name);
    return at !== -1 && at <= within;
  });
}
