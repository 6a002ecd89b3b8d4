/** Owns what surrounds every page: head, masthead, navigation and foot. Pure. */
import { html, type Markup } from "../markup.ts";
import { PAPER, SECTIONS } from "../newsroom.ts";

export interface Page {
  /** The page's own title; the paper's name is put behind it. */
  readonly title: string;
  readonly language: string;
  readonly encoding: string;
  /** Metadata elements for the head. */
  readonly head: Markup | null;
  readonly main: Markup;
}

/** A whole HTML document. Every character of it must exist in windows-1252, in which one article is served. */
export function layout({ title, language, encoding, head, main }: Page): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="${encoding}">
<title>${title === PAPER.name ? title : `${title} | ${PAPER.name}`}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="alternate" type="application/rss+xml" title="${PAPER.name}" href="/feed.xml">
<link rel="stylesheet" href="/style.css">
${head}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
${masthead()}
<main id="main">
${main}
</main>
${foot()}
</body>
</html>
`.text;
}

function masthead(): Markup {
  return html`<header class="masthead">
<a class="paper" href="/"><img src="/favicon.svg" width="44" height="44" alt=""><span>${PAPER.name}</span></a>
<p class="motto">${PAPER.motto}</p>
<nav aria-label="Sections">
<ul>
<li><a href="/">Front page</a></li>
${Object.values(SECTIONS).map(({ name, slug }) => html`<li><a href="/section/${slug}">${name}</a></li>\n`)}<li><a href="/about">About</a></li>
<li><a href="/contact">Contact</a></li>
</ul>
</nav>
</header>`;
}

function foot(): Markup {
  return html`<footer class="foot">
<p>${PAPER.disclaimer}</p>
<ul>
<li><a href="/feed.xml">Feed</a></li>
<li><a href="/sitemap.xml">Site map</a></li>
<li><a href="/about">About us</a></li>
<li><a href="/contact">Write to us</a></li>
</ul>
</footer>`;
}
