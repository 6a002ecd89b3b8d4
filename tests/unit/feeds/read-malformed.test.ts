import { describe, expect, it } from "vitest";
import { SOURCE_FAILURES } from "../../../shared/feeds/source-item.ts";
import { inPieces, read } from "./reading.ts";

const rss = (items: string, channel = "") => `<rss version="2.0"><channel>${channel}${items}</channel></rss>`;
const item = (url: string, title = "T") => `<item><title>${title}</title><link>${url}</link></item>`;
const ONE = "https://paper.example/one";
const TWO = "https://paper.example/two";

describe("malformed feeds", () => {
  it.each([
    ["an undeclared entity", "Caf&eacute;&nbsp;news", "Café news"],
    ["a bare ampersand", "Fish & chips at M&S", "Fish & chips at M&S"],
    ["an ampersand escaped twice", "Fish &amp;amp; chips", "Fish & chips"],
    ["a number for a Windows character", "It&#146;s on", "It’s on"],
    ["a number for no character", "Bad &#0; number &#x110000;", "Bad \ufffd number \ufffd"],
    ["escaped markup", "A &lt;b&gt;bold&lt;/b&gt; claim", "A bold claim"],
    ["markup not escaped", "A <b>bold</b> claim", "A bold claim"],
    ["an unclosed tag within", "One<br>two", "Onetwo"],
    ["control characters", "Ding\u0007 dong\u0000 ding", "Ding dong ding"],
    ["a CDATA section and text around it", "One <![CDATA[& two]]> three", "One & two three"],
    ["line ends", "One\r\n   two", "One two"],
  ])("keep their title with %s", async (_, written, title) => {
    const { items } = await read(rss(item(ONE, written)));
    expect(items).toEqual([expect.objectContaining({ url: ONE, title })]);
  });

  it.each([
    ["white space around", `\n  ${ONE}\t`, ONE],
    ["a bare ampersand in the query", `${ONE}?a=1&b=2&copy=3`, `${ONE}?a=1&b=2&copy=3`],
    ["an ampersand escaped twice", `<![CDATA[${ONE}?a=1&amp;b=2]]>`, `${ONE}?a=1&b=2`],
    ["a line break within", "https://paper.example/\n   long", "https://paper.example/%20%20%20long"],
    ["a path from the root", "/one", ONE],
    ["a path from here", "one", "https://paper.example/feeds/one"],
    ["no scheme", "//paper.example/one", ONE],
    ["no scheme, but www", "www.paper.example/one", "https://www.paper.example/one"],
    ["letters beyond ASCII", "https://zeitung.example/straße", "https://zeitung.example/stra%C3%9Fe"],
    ["a fragment", `${ONE}#comments`, ONE],
    ["control characters", `${ONE}\u0000\u0007`, ONE],
  ])("keep an address with %s", async (_, written, url) => {
    expect((await read(rss(item(written)))).urls).toEqual([url]);
  });

  it.each([
    ["javascript:alert(1)"],
    ["data:text/html,hello"],
    ["mailto:desk@paper.example"],
    ["ftp://paper.example/one"],
    ["https://ana:secret@paper.example/one"],
    ["https://"],
    [""],
    [`${ONE}?${"x".repeat(5_000)}`],
    [`${ONE}?${"x".repeat(2_500)}`],
  ])("leave out an item that links to %s, and count it", async (link) => {
    const { urls, outcome } = await read(rss(item(link) + item(TWO)));
    expect(urls).toEqual([TWO]);
    expect(outcome).toMatchObject({ itemCount: 1, unusableCount: 1 });
  });

  it("fall back to the permalink where the link cannot be captured", async () => {
    const { urls } = await read(rss(`<item><link>javascript:void(0)</link><guid>${ONE}</guid></item>`));
    expect(urls).toEqual([ONE]);
  });

  it.each([
    ["capitals", rss(item(ONE)).toUpperCase().replaceAll(ONE.toUpperCase(), ONE)],
    ["case that changes between tags", `<RSS><Channel><Item><Link>${ONE}</link></ITEM></channel></rss>`],
    ["blank lines before the declaration", `\n\n  <?xml version="1.0"?>${rss(item(ONE))}`],
    [
      "a program's warning before it",
      `<br />\n<b>Warning</b>: it went wrong in line <b>7</b><br />\n${rss(item(ONE))}`,
    ],
    ["words before it", `Notice: cache miss\n${rss(item(ONE))}`],
    ["a byte order mark, twice", `\ufeff\ufeff${rss(item(ONE))}`],
    ["two declarations", `<?xml version="1.0"?><?xml version="1.0"?>${rss(item(ONE))}`],
    ["output behind the root", `${rss(item(ONE))}\n<!-- 0.3 s --><script>track()</script><html>`],
    ["an unclosed channel", `<rss><channel>${item(ONE)}</rss>`],
    ["no rss around the channel", `<channel>${item(ONE)}</channel>`],
    ["attributes without quotes", `<rss version=2.0><channel>${item(ONE)}</channel></rss>`],
    ["a stray closing tag", rss(`</p></b>${item(ONE)}`)],
    ["a document type with a subset", `<!DOCTYPE rss [<!ENTITY nbsp "&#160;"> <!ELEMENT rss ANY>]>${rss(item(ONE))}`],
  ])("are read with %s", async (_, document) => {
    const { urls, outcome } = await read(document);
    expect(urls).toEqual([ONE]);
    expect(outcome).toMatchObject({ kind: "read", format: "rss", incomplete: null });
  });

  it("are read with items that are not closed", async () => {
    const { urls } = await read(rss(`<item><link>${ONE}</link><item><link>${TWO}</link>`));
    expect(urls).toEqual([ONE, TWO]);
  });

  it("are read with two roots", async () => {
    const { urls, outcome } = await read(rss(item(ONE)) + rss(item(TWO)));
    expect(urls).toEqual([ONE, TWO]);
    expect(outcome).toMatchObject({ kind: "read", incomplete: null });
  });

  it("expand no entity that they define", async () => {
    const entities = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("");
    const { items } = await read(`<!DOCTYPE rss [<!ENTITY e0 "ha">${entities}<!ENTITY x SYSTEM "file:///etc/passwd">]>
      ${rss(item(ONE, "&e20; &x;"))}`);
    expect(items).toEqual([expect.objectContaining({ url: ONE, title: "&e20; &x;" })]);
  });

  it.each([
    ["RSS in an item", rss(item(ONE) + item(TWO)).slice(0, -40), "rss"],
    ["RSS between items", `<rss><channel>${item(ONE)}`, "rss"],
    ["RSS in a tag", `<rss><channel>${item(ONE)}<item><li`, "rss"],
    ["RSS in an address", `<rss><channel>${item(ONE)}<item><link>https://paper.example/half-of-`, "rss"],
    [
      "RSS in a CDATA section",
      `<rss><channel>${item(ONE)}<item><link>${TWO}</link><description><![CDATA[and so`,
      "rss",
    ],
    ["a sitemap", `<urlset><url><loc>${ONE}</loc></url><url><loc>${TWO}</lo`, "sitemap"],
    ["JSON in an item", `{"items":[{"url":"${ONE}"},{"url":"${TWO}"`, "json-feed"],
    ["JSON in a string", `{"items":[{"url":"${ONE}"},{"url":"https://pap`, "json-feed"],
    ["JSON behind its items", `{"items":[{"url":"${ONE}"}]`, "json-feed"],
  ])("cut off in %s give the items so far, and say so", async (_, document, format) => {
    for (const body of [document, inPieces(document, 3)]) {
      const { urls, outcome } = await read(body);
      expect(urls).toEqual([ONE]);
      expect(outcome).toMatchObject({ kind: "read", format, itemCount: 1, incomplete: "cut-off" });
    }
  });
});

