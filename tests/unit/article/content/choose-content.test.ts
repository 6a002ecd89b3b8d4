import { describe, expect, it } from "vitest";
import { choose, paragraphs, sentences } from "./support.ts";

const linkedData = (articleBody: string) =>
  `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", headline: "Onions", articleBody })}</script>`;

describe("choosing a page's content", () => {
  it("gives Readability's result back where nothing is missing", () => {
    const text = paragraphs(sentences(5));
    const chosen = choose(`<nav><p>${sentences(1, 90)}</p></nav><article>${text}</article>`, text);
    expect(chosen).toEqual({ from: "readability", text: sentences(5).join("\n\n") });
  });

  it("puts a lost paragraph, list and heading back where they stood", () => {
    const [one = "", two = "", three = "", four = ""] = sentences(4);
    const page = `<article><p>${one}</p><h2 class=header>Stores</h2><p>${two}</p><ul><li>${three}</li></ul><p>${four}</p></article>`;
    const { text } = choose(page, `<div><p>${two}</p><p>${four}</p></div>`);
    expect(text).toBe([one, "Stores", two, `- ${three}`, four].join("\n\n"));
  });

  it("leaves a heading out whose text is left out", () => {
    const [one = "", two = ""] = sentences(2);
    const page = `<article><p>${one}</p><h2>Related</h2><ul><li><a href=/1>The mate</a></ul><p>${two}</p></article>`;
    expect(choose(page, `<div><p>${one}</p><p>${two}</p></div>`).text).toBe(`${one}\n\n${two}`);
  });

  it("does not take for lost what Readability kept with other words in it", () => {
    const [one = "", two = ""] = sentences(2);
    const page = `<article><p>${one}</p><p>${two} <span>(pop-up)</span></p></article>`;
    expect(choose(page, `<div><p>${one}</p><p>${two}</p></div>`).text).toBe(`${one}\n\n${two}`);
  });

  it("never puts back what stands apart", () => {
    const [one = "", two = "", three = ""] = sentences(3);
    for (const apart of ["<aside>", "<section class=newsletter>", "<div hidden>", "<form>", "<div class=comments>"]) {
      const page = `<article><p>${one}</p>${apart}<p>${two}</p></${/\w+/.exec(apart)}><p>${three}</p></article>`;
      expect(choose(page, `<div><p>${one}</p><p>${three}</p></div>`).text).not.toContain("day 1 ");
    }
  });

  it("joins containers that are made alike, but not another article", () => {
    const part = (start: number, title = "") =>
      `<div class=part>${title}<div class=in>${paragraphs(sentences(2, start))}</div></div>`;
    const page = `<div><div class=part><div class=in>${paragraphs(sentences(6))}</div></div>${part(6)}<article class=full>${part(20, "<h1>Another</h1>")}</article></div>`;
    expect(choose(page, paragraphs(sentences(6))).text).toBe(sentences(8).join("\n\n"));
  });

  it("takes the densest part where Readability found a fragment", () => {
    const page = `<div><p class=x>${sentences(1, 50)}</p><div><div class=text>${paragraphs(sentences(20))}</div></div></div>`;
    const chosen = choose(page, `<p>${sentences(1, 50)}</p>`);
    expect(chosen.from).toBe("densest-part");
    expect(chosen.text).toContain(sentences(20).join("\n\n"));
  });

  it("takes the densest part where Readability found nothing", () => {
    const page = `<div><ul><li><a href=/>Home</a></ul><div>${sentences(6).join("<br><br>")}</div></div>`;
    expect(choose(page, null)).toEqual({ from: "densest-part", text: sentences(6).join("\n\n") });
  });

  it("prefers an article to the longer talk below it", () => {
    const page = `<div><div>${paragraphs(sentences(5))}</div><div id=comments>${paragraphs(sentences(20, 50))}</div></div>`;
    expect(choose(page, paragraphs(sentences(20, 50))).text).toBe(sentences(5).join("\n\n"));
  });

  it("takes off what overhangs the text, but not a lead or the heading of its first part", () => {
    const [lead = "", ...rest] = sentences(30);
    const long = `${lead.slice(0, -1)}, as he had done on every other morning since they left the harbour`;
    const text = `<div class=text>${paragraphs(rest)}</div>`;
    const page = `<div><div>Council</div><div>December 4, 2025</div><p>${long}</p><h2>Stores</h2>${text}<div>Tove Aldrin</div></div>`;
    expect(choose(page, page).text).toBe([long, "Stores", ...rest].join("\n\n"));
  });

  it("takes off an article that is followed by another whole one", () => {
    const article = (start: number) => `<article><h1>Onions ${start}</h1>${paragraphs(sentences(6, start))}</article>`;
    const { text } = choose(article(0) + article(10), article(0) + article(10));
    expect(text).toContain("On day 5 ");
    expect(text).not.toContain("On day 10 ");
  });
});

describe("what JSON-LD says of the text", () => {
  const all = sentences(10);

  it("shows what the page hides until a reader asks", () => {
    const page = `${linkedData(all.join("\n"))}<div><div>${paragraphs(all.slice(0, 5))}</div><div hidden>${paragraphs(all.slice(5))}</div></div>`;
    expect(choose(page, paragraphs(all.slice(0, 5)))).toEqual({ from: "readability", text: all.join("\n\n") });
  });

  it("does not show what it does not confirm", () => {
    const page = `${linkedData(all.slice(0, 5).join("\n"))}<div><div>${paragraphs(all.slice(0, 5))}</div><div hidden>${paragraphs(all.slice(5))}</div></div>`;
    expect(choose(page, paragraphs(all.slice(0, 5))).text).toBe(all.slice(0, 5).join("\n\n"));
  });

  it("is the text where no element holds it", () => {
    const page = `${linkedData(`<p>${all.join("</p><p>")}</p>`)}<div id=root>Loading…</div>`;
    expect(choose(page, null)).toEqual({ from: "linked-data", text: all.join("\n\n") });
  });

  it("gives way to the element that holds it", () => {
    const page = `${linkedData(all.join(" "))}<div><div>${paragraphs(all)}</div></div>`;
    expect(choose(page, null).from).toBe("densest-part");
  });

  it("is not believed where it is a summary", () => {
    expect(choose(`${linkedData("Onions are counted daily.")}<p>Loading…</p>`, null).from).toBe("whole-page");
  });
});

describe("pages without any visible text", () => {
  it("are read as by readers without scripts", () => {
    const page = `<div id=root></div><noscript><div>${paragraphs(sentences(4))}</div></noscript>`;
    expect(choose(page, null)).toEqual({ from: "densest-part", text: sentences(4).join("\n\n") });
  });

  it("are the whole page where they have nothing", () => {
    expect(choose("<p>Sign in", null)).toEqual({ from: "whole-page", text: "Sign in" });
  });
});

describe("pages meant to keep the choice busy", () => {
  it.each([
    [
      "30,000 paragraphs of which one was kept",
      "<p>Onions again, counted by the cook.".repeat(30_000),
      "<p>Onions again, counted by the cook.</p>",
    ],
    ["1,000 towers of articles", `${"<article>".repeat(90)}<p>x${"</article>".repeat(90)}`.repeat(1_000), "<p>x</p>"],
    ["a body of blanks", linkedData(`a${" ".repeat(400_000)}b`), "<p>x</p>"],
    ["a body of open tags", linkedData("<a".repeat(200_000)), "<p>x</p>"],
  ])("are done in seconds: %s", (_, page, readable) => {
    const start = performance.now();
    choose(page, readable);
    expect(performance.now() - start).toBeLessThan(8_000);
  });
});
