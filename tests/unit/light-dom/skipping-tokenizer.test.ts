/** What a page is read to must not depend on how fast it is read: parse5 as it comes is the oracle. */
import { parse, parseFragment, serialize } from "parse5";
import { describe, expect, it } from "vitest";
import { PAGE_LIMITS } from "../../../shared/article/page/parse-html.ts";
import { parseDocument, parsePiece } from "../../../shared/light-dom/parse.ts";
import { seededRandom } from "../../support/random.ts";
import { mutatePage } from "./mutate.ts";
import { ownPages } from "./support.ts";

const SCRIPTING = { scriptingEnabled: false };

const readFast = (html: string) => {
  const { document } = parseDocument(html, PAGE_LIMITS);
  return document.markup.serialise(document);
};
const readSlowly = (html: string) => serialize(parse(html, SCRIPTING), SCRIPTING);

const readPieceFast = (html: string) => {
  const fragment = parsePiece(html, PAGE_LIMITS);
  return fragment.home.markup.serialise(fragment);
};
const readPieceSlowly = (html: string) => serialize(parseFragment(html, SCRIPTING), SCRIPTING);

/** Where reading may go wrong: line ends, nulls, pairs and halves of them, references, ends in the middle. */
const PIECES = [
  ...[
    "\r\n",
    "\r",
    "\n",
    "\0",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    " ",
    "\t\f ",
    "&amp;",
    "&#13;",
    "&#32;",
    "&notit;",
    "&",
  ],
  ...[
    "one two",
    "a",
    "é",
    "<",
    "<p>",
    "</p>",
    '<p a="',
    "<p b='",
    '"',
    "'",
    "=",
    ">",
    "<!--",
    "--",
    "-->",
    "--!>",
    "-",
  ],
  ...["<script>", "</script>", "<!--<script>", "<style>", "</style", "<title>", "</title>", "<textarea>", "<pre>\n"],
  ...[
    "<table>",
    "<tr>",
    "<td>",
    "<caption>",
    "<col>",
    "<select>",
    "<svg>",
    "</svg>",
    "<![CDATA[",
    "]]>",
    "<plaintext>",
  ],
  ...[
    "<body>",
    "</body>",
    "</html>",
    "<head>",
    "</head>",
    "<frameset>",
    "<template>",
    "<b>",
    "<!doctype html>",
    "<x-a-name-of-many-letters-É ",
    "<DiV aB-c",
    " data-of-many-letters-too=",
  ],
];

describe("a page that is read in leaps", () => {
  it("is what parse5 makes of it", () => {
    for (const { html } of ownPages()) {
      expect(readFast(html)).toBe(readSlowly(html));
      for (let seed = 1; seed <= 3; seed += 1) {
        const mutated = mutatePage(html, seed);
        expect(readFast(mutated)).toBe(readSlowly(mutated));
      }
    }
  });

  it("is what parse5 makes of it where it is made of nothing but oddities", () => {
    const random = seededRandom(4);
    for (let left = 3_000; left > 0; left -= 1) {
      const count = 1 + Math.floor(random() * 14);
      const html = Array.from({ length: count }, () => PIECES[Math.floor(random() * PIECES.length)]).join("");
      expect(readFast(html), JSON.stringify(html)).toBe(readSlowly(html));
      expect(readPieceFast(html), JSON.stringify(html)).toBe(readPieceSlowly(html));
    }
  });

  it("is what parse5 makes of it over the length from where parse5 lets go of what it has read", () => {
    const html = `<p title="${"long value ".repeat(20_000)}\r\n">${"words and\r\nlines ".repeat(20_000)}<script>${"x < y;\0\r\n".repeat(20_000)}</script>`;
    expect(readFast(html)).toBe(readSlowly(html));
  });

  it("is what parse5 makes of it with more character references in one text than are handed on at once", () => {
    const references = "a&amp;&lt;&notin b &#0;&nbsp;\n".repeat(3000);
    for (const html of [
      `<p>${references}<b>c</b>`,
      `<table>${references}<tr><td>${references}</table>`,
      `<textarea>${references}</textarea>`,
    ]) {
      expect(readFast(html) === readSlowly(html)).toBe(true);
      expect(readPieceFast(html) === readPieceSlowly(html)).toBe(true);
    }
  });
});
