/**
 * Owns the patterns of a source's scope. `*` stands for any run of characters, `/` among them; all others stand for
 * themselves, so that nothing of a URL needs escaping. The whole must match. A pattern that begins with `/` is compared
 * with path and query, any other with host, path and query: no scheme, no `www`. Pure.
 *
 * Patterns are not regular expressions on purpose: whoever may write one could stop the crawl with it. This matcher
 * never goes back: it takes each piece between two `*` at its first place and goes on from there.
 */
import { toListHost } from "../url/urlkey.ts";

/** What patterns are compared with. */
export interface PatternSubject {
  readonly host: string;
  readonly pathAndQuery: string;
}

/** @param url - absolute http(s) URL */
export function toPatternSubject(url: string): PatternSubject {
  const { pathname, search } = new URL(url);
  return { host: toListHost(url), pathAndQuery: pathname + search };
}

export function matchesUrlPattern(pattern: string, { host, pathAndQuery }: PatternSubject): boolean {
  return matchesGlob(pattern, pattern.startsWith("/") ? pathAndQuery : host + pathAndQuery);
}

function matchesGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces.shift() ?? "";
  const last = pieces.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, from);
    if (found < 0 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}
