/**
 * Owns parsing a page into a light document, as a browser without scripting does, within bounds: every page gets a
 * document; one that is over the bounds gets a part of its own, and is told so.
 */
import { Parser, serialize, type Token, TokenizerMode } from "parse5";
import { CHARS_PER_UNIT, Fuel } from "./fuel.ts";
import {
  following,
  LightDocument,
  LightElement,
  type LightFragment,
  type LightNode,
  type LightParent,
  LightText,
  type Markup,
} from "./nodes.ts";
import { SkippingTokenizer } from "./skipping-tokenizer.ts";
import {
  boundsWithin,
  createTreeAdapter,
  keptText,
  type LightTreeMap,
  SERIALISER,
  type TreeBounds,
  type TreeLimits,
} from "./tree-adapter.ts";

export interface LightParse {
  /** Its address is to be set by whoever knows it. */
  readonly document: LightDocument;
  /** Elements and comments. */
  readonly nodeCount: number;
  /** True where the page was over a limit: the document is less than the page, or less deep. */
  readonly isCut: boolean;
}

const SCRIPTING = { scriptingEnabled: false } as const;

/** Parses a whole page. Its document has no address yet, and no budget: whoever reads it at length copies it with one. */
export function parseDocument(html: string, limits: TreeLimits): LightParse {
  const bounds = boundsWithin(limits);
  const document = new LightDocument("about:blank", new Fuel(Number.POSITIVE_INFINITY), createMarkup(limits));
  const parser = new BoundedParser(document, bounds);
  parser.run(html);
  flattenBelow(document, 2 * limits.maxDepth, bounds);
  return { document, nodeCount: bounds.nodes, isCut: bounds.isCut };
}

/** Parses a piece of a page that may stand anywhere. */
export function parsePiece(html: string, limits: TreeLimits): LightFragment {
  const bounds = boundsWithin(limits);
  const document = new LightDocument("about:blank", new Fuel(Number.POSITIVE_INFINITY), createMarkup(limits));
  return parseFragment(null, html, document, bounds);
}

function createMarkup(limits: TreeLimits): Markup {
  return {
    parse(html, context) {
      const bounds = boundsWithin(limits);
      context.home.fuel.spend(html.length / CHARS_PER_UNIT);
      return parseFragment(context, html, context.home, bounds);
    },
    serialise(node) {
      const html = serialize<LightTreeMap>(node, { ...SCRIPTING, treeAdapter: SERIALISER });
      node.home.fuel.spend(html.length / CHARS_PER_UNIT);
      return html;
    },
  };
}

function parseFragment(
  context: LightElement | null,
  html: string,
  home: LightDocument,
  bounds: TreeBounds,
): LightFragment {
  const options = { ...SCRIPTING, treeAdapter: createTreeAdapter(home, bounds) };
  const parser = FastParser.getFragmentParser<LightTreeMap>(context, options);
  parser.tokenizer.write(html, true);
  return parser.getFragment();
}

/** parse5's parser with a faster tokenizer. It makes fragments as well: parse5 calls it with what these need. */
class FastParser extends Parser<LightTreeMap> {
  constructor(...about: ConstructorParameters<typeof Parser<LightTreeMap>>) {
    super(...about);
    const { inForeignNode } = this.tokenizer;
    this.tokenizer = new SkippingTokenizer(this.options, this);
    this.tokenizer.inForeignNode = inForeignNode;
  }
}

/** Elements whose content is no markup, and how the tokenizer reads it. */
const RAW_CONTENT = new Map<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]>(
  Object.entries({
    title: TokenizerMode.RCDATA,
    textarea: TokenizerMode.RCDATA,
    style: TokenizerMode.RAWTEXT,
    xmp: TokenizerMode.RAWTEXT,
    iframe: TokenizerMode.RAWTEXT,
    noembed: TokenizerMode.RAWTEXT,
    noframes: TokenizerMode.RAWTEXT,
    script: TokenizerMode.SCRIPT_DATA,
    plaintext: TokenizerMode.PLAINTEXT,
  }),
);

/** What a tag that is passed over takes of the text that a page may have. */
const CHARS_PER_TAG = 8;

