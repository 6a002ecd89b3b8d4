/**
 * Owns finding the addresses in CSS: `url()`, `@import`, `image-set()`, and which of them are fonts. It works on the
 * tokens of css-tree, which never fail, so a broken stylesheet loses no more than a browser would; time and memory are
 * linear. It must not resolve or fetch. Pure.
 */
import { tokenize, tokenTypes } from "css-tree/tokenizer";

export interface CssUrl {
  /** Escapes undone, not resolved. */
  readonly url: string;
  readonly kind: "image" | "stylesheet" | "font";
  /** Where it stands in {@link CssUrls.css}: a string with its quotes, or a whole `url(…)`. */
  readonly start: number;
  readonly end: number;
  readonly form: "string" | "function";
}

export interface CssUrls {
  /** The stylesheet that the places refer to: what was given, with escaped spellings of `url(` made plain. */
  readonly css: string;
  readonly urls: readonly CssUrl[];
}

/** Functions whose strings are addresses. */
const ADDRESS_FUNCTIONS = new Set(["url", "src", "image-set", "-webkit-image-set", "image"]);

/** Deeper nesting is counted and no more: nobody writes it, and it could be as deep as the file is long. */
const MAX_DEPTH = 1000;

/** Reads a stylesheet, or a `style` attribute. */
export function readCssUrls(text: string): CssUrls {
  const css = plainUrlFunctions(text);
  const reader = new Reader(css);
  tokenize(css, (type, start, end) => reader.take(type, start, end));
  return { css, urls: reader.urls };
}

/** The stylesheet with each address replaced; `rewrite` gives null for one that is to stay as it is. */
export function rewriteCssUrls(text: string, rewrite: (found: CssUrl) => string | null): string {
  const { css, urls } = readCssUrls(text);
  let written = "";
  let done = 0;
  for (const found of urls) {
    const url = rewrite(found);
    if (url === null) continue;
    const string = `"${url.replace(/["\\\n\r\f]|<(?=[/!])/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`;
    written += css.slice(done, found.start) + (found.form === "string" ? string : `url(${string})`);
    done = found.end;
  }
  return written + css.slice(done);
}

class Reader {
  readonly urls: CssUrl[] = [];
  readonly #css: string;
  /** Open parentheses, by the function's name; the empty string for a bare one. */
  readonly #functions: string[] = [];
  #tooDeep = 0;
  /** The at-rule whose prelude is being read. */
  #prelude = "";
  /** Open braces; above 0 and counted from 1 at the `{` of an `@font-face`. */
  #fontDepth = 0;

  constructor(css: string) {
    this.#css = css;
  }

  take(type: number, start: number, end: number): void {
    switch (type) {
      case tokenTypes.AtKeyword:
        this.#prelude = nameAt(this.#css, start + 1, end);
        break;
      case tokenTypes.Function:
        this.#open(nameAt(this.#css, start, end - 1));
        break;
      case tokenTypes.LeftParenthesis:
        this.#open("");
        break;
      case tokenTypes.RightParenthesis:
        if (this.#tooDeep > 0) this.#tooDeep -= 1;
        else this.#functions.pop();
        break;
      case tokenTypes.LeftCurlyBracket:
        if (this.#fontDepth > 0 || this.#prelude === "font-face") this.#fontDepth += 1;
        this.#endPrelude();
        break;
      case tokenTypes.RightCurlyBracket:
        if (this.#fontDepth > 0) this.#fontDepth -= 1;
        this.#endPrelude();
        break;
      case tokenTypes.Semicolon:
        if (this.#functions.length === 0) this.#endPrelude();
        break;
      case tokenTypes.Url:
        this.#add(urlTokenValue(this.#css.slice(start, end)), start, end, "function");
        break;
      case tokenTypes.String:
        if (this.#isAddress()) this.#add(stringValue(this.#css.slice(start, end)), start, end, "string");
        break;
      default:
        break;
    }
  }

  #open(name: string): void {
    if (this.#functions.length < MAX_DEPTH) this.#functions.push(name);
    else this.#tooDeep += 1;
  }

  #endPrelude(): void {
    this.#prelude = "";
    this.#functions.length = 0;
    this.#tooDeep = 0;
  }

  /** A string is an address in some functions, and as the first thing of an `@import`. */
  #isAddress(): boolean {
    const inner = this.#functions.at(-1);
    return inner === undefined ? this.#prelude === "import" : ADDRESS_FUNCTIONS.has(inner);
  }

  #add(url: string, start: number, end: number, form: CssUrl["form"]): void {
    // A namespace is a name; it is never fetched.
    if (this.#prelude === "namespace") return;
    const isImport = this.#prelude === "import";
    // `@import "a" layer(b) supports(…)`: only what comes first is the stylesheet.
    const kind = isImport ? "stylesheet" : this.#fontDepth > 0 ? "font" : "image";
    this.urls.push({ url, kind, start, end, form });
    if (isImport) this.#prelude = "imported";
  }
}

/**
 * `\75rl(` is `url(` to a browser and not to css-tree, which would read on in the address as if it were CSS. An escape
 * that stands here for itself is passed over whole, so that its second half is never taken for the beginning of another.
 */
const ESCAPED_URL =
  /(?:u|\\u|\\0{0,4}[57]5(?:\r\n|[\t\n\f\r ])?)(?:r|\\r|\\0{0,4}[57]2(?:\r\n|[\t\n\f\r ])?)(?:l|\\l|\\0{0,4}[46]c(?:\r\n|[\t\n\f\r ])?)\(|\\[\s\S]/gi;

function plainUrlFunctions(css: string): string {
  if (!css.includes("\\")) return css;
  return css.replace(ESCAPED_URL, (found) => (found.endsWith("(") && found.length > 2 ? "url(" : found));
}

const nameAt = (css: string, start: number, end: number): string =>
  // No name that counts is longer, even with each of its letters escaped.
  end - start > 200 ? "" : undoEscapes(css.slice(start, end)).toLowerCase();

const stringValue = (token: string): string =>
  undoEscapes(token.slice(1, token.length > 1 && token.endsWith(token[0] ?? "") ? -1 : undefined));

const urlTokenValue = (token: string): string => {
  const inner = token.slice("url(".length, token.endsWith(")") && !/[^\\]\\(?:\\\\)*\)$/.test(token) ? -1 : undefined);
  return undoEscapes(inner.trim());
};

/** CSS Syntax 3, section 4.3.7; an escaped line end is nothing. */
function undoEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:([0-9a-f]{1,6})(?:\r\n|[\t\n\f\r ])?|(\r\n|[\n\f\r])|([\s\S])|$)/gi,
    (_, hex, end, char) => {
      if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
      return end !== undefined ? "" : (char ?? "");
    },
  );
}

function characterOf(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "\ufffd";
}
