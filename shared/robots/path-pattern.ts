/**
 * Owns comparing a URL's path with the path of a rule: percent-encoding (RFC 9309, section 2.2.2), `*` and `$`
 * (section 2.2.3). Time grows with the lengths of both added up, whatever a hostile pattern holds. Pure.
 */

/**
 * A path in the forms in which it is compared. They differ only where a query holds a slash or a question mark as data:
 * the RFC's table takes `?u=https://x` and `?u=https%3A%2F%2Fx` for equal. The `written` form is needed beside it, since
 * a star can stand for the question mark, and then nothing in a rule tells what of it falls into the query.
 */
interface ComparedForms {
  readonly written: string;
  readonly queryEncoded: string;
}

/** A rule's path, ready to be compared. */
export interface PathPattern {
  readonly forms: ComparedForms;
  /** Ends in `$`: the whole path must match, not just its start. */
  readonly anchored: boolean;
  /** How specific it is: octets of its compared form, with `*` and `$` (RFC 9309, section 2.2.2). */
  readonly octets: number;
}

/** Unreserved characters (RFC 3986, section 2.3): compared as themselves, however they were written. */
const UNRESERVED = "A-Za-z0-9\\-._~";

/**
 * The delimiters that shape a path and a query. An encoded one is data and stays different. All other reserved
 * characters have no such role, and are compared encoded.
 */
const DELIMITERS = "/?&=";

const IS_UNRESERVED = new RegExp(`[${UNRESERVED}]`);

/** Nothing to encode or decode: most paths are such. */
const IS_PLAIN = new RegExp(`^[${UNRESERVED}${DELIMITERS}]*$`);

/** An encoded octet, or a character that must become one. */
const TO_CONVERT = new RegExp(`%[0-9A-Fa-f]{2}|[^${UNRESERVED}${DELIMITERS}]`, "gu");

/** The comparable form of a URL's path and query. */
export function comparePath(pathAndQuery: string): ComparedForms {
  return formsOf(encode(pathAndQuery));
}

/** Reads a rule's path. A `$` that is not its last character stands for itself. */
export function readPattern(path: string): PathPattern {
  const anchored = path.endsWith("$");
  const parts = (anchored ? path.slice(0, -1) : path).split("*");
  const forms = formsOf(parts.map(encode).join("*"));
  return { forms, anchored, octets: forms.queryEncoded.length + (anchored ? 1 : 0) };
}

/** True where the pattern matches the path. */
export function matchesPath(pattern: PathPattern, path: ComparedForms): boolean {
  const { forms, anchored } = pattern;
  if (matchesForm(forms.written, anchored, path.written)) return true;
  const sameAgain = forms.written === forms.queryEncoded && path.written === path.queryEncoded;
  return !sameAgain && matchesForm(forms.queryEncoded, anchored, path.queryEncoded);
}

/** Percent-encodes all but unreserved characters and delimiters, octet by octet; decodes encoded unreserved ones. */
function encode(text: string): string {
  if (IS_PLAIN.test(text)) return text;
  return text.toWellFormed().replace(TO_CONVERT, (unit) => {
    if (unit.length < 3 || unit[0] !== "%") return encodeOctets(unit);
    const octet = String.fromCharCode(Number.parseInt(unit.slice(1), 16));
    return IS_UNRESERVED.test(octet) ? octet : unit.toUpperCase();
  });
}

function encodeOctets(character: string): string {
  let encoded = "";
  for (const octet of Buffer.from(character)) encoded += `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
  return encoded;
}

function formsOf(written: string): ComparedForms {
  const query = written.indexOf("?") + 1;
  if (query === 0) return { written, queryEncoded: written };
  const data = written.slice(query).replaceAll("/", "%2F").replaceAll("?", "%3F");
  return { written, queryEncoded: written.slice(0, query) + data };
}

/**
 * Matches the pieces between the stars from left to right, each at its first place after the one before. A later place
 * could leave less room for the rest, never more, so there is nothing to go back to.
 */
function matchesForm(pattern: string, anchored: boolean, path: string): boolean {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return anchored ? path === head : path.startsWith(head);
  if (!path.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = indexOfLinear(path, piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  if (anchored) return path.length - tail.length >= at && path.endsWith(tail);
  return indexOfLinear(path, tail, at) >= 0;
}

/** Below this length the engine's own search is faster, and its worst case is a small multiple of the text. */
const SHORT_PIECE = 8;

/** Like `text.indexOf(piece, from)`, but in linear time also for pieces made to be slow (Knuth, Morris, Pratt 1977). */
function indexOfLinear(text: string, piece: string, from: number): number {
  if (piece.length > text.length - from) return -1;
  if (piece.length <= SHORT_PIECE) return text.indexOf(piece, from);
  const fallback = fallbackTable(piece);
  let matched = 0;
  for (let at = from; at < text.length; at++) {
    while (matched > 0 && text[at] !== piece[matched]) matched = fallback[matched - 1] ?? 0;
    if (text[at] === piece[matched]) matched += 1;
    if (matched === piece.length) return at - matched + 1;
  }
  return -1;
}

/** For each end of a start of `piece`: how long the longest start is that also ends there. */
function fallbackTable(piece: string): Uint32Array {
  const table = new Uint32Array(piece.length);
  let matched = 0;
  for (let at = 1; at < piece.length; at++) {
    while (matched > 0 && piece[at] !== piece[matched]) matched = table[matched - 1] ?? 0;
    if (piece[at] === piece[matched]) matched += 1;
    table[at] = matched;
  }
  return table;
}