describe("documents that are no source", () => {
  it.each([
    ["nothing", "", "empty"],
    ["white space", " \n\t\ufeff\n", "empty"],
    ["a page", "<!doctype html><html><head><title>Gazette</title></head><body><p>Hello", "html-not-feed"],
    ["a page without a document type", "<HTML><BODY>Hello</BODY></HTML>", "html-not-feed"],
    ["a page as XHTML", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "html-not-feed"],
    [
      "a page that talks of feeds",
      "<!-- rss --><html><body><rss><item><link>https://a.example/</link></item></rss>",
      "html-not-feed",
    ],
    ["a piece of a page", "<div><p>Hello</p></div>", "html-not-feed"],
    ["other XML", "<Error><Code>AccessDenied</Code></Error>", "not-a-feed"],
    [
      "RDF of another kind",
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF>',
      "not-a-feed",
    ],
    ["other JSON", '{"error":"no such feed"}', "not-a-feed"],
    ["a list in JSON", '[{"url":"https://paper.example/one"}]', "not-a-feed"],
    ["broken JSON", "{{{{", "not-a-feed"],
    ["words", "Not found", "not-a-feed"],
    ["a document of another kind", "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<</Type/Catalog>>", "not-a-feed"],
  ] as const)("%s: fails with its code", async (_, document, code) => {
    const { items, outcome } = await read(document, { contentType: "application/rss+xml" });
    expect(items).toEqual([]);
    expect(outcome).toEqual({ kind: "failed", code, message: SOURCE_FAILURES[code] });
  });
});