/** Thrown to end a parse, and caught where it began. */
const ENOUGH = new Error("light DOM: the rest of the page is not parsed");

/** Takes only the text of a page from where it has had enough nodes. */
class BoundedParser extends FastParser {
  readonly #bounds: TreeBounds;
  /** What is said after the last element that was made; null until then. */
  #rest: string[] | null = null;
  /** The element whose raw content is being passed over. */
  #skipped: string | null = null;

  constructor(document: LightDocument, bounds: TreeBounds) {
    super({ ...SCRIPTING, treeAdapter: createTreeAdapter(document, bounds) });
    this.#bounds = bounds;
  }

  run(html: string): void {
    try {
      this.tokenizer.write(html, true);
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
    const text = this.#rest?.join("") ?? "";
    if (text.trim() !== "")
      (this.document.body ?? this.document.documentElement)?.appendChild(new LightText(this.document, text));
  }

  override onStartTag(token: Token.TagToken): void {
    if (this.#rest === null && this.#bounds.nodes >= this.#bounds.limits.maxNodes) {
      this.#rest = [];
      this.#bounds.isCut = true;
    }
    if (this.#rest === null) {
      super.onStartTag(token);
      return;
    }
    this.#keepGap();
    const mode = RAW_CONTENT.get(token.tagName);
    if (mode === undefined) return;
    this.tokenizer.state = mode;
    this.#skipped = token.tagName;
  }

  override onEndTag(token: Token.TagToken): void {
    if (this.#rest === null) super.onEndTag(token);
    else if (token.tagName === this.#skipped) this.#skipped = null;
    else this.#keepGap();
  }

  override onComment(token: Token.CommentToken): void {
    if (this.#bounds.nodes < this.#bounds.limits.maxNodes) super.onComment(token);
    else this.#bounds.isCut = true;
  }

  override onCharacter(token: Token.CharacterToken): void {
    if (this.#rest === null) super.onCharacter(token);
    else if (this.#skipped === null) this.#keep(token.chars);
  }

  override onWhitespaceCharacter(token: Token.CharacterToken): void {
    if (this.#rest === null) super.onWhitespaceCharacter(token);
    else this.onCharacter(token);
  }

  override onNullCharacter(token: Token.CharacterToken): void {
    if (this.#rest === null) super.onNullCharacter(token);
  }

  /** Tags without a text between them must come to an end as well. */
  #keepGap(): void {
    this.#bounds.textChars += CHARS_PER_TAG;
    this.#keep(" ");
  }

  /** Nothing that comes after a full text is kept, and there may be 20 MB of it. */
  #keep(text: string): void {
    const kept = keptText(text, this.#bounds);
    this.#rest?.push(kept);
    if (kept.length < text.length) throw ENOUGH;
  }
}

/**
 * Replaces what is in an element of that depth by its text. While it builds the tree the adapter knows depths only
 * roughly, as misnested formatting has the parser move whole branches: this is what makes sure.
 */
function flattenBelow(document: LightDocument, maxDepth: number, bounds: TreeBounds): void {
  let depth = 0;
  let node: LightNode | null = document;
  while (node !== null) {
    if (depth >= maxDepth && node instanceof LightElement && node.firstElementChild !== null) {
      bounds.isCut = true;
      replaceByText(node);
    }
    if (node.firstChild !== null) {
      node = node.firstChild;
      depth += 1;
    } else {
      while (node !== null && node !== document && node.nextSibling === null) {
        node = node.parentNode;
        depth -= 1;
      }
      node = node === null || node === document ? null : node.nextSibling;
    }
  }
}

function replaceByText(element: LightElement): void {
  const texts: string[] = [];
  for (let node = element.firstChild; node !== null; node = following(node, element)) {
    if (node instanceof LightText && !isRaw(node.parentNode)) texts.push(node.data);
  }
  for (let child = element.firstChild; child !== null; child = element.firstChild) element.removeChild(child);
  element.appendChild(new LightText(element.home, texts.join(" ")));
}

function isRaw(parent: LightParent | null): boolean {
  return parent instanceof LightElement && RAW_CONTENT.has(parent.localName);
}
