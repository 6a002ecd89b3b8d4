/** Owns what is counted and cut from a text by the rules of its language. Pure. */

/** A segmenter takes ten times as long to make as an article's words to count, and pages come in few languages. */
const known = new Map<string | null, Intl.Segmenter>();
/** Of these, all are forgotten at once: pages may name any number of languages. */
const MAX_KNOWN = 32;

function wordSegmenter(language: string | null): Intl.Segmenter {
  let segmenter = known.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language ?? undefined, { granularity: "word" });
    if (known.size === MAX_KNOWN) known.clear();
    known.set(language, segmenter);
  }
  return segmenter;
}

/**
 * Counts words as the text's language has them: Chinese, Japanese and Thai are segmented by dictionary.
 *
 * @param language - BCP 47 tag, or null where unknown.
 */
export function countWords(text: string, language: string | null): number {
  const segmenter = wordSegmenter(language);
  let words = 0;
  for (const piece of piecesOf(text)) {
    for (const { isWordLike } of segmenter.segment(piece)) if (isWordLike) words += 1;
  }
  return words;
}

/** The segmenter copies what it is given, and takes microseconds to start: a page may be one line, or a million. */
const PIECE_CHARS = 4_096;

/** Cuts a text at line breaks, which no word crosses, into pieces of at least {@link PIECE_CHARS}. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf("\n", start + PIECE_CHARS);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    yield text.slice(start, end);
    start = end;
  }
}

/** Length limit of {@link makeExcerpt} in UTF-16 units, the ellipsis included. */
const MAX_EXCERPT_CHARS = 300;

/** The first words of a text on one line, cut between words, with "…" where it goes on. */
export function makeExcerpt(text: string, language: string | null): string {
  const line = text
    .slice(0, 4 * MAX_EXCERPT_CHARS)
    .replace(/^(?:> |\s*- )+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= MAX_EXCERPT_CHARS) return line.toWellFormed();
  let end = 0;
  for (const { index, segment } of wordSegmenter(language).segment(line)) {
    if (index + segment.length >= MAX_EXCERPT_CHARS) break;
    end = index + segment.length;
  }
  const cut = line.slice(0, end > 0 ? end : MAX_EXCERPT_CHARS - 1).replace(/[\s,;:–—-]+$/u, "");
  return `${cut}…`.toWellFormed();
}
