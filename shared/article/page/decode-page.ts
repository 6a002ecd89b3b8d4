/**
 * Owns decoding a page where it pays to load little: the same as decode-html.ts, but what only rare encodings need is
 * loaded when a page is in one of them: 200 KB of tables and statistics, which none of 748 real pages asked for.
 */
import { legacyHookDecode } from "@exodus/bytes/encoding-lite.js";
import type { DecodedHtml } from "./decode-html.ts";
import { certainEncoding, guessEncoding, isMultiByte } from "./page-encoding.ts";

/** Answers as `decodeHtml` does. */
export async function decodePage(body: Uint8Array, contentType: string | null): Promise<DecodedHtml> {
  const encoding = certainEncoding(body, contentType) ?? guessEncoding(body, (await import("chardet")).default.analyse);
  return { html: await decodeAs(body, encoding), encoding };
}

/** Decodes from an encoding by its WHATWG name. Malformed bytes become U+FFFD; a byte order mark wins. */
export async function decodeAs(body: Uint8Array, encoding: string): Promise<string> {
  const decode = isMultiByte(encoding)
    ? (await import("@exodus/bytes/encoding.js")).legacyHookDecode
    : legacyHookDecode;
  return decode(body, encoding);
}
