/** Owns reading a text sitemap (sitemaps.org, "Text file"): one URL a line. It must not decode bytes. */
import { absoluteAddress, itemOf } from "./item-fields.ts";
import type { DocumentReader, ItemSink } from "./item-sink.ts";
import type { SourceLimits } from "./source-item.ts";

export class TextReader implements DocumentReader {
  readonly #sink: ItemSink;
  readonly #limits: SourceLimits;
  #line = "";

  constructor(sink: ItemSink, limits: SourceLimits) {
    this.#sink = sink;
    this.#limits = limits;
    sink.setFormat("text");
  }

  write(text: string): void {
    const lines = (this.#line + text).split(/[\r\n]+/);
    // One character over the limit is enough to know that a line is too long.
    this.#line = (lines.pop() ?? "").slice(0, this.#limits.maxFieldChars + 1);
    for (const line of lines) this.#take(line);
  }

  end(): void {
    this.#take(this.#line);
    this.#line = "";
  }

  #take(line: string): void {
    const address = line.trim();
    if (address === "") return;
    const url = /\s/.test(address) || address.length > this.#limits.maxFieldChars ? null : absoluteAddress(address);
    this.#sink.add(url === null ? null : itemOf("article", { loc: url }));
  }
}
