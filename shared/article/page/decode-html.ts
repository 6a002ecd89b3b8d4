/**
 * Owns turning a page's bytes into text the way a browser does: byte order mark, then HTTP charset, then `<meta>`, then
 * a guess. It must not parse HTML beyond looking for `<meta charset>`, and must not undo content coding (gzip, br).
 */
import { isUtf8 } from "node:buffer";
import { legacyHookDecode, normalizeEncoding } from "@exodus/bytes/encoding.js";
import { analyse } from "chardet";
import sniffEncoding from "html-encoding-sniffer";

export interface DecodedHtml {
  readonly html: string;
  /** WHATWG encoding name in lower case, such as `utf-8` or `shift_jis`. */
  readonly encoding: string;
}

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

/**
 * Decodes a page (WHATWG HTML, section 13.2.3.2, with statistical guessing as its step 7 allows).
 *
 * @param body - The bytes, content coding already undone.
 * @param contentType - The HTTP `Content-Type` header's value, or null without one.
 * @returns The text without a byte order mark. Malformed bytes become U+FFFD; this never throws.
 */
export function decodeHtml(body: Uint8Array, contentType: string | null): DecodedHtml {
  const encoding = nameEncoding(body, contentType);
  return { html: legacyHookDecode(body, encoding), encoding };
}

function nameEncoding(body: Uint8Array, contentType: string | null): string {
  const declared = sniffEncoding(body, {
    transportLayerEncodingLabel: charsetOf(contentType),
    defaultEncoding: UNDECLARED,
    maxPrescanBytes: MAX_PRESCAN_BYTES,
  });
  const encoding = declared === UNDECLARED ? guessEncoding(body) : normalizeEncoding(declared);
  // "replacement" decodes to one U+FFFD: right for a browser's safety, useless to an archive, which runs no scripts.
  return encoding === null || encoding === "replacement" ? guessEncoding(body) : encoding;
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

function guessEncoding(body: Uint8Array): string {
  if (isUtf8(body)) return "utf-8";
  const sample = textBytes(body);
  for (const { name, confidence } of analyse(sample)) {
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
