import { describe, expect, it } from "vitest";
import { FIRST, LAST, left, MIDDLE, paragraphs, textWith, trim } from "./support.ts";

const JO = { metadata: { authors: ["Jo Bell"] } };

describe("text that looks like what is taken out", () => {
  it.each([
    ["within", "By noon it was over."],
    ["within", "Share prices fell for a day, and rose again."],
    ["within", "Related by marriage to the miller, she knew the river well."],
    [
      "within",
      "Subscribe to the view, as I do, that a rope is a kind of bridge, and the rest follows without any effort.",
    ],
    ["within", "Nobody came."],
    ["before", "A note: this story was told to me twice, and never in the same way."],
    ["after", "By Friday the rope had stretched by a hand's breadth."],
    ["after", "Correction: the rope is four metres longer, not fourteen."],
    [
      "after",
      "Print the fares on the wall, she says, and people will still ask what it costs to go to the other side of a river.",
    ],
    ["after", "The end came quickly."],
  ] as const)("stays %s: %s", (place, text) => {
    expect(textWith(place, `<p>${text}</p>`)).toBe(left(place, text));
  });

  it.each([
    [
      "a quote with its author",
      '<blockquote><p>It never ran better.</p><footer class="author">Ada Marsh</footer></blockquote>',
      "> It never ran better.\n\n> Ada Marsh",
    ],
    [
      "a table",
      "<table><tr><th>Date</th><th>Fare</th></tr><tr><td>14 April</td><td>2</td></tr></table>",
      "Date | Fare\n14 April | 2",
    ],
    ["a glossary", "<dl><dt>Share</dt><dd>A part of the rope.</dd></dl>", "Share\n\nA part of the rope."],
    ["a list of two words each", "<ul><li>Hemp rope</li><li>Brass bell</li></ul>", "- Hemp rope\n- Brass bell"],
    [
      "a list of sources elsewhere",
      '<ul><li><a href="https://ropes.example/1">Ropes of the county</a></li><li><a href="https://rivers.example/2">A river moves</a></li></ul>',
      "- Ropes of the county\n- A river moves",
    ],
    [
      "a link in a sentence",
      '<p>She keeps <a href="/log" class="tag-link">a log of every crossing</a>, in pencil, and shows it to anyone who will sit down to read it.</p>',
      "She keeps a log of every crossing, in pencil, and shows it to anyone who will sit down to read it.",
    ],
    [
      "a heading",
      "<h2>Popular with geese</h2><p>They cross for nothing, and complain about the service the whole way over.</p>",
      "Popular with geese\n\nThey cross for nothing, and complain about the service the whole way over.",
    ],
    [
      "a link to elsewhere alone",
      '<p><a href="https://ropes.example/plans">The plans of the rope walk</a></p>',
      "The plans of the rope walk",
    ],
  ])("stays within: %s", (_, html, text) => {
    expect(textWith("within", html)).toBe(left("within", text));
  });

  it.each(["discussion", "marketing", "cookies", "which-newsletter-is-the-best-of-all"])(
    "stays in a chapter called %s",
    (id) => {
      expect(textWith("within", `<section id="${id}"><p>${LAST}</p></section>`)).toBe(left("within", LAST));
    },
  );

  it("stays where the author is whom the text is about", () => {
    const texts = [
      "Jo Bell has kept the ferry for a year, and wrote about it.",
      "Ask Jo Bell what it costs, and Jo Bell will laugh.",
    ];
    const about = paragraphs(...texts.map((text) => `${text} ${MIDDLE}`), `Jo Bell rows on Mondays. ${LAST}`);
    expect(trim(`<article>${about}</article>`, JO).text).toContain("Jo Bell rows on Mondays.");
  });

  it("stays where each turn of a talk begins with the author's name", () => {
    const turns = ["Jo Bell: Does it leak?", "Ada Marsh: Only when it rains.", "Jo Bell: And in winter?"];
    expect(textWith("within", paragraphs(...turns), JO)).toBe(left("within", turns.join("\n\n")));
  });
});

describe("the guards", () => {
  it("pass over a name that stands on the whole text", () => {
    const named = [FIRST, MIDDLE, LAST, FIRST].map((text) => `<p class="paywall author related">${text}</p>`).join("");
    expect(trim(`<article class="newsletter">${named}</article>`).text).toContain(`${FIRST}\n\n${MIDDLE}\n\n${LAST}`);
  });

  it("keep a box that holds the bulk of the text", () => {
    const { text } = trim(`<div class="promo">${paragraphs(FIRST, MIDDLE, LAST)}</div><p>Filed at six.</p>`);
    expect(text).toContain(MIDDLE);
  });

  it("keep a large hidden part: it is what a tab or an accordion shows on a click", () => {
    expect(textWith("within", `<div style="display: none"><p>${LAST}</p></div>`)).toBe(left("within", LAST));
  });

  it("keep a heading that holds a page with broken tags", () => {
    const { text } = trim(`<article><h1>Ferry runs again ${`${FIRST} `.repeat(4)}</h1></article>`);
    expect(text).toContain(FIRST);
  });

  it("keep an article of short lines", () => {
    const poem = ["Low water", "and the boats lean", "like listening men", "until the sea", "comes back"];
    expect(trim(`<article>${paragraphs(...poem)}</article>`).text).toBe(poem.join("\n\n"));
  });

  it("give everything back where the rules would take half of the text in small pieces", () => {
    const pieces = [FIRST, MIDDLE, LAST].map(
      (text, at) =>
        `<div class="${["promo", "byline", "related"][at]}"><p>${text} <a href="/x">More of it</a></p></div>`,
    );
    const { text } = trim(`<article><p>${FIRST}</p><p>${MIDDLE}</p>${pieces.join("").repeat(2)}</article>`);
    expect(text.length).toBeGreaterThan(FIRST.length + MIDDLE.length);
  });
});
