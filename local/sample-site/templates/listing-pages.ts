/** Owns the pages that list articles: the front page, and those of sections, tags and authors. Pure. */
import { image, type SampleArticle } from "../article.ts";
import { html, jsonScript, type Markup } from "../markup.ts";
import { PAPER } from "../newsroom.ts";
import { day } from "./dates.ts";
import { layout } from "./layout.ts";

/**
 * The front page: one story large, the others small, and the tides beside them.
 * @param origin the site's URL without a slash at its end
 */
export function frontPage(featured: SampleArticle, others: readonly SampleArticle[], origin: string): string {
  const main = html`<h1 class="hidden">${PAPER.name}: today’s paper</h1>
<div class="columns">
${teaser(featured, "teaser hero")}
<aside class="side">
${tides()}
<section class="postcard">
<h2>From the buoy</h2>
<pre>wave   0.8 m   every 5 s
wind   south-west 4
mood   gentle</pre>
</section>
<section class="notices">
<h2>Notices</h2>
<ul>
<li>Found on the slipway: one oar, left-handed.</li>
<li>The net loft is closed on Thursday for the drying of nets.</li>
<li>Wanted: jam jars with lids. Offered: lids.</li>
</ul>
</section>
</aside>
</div>
<section class="more">
<h2>More stories</h2>
<div class="grid">
${others.map((article) => teaser(article, "teaser"))}
</div>
</section>`;
  const head = html`<meta name="description" content="${PAPER.description}">
${collection(PAPER.name, [featured, ...others], origin)}`;
  return listing(PAPER.name, main, head);
}

/**
 * A page that lists articles under a heading.
 * @param about a sentence on what they have in common; empty for none
 * @param origin the site's URL without a slash at its end
 */
export function listingPage(title: string, about: string, articles: readonly SampleArticle[], origin: string): string {
  const main = html`<header class="list-head">
<h1>${title}</h1>
<p>${about}</p>
</header>
<div class="grid">
${articles.map((article) => teaser(article, "teaser"))}
</div>`;
  return listing(title, main, collection(title, articles, origin));
}

function listing(title: string, main: Markup, head: Markup): string {
  return layout({ title, language: "en-GB", encoding: "utf-8", head, main });
}

/** Says to machines that the page is a list, and of what. */
function collection(name: string, articles: readonly SampleArticle[], origin: string): Markup {
  const items = articles.map(({ path }, at) => ({ "@type": "ListItem", position: at + 1, url: `${origin}${path}` }));
  return jsonScript({
    "@context": "https://schema.org",
    "@type": "CollectionPage",
    name,
    mainEntity: { "@type": "ItemList", itemListElement: items },
  });
}

function teaser(article: SampleArticle, className: string): Markup {
  const { path, title, standfirst, author, section, published, language, lead } = article;
  return html`<div class="${className}" lang="${language}">
<a href="${path}" tabindex="-1" aria-hidden="true">${image({ ...lead.picture, alt: "" })}</a>
<p class="kicker"><a href="/section/${section.slug}">${section.name}</a></p>
<h2><a class="headline" href="${path}">${title}</a></h2>
<p class="standfirst">${standfirst}</p>
<div class="details"><span class="byline">${author.name}</span> <span class="date">${day(published, language)}</span></div>
</div>
`;
}

function tides(): Markup {
  return html`<section class="tides">
<h2>Tides at the quay</h2>
<table>
<thead><tr><th scope="col">Water</th><th scope="col">Time</th><th scope="col">Height</th></tr></thead>
<tbody>
<tr><td>Low</td><td>00.11</td><td>0.7 m</td></tr>
<tr><td>High</td><td>06.22</td><td>4.9 m</td></tr>
<tr><td>Low</td><td>12.36</td><td>0.6 m</td></tr>
<tr><td>High</td><td>18.47</td><td>5.1 m</td></tr>
</tbody>
</table>
<p class="small">Not for navigation.</p>
</section>`;
}
