/** Owns the page of one article: the text, and around it the furniture that an extractor should leave out. Pure. */
import { figure, image, type SampleArticle, toSlug } from "../article.ts";
import { html, type Markup } from "../markup.ts";
import { PAPER } from "../newsroom.ts";
import { day } from "./dates.ts";
import { layout } from "./layout.ts";
import { metadata } from "./metadata.ts";

const WORDS = {
  "en-GB": {
    by: "By",
    updated: "Updated",
    share: "Share this story",
    mail: "By e-mail",
    message: "By text message",
    print: "Print",
    tags: "More about",
    related: "Read next",
  },
  de: {
    by: "Von",
    updated: "Aktualisiert am",
    share: "Diesen Artikel teilen",
    mail: "Per E-Mail",
    message: "Als Kurznachricht",
    print: "Drucken",
    tags: "Mehr über",
    related: "Lesen Sie weiter",
  },
} as const;

/**
 * The whole document of an article.
 * @param related what is offered to be read next
 * @param origin the site's URL without a slash at its end
 */
export function articlePage(article: SampleArticle, related: readonly SampleArticle[], origin: string): string {
  const scope = article.metadata === "microdata" ? html` itemscope itemtype="https://schema.org/NewsArticle"` : null;
  const text = article.metadata === "microdata" ? html` itemprop="articleBody"` : null;
  const main = html`<nav class="crumbs" aria-label="You are here"><a href="/">Front page</a> / <a href="/section/${article.section.slug}">${article.section.name}</a></nav>
<div class="columns">
<article class="story"${scope}>
${heading(article, origin)}
<div class="story-body"${text}>
${article.body}
</div>
${article.free ? null : subscribe()}
${tags(article)}
${share(article, origin)}
</article>
<aside class="side">
${readNext(article, related)}
${newsletter()}
</aside>
</div>`;
  const { title, language, encoding } = article;
  return layout({ title, language, encoding, head: metadata(article, origin), main });
}

function heading(article: SampleArticle, origin: string): Markup {
  const marked = article.metadata === "microdata";
  const words = WORDS[article.language];
  const property = (name: string): Markup | null => (marked ? html` itemprop="${name}"` : null);
  const hidden = marked
    ? html`<meta itemprop="image" content="${origin}${article.lead.picture.src}">
<meta itemprop="inLanguage" content="${article.language}">
<meta itemprop="articleSection" content="${article.section.name}">
<meta itemprop="keywords" content="${article.tags.join(", ")}">`
    : null;
  const updated =
    article.modified === article.published
      ? marked
        ? html`<meta itemprop="dateModified" content="${article.modified}">`
        : null
      : html`<span class="updated">${words.updated} ${day(article.modified, article.language, property("dateModified"))}</span>`;
  return html`<header class="story-head">
<h1${property("headline")}>${article.title}</h1>
<p class="standfirst"${property("description")}>${article.standfirst}</p>
<div class="details"><span class="byline">${words.by} ${byline(article)}</span> <span class="date">${day(article.published, article.language, property("datePublished"))}</span> ${updated}</div>
${hidden}
</header>
${figure(article.lead)}`;
}

function byline(article: SampleArticle): Markup {
  const { name, slug } = article.author;
  if (article.metadata === "plain") return html`${name}`;
  if (article.metadata === "microdata") {
    return html`<span itemprop="author" itemscope itemtype="https://schema.org/Person"><a rel="author" itemprop="url" href="/by/${slug}"><span itemprop="name">${name}</span></a></span>`;
  }
  return html`<a rel="author" href="/by/${slug}">${name}</a>`;
}

function share(article: SampleArticle, origin: string): Markup {
  const words = WORDS[article.language];
  const subject = encodeURIComponent(article.title);
  const link = encodeURIComponent(`${origin}${article.path}`);
  return html`<div class="share" role="group" aria-label="${words.share}">
<span>${words.share}</span>
<ul>
<li><a href="mailto:?subject=${subject}&body=${link}">${words.mail}</a></li>
<li><a href="sms:?body=${link}">${words.message}</a></li>
<li><button type="button" onclick="print()">${words.print}</button></li>
</ul>
</div>`;
}

function tags(article: SampleArticle): Markup {
  return html`<div class="tags">
<span>${WORDS[article.language].tags}</span>
<ul>
${article.tags.map((tag) => html`<li><a rel="tag" href="/tag/${toSlug(tag)}">${tag}</a></li>\n`)}</ul>
</div>`;
}

function readNext(article: SampleArticle, related: readonly SampleArticle[]): Markup {
  return html`<section class="related">
<h2>${WORDS[article.language].related}</h2>
<ul>
${related.map(
  ({ path, title, language, lead }) =>
    html`<li lang="${language}"><a href="${path}">${image({ ...lead.picture, alt: "" })}<span>${title}</span></a></li>\n`,
)}</ul>
</section>`;
}

function subscribe(): Markup {
  return html`<section class="subscribers-only">
<h2>The rest of this story is for subscribers</h2>
<p>Subscribe to go on reading, from two shells a week. Already a subscriber? Ask at the counter.</p>
<p><a class="button" href="/contact">Subscribe</a></p>
</section>`;
}

function newsletter(): Markup {
  return html`<section class="newsletter">
<h2>The morning lamp</h2>
<p>Our newsletter: five short stories and the tides, before breakfast.</p>
<form method="post" action="/thanks">
<label for="newsletter-mail">Your e-mail address</label>
<input id="newsletter-mail" name="mail" type="email" autocomplete="off" placeholder="you@quay.example">
<button type="submit">Sign up</button>
</form>
<p class="small">${PAPER.name} keeps no addresses.</p>
</section>`;
}
