/**
 * Owns what media type a body has, where the server says none or says the wrong one: the WHATWG MIME Sniffing Standard
 * (sections 5 to 8), which is what browsers do, and where an archive has reason to differ, that is said. Pure.
 */
import {
  BINARY_TYPES,
  beginsAsHtml,
  binaryTypeOf,
  declaresHtml,
  looksLikeText,
  SNIFFED_BYTES,
} from "./media-signatures.ts";

/** Types that make no claim: what servers send that do not know. */
const UNKNOWN_TYPES = new Set([
  "unknown/unknown",
  "application/unknown",
  "*/*",
  // Browsers offer these for download. For servers they are the type of files without a known extension, which is
  // where pages with clean addresses are kept.
  "application/octet-stream",
  "binary/octet-stream",
]);

/** XML of no particular kind, which its root element makes particular. */
const GENERIC_XML = new Set(["text/xml", "application/xml"]);

const XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

/**
 * The media type of a body, lower case and without parameters. `text/plain` is never made a page, as in browsers: a
 * server that shows source code means it.
 *
 * @param declared the `Content-Type` value, or null where there is none
 * @param firstBytes the start of the body with its content codings undone; SNIFFED_BYTES are looked at, and fewer serve
 */
export function sniffMediaType(declared: string | null | undefined, firstBytes: Uint8Array): string {
  const start = firstBytes.subarray(0, SNIFFED_BYTES);
  const supplied = essenceOf(declared);
  if (supplied === null || UNKNOWN_TYPES.has(supplied)) return sniffUnknown(start);
  const binary = binaryTypeOf(start);
  if (supplied === "text/html") return binary ?? feedTypeOf(textOf(start)) ?? supplied;
  if (supplied === "text/plain") return binary ?? textOrBinary(start);
  if (GENERIC_XML.has(supplied)) return binary ?? rootTypeOf(textOf(start)) ?? supplied;
  if (supplied.endsWith("+xml")) return binary ?? supplied;
  if (BINARY_TYPES.has(supplied) || /^(?:image|audio|video)\//.test(supplied)) {
    // Error and consent pages keep the type of the file that they stand in for; browsers show a broken picture.
    return binary ?? (declaresHtml(textOf(start)) ? "text/html" : supplied);
  }
  return supplied;
}

/** `text/html` of `Text/HTML; charset=utf-8`; null where there is none, or what stands there is no media type. */
function essenceOf(declared: string | null | undefined): string | null {
  const essence = declared?.split(/[;,]/)[0]?.trim().toLowerCase() ?? "";
  return /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+$/.test(essence) ? essence : null;
}

/** Section 7.1: by the bytes alone. */
function sniffUnknown(start: Uint8Array): string {
  const text = textOf(start);
  if (/^[\t\n\f\r ]*<\?xml/.test(text)) return rootTypeOf(text) ?? "text/xml";
  if (beginsAsHtml(text)) return declaresHtml(text) ? "text/html" : (feedTypeOf(text) ?? "text/html");
  return binaryTypeOf(start) ?? feedTypeOf(text) ?? textOrBinary(start);
}

/** Section 7.2. A byte order mark says that it is text, whatever bytes follow. */
function textOrBinary(start: Uint8Array): string {
  return bomOf(start) !== null || looksLikeText(start) ? "text/plain" : "application/octet-stream";
}

/** The type of a feed (section 7.3), or null. Comments and declarations before the root element are passed over. */
function feedTypeOf(text: string): string | null {
  const root = rootElement(text);
  switch (root?.name) {
    case "rss":
      return "application/rss+xml";
    case "feed":
      return "application/atom+xml";
    case "rdf:RDF":
      // RSS 0.9 and 1.0; other RDF is data.
      return /xmlns(?::\w+)?\s*=\s*["']http:\/\/(?:purl\.org\/rss\/1\.0|my\.netscape\.com\/rdf)/.test(root.rest)
        ? "application/rss+xml"
        : null;
    default:
      return null;
  }
}

/** What the root element makes of generic XML: a feed, a page, a picture, or null for anything else. */
function rootTypeOf(text: string): string | null {
  const root = rootElement(text);
  if (root?.name === "html" && root.rest.includes(XHTML_NAMESPACE)) return "application/xhtml+xml";
  if (root?.name === "svg") return "image/svg+xml";
  return feedTypeOf(text);
}

/** The first tag that is neither comment, declaration nor instruction, and its attributes as far as they came. */
function rootElement(text: string): { readonly name: string; readonly rest: string } | null {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    const tag = /^<([A-Za-z][\w.:-]*)([^>]*)/.exec(rest);
    if (tag?.[1]) return { name: tag[1], rest: tag[2] ?? "" };
    const end = ["<!--", "<?", "<!"].map((open, index) =>
      rest.startsWith(open) ? ["-->", "?>", ">"][index] : undefined,
    );
    const close = end.find((each) => each !== undefined);
    const closeAt = close === undefined ? -1 : rest.indexOf(close);
    if (close === undefined || closeAt < 0) return null;
    at += closeAt + close.length;
  }
}

type Bom = "utf-8" | "utf-16be" | "utf-16le";

function bomOf(start: Uint8Array): Bom | null {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : null;
}

/** As text, byte by byte unless a byte order mark says otherwise: tags are ASCII in every charset that pages have. */
function textOf(start: Uint8Array): string {
  return new TextDecoder(bomOf(start) ?? "latin1").decode(start);
}
