/**
 * Owns finding out which encoding a page is in: byte order mark, then HTTP charset, then `<meta>`, then a guess. It must
 * not parse HTML beyond looking for `<meta charset>`, and must not load what only rare encodings need. Pure.
 */
import { isUtf8 } from "node:buffer";
import { normalizeEncoding } from "@exodus/bytes/encoding-lite.js";
import type { analyse } from "chardet";
import sniffEncoding from "html-encoding-sniffer";

/**
 * The standard asks for at least 1,024 bytes and lets a browser start over when a `<meta>` comes later. We never start
 * over, so we look further at once: heads that open with a long inline script are common.
 */
const MAX_PRESCAN_BYTES = 65_536;

/** Guessing more bytes than this does not change the guess, only its cost. */
const MAX_GUESS_BYTES = 65_536;

/** Of 100, by chardet's own account. Below it, windows-1252, the web's default, is the better guess. */
const MIN_GUESS_CONFIDENCE = 40;

/** Not an encoding: what the sniffer hands back when nothing in the page or its headers names one. */
const UNDECLARED = "undeclared";

/** Those that tables are needed for (WHATWG Encoding, sections 10 to 13). */
const MULTI_BYTE = new Set(["big5", "euc-jp", "euc-kr", "gb18030", "gbk", "iso-2022-jp", "shift_jis"]);

export const isMultiByte = (encoding: string): boolean => MULTI_BYTE.has(encoding);

/** The encoding that the page declares, or that needs no guess as its bytes are UTF-8; null where it must be guessed. */
export function certainEncoding(body: Uint8Array, contentType: string | null): string | null {
  const declared = sniffEncoding(body, {
    transportLayerEncodingLabel: charsetOf(contentType),
    defaultEncoding: UNDECLARED,
    maxPrescanBytes: MAX_PRESCAN_BYTES,
  });
  const encoding = declared === UNDECLARED ? null : normalizeEncoding(declared);
  // "replacement" decodes to one U+FFFD: right for a browser's safety, useless to an archive, which runs no scripts.
  if (encoding !== null && encoding !== "replacement") return encoding;
  return isUtf8(body) ? "utf-8" : null;
}

/**
 * The `charset` parameter of a media type, quoted or not.
 *
 * @returns The label as sent, or undefined without one.
 */
export function charsetOf(contentType: string | null): string | undefined {
  const match = /;\s*charset\s*=\s*(?:"([^"]{1,64})"|'([^']{1,64})'|([^\s;"']{1,64}))/i.exec(contentType ?? "");
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** A guess by the bytes' statistics, as chardet's `analyse` makes them. */
export function guessEncoding(body: Uint8Array, analyseBytes: typeof analyse): string {
  const sample = textBytes(body);
  for (const { name, confidence } of analyseBytes(sample)) {
    if (confidence < MIN_GUESS_CONFIDENCE) break;
    const label = normalizeEncoding(name);
    // Not UTF-8 as a whole, yet nearly so: cut off in the middle of a character, or one stray byte. Still UTF-8.
    if (label !== null && label !== "replacement") return label === "iso-8859-1" ? "windows-1252" : label;
  }
  return "windows-1252";
}

/** The bytes outside tags, as far as they are worth guessing from: markup is ASCII and dilutes the statistics. */
function textBytes(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.min(body.length, MAX_GUESS_BYTES));
  let length = 0;
  let inTag = false;
  for (const byte of body) {
    if (length === out.length) break;
    if (byte === 0x3c) inTag = true;
    else if (byte === 0x3e) inTag = false;
    else if (!inTag) out[length++] = byte;
  }
  return length > 0 ? out.subarray(0, length) : body.subarray(0, MAX_GUESS_BYTES);
}
