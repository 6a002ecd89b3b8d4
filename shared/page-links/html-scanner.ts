/**
 * Owns reading HTML as a stream of tags and texts, as a browser without scripting sees it, and giving it back: what a
 * visitor does not touch stays byte for byte. There is no tree, so memory does not grow with the page's structure. Where
 * a page misnests foreign content on purpose, a browser's tree builder can see other tags than this; whoever shows the
 * result relies on a policy of the browser and not on this having seen everything. Pure.
 */
import { TokenizerMode } from "parse5";
import { RewritingStream } from "parse5-html-rewriting-stream";
import type { Tag } from "./link-attributes.ts";

export interface StartTag extends Tag {
  readonly selfClosing: boolean;
  /** Inside `<svg>` or `<math>`. */
  readonly isForeign: boolean;
  /** As the page has it. */
  readonly raw: string;
}

export interface EndTag {
  readonly tagName: string;
  readonly raw: string;
}

export interface Text {
  /** Character references undone, where the place has any. */
  readonly text: string;
  /** A CDATA section is here as it stands. */
  readonly raw: string;
}

/** What is written in place of each token; a method that is left out leaves its tokens as they are. */
export interface Visitor {
  startTag?(tag: StartTag): string;
  endTag?(tag: EndTag): string;
  /** One text may come in several pieces; that of a `<style>` comes as a whole. */
  text?(text: Text): string;
  comment?(comment: Text): string;
  doctype?(raw: string): string;
  /** The whole text of a `<style>`, as CSS. */
  style?(css: string, place: { readonly isForeign: boolean; readonly raw: string }): string;
  /** True where the text of this `<noscript>` is to be passed over as one, as a browser with scripting does. */
  skipsNoscript?(): boolean;
}

/** Runs a visitor over a page and returns what it made of it. Takes time linear in the page's length. */
export function scanHtml(html: string, visitor: Visitor): string {
  const scanner = new Scanner(visitor);
  scanner.run(html);
  scanner.destroy();
  return scanner.written.join("");
}

/** Runs a visitor that only looks, until the page ends or the visitor has had enough. */
export function lookThroughHtml(
  html: string,
  look: (tag: StartTag, stop: () => void) => void,
  style?: StyleLook,
): void {
  const scanner: Scanner = new Scanner({
    startTag: (tag) => {
      look(tag, () => scanner.stop());
      return "";
    },
    style: (css) => {
      style?.(css);
      return "";
    },
    text: () => "",
    comment: () => "",
  });
  scanner.run(html);
  scanner.destroy();
}

type StyleLook = (css: string) => void;

/** `<svg>` and `<math>` in each other, deeper, are not kept count of: parse5's list of them is slow at its front. */
const MAX_FOREIGN_DEPTH = 500;

class Scanner extends RewritingStream {
  readonly written: string[] = [];
  readonly #visitor: Visitor;
  /** Texts of the `<style>` that is open; null outside. */
  #style: { text: string[]; raw: string[] } | null = null;

  constructor(visitor: Visitor) {
    super();
    this.#visitor = visitor;
    this.on("startTag", (tag, raw) => {
      this.#endStyle();
      const isForeign = this.#isForeign();
      this.emitRaw(this.#visitor.startTag?.({ ...tag, isForeign, raw }) ?? raw);
      if (tag.tagName === "style" && !tag.selfClosing) this.#style = { text: [], raw: [] };
    });
    this.on("endTag", ({ tagName }, raw) => {
      this.#endStyle();
      this.emitRaw(this.#visitor.endTag?.({ tagName, raw }) ?? raw);
    });
    this.on("text", ({ text }, raw) => {
      if (!this.#style) return this.emitRaw(this.#visitor.text?.({ text, raw }) ?? raw);
      this.#style.text.push(text);
      this.#style.raw.push(raw);
    });
    this.on("comment", ({ text }, raw) => {
      this.#endStyle();
      this.emitRaw(this.#visitor.comment?.({ text, raw }) ?? raw);
    });
    this.on("doctype", (_, raw) => this.emitRaw(this.#visitor.doctype?.(raw) ?? raw));
  }

  /** At once and in one piece: a stream's own way would need a tick for each. */
  run(html: string): void {
    this.tokenizer.write(html, true);
    this.#endStyle();
  }

  override emitRaw(html: string): void {
    if (html !== "") this.written.push(html);
  }

  override onStartTag(token: Parameters<RewritingStream["onStartTag"]>[0]): void {
    // The library reads `<noscript>` as a browser with scripting does.
    const isNoscript = token.tagName === "noscript" && !this.#isForeign();
    super.onStartTag(token);
    if (isNoscript && !this.#visitor.skipsNoscript?.()) this.tokenizer.state = TokenizerMode.DATA;
    const { namespaceStack } = this.parserFeedbackSimulator as unknown as { namespaceStack: unknown[] };
    // The last is the page's own; what goes is the one that would be left last.
    if (namespaceStack.length > MAX_FOREIGN_DEPTH) namespaceStack.splice(MAX_FOREIGN_DEPTH - 1, 1);
  }

  #isForeign(): boolean {
    return this.parserFeedbackSimulator.inForeignContent;
  }

  #endStyle(): void {
    if (!this.#style) return;
    const { text, raw } = this.#style;
    this.#style = null;
    if (text.length === 0) return;
    const written = raw.join("");
    const isForeign = this.#isForeign();
    this.emitRaw(this.#visitor.style?.(text.join(""), { isForeign, raw: written }) ?? written);
  }
}
