import { describe, expect, it } from "vitest";
import { PLAIN, textWith } from "./support.ts";

const LINKS = '<a href="/a">The mill bridge closes</a><a href="/b">A heron at the weir</a>';
const JO = { metadata: { authors: ["Jo Bell"] } };

describe("boxes told by their names", () => {
  it.each([
    ["share", `<div class="articleShareBar"><a href="https://x.example">Post it</a></div>`],
    ["share, by label", `<div aria-label="Share this article"><a href="https://x.example">Post it</a></div>`],
    ["related", `<div class="c-related-posts"><h3>Elsewhere</h3>${LINKS}</div>`],
    ["newsletter", `<div id="newsletter-signup"><p>News from the valley, every Friday, in your mail.</p></div>`],
    ["promotion", `<div data-component="promo-box"><p>Fourteen days for nothing.</p></div>`],
    ["byline", `<div class="post-meta"><span>Somebody</span> <span>in the valley</span></div>`],
    ["tags", `<ul class="tag-list"><li><a href="/t/1">Ferries</a></li><li><a href="/t/2">Ropes</a></li></ul>`],
    ["navigation", `<nav><a href="/">Start</a><a href="/valley">Valley</a></nav>`],
    ["navigation by role", `<div role="navigation"><a href="/">Start</a></div>`],
    ["player", `<div class="audio-player"><p>Hear this story, 4 minutes</p></div>`],
    ["form", `<div class="poll-form"><p>Do you use the ferry?</p><button>Yes</button></div>`],
    ["form, by its tag", `<form action="/q"><p>Do you use the ferry?</p><button>Yes</button></form>`],
    ["aside", `<aside><p>Ropes of the county, a short list.</p></aside>`],
    ["footer", `<footer><p>Filed from the landing.</p></footer>`],
    ["hidden", `<p hidden>Loading the next story.</p>`],
    ["read aloud only", `<p class="sr-only">Skip this part of the page.</p>`],
  ])("are taken out: %s", (_, html) => {
    expect(textWith("within", html)).toBe(PLAIN);
  });

  it("are taken out where readers' comments are longer than the article", () => {
    const comment =
      "<li><p>I crossed there as a boy, and the rope was already too short, whatever the council says.</p></li>";
    expect(textWith("after", `<section id="comments"><ol>${comment.repeat(8)}</ol></section>`)).toBe(PLAIN);
  });
});

describe("other articles", () => {
  const card = (name: string) =>
    `<div class="z1"><img src="/${name}.jpg"><h4><a href="/${name}">The story of the ${name}</a></h4><p>What it was like.</p></div>`;

  it("are known by their build, without any name", () => {
    expect(textWith("after", `<div class="z0">${card("weir")}${card("mill")}${card("lock")}</div>`)).toBe(PLAIN);
  });

  it.each([
    ["English", "<h3>You may also like</h3>"],
    ["German", "<h3>Mehr zum Thema</h3>"],
    ["Polish", "<p>Czytaj także:</p>"],
    ["Chinese", "<p>延伸阅读</p>"],
    ["Arabic", "<h3>مواضيع ذات صلة</h3>"],
  ])("go with the line that announces them: %s", (_, line) => {
    const list =
      '<ul><li><a href="/a">The mill bridge closes</a></li><li><a href="/b">A heron at the weir</a></li></ul>';
    expect(textWith("within", line + list)).toBe(PLAIN);
  });

  it.each([
    ["one link and no more", '<p><a href="/a">MILL BRIDGE TO CLOSE FOR A YEAR</a></p>'],
    ["announced on the same line", '<p>Read more: <a href="/a">Mill bridge to close for a year</a></p>'],
    ["announced in Russian", '<p>Читайте также: <a href="/a">Мост у мельницы закроют на год</a></p>'],
  ])("go as a paragraph: %s", (_, html) => {
    expect(textWith("within", html)).toBe(PLAIN);
  });
});

describe("the lines around the text", () => {
  it.each([
    ["the title again", "<h2>Ferry runs again</h2>"],
    ["a date", "<p>Tuesday, 14 April 2026, 06:00 BST</p>"],
    ["a Japanese date", "<p>2026年4月14日 6時00分 公開</p>"],
    ["a reading time", "<p>3 min read</p>"],
    ["a byline of nobody known", "<p>By Kim Ode and Sue Ashworth</p>"],
    ["a link to the section", '<p><a href="/valley">The valley, its river and its roads</a></p>'],
    ["the word of a button", "<p>Copy</p>"],
  ])("go before it: %s", (_, html) => {
    expect(textWith("before", html)).toBe(PLAIN);
  });

  it.each([
    ["a biography", "<p>Jo Bell has written about rivers for The Courier since 2009, and swims in most of them.</p>"],
    ["credits", "<p>Reporting by Jo Bell; Editing by Kim Ode</p>"],
    ["rights", "<p>© The Courier 2026</p>"],
    ["a call to subscribe", '<p>Sign up to <a href="/letters">our letters</a></p>'],
    ["a heading of comments", "<h3>Leave a reply</h3>"],
    ["a list of topics", '<ul><li><a href="/t/f">Ferries</a></li><li><a href="/t/r">Rivers</a></li></ul>'],
  ])("go after it: %s", (_, html) => {
    expect(textWith("after", html, JO)).toBe(PLAIN);
  });

  it("go behind the standfirst too", () => {
    expect(textWith("within", "<p>By Jo Bell</p><p>14 April 2026</p>", JO)).toBe(PLAIN);
  });

  it("go with the heading that they leave empty", () => {
    expect(textWith("after", '<h2>In pictures</h2><p class="share">Post it</p>')).toBe(PLAIN);
  });
});

describe("labels within the text", () => {
  it.each(["Advertisement", "Anzeige", "Publicité", "Реклама", "広告", "Story continues below advertisement"])(
    "go: %s",
    (label) => {
      expect(textWith("within", `<p>${label}</p>`)).toBe(PLAIN);
    },
  );
});
