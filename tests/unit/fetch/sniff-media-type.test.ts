import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SNIFFED_BYTES } from "../../../shared/fetch/media-signatures.ts";
import { sniffMediaType } from "../../../shared/fetch/sniff-media-type.ts";

const PAGE = "<!DOCTYPE html><title>Tide tables</title>";
const RSS = '<?xml version="1.0"?>\n<!-- made at noon --><rss version="2.0"><channel>';
const ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>';
const RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">';
const XHTML = '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml">';
const SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
const PNG = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const GZIP = gzipSync(PAGE).toString("latin1");

function sniff(declared: string | null, body: string): string {
  return sniffMediaType(declared, Buffer.from(body, "latin1"));
}

describe("a type that the server does not name", () => {
  it.each([
    ["a page", PAGE, "text/html"],
    ["a page after white space", `\r\n\t ${PAGE}`, "text/html"],
    ["a page after a byte order mark", `\xef\xbb\xbf${PAGE}`, "text/html"],
    ["a page whose doctype is folded", "<!doctype\nhtml>", "text/html"],
    ["a page after a comment", `<!-- saved --> ${PAGE}`, "text/html"],
    ["a page that begins in the middle", '<div class="story">Low water', "text/html"],
    ["a page in capitals", "<HTML><BODY>", "text/html"],
    ["a tag that only begins like one", "<pre>low water</pre>", "text/plain"],
    ["XHTML", XHTML, "application/xhtml+xml"],
    ["XML", SITEMAP, "text/xml"],
    ["RSS", RSS, "application/rss+xml"],
    ["RSS without a declaration", '<rss version="0.91"><channel>', "application/rss+xml"],
    ["RSS after a comment only", `<!-- made at noon -->${'<rss version="2.0">'}`, "application/rss+xml"],
    ["RSS by RDF", RDF, "application/rss+xml"],
    ["Atom", ATOM, "application/atom+xml"],
    ["SVG", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"],
    ["PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf"],
    ["PostScript", "%!PS-Adobe-3.0", "application/postscript"],
    ["PNG", PNG, "image/png"],
    ["JPEG", "\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"],
    ["GIF", "GIF89a\x01\0", "image/gif"],
    ["WebP", "RIFF\x24\0\0\0WEBPVP8 ", "image/webp"],
    ["AVIF", "\0\0\0\x1cftypavif", "image/avif"],
    ["a bitmap", "BM\x46\0\0\0\0\0\0\0", "image/bmp"],
    ["words that begin like a bitmap", "BM means benchmark", "text/plain"],
    ["an icon", "\0\0\x01\0\x01\0", "image/x-icon"],
    ["MP3", "ID3\x04\0", "audio/mpeg"],
    ["MP4", "\0\0\0\x18ftypisom", "video/mp4"],
    ["WebM", "\x1aE\xdf\xa3\x9f", "video/webm"],
    ["WAVE", "RIFF\x24\0\0\0WAVEfmt ", "audio/wave"],
    ["WOFF2", "wOF2\0\x01", "font/woff2"],
    ["gzip", GZIP, "application/gzip"],
    ["zip", "PK\x03\x04\x14\0", "application/zip"],
    ["zstd", "\x28\xb5\x2f\xfd\x04", "application/zstd"],
    ["words", "High water at seven.\n", "text/plain"],
    ["words of another charset", "Niedrigwasser f\xe4llt aus", "text/plain"],
    ["words in UTF-16", "\xff\xfeH\0i\0", "text/plain"],
    ["a page in UTF-16", `\xff\xfe${[...PAGE].map((c) => `${c}\0`).join("")}`, "text/html"],
    ["JSON", '{"version":"https://jsonfeed.org/version/1.1"}', "text/plain"],
    ["bytes that are no text", "\x01\x02\x03\x04", "application/octet-stream"],
    ["nothing", "", "text/plain"],
  ])("is found for %s", (_what, body, type) => {
    expect(sniff(null, body)).toBe(type);
    // None of these says anything either.
    for (const unknown of ["", "unknown/unknown", "*/*", "application/octet-stream", "html", "; charset=utf-8"]) {
      expect(sniff(unknown, body), unknown).toBe(type);
    }
  });

  it("is found from the first bytes only", () => {
    expect(sniff(null, `${" ".repeat(SNIFFED_BYTES)}${PAGE}`)).toBe("text/plain");
    expect(sniffMediaType(undefined, Buffer.from(`${"a".repeat(SNIFFED_BYTES)}\0`))).toBe("text/plain");
  });
});

describe("a type that the server names", () => {
  it.each([
    ["text/html", PAGE],
    ["text/html", "Only words, and no tag at all"],
    ["text/html", "\x01\x02 broken, but not known to be anything else"],
    ["text/html", `<rss-like>${PAGE}`],
    ["application/xhtml+xml", XHTML],
    ["application/rss+xml", RSS],
    ["application/xml", SITEMAP],
    ["text/xml", "<other/>"],
    ["text/css", "html{}"],
    ["application/json", "{}"],
    ["application/javascript", PAGE],
    ["text/plain", PAGE],
    ["text/plain", RSS],
    ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg">'],
    ["image/png", PNG],
    ["image/x-unheard-of", "\x01\x02"],
    ["application/pdf", "no PDF, and no page"],
  ])("stands where nothing speaks against it: %s", (declared, body) => {
    expect(sniff(declared, body)).toBe(declared);
  });

  it.each([
    ["PDF as a page", "text/html; charset=utf-8", "%PDF-1.4", "application/pdf"],
    ["a picture as a page", "text/html", PNG, "image/png"],
    ["gzip as a page", "text/html", GZIP, "application/gzip"],
    ["RSS as a page", "text/html", RSS, "application/rss+xml"],
    ["Atom as a page", "text/html", ATOM, "application/atom+xml"],
    ["RSS as XML", "application/xml", RSS, "application/rss+xml"],
    ["Atom as XML", "text/xml; charset=utf-8", ATOM, "application/atom+xml"],
    ["XHTML as XML", "application/xml", XHTML, "application/xhtml+xml"],
    ["gzip as XML, as sitemaps are served", "text/xml", GZIP, "application/gzip"],
    ["gzip as a feed", "application/rss+xml", GZIP, "application/gzip"],
    ["bytes as plain text", "text/plain", "\x7fELF\x02\x01\x01\0", "application/octet-stream"],
    ["PDF as plain text", "text/plain", "%PDF-1.4", "application/pdf"],
    ["a page as a picture", "image/jpeg", PAGE, "text/html"],
    ["a page as PDF", "application/pdf", `\n<html lang="en">`, "text/html"],
    ["one picture as another", "image/jpeg", PNG, "image/png"],
  ])("gives way to the bytes: %s", (_what, declared, body, type) => {
    expect(sniff(declared, body)).toBe(type);
  });

  it("is read in any case, without parameters, the first of several", () => {
    expect(sniff(" Text/HTML ;charset=x", "words")).toBe("text/html");
    expect(sniff("text/html, text/html", "words")).toBe("text/html");
  });

  it("takes no long time over bytes made to be slow", () => {
    const hostile = [
      "<!--".repeat(400),
      "<!---->".repeat(200),
      "<?".repeat(700),
      `<!${" ".repeat(1400)}`,
      "<a".repeat(700),
    ];
    for (const body of hostile) expect(sniff("application/xml", body)).toBe("application/xml");
    for (const body of hostile) expect(sniff("image/png", body)).toBe("image/png");
  });
});
