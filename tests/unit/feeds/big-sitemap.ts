/**
 * Owns reading one very large document inside a worker whose heap is bounded: where memory grew with the document, the
 * worker would die. The document is made while it is read, so it never exists as a whole.
 */
import { parentPort, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { readSourceDocument } from "../../../shared/feeds/read-source.ts";
import type { SourceItem } from "../../../shared/feeds/source-item.ts";

const CHUNK_URLS = 100;

function* sitemap(urls: number, padding: string): Generator<Buffer> {
  yield Buffer.from('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">');
  for (let n = 0; n < urls; n += CHUNK_URLS) {
    let chunk = "";
    for (let m = n; m < Math.min(n + CHUNK_URLS, urls); m += 1) {
      chunk += `<url><loc>https://paper.example/${m}</loc><!-- ${padding} --><lastmod>2024-03-05T08:15:00+01:00</lastmod></url>\n`;
    }
    yield Buffer.from(chunk);
  }
  yield Buffer.from("</urlset>");
}

async function* asStream(chunks: Iterable<Buffer>, compressed: boolean): AsyncGenerator<Uint8Array> {
  // A gzip member for each chunk: members may be joined (RFC 1952, section 2.2).
  for (const chunk of chunks) yield compressed ? gzipSync(chunk, { level: 1 }) : chunk;
}

const { urls, paddingChars, compressed } = workerData as { urls: number; paddingChars: number; compressed: boolean };
let bytes = 0;
async function* counted(): AsyncGenerator<Uint8Array> {
  for await (const chunk of asStream(sitemap(urls, "x".repeat(paddingChars)), compressed)) {
    bytes += chunk.length;
    yield chunk;
  }
}

const reading = readSourceDocument(counted(), { url: "https://paper.example/sitemap.xml" });
/** All kept, as a caller may: an item must not hold on to the text that it was cut from. */
const kept: SourceItem[] = [];
for await (const item of reading.items) kept.push(item);
parentPort?.postMessage({ bytes, kept: kept.length, last: kept.at(-1), outcome: reading.outcome() });
