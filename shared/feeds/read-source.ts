/**
 * Owns reading what a source publishes, whatever it turns out to be: feed, sitemap or list. Bytes in, items out, in
 * bounded memory. It must not fetch, and must not decide which items are new or wanted.
 */
import { type DocumentBytes, plainBlocks } from "./byte-stream.ts";
import { StreamDecoder } from "./decode-stream.ts";
import { type DocumentReader, ItemSink } from "./item-sink.ts";
import { JsonReader } from "./json-reader.ts";
import { SOURCE_LIMITS, type SourceItem, type SourceLimits, type SourceOutcome } from "./source-item.ts";
import { TextReader } from "./text-reader.ts";
import { XmlReader } from "./xml-reader.ts";

export interface ReadSourceOptions {
  /** Where the document was fetched from, after redirects: the base of relative addresses. */
  readonly url: string;
  /** The HTTP `Content-Type`. Only its charset counts; what a document is, its content says. @default null */
  readonly contentType?: string | null | undefined;
  /** @default SOURCE_LIMITS */
  readonly limits?: Partial<SourceLimits> | undefined;
}

/** A document being read. */
export interface SourceReading {
  /** The items in the document's order, as they are found. To be iterated once. */
  readonly items: AsyncGenerator<SourceItem, void>;
  /** How it ended; asked before the items have ended, `incomplete` is `stopped`. */
  outcome(): SourceOutcome;
}

/**
 * Reads RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, sitemaps (urlset, index, news, text), gzip or not.
 *
 * @param body the document, HTTP content coding undone
 * @returns the reading; nothing happens before its items are asked for. Bad documents never throw, they have an outcome;
 *   what `body` itself throws passes through.
 */
export function readSourceDocument(body: DocumentBytes, options: ReadSourceOptions): SourceReading {
  const limits = { ...SOURCE_LIMITS, ...options.limits };
  const sink = new ItemSink(limits.maxItems);
  return { items: itemsOf(body, options, limits, sink), outcome: () => sink.outcome() };
}

async function* itemsOf(
  body: DocumentBytes,
  { url, contentType }: ReadSourceOptions,
  limits: SourceLimits,
  sink: ItemSink,
): AsyncGenerator<SourceItem, void> {
  const decoder = new StreamDecoder(contentType ?? null);
  let reader: DocumentReader | null = null;
  for await (const block of plainBlocks(body, limits.maxBytes, (reason) => sink.stop(reason))) {
    const text = decoder.write(block, false);
    reader ??= readerFor(text, sink, url, limits);
    reader.write(text);
    yield* sink.take();
    if (sink.done) break;
  }
  reader ??= new XmlReader(sink, url, limits);
  if (!sink.done) reader.write(decoder.write(new Uint8Array(0), true));
  reader.end();
  sink.markEnded();
  yield* sink.take();
}

/** XML is what everything else is, so that whatever stands before its root is passed over. */
function readerFor(text: string, sink: ItemSink, url: string, limits: SourceLimits): DocumentReader {
  const start = text.trimStart();
  if (/^[{[]/.test(start)) return new JsonReader(sink, url, limits);
  if (/^https?:\/\/\S+\s*(?:[\r\n]|$)/i.test(start)) return new TextReader(sink, limits);
  return new XmlReader(sink, url, limits);
}
