/**
 * Owns the byte patterns by which media types are recognised: the tables of the WHATWG MIME Sniffing Standard, without
 * what an archive of articles never meets. Data and the matching of it; what a match means is sniff-media-type.ts. Pure.
 */

/** How many bytes at the start of a body are looked at ("resource header", section 5.2). */
export const SNIFFED_BYTES = 1445;

interface Signature {
  readonly type: string;
  /** One number for each byte; null stands for any byte. */
  readonly pattern: readonly (number | null)[];
  /** @default 0 */
  readonly at?: number;
}

/** A pattern in which `?` stands for any byte. */
function bytes(text: string): (number | null)[] {
  return [...text].map((character) => (character === "?" ? null : character.charCodeAt(0)));
}

/** Sections 6.1 to 6.3, and the document and archive types of section 7.1. */
const SIGNATURES: readonly Signature[] = [
  { type: "application/pdf", pattern: bytes("%PDF-") },
  { type: "application/postscript", pattern: bytes("%!PS-Adobe-") },
  { type: "image/x-icon", pattern: [0, 0, 1, 0] },
  { type: "image/x-icon", pattern: [0, 0, 2, 0] },
  // "BM" begins words too: the two reserved fields of a bitmap's header are zero.
  { type: "image/bmp", pattern: [...bytes("BM????"), 0, 0, 0, 0] },
  { type: "image/gif", pattern: bytes("GIF87a") },
  { type: "image/gif", pattern: bytes("GIF89a") },
  { type: "image/webp", pattern: bytes("RIFF????WEBPVP") },
  { type: "image/png", pattern: bytes("\x89PNG\r\n\x1a\n") },
  { type: "image/jpeg", pattern: [0xff, 0xd8, 0xff] },
  // Not in the standard, but served as pictures of articles: ISO 14496-12 files by their brand.
  { type: "image/avif", pattern: bytes("ftypavif"), at: 4 },
  { type: "image/heic", pattern: bytes("ftypheic"), at: 4 },
  { type: "audio/aiff", pattern: bytes("FORM????AIFF") },
  { type: "audio/mpeg", pattern: bytes("ID3") },
  { type: "application/ogg", pattern: bytes("OggS\0") },
  { type: "audio/midi", pattern: bytes("MThd\0\0\0\x06") },
  { type: "video/avi", pattern: bytes("RIFF????AVI ") },
  { type: "audio/wave", pattern: bytes("RIFF????WAVE") },
  { type: "video/mp4", pattern: bytes("ftyp"), at: 4 },
  { type: "video/webm", pattern: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: "font/woff", pattern: bytes("wOFF") },
  { type: "font/woff2", pattern: bytes("wOF2") },
  { type: "font/otf", pattern: bytes("OTTO") },
  { type: "font/ttf", pattern: [0, 1, 0, 0] },
  { type: "application/gzip", pattern: [0x1f, 0x8b, 0x08] },
  { type: "application/zip", pattern: bytes("PK\x03\x04") },
  { type: "application/x-rar-compressed", pattern: bytes("Rar!\x1a\x07") },
  // RFC 8878, section 3.1.1
  { type: "application/zstd", pattern: [0x28, 0xb5, 0x2f, 0xfd] },
];

/** Every type that is known by its bytes. */
export const BINARY_TYPES: ReadonlySet<string> = new Set(SIGNATURES.map(({ type }) => type));

/** The binary type that a body's first bytes prove, or null. */
export function binaryTypeOf(start: Uint8Array): string | null {
  const match = SIGNATURES.find(({ pattern, at = 0 }) => pattern.every((b, i) => b === null || start[at + i] === b));
  return match?.type ?? null;
}

/** Tags that begin a page (section 7.1); a comment does too. */
const HTML_TAGS = /^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >]|^<!--/i;

/** True where text begins as a page, white space before it aside. */
export function beginsAsHtml(text: string): boolean {
  return HTML_TAGS.test(text.replace(/^[\t\n\f\r ]+/, "").replaceAll(/[\t\n\f\r]/g, " "));
}

/** True where text says of itself that it is a page: no other file begins so, whatever its name. */
export function declaresHtml(text: string): boolean {
  let rest = text.trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->");
    if (end < 0) return false;
    rest = rest.slice(end + "-->".length).trimStart();
  }
  return /^<(?:!doctype\s+html|html)[\s>]/i.test(rest);
}

/** True where no control character stands that text cannot hold ("binary data byte", section 3). */
export function looksLikeText(start: Uint8Array): boolean {
  return start.every((byte) => byte > 0x1f || byte === 0x1b || (byte >= 0x09 && byte <= 0x0d && byte !== 0x0b));
}
