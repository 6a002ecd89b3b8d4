/** Owns turning a stylesheet's bytes into text as CSS Syntax 3, section 3.2, has it: byte order mark, HTTP, `@charset`. Pure. */
import { normalizeEncoding } from "@exodus/bytes/encoding-lite.js";
import { decodeAs } from "../article/page/decode-page.ts";
import { charsetOf } from "../article/page/page-encoding.ts";

/** Where an `@charset` stands or nowhere: these very bytes at the very beginning. */
const CHARSET_RULE = /^@charset "([\x20-\x21\x23-\x7e]{1,100})";/;
const CHARSET_BYTES = 120;

/** Malformed bytes become U+FFFD; this never throws. A byte order mark wins over what is named. */
export function decodeStylesheet(body: Uint8Array, contentType: string | null): Promise<string> {
  const start = Buffer.from(body.subarray(0, CHARSET_BYTES)).toString("latin1");
  const label = charsetOf(contentType) ?? CHARSET_RULE.exec(start)?.[1] ?? "utf-8";
  const encoding = normalizeEncoding(label);
  // What could be read as ASCII was not written in UTF-16, whatever it says of itself.
  const isUsable = encoding !== null && encoding !== "replacement" && !encoding.startsWith("utf-16");
  return decodeAs(body, isUsable ? encoding : "utf-8");
}
