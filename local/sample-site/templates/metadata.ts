/** Owns what an article's head tells machines: one function for each way in which papers do it. Pure. */
import type { SampleArticle } from "../article.ts";
import { html, jsonScript, type Markup } from "../markup.ts";
import { PAPER } from "../newsroom.ts";

/** @param origin the site's URL without a slash at its end. */
export function metadata(article: SampleArticle, origin: string): Markup | null {
  switch (article.metadata) {
    case "json-ld-graph":
      return html`${common(article, origin)}
${jsonScript(graph(article, origin))}`;
    case "json-ld":
      return html`${common(article, origin)}
${jsonScript({ "@context": "https://schema.org", ...newsArticle(article, origin) })}`;
    case "open-graph":
      return openGraph(article, origin);
    case "microdata":
      return common(article, origin);
    case "dublin-core":
      return dublinCore(article, origin);
    case "plain":
      // Nothing at all: headline, byline and <time> on the page are everything there is to go by.
      return null;
  }
}

function common(article: SampleArticle, origin: string): Markup {
  return html`<link rel="canonical" href="${origin}${article.path}">
<meta name="description" content="${article.standfirst}">`;
}

function newsArticle(article: SampleArticle, origin: string): Record<string, unknown> {
  return {
    "@type": "NewsArticle",
    headline: article.title,
    description: article.standfirst,
    datePublished: article.published,
    dateModified: article.modified,
    inLanguage: article.language,
    articleSection: article.section.name,
    keywords: article.tags,
    mainEntityOfPage: `${origin}${article.path}`,
    image: [`${origin}${article.lead.picture.src}`],
    author: { "@type": "Person", name: article.author.name, url: `${origin}/by/${article.author.slug}` },
    publisher: { "@type": "NewsMediaOrganization", name: PAPER.name, url: `${origin}/` },
    isAccessibleForFree: article.free,
    ...(article.free
      ? {}
      : { hasPart: { "@type": "WebPageElement", isAccessibleForFree: false, cssSelector: ".subscribers-only" } }),
  };
}

/** One graph whose nodes name each other by `@id`, as large publishing systems write it. */
function graph(article: SampleArticle, origin: string): Record<string, unknown> {
  const ids = {
    paper: `${origin}/#paper`,
    site: `${origin}/#site`,
    page: `${origin}${article.path}#page`,
    article: `${origin}${article.path}#article`,
    author: `${origin}/by/${article.author.slug}#person`,
    picture: `${origin}${article.path}#picture`,
  };
  const { picture, caption } = article.lead;
  return {
    "@context": "https://schema.org",
    "@graph": [
      { "@type": "NewsMediaOrganization", "@id": ids.paper, name: PAPER.name, url: `${origin}/` },
      { "@type": "WebSite", "@id": ids.site, name: PAPER.name, url: `${origin}/`, publisher: { "@id": ids.paper } },
      {
        "@type": "WebPage",
        "@id": ids.page,
        url: `${origin}${article.path}`,
        name: `${article.title} | ${PAPER.name}`,
        isPartOf: { "@id": ids.site },
      },
      { "@type": "Person", "@id": ids.author, name: article.author.name, url: `${origin}/by/${article.author.slug}` },
      {
        "@type": "ImageObject",
        "@id": ids.picture,
        url: `${origin}${picture.src}`,
        width: picture.widthPx,
        height: picture.heightPx,
        caption,
      },
      {
        ...newsArticle(article, origin),
        "@id": ids.article,
        mainEntityOfPage: { "@id": ids.page },
        author: { "@id": ids.author },
        publisher: { "@id": ids.paper },
        image: { "@id": ids.picture },
      },
    ],
  };
}

function openGraph(article: SampleArticle, origin: string): Markup {
  const { picture } = article.lead;
  const properties: readonly (readonly [property: string, content: string])[] = [
    ["og:type", "article"],
    ["og:site_name", PAPER.name],
    ["og:locale", article.language.replace("-", "_")],
    ["og:title", article.title],
    ["og:description", article.standfirst],
    ["og:url", `${origin}${article.path}`],
    ["og:image", `${origin}${picture.src}`],
    ["og:image:width", String(picture.widthPx)],
    ["og:image:height", String(picture.heightPx)],
    ["og:image:alt", picture.alt],
    ["article:published_time", article.published],
    ["article:modified_time", article.modified],
    // The property's value is the author's profile page (ogp.me); the name stands in the byline and the meta below.
    ["article:author", `${origin}/by/${article.author.slug}`],
    ["article:section", article.section.name],
    ...article.tags.map((tag) => ["article:tag", tag] as const),
  ];
  return html`<link rel="canonical" href="${origin}${article.path}">
<meta name="author" content="${article.author.name}">
${properties.map(([property, content]) => html`<meta property="${property}" content="${content}">\n`)}`;
}

function dublinCore(article: SampleArticle, origin: string): Markup {
  const terms: readonly (readonly [name: string, content: string])[] = [
    ["DC.title", article.title],
    ["DC.creator", article.author.name],
    ["DC.publisher", PAPER.name],
    ["DC.date", article.published],
    ["DCTERMS.modified", article.modified],
    ["DC.language", article.language],
    ["DC.description", article.standfirst],
    ["DC.subject", article.tags.join("; ")],
    ["DC.identifier", `${origin}${article.path}`],
  ];
  return html`<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">
<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">
<link rel="canonical" href="${origin}${article.path}">
${terms.map(([name, content]) => html`<meta name="${name}" content="${content}">\n`)}`;
}
