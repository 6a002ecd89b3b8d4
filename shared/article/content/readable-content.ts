/**
 * Owns Readability: finding a document's main content, with the library's one comparison that hostile pages make
 * quadratic replaced by a linear one of the same outcome. It must not know which DOM the document is of, and must not read
 * metadata or sanitise.
 */
import { Readability } from "@mozilla/readability";

/** Longer texts are no titles. Of 474 real articles none has a heading of over 1,000 characters. */
const MAX_TITLE_CHARS = 1_024;

/** Readability 0.6.0 looks up every word of a heading in the list of the title's words: 60,000 in each took 8 s. */
class BoundedReadability extends Readability {
  /** Called by the library: 1 where the second text has no word that the first lacks, 0 where it shares none. */
  _textSimilarity(one: string, other: string): number {
    if (one.length > MAX_TITLE_CHARS || other.length > MAX_TITLE_CHARS) return 0;
    const [known, words] = [new Set(wordsOf(one)), wordsOf(other)];
    if (known.size === 0 || words.length === 0) return 0;
    return 1 - words.filter((word) => !known.has(word)).join(" ").length / words.join(" ").length;
  }
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word !== "");
}

/**
 * Finds what a reader came for. The document is taken apart on the way.
 *
 * @param document - Bounded by the caller in what reading it may cost.
 * @returns HTML, not sanitised, and the text direction if the page says one; null where nothing was found.
 */
export function findContent(document: Document): { readonly html: string; readonly dir: string | null } | null {
  // Classes are kept for the language of code; the allow list drops all others.
  const found = new BoundedReadability(document, { keepClasses: true }).parse();
  return found?.content ? { html: found.content, dir: found.dir ?? null } : null;
}
