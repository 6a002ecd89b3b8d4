/** Owns turning a page's bytes into text the way a browser does. It must not undo content coding (gzip, br). */
import { legacyHookDecode } from "@exodus/bytes/encoding.js";
import { analyse } from "chardet";
import { certainEncoding, guessEncoding } from "./page-encoding.ts";

export interface DecodedHtml {
  readonly html: string;
  /** WHATWG encoding name in lower case, such as `utf-8` or `shift_jis`. */
  readonly encoding: string;
}

/**
 * Decodes a page (WHATWG HTML, section 13.2.3.2, with statistical guessing as its step 7 allows).
 *
 * @param body - The bytes, content coding already undone.
 * @param contentType - The HTTP `Content-Type` header's value, or null without one.
 * @returns The text without a byte order mark. Malformed bytes become U+FFFD; this never throws.
 */
export function decodeHtml(body: Uint8Array, contentType: string | null): DecodedHtml {
  const encoding = certainEncoding(body, contentType) ?? guessEncoding(body, analyse);
  return { html: legacyHookDecode(body, encoding), encoding };
}
