/**
 * Owns what a `style` attribute says of `display` and `visibility`, as a browser's CSS would read it: the last valid
 * declaration counts, unless an earlier one is important. Nothing else of CSS is known here. Pure, one pass.
 */

export interface InlineStyle {
  /** As written, in lower case; empty without a valid declaration. */
  readonly display: string;
  readonly visibility: string;
}

export const NO_STYLE: InlineStyle = Object.freeze({ display: "", visibility: "" });

interface Declaration {
  readonly name: string;
  readonly value: string;
  readonly isImportant: boolean;
}

const RELEVANT = /display|visibility|all\s*:|[\\/]/i;

/** @param text - The attribute's value. */
export function readInlineStyle(text: string): InlineStyle {
  if (!RELEVANT.test(text)) return NO_STYLE;
  const found = { display: "", visibility: "" };
  const important = { display: false, visibility: false };
  for (const { name, value, isImportant } of declarationsOf(text)) {
    for (const property of ["display", "visibility"] as const) {
      if ((name !== property && name !== "all") || (important[property] && !isImportant)) continue;
      if (!isValid(name, value)) continue;
      // What `all` says by a variable is not known before the page is laid out, and nothing is laid out here.
      found[property] = name === "all" && SUBSTITUTION.test(value) ? "" : value;
      important[property] = isImportant;
    }
  }
  return found;
}

/** CSS Cascading and Inheritance 5, section 7.3. */
const WIDE = /^(?:initial|inherit|unset|revert|revert-layer|revert-rule)$/;
/** Functions that may stand for any value (CSS Values 5, "arbitrary substitution"): valid until they are replaced. */
const SUBSTITUTION = /(?:^|[\s,(])(?:var|env|attr|if|inherit|ident|random-item|--[\w-]+)\(\s*[^\s)]/;
/** CSS Display 4, section 2, and what browsers keep of before. */
const OUTSIDE = /^(?:block|inline|run-in)$/;
const INSIDE = /^(?:flow|flow-root|table|flex|grid|ruby|math|grid-lanes)$/;
const SINGLE_DISPLAY = new RegExp(
  `^(?:none|contents|list-item|inline-(?:block|table|flex|grid|grid-lanes)|${[
    "table-(?:row-group|header-group|footer-group|row|cell|column-group|column|caption)",
    "ruby-(?:base|text|base-container|text-container)",
    "-webkit-(?:inline-)?(?:box|flex)|-moz-(?:inline-)?box|-ms-(?:inline-)?(?:flexbox|grid)|-moz-inline-stack",
  ].join("|")})$`,
);

function isValid(name: string, value: string): boolean {
  if (WIDE.test(value) || SUBSTITUTION.test(value)) return true;
  if (name === "visibility") return /^(?:visible|hidden|collapse|force-hidden)$/.test(value);
  return name === "display" && isDisplay(value);
}

/** One keyword, or an outer and an inner kind, or a list item with an outer and a flow, each in any order. */
function isDisplay(value: string): boolean {
  const words = value.split(" ");
  if (words.length === 1 && SINGLE_DISPLAY.test(value)) return true;
  const [outside, inside] = [words.filter((word) => OUTSIDE.test(word)), words.filter((word) => INSIDE.test(word))];
  const items = words.filter((word) => word === "list-item");
  if (outside.length > 1 || inside.length > 1 || items.length > 1) return false;
  if (outside.length + inside.length + items.length !== words.length) return false;
  return items.length === 0 || inside.every((word) => word === "flow" || word === "flow-root");
}

/** The declarations of a block without its braces (CSS Syntax 3, section 5.4.5), simple names and values only. */
function* declarationsOf(text: string): Generator<Declaration> {
  let start = 0;
  let depth = 0;
  const plain = withoutComments(text);
  for (let at = 0; at <= plain.length; at += 1) {
    const char = plain[at];
    if (char === "\\") at += 1;
    else if (char === '"' || char === "'") at = endOfString(plain, at);
    else if (char === "(" || char === "[" || char === "{") depth += 1;
    else if (char === ")" || char === "]" || char === "}") depth = Math.max(0, depth - 1);
    else if (char === undefined || (char === ";" && depth === 0)) {
      const declaration = readDeclaration(plain.slice(start, at));
      if (declaration !== null) yield declaration;
      start = at + 1;
    }
  }
}

function withoutComments(text: string): string {
  if (!text.includes("/*")) return text;
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === "/" && text[at + 1] === "*") {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return plain;
      plain += " ";
      at = end + 1;
    } else if (char === '"' || char === "'") {
      const end = endOfString(text, at);
      plain += text.slice(at, end + 1);
      at = end;
    } else plain += char;
  }
  return plain;
}

/** The closing quote, the end of its line, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === text[start] || text[at] === "\n") return at;
  }
  return text.length;
}

function readDeclaration(text: string): Declaration | null {
  const colon = text.indexOf(":");
  if (colon < 0) return null;
  const name = unescapeCss(text.slice(0, colon)).trim().toLowerCase();
  if (name !== "display" && name !== "visibility" && name !== "all") return null;
  const whole = unescapeCss(text.slice(colon + 1))
    .trim()
    .toLowerCase();
  const value = whole.replace(/\s*!\s*important$/, "");
  return { name, value: value.replace(/\s+/g, " "), isImportant: value !== whole };
}

/** CSS Syntax 3, section 4.3.7; an escaped blank is a letter, and of no keyword. */
function unescapeCss(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([0-9a-f]{1,6})\s?|([\s\S]))/gi, (_, hex: string | undefined, char: string) => {
    if (hex === undefined) return char;
    const code = Number.parseInt(hex, 16);
    return code <= 0x20 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);
  });
}
