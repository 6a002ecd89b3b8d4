/**
 * Owns reading RSS, RDF, Atom and sitemaps from a stream of text, as tolerantly as the documents need: well-formedness
 * is not asked for. No DTD is processed, so entities expand to nothing. It holds one entry at a time. It must not decode
 * bytes.
 */
import { Parser } from "htmlparser2";
import {
  ADDRESS_FIELDS,
  type AddressField,
  absoluteAddress,
  type EntryFields,
  itemOf,
  type PlainField,
  resolveAddress,
  titleOf,
} from "./item-fields.ts";
import type { DocumentReader, ItemSink } from "./item-sink.ts";
import type { SourceFormat, SourceItem, SourceLimits } from "./source-item.ts";
import { entryKind, fieldOf, rootFormat, type Vocabulary, vocabularyOf } from "./vocabulary.ts";
import { innerScope, splitName, type XmlScope } from "./xml-scope.ts";

type Attributes = Readonly<Record<string, string>>;
type Field = AddressField | PlainField | "feedTitle";

interface OpenElement {
  readonly local: string;
  readonly vocabulary: Vocabulary;
  readonly scope: XmlScope;
}

/** Text being collected for a field, from an element at `depth` on. */
interface Capture {
  readonly field: Field;
  readonly depth: number;
  text: string;
  overflowed: boolean;
}

const HTML_ROOTS = new Set(["html", "head", "body", "frameset"]);
const ADDRESSES: ReadonlySet<string> = new Set(ADDRESS_FIELDS);
/** RFC 4287, section 4.2.7.2: no `rel` is `alternate`, and a registered relation may be written as its IANA address. */
const ALTERNATE = /^(?:https?:\/\/www\.iana\.org\/assignments\/(?:relation|link-relations)\/)?alternate$/i;
const HTML_TYPE = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;

export class XmlReader implements DocumentReader {
  readonly #sink: ItemSink;
  readonly #limits: SourceLimits;
  readonly #documentScope: XmlScope;
  readonly #parser: Parser;
  readonly #open: OpenElement[] = [];
  #writtenChars = 0;
  #attributeCount = 0;
  #ending = false;
  #sawText = false;
  #sawElement = false;
  #sawHtml = false;
  #root: { readonly format: SourceFormat; readonly depth: number; readonly uri: string | undefined } | null = null;
  #rootsClosed = 0;
  #entry: { readonly kind: SourceItem["kind"]; readonly depth: number; readonly fields: EntryFields } | null = null;
  #capture: Capture | null = null;

  constructor(sink: ItemSink, url: string, limits: SourceLimits) {
    this.#sink = sink;
    this.#limits = limits;
    this.#documentScope = { namespaces: new Map(), base: url };
    this.#parser = new Parser(
      {
        onopentagname: () => {
          this.#attributeCount = 0;
        },
        onattribute: () => this.#countAttribute(),
        onopentag: (name, attributes) => this.#openElement(name, attributes),
        onclosetag: () => this.#closeElement(),
        ontext: (text) => this.#takeText(text),
        onprocessinginstruction: (_, data) => this.#takeDeclaration(data),
      },
      { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
    );
  }

