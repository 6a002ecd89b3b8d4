/**
 * Owns reading JSON Feed (versions 1 and 1.1) from a stream of text: it cuts the document into the feed's members and
 * its items, and parses one at a time, so a large or cut off feed gives the items that are there. It must not decode
 * bytes.
 */
import { absoluteAddress, type EntryFields, itemOf, resolveAddress, titleOf } from "./item-fields.ts";
import type { DocumentReader, ItemSink } from "./item-sink.ts";
import type { SourceItem, SourceLimits } from "./source-item.ts";

/** What changes the state of the scan. */
const SYNTAX = /["\\{}[\],]/g;
const MEMBER_DEPTH = 1;
const ITEM_DEPTH = 2;

export class JsonReader implements DocumentReader {
  readonly #sink: ItemSink;
  readonly #url: string;
  readonly #limits: SourceLimits;
  #depth = 0;
  #inString = false;
  /** Index, in the whole text, of the character that a backslash escapes. */
  #escapedAt = -1;
  #inItems = false;
  #sawItems = false;
  /** Text of the member or item being collected. */
  #piece = "";
  #offset = 0;
  #closed = false;

  constructor(sink: ItemSink, url: string, limits: SourceLimits) {
    this.#sink = sink;
    this.#url = url;
    this.#limits = limits;
  }

  write(text: string): void {
    let from = 0;
    SYNTAX.lastIndex = 0;
    for (let match = SYNTAX.exec(text); match !== null && !this.#sink.done; match = SYNTAX.exec(text)) {
      const at = match.index;
      if (!this.#isDelimiter(match[0], this.#offset + at)) continue;
      this.#piece += text.slice(from, at);
      from = this.#step(match[0]) ? at + 1 : at;
    }
    this.#piece += text.slice(from);
    this.#offset += text.length;
    if (this.#piece.length > this.#limits.maxTokenChars) this.#sink.stop("too-complex");
  }

  end(): void {
    if (!this.#sawItems) this.#sink.fail("not-a-feed");
    else if (!this.#closed) this.#sink.stop("cut-off");
    else this.#sink.markWhole();
  }

  /** Follows strings; true for a bracket or comma outside of them. */
  #isDelimiter(char: string, index: number): boolean {
    if (this.#inString) {
      if (index === this.#escapedAt) return false;
      if (char === "\\") this.#escapedAt = index + 1;
      else if (char === '"') this.#inString = false;
      return false;
    }
    if (char === '"') this.#inString = true;
    return char !== '"' && char !== "\\";
  }

  /** Takes a delimiter; true where it ends or begins a piece and is no part of one. */
  #step(char: string): boolean {
    const base = this.#inItems ? ITEM_DEPTH : MEMBER_DEPTH;
    if (char === ",") return this.#depth === base && this.#finishPiece();
    if (char === "{" || char === "[") return this.#stepIn(char);
    this.#depth -= 1;
    if (this.#depth !== base - 1) return false;
    this.#finishPiece();
    if (this.#inItems) this.#inItems = false;
    else this.#closed = true;
    return true;
  }

  #stepIn(char: string): boolean {
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) this.#sink.stop("too-complex");
    const opensItems = char === "[" && this.#depth === ITEM_DEPTH && /^\s*"items"\s*:\s*$/.test(this.#piece);
    if (opensItems) {
      this.#inItems = true;
      this.#sawItems = true;
      this.#sink.setFormat("json-feed");
    }
    if (!opensItems && this.#depth !== MEMBER_DEPTH) return false;
    this.#piece = "";
    return true;
  }

  #finishPiece(): true {
    const piece = this.#piece.trim();
    this.#piece = "";
    if (piece === "" || this.#closed) return true;
    if (this.#inItems) this.#sink.add(itemOfJson(parse(piece), this.#url));
    else this.#takeMember(parse(`{${piece}}`));
    return true;
  }

  #takeMember(member: Readonly<Record<string, unknown>>): void {
    if (typeof member.title === "string") this.#sink.setTitle(titleOf(member.title));
  }
}

function itemOfJson(item: Readonly<Record<string, unknown>>, base: string): SourceItem | null {
  const fields: EntryFields = {};
  const link = textOf(item.url) ?? textOf(item.external_url);
  const url = (link === undefined ? null : resolveAddress(link, base)) ?? absoluteAddress(textOf(item.id) ?? "");
  if (url !== null) fields.link = url;
  const { title, date_published: published, date_modified: updated } = item;
  if (typeof title === "string") fields.title = title;
  if (typeof published === "string") fields.published = published;
  if (typeof updated === "string") fields.updated = updated;
  return itemOf("article", fields);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** An object, or an empty one for anything else: one broken item does not take the others with it. */
function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
