import { describe, expect, it } from "vitest";
import { inPieces, read } from "./reading.ts";

const feed = (declared: string | null, title: string) =>
  `${declared === null ? "" : `<?xml version="1.0" encoding="${declared}"?>`}<rss><channel><item><title>${title}</title>` +
  "<link>https://paper.example/one</link></item></channel></rss>";

const utf8 = (text: string) => Buffer.from(text);
const latin1 = (text: string) => Buffer.from(text, "latin1");
const utf16le = (text: string) => Buffer.from(text, "utf16le");
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();
const BOM = "\ufeff";

const CAFE = "Café “Zum Löwen”: naïve façade, 5 €";
/** The same in windows-1252, whose quotes and Euro latin1 does not have. */
const CAFE_1252 = latin1(feed("UTF-8", "Caf\u00e9 \u0093Zum L\u00f6wen\u0094: na\u00efve fa\u00e7ade, 5 \u0080"));
const RIVER = "Река снова поднялась в понедельник, и мост закрыт до конца недели";
const RIVER_1251 = "0OXq4CDx7e7i4CDv7uTt/+vg8fwg4iDv7u3l5OXr/O3o6iwg6CDs7vHyIOfg6vD78iDk7iDq7u324CDt5eTl6+g=";

describe("encodings of feeds", () => {
  it.each([
    ["UTF-8", utf8(feed("UTF-8", CAFE)), undefined, CAFE],
    ["UTF-8, declared nowhere", utf8(feed(null, CAFE)), undefined, CAFE],
    ["UTF-8 with a mark", utf8(BOM + feed(null, CAFE)), undefined, CAFE],
    ["UTF-8 declared as ISO-8859-1", utf8(feed("ISO-8859-1", CAFE)), undefined, CAFE],
    ["UTF-8 that the server calls ISO-8859-1", utf8(feed("UTF-8", CAFE)), "text/xml; charset=iso-8859-1", CAFE],
    ["UTF-8 declared as UTF-16", utf8(feed("UTF-16", CAFE)), undefined, CAFE],
    ["UTF-8 declared as something unknown", utf8(feed("x-our-own", CAFE)), undefined, CAFE],
    ["UTF-16LE with a mark", utf16le(BOM + feed("UTF-16", CAFE)), undefined, CAFE],
    ["UTF-16BE with a mark", utf16be(BOM + feed("UTF-16", CAFE)), undefined, CAFE],
    ["UTF-16LE without a mark", utf16le(feed("UTF-16", CAFE)), undefined, CAFE],
    ["UTF-16BE without a mark", utf16be(feed("UTF-16", CAFE)), undefined, CAFE],
    [
      "UTF-16 with a mark that the server calls UTF-8",
      utf16le(BOM + feed(null, CAFE)),
      "text/xml; charset=utf-8",
      CAFE,
    ],
    ["ISO-8859-1, declared", latin1(feed("ISO-8859-1", "Café naïve façade")), undefined, "Café naïve façade"],
    ["ISO-8859-1, named by the server", latin1(feed(null, "Café")), 'text/xml; charset="ISO-8859-1"', "Café"],
    ["windows-1252 declared as UTF-8", CAFE_1252, undefined, CAFE],
    ["windows-1252 that the server calls UTF-8", CAFE_1252, "application/rss+xml;charset=utf-8", CAFE],
    [
      "windows-1251 declared as UTF-8",
      latin1(feed("UTF-8", Buffer.from(RIVER_1251, "base64").toString("latin1"))),
      undefined,
      RIVER,
    ],
    ["a declaration behind junk", latin1(`\n<br />\n${feed("windows-1252", "Café")}`), undefined, "Café"],
  ])("%s", async (_, bytes, contentType, title) => {
    const options = contentType === undefined ? {} : { contentType };
    const { items, outcome } = await read(bytes, options);
    expect(items).toEqual([expect.objectContaining({ url: "https://paper.example/one", title })]);
    expect(outcome).toMatchObject({ incomplete: null });
    for (const size of [1, 3]) expect((await read(inPieces(bytes, size), options)).items).toEqual(items);
  });

  /** Longer than the block from which the encoding is told, so that the next ones are cut inside characters. */
  const filler = (text: string) => `<!-- ${text.repeat(50_000)} -->`;

  it("keeps characters whole that blocks cut in two", async () => {
    const title = "水€é😀";
    for (const shift of ["", " ", "  ", "   "]) {
      const { items } = await read(utf8(shift + filler("水€é😀") + feed(null, title)));
      expect(items).toEqual([expect.objectContaining({ title })]);
    }
  });

  it("turns to windows-1252 where the first bytes that are not UTF-8 come late", async () => {
    const { items } = await read(Buffer.concat([latin1(filler("ascii")), CAFE_1252]));
    expect(items).toEqual([expect.objectContaining({ title: CAFE })]);
  });

  it("stays with UTF-8 for one stray byte", async () => {
    const bytes = utf8(feed("UTF-8", `${CAFE} ?`));
    bytes[bytes.indexOf("?", 60)] = 0x92;
    const { items } = await read(bytes);
    expect(items).toEqual([expect.objectContaining({ title: `${CAFE} \ufffd` })]);
  });
});
