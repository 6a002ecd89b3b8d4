/** Owns what the tests of shared/feeds share: reading a document to its end. */
import { readSourceDocument } from "../../../shared/feeds/read-source.ts";
import type { SourceItem, SourceLimits, SourceOutcome } from "../../../shared/feeds/source-item.ts";

export const FEED_URL = "https://paper.example/feeds/all.xml";

export interface Read {
  readonly items: readonly SourceItem[];
  readonly urls: readonly string[];
  readonly outcome: SourceOutcome;
}

/** Reads a document; a string is sent as UTF-8. */
export async function read(
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: { url?: string; contentType?: string; limits?: Partial<SourceLimits> } = {},
): Promise<Read> {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const reading = readSourceDocument(bytes, { url: FEED_URL, ...options });
  const items: SourceItem[] = [];
  for await (const item of reading.items) items.push(item);
  return { items, urls: items.map(({ url }) => url), outcome: reading.outcome() };
}

/** The same bytes in pieces of `size`. */
export async function* inPieces(body: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
