/** Owns making broken and odd pages of good ones, the same ones for the same seed. Tests only. */
import { seededRandom } from "../../support/random.ts";

/** What pages are made of where a small DOM may go wrong. */
const SNIPPETS = [
  "<!-- a comment -->",
  "<!---->",
  "<![CDATA[ data ]]>",
  "&amp;&copy;&notit;&#0;\u0000",
  "<br><br>",
  "<br> <!-- c --> <br>text",
  "<p>",
  "</p>",
  "</div></div>",
  "</body>",
  "</table>",
  '<p style="DISPLAY: None !important; display: block">hidden by style</p>',
  '<p style="display:none;display:nonsense">still hidden</p>',
  '<p style="visibility : hidden">hidden too</p>',
  '<div style="display:none;all:unset">shown again</div>',
  '<div style="/*;*/display:/**/none">hidden</div>',
  "<div hidden>gone</div>",
  '<div aria-hidden="true">gone</div><span aria-hidden="true" class="fallback-image">kept</span>',
  '<div role="dialog" aria-modal="true"><p>Ask, ask, and ask again, whoever comes to read this.</p></div>',
  '<img data-src="a.jpg" class="lazy"><img alt="nothing">',
  '<p><img src="small.gif"><noscript><img src="large.jpg" srcset="a.jpg 1x, b.jpg 2x"></noscript></p>',
  "<noscript><p>Scripts, please.</p></noscript>",
  '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-lazy="photo.png?w=3">',
  '<img src="" srcset="one.webp 400w">',
  '<figure data-image="photo.jpg 2x"></figure>',
  '<picture class="lazy" data-srcset="a.jpg 1x"><source srcset="b.jpg, /c.jpg 2x"></picture>',
  '<svg class="share icon" viewBox="0 0 1 1"><title>drawn</title><a xlink:href="#x">u</a><foreignObject><p>inside, inside, and inside again</p></foreignObject></svg>',
  '<svg style="display:none"><style>p{}</style></svg>',
  '<math class="byline"><mi style="display:none">x</mi><annotation-xml encoding="text/html"><p>y</p></annotation-xml></math>',
  "<template><p>kept apart</p><td>cell</template>",
  '<base href="/elsewhere/"><a href="relative#part">a relative link</a>',
  '<base href="data:text/plain,x">',
  '<body data-second="a">',
  '<html data-second="b">',
  '<a href="javascript:void(0)">a script</a><a href="javascript:x()"><b>with</b> parts</a>',
  '<a href="#part">a part</a><a>no address</a>',
  '<div class="byline author" itemprop="author">By <span itemprop="name">Ada Rowe</span></div>',
  '<p rel="author">Ben Tarn</p>',
  '<iframe src="//www.youtube.com/embed/x"></iframe>',
  '<object data="x"><embed src="//player.vimeo.com/1"></object>',
  "<table><tr><td>The only cell, with a sentence in it, and a comma.</td></tr></table>",
  '<table summary="data"><tr><th>a</th><td colspan="x">b</td></table>',
  "<table><p>fostered</p><tr>text<td>cell",
  '<font color="red">red <font>redder</font></font>',
  "<b><p>misnested</b> formatting</p>",
  "<a>one<a>two</a></a>",
  "<select><option>a<p>b</select>",
  "<form><div></form><input></div>",
  "<ul><li>a<li>b<ul><li>c</ul></ul>",
  '<div class="share"><a href="/x">Share</a></div><div class="sidebar related">Related</div>',
  "<div><div><section><div>deep enough, and deeper, and deep again</div></section></div></div>",
  "<p>The clerk, who had walked from the mill, counted the sacks, and then, as it rained, counted them again.</p>",
  '<h1>A heading</h1><h2 class="hidden">Another</h2>',
  '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"A headline","name":"A name","author":{"name":" Cy Dunn "}}</script>',
  '<meta property="og:title article:author" content="Several &amp;amp; one">',
  '<style>p{display:none}</style><link rel="stylesheet" href="x">',
  "<textarea><p>raw</textarea><title>late title</title>",
  "<frameset><frame>",
  '<p dir="rtl" lang="he" =odd "quoted>text</p>',
  '<p contenteditable ID="CAPS" Class="Mixed Case">x</p>',
] as const;

const TAG = /(<[^<>]*>)/;

/** Changes a page in some places: tags dropped, doubled or given others' attributes, snippets put in, the end cut off. */
export function mutatePage(html: string, seed: number): string {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pieces = html.split(TAG);
  for (let left = 1 + below(12); left > 0; left -= 1) {
    const at = below(pieces.length);
    const piece = pieces[at] ?? "";
    const kind = below(10);
    if (kind < 6 || !isOrdinaryTag(piece)) pieces.splice(at, 0, SNIPPETS[below(SNIPPETS.length)] ?? "");
    else if (kind === 6) pieces.splice(at, 1);
    else if (kind === 7) pieces.splice(at, 0, piece);
    else swapAttributes(pieces, at, below(pieces.length));
  }
  const page = pieces.join("");
  return below(12) === 0 ? page.slice(0, below(page.length)) : page;
}

/** Not `<html>` and `<body>`: where there are two with different attributes, jsdom departs from the standard. */
function isOrdinaryTag(piece: string): boolean {
  return piece.startsWith("<") && !/^<\/?(?:html|body|!)/i.test(piece);
}

function swapAttributes(pieces: string[], one: number, other: number): void {
  const [first, second] = [pieces[one] ?? "", pieces[other] ?? ""].map((tag) => /^(<[a-z][\w-]*)([^>]*>)$/i.exec(tag));
  if (!first || !second || ![first[0], second[0]].every(isOrdinaryTag)) return;
  pieces[one] = `${first[1]}${second[2]}`;
  pieces[other] = `${second[1]}${first[2]}`;
}
