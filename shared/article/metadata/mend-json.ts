/**
 * Owns reading JSON as pages write it: wrapped, escaped, broken in ways that leave one meaning. What could be read in two
 * ways stays unread. Pure, and linear in the length of the text.
 */

/**
 * Parses a JSON-LD script.
 *
 * @returns The value, an array where several values stand one after another; undefined where the text is no JSON and
 *   cannot safely be made any.
 */
export function parseLeniently(script: string): unknown {
  const json = unwrap(script);
  const plain = parseJson(json);
  if (plain !== undefined || json === "") return plain;
  const decoded = /^[{[]\s*&(?:quot|#34|#x22);/i.test(json) ? decodeQuotes(json) : json;
  const mended = mend(decoded);
  return parseJson(mended) ?? parseJson(`[${mended}]`);
}

const OPENING = /^(?:\/\/|\/\*)?\s{0,9}(?:<!\[CDATA\[|<!--)\s{0,9}(?:\*\/)?/;
const CLOSING = /(?:\/\/|\/\*)?\s{0,9}(?:\]\]>|-->)\s{0,9}(?:\*\/)?$/;
/** More than a closing has. */
const MAX_CLOSING_CHARS = 40;

/** Takes off HTML comments and CDATA around the whole, with the script comments that hide them, and a semicolon. */
function unwrap(script: string): string {
  const json = script
    .replace(/^\ufeff/, "")
    .trim()
    .replace(OPENING, "")
    .trim();
  const end = Math.max(json.length - MAX_CLOSING_CHARS, 0);
  const body = (json.slice(0, end) + json.slice(end).replace(CLOSING, "")).trim();
  return body.endsWith(";") ? body.slice(0, -1) : body;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A template that escapes for HTML where a script stands: every quote is an entity, and so is every ampersand. */
function decodeQuotes(json: string): string {
  return json.replace(/&(?:quot|#0*34|#x0*22);/gi, '"').replace(/&amp;/gi, "&");
}

/** Where JSON goes on after a string: then a quote ends it. */
const AFTER_STRING = new Set([",", ":", "}", "]"]);
const ESCAPES = new Set(['"', "\\", "/", "b", "f", "n", "r", "t", "u"]);

/**
 * Mends raw line breaks and other control characters in strings, escapes that JSON does not know (`\'`), quotes that do
 * not end a string, commas before a closing bracket, comments, and objects that no comma parts.
 */
function mend(json: string): string {
  const out: string[] = [];
  for (let at = 0; at < json.length; ) {
    const char = json.charAt(at);
    if (char === '"') {
      const string = mendString(json, at);
      out.push(string.text);
      at = string.end;
    } else if (char === "/" && (json[at + 1] === "*" || json[at + 1] === "/")) {
      const close = json[at + 1] === "*" ? json.indexOf("*/", at + 2) : json.indexOf("\n", at + 2);
      at = close === -1 ? json.length : close + (json[at + 1] === "*" ? 2 : 0);
    } else {
      out.push(mendBetween(json, at));
      at += 1;
    }
  }
  return out.join("").replace(/;\s*$/, "");
}

/** One character outside of strings. */
function mendBetween(json: string, at: number): string {
  const char = json.charAt(at);
  if (char === ",") {
    const next = nextSolid(json, at + 1);
    return next === "}" || next === "]" || next === "" || next === "," ? "" : char;
  }
  if (char === "}") return nextSolid(json, at + 1) === "{" ? "}," : char;
  return isControl(char) ? " " : char;
}

function mendString(json: string, start: number): { readonly text: string; readonly end: number } {
  const out: string[] = ['"'];
  for (let at = start + 1; at < json.length; at += 1) {
    const char = json.charAt(at);
    if (char === "\\") {
      const next = json.charAt(at + 1);
      if (ESCAPES.has(next)) out.push(char, next);
      else if (!isControl(next)) out.push(next);
      at += 1;
    } else if (char === '"') {
      const next = nextSolid(json, at + 1);
      if (next === "" || AFTER_STRING.has(next)) return { text: `${out.join("")}"`, end: at + 1 };
      out.push('\\"');
    } else out.push(isControl(char) ? " " : char);
  }
  return { text: out.join(""), end: json.length };
}

/** The next character that is no blank; of longer runs of blanks nothing is known, which mends nothing. */
const MAX_BLANKS = 1_000;

function nextSolid(json: string, from: number): string {
  for (let at = from; at < json.length && at < from + MAX_BLANKS; at += 1) {
    const char = json.charAt(at);
    if (char !== " " && !isControl(char)) return char;
  }
  return from + MAX_BLANKS < json.length ? " " : "";
}

function isControl(char: string): boolean {
  return char < " " || char === "\u007f";
}
