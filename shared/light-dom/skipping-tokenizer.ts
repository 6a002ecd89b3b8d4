/**
 * Owns reading a page fast: parse5's tokenizer takes a page character by character, and most of a page are programs,
 * attribute values and running text, where nothing happens until one of a few characters comes. Here it goes to that
 * character at once, which takes a third of the time. What it makes is the same tree, of which the tests make sure.
 *
 * It builds on two things of parse5 8.1: the characters being read are a range of the input (`runStart`, `runEnd`), and
 * a state's method is called with the character that `preprocessor.pos` is at. Positions in the source are not kept.
 */
import { InsertionMode, type Parser, Token, Tokenizer, type TokenizerOptions } from "parse5";
import type { LightTreeMap } from "./tree-adapter.ts";

/** What ends a run, besides the end of the input. A carriage return is read as a line feed, a null as a replacement. */
const END = {
  program: /[<\0\r]/g,
  text: /[<&\0\r]/g,
  word: /[<&\0\r \t\n\f]/g,
  blanks: /[^ \t\n\f]/g,
  doubleQuoted: /["&\0\r]/g,
  singleQuoted: /['&\0\r]/g,
  comment: /[-<\0\r]/g,
} as const;

/**
 * Character references after which a text is handed on. Each is joined to what was read before it, and V8 keeps such a
 * string as its pieces: of 20 MB of `&amp;` that was 50 MB of memory.
 */
const REFERENCES_OF_A_TOKEN = 4096;

/** More of a name. Up to 12 characters are copied when they are cut out; more would keep the whole page in memory. */
const NAME = /[a-z0-9-]{1,12}/y;

const CARRIAGE_RETURN = 0x0d;

/**
 * Where a text may be one token, though parse5 makes one of each word and each gap: what is done with a gap there is also
 * done with a word. Elsewhere blanks are something else than text: before the body, between table cells.
 */
const ONE_TEXT: ReadonlySet<InsertionMode> = new Set([
  InsertionMode.IN_BODY,
  InsertionMode.IN_CELL,
  InsertionMode.IN_CAPTION,
  InsertionMode.TEXT,
]);

export class SkippingTokenizer extends Tokenizer {
  readonly #parser: Parser<LightTreeMap>;
  #references = 0;

  /** @param options - Without positions in the source. */
  constructor(options: TokenizerOptions, parser: Parser<LightTreeMap>) {
    super(options, parser);
    this.#parser = parser;
  }

  protected override _stateData(cp: number): void {
    super._stateData(cp);
    this.#skipText();
  }

  protected override _stateRcdata(cp: number): void {
    super._stateRcdata(cp);
    this.#skipText();
  }

  protected override _stateRawtext(cp: number): void {
    super._stateRawtext(cp);
    this.#skipProgram();
  }

  protected override _stateScriptData(cp: number): void {
    super._stateScriptData(cp);
    this.#skipProgram();
  }

  protected override _stateTagName(cp: number): void {
    super._stateTagName(cp);
    if (isLetter(cp)) (this.currentToken as Token.TagToken).tagName += this.#restOfName();
  }

  protected override _stateAttributeName(cp: number): void {
    super._stateAttributeName(cp);
    if (isLetter(cp)) this.currentAttr.name += this.#restOfName();
  }

  protected override _stateAttributeValueDoubleQuoted(cp: number): void {
    super._stateAttributeValueDoubleQuoted(cp);
    this.#skipTo(END.doubleQuoted);
  }

  protected override _stateAttributeValueSingleQuoted(cp: number): void {
    super._stateAttributeValueSingleQuoted(cp);
    this.#skipTo(END.singleQuoted);
  }

  protected override _stateComment(cp: number): void {
    super._stateComment(cp);
    this.#skipTo(END.comment);
  }

  protected override _flushCodePointConsumedAsCharacterReference(cp: number): void {
    super._flushCodePointConsumedAsCharacterReference(cp);
    const token = this.currentCharacterToken;
    if (token === null) return;
    this.#references += 1;
    if (this.#references % REFERENCES_OF_A_TOKEN !== 0) return;
    // Asking for a character makes one string of the pieces.
    token.chars.charCodeAt(0);
    this._emitCurrentCharacterToken(null);
  }

  #skipText(): void {
    const token = this.currentCharacterToken;
    if (token === null) return;
    if (token.type === Token.TokenType.WHITESPACE_CHARACTER) this.#skipTo(END.blanks);
    else if (token.type === Token.TokenType.CHARACTER) {
      this.#skipTo(ONE_TEXT.has(this.#parser.insertionMode) ? END.text : END.word);
    }
  }

  #skipProgram(): void {
    if (this.currentCharacterToken?.type === Token.TokenType.CHARACTER) this.#skipTo(END.program);
  }

  #restOfName(): string {
    const { preprocessor } = this;
    const start = preprocessor.pos + 1;
    NAME.lastIndex = start;
    if (!NAME.test(preprocessor.html)) return "";
    preprocessor.pos = NAME.lastIndex - 1;
    return preprocessor.html.slice(start, NAME.lastIndex);
  }

  /** Goes on to before the next character that the pattern finds, where the current one is the last of a run. */
  #skipTo(end: RegExp): void {
    const { preprocessor } = this;
    const { html, pos } = preprocessor;
    if (this.runEnd !== pos + 1 || this.runEnd === this.runStart) return;
    // The line feed after it is no character of its own.
    if (html.charCodeAt(pos) === CARRIAGE_RETURN) return;
    end.lastIndex = this.runEnd;
    const found = end.exec(html);
    const next = found === null ? html.length : found.index;
    this.runEnd = next;
    preprocessor.pos = next - 1;
  }
}

/** In lower case: others change when they are read. */
function isLetter(cp: number): boolean {
  return cp >= 0x61 && cp <= 0x7a;
}