  write(text: string): void {
    this.#writtenChars += text.length;
    this.#parser.write(text);
    // What the parser has not given out yet, it holds.
    if (this.#writtenChars - this.#parser.endIndex > this.#limits.maxTokenChars) this.#stop();
  }

  end(): void {
    this.#ending = true;
    if (!this.#sink.done) this.#parser.end();
    if (this.#root !== null) this.#sink.stop("cut-off");
    else if (this.#rootsClosed > 0) this.#sink.markWhole();
    else if (this.#sawHtml) this.#sink.fail("html-not-feed");
    else this.#sink.fail(this.#sawText || this.#sawElement ? "not-a-feed" : "empty");
  }

  #stop(): void {
    this.#sink.stop("too-complex");
    this.#parser.pause();
  }

  #countAttribute(): void {
    this.#attributeCount += 1;
    if (this.#attributeCount > this.#limits.maxAttributes) this.#stop();
  }

  #takeDeclaration(data: string): void {
    if (this.#root === null && this.#rootsClosed === 0 && /^!doctype\s+html\b/i.test(data)) this.#refuseHtml();
  }

  #refuseHtml(): void {
    this.#sink.fail("html-not-feed");
    this.#parser.pause();
  }

  #openElement(name: string, attributes: Attributes): void {
    this.#sawElement = true;
    if (this.#open.length >= this.#limits.maxDepth) this.#stop();
    if (this.#sink.done) {
      this.#parser.pause();
      return;
    }
    const { prefix, local } = splitName(name);
    const scope = innerScope(this.#open.at(-1)?.scope ?? this.#documentScope, attributes);
    const uri = scope.namespaces.get(prefix);
    if (this.#root === null) this.#openRoot(local, uri);
    const vocabulary = this.#vocabularyOf(prefix, uri);
    this.#open.push({ local, vocabulary, scope });
    if (this.#root !== null) this.#openInRoot(local, vocabulary, attributes);
  }

  #openRoot(local: string, uri: string | undefined): void {
    const format = rootFormat(local);
    if (format !== undefined) {
      this.#root = { format, depth: this.#open.length + 1, uri };
      // Any RDF has this root: it is a feed once it has a channel or an item.
      if (format !== "rdf") this.#sink.setFormat(format);
    } else if (this.#rootsClosed === 0) {
      // Programs print their warnings as HTML before the document: only a page's own elements make it a page.
      this.#sawHtml ||= /^(?:div|p|script|title|meta|h1)$/.test(local);
      if (HTML_ROOTS.has(local)) this.#refuseHtml();
    }
  }

  #vocabularyOf(prefix: string, uri: string | undefined): Vocabulary {
    const vocabulary = vocabularyOf(prefix, uri, this.#root?.uri);
    return vocabulary === "atom" && this.#root?.format === "atom" ? "core" : vocabulary;
  }

  #openInRoot(local: string, vocabulary: Vocabulary, attributes: Attributes): void {
    const format = this.#root?.format ?? "rss";
    const kind = vocabulary === "core" ? entryKind(format, local) : undefined;
    if (format === "rdf" && vocabulary === "core" && (kind !== undefined || local === "channel")) {
      this.#sink.setFormat("rdf");
    }
    if (kind !== undefined) this.#openEntry(kind, attributes);
    else if (this.#entry !== null) this.#openField(local, vocabulary, attributes);
    else if (vocabulary === "core" && local === "title" && this.#isFeedsOwn()) this.#startCapture("feedTitle");
  }

  #openEntry(kind: SourceItem["kind"], attributes: Attributes): void {
    // An entry inside an entry: the one before was not closed.
    this.#finishEntry();
    this.#capture = null;
    this.#entry = { kind, depth: this.#open.length, fields: {} };
    const about = Object.keys(attributes).find((name) => splitName(name).local === "about");
    if (about !== undefined) this.#setAddress("about", attributes[about] ?? "");
  }

  #openField(local: string, vocabulary: Vocabulary, attributes: Attributes): void {
    if (this.#entry === null || this.#capture !== null) return;
    // Deeper elements belong to content, to `source`, to media groups; only news:news wraps what counts.
    if (this.#open.length !== this.#entry.depth + 1 && vocabulary !== "news") return;
    const field = fieldOf(vocabulary, local);
    if (field === undefined) return;
    if (field === "link" && attributes.href !== undefined) this.#takeLink(attributes);
    else if (field === "permalink" && /^\s*false\s*$/i.test(attributes.ispermalink ?? "")) return;
    else this.#startCapture(field);
  }

  /** Atom's link, in whichever format it stands. */
  #takeLink(attributes: Attributes): void {
    if (!ALTERNATE.test((attributes.rel ?? "alternate").trim())) return;
    const isHtml = attributes.type === undefined || HTML_TYPE.test(attributes.type);
    this.#setAddress(isHtml ? "alternateLink" : "otherLink", attributes.href ?? "");
  }

  #isFeedsOwn(): boolean {
    const parent = this.#open.at(-2);
    return parent?.local === "channel" || this.#open.length - 1 === this.#root?.depth;
  }

  #startCapture(field: Field): void {
    this.#capture = { field, depth: this.#open.length, text: "", overflowed: false };
  }

  #takeText(text: string): void {
    if (this.#capture === null) {
      if (this.#root === null && !this.#sawText) this.#sawText = /[^\s\0\ufeff]/.test(text);
      return;
    }
    const capture = this.#capture;
    capture.text += capture.text === "" ? text.trimStart() : text;
    if (capture.text.length <= this.#limits.maxFieldChars) return;
    capture.text = capture.text.slice(0, this.#limits.maxFieldChars);
    capture.overflowed = true;
  }

  #closeElement(): void {
    const depth = this.#open.length;
    if (this.#capture?.depth === depth) this.#finishCapture(this.#capture);
    if (this.#entry?.depth === depth) this.#finishEntry();
    if (this.#root?.depth === depth && !this.#ending) {
      this.#root = null;
      this.#rootsClosed += 1;
    }
    this.#open.pop();
  }

  #finishCapture({ field, text, overflowed }: Capture): void {
    this.#capture = null;
    if (this.#ending) return;
    if (field === "feedTitle") this.#sink.setTitle(titleOf(text));
    else if (isAddress(field)) this.#setAddress(field, overflowed ? "" : text);
    else if (this.#entry !== null && text.trim() !== "" && !(overflowed && field !== "title")) {
      this.#entry.fields[field] ??= text;
    }
  }

  #setAddress(field: AddressField, text: string): void {
    if (this.#entry === null || this.#entry.fields[field] !== undefined) return;
    const mustBeAbsolute = field === "permalink" || field === "id";
    const url = mustBeAbsolute ? absoluteAddress(text) : resolveAddress(text, this.#open.at(-1)?.scope.base);
    if (url !== null) this.#entry.fields[field] = url;
  }

  /** An entry that the document's end cut off is left out: its address may be half of one. */
  #finishEntry(): void {
    if (this.#entry !== null && !this.#ending) this.#sink.add(itemOf(this.#entry.kind, this.#entry.fields));
    this.#entry = null;
  }
}

function isAddress(field: Field): field is AddressField {
  return ADDRESSES.has(field);
}
