/**
 * Owns turning a feed's bytes into text block by block: which encoding it is in, and what to do when it is not in the
 * one it names. It must not parse beyond the XML declaration.
 */
import { isUtf8 } from "node:buffer";
import { getBOMEncoding, normalizeEncoding, TextDecoder } from "@exodus/bytes/encoding.js";
import { decodeHtml } from "../article/page/decode-html.ts";
import { charsetOf } from "../article/page/page-encoding.ts";

/** How far the XML declaration is looked for: programs print warnings and blank lines before it. */
const DECLARATION_BYTES = 4_096;
const DECLARATION = /<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})/i;

/** Encodings that any bytes are valid in: named by default rather than by knowledge. */
const CATCH_ALL = new Set(["windows-1252", "iso-8859-15", "us-ascii"]);

/**
 * Languages in Latin letters have one letter beyond ASCII in five at most; above, bytes that are not UTF-8 are another
 * script's, and worth guessing.
 */
const OTHER_SCRIPT_SHARE = 0.2;

/** Characters beyond ASCII after which valid blocks need no more counting. */
const ENOUGH_GOOD = 10_000;

/** Decodes block by block. The first block decides, so it should be 4 KiB or the whole document. */
export class StreamDecoder {
  readonly #contentType: string | null;
  #decode: ((block: Uint8Array, last: boolean) => string) | null = null;

  /** @param contentType the HTTP `Content-Type`, or null without one */
  constructor(contentType: string | null) {
    this.#contentType = contentType;
  }

  /**
   * @param last no more follows: an unfinished character becomes U+FFFD
   * @returns text without a byte order mark; malformed bytes become U+FFFD
   */
  write(block: Uint8Array, last: boolean): string {
    this.#decode ??= decoderFor(encodingOf(block, this.#contentType));
    return this.#decode(block, last);
  }
}

function decoderFor(encoding: string): (block: Uint8Array, last: boolean) => string {
  if (encoding === "utf-8") return utf8Decoder();
  const decoder = new TextDecoder(encoding);
  return (block, last) => decoder.decode(block, { stream: !last });
}

/**
 * RFC 7303, section 3 has the byte order mark first, then the HTTP header, then the declaration. Where the bytes prove
 * one of them wrong, the next is taken: UTF-8 does not look like itself by chance.
 */
function encodingOf(head: Uint8Array, contentType: string | null): string {
  const mark = getBOMEncoding(head);
  if (mark !== null) return mark;
  const wide = wideEncodingOf(head);
  if (wide !== null) return wide;
  const ascii = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, DECLARATION_BYTES)).toString("latin1");
  for (const label of [charsetOf(contentType), DECLARATION.exec(ascii)?.[1]]) {
    const encoding = label === undefined ? null : normalizeEncoding(label);
    // A document that could be read as ASCII so far is in no wide encoding, whatever it says.
    if (encoding === null || encoding === "replacement" || encoding.startsWith("utf-16")) continue;
    return CATCH_ALL.has(encoding) && provesUtf8(head) ? "utf-8" : encoding;
  }
  return "utf-8";
}

/** UTF-16 without a mark: every other byte of the first `<` and what follows is null (XML 1.0, appendix F). */
function wideEncodingOf(head: Uint8Array): string | null {
  const [a, b, c, d] = head;
  if (a === 0 && c === 0 && b && d) return "utf-16be";
  return b === 0 && d === 0 && a && c ? "utf-16le" : null;
}

function provesUtf8(head: Uint8Array): boolean {
  return head.some((byte) => byte >= 0x80) && isUtf8(head.subarray(0, wholeLength(head)));
}

/**
 * UTF-8, until the bytes say otherwise: then the rest is decoded as what it seems to be. A document that was mostly
 * good before keeps its encoding, with U+FFFD for its few bad bytes.
 */
function utf8Decoder(): (block: Uint8Array, last: boolean) => string {
  let carry: Uint8Array = new Uint8Array(0);
  let goodCount = 0;
  let atStart = true;
  let other: ((block: Uint8Array, last: boolean) => string) | null = null;
  return (block, last) => {
    const bytes = carry.length === 0 ? block : Buffer.concat([carry, block]);
    carry = new Uint8Array(0);
    if (other !== null) return other(bytes, last);
    const length = last ? bytes.length : wholeLength(bytes);
    const whole = bytes.subarray(0, length);
    const text = Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString("utf8");
    const valid = isUtf8(whole);
    const badCount = valid ? 0 : count(text, /\ufffd/g);
    if (!valid || goodCount < ENOUGH_GOOD) goodCount += count(text, /[^\p{ASCII}\ufffd]/gu);
    if (badCount > goodCount) {
      other = decoderFor(guessEncoding(bytes));
      return other(bytes, last);
    }
    carry = bytes.slice(length);
    const marked = atStart && text.startsWith("\ufeff");
    atStart = false;
    return marked ? text.slice(1) : text;
  };
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) found += 1;
  return found;
}

/** Bytes up to a character that the end of the block cut in two. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < needed ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function guessEncoding(bytes: Uint8Array): string {
  const sample = outsideTags(bytes);
  let letters = 0;
  let high = 0;
  for (const byte of sample) {
    if (byte >= 0x80) high += 1;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
  }
  if (high < letters * OTHER_SCRIPT_SHARE) return "windows-1252";
  const guess = decodeHtml(sample, null).encoding;
  return guess === "utf-8" || guess.startsWith("utf-16") ? "windows-1252" : guess;
}

/** Without the tags, which are ASCII in every language, and without the declaration that was wrong. */
function outsideTags(bytes: Uint8Array): Uint8Array {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  return Buffer.from(latin1.replace(/<[^<>]*>?/g, " "), "latin1");
}
