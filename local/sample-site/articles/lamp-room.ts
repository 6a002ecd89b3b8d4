/** Owns one article's text. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>There are one hundred and twelve steps to the lamp room at Gannet Head, and on the ninetieth somebody long ago screwed a small brass plate to the wall. It says <em>nearly</em>.</p>
<p>The light has needed no keeper since 1991. It lights itself at dusk, puts itself out at dawn, and reports its health to an office inland every quarter of an hour. When I asked whether I might keep it company for a week, the office took some time to find the form. There was a form.</p>

<h2>What to bring</h2>
<p>The last keeper’s list still hangs inside the door, and I went by it:</p>
<ol>
<li>matches, in two places;</li>
<li>more tea than seems reasonable;</li>
<li>a book that has already been read, because a new one keeps the eyes off the sea;</li>
<li>slippers. The stairs are iron, and sound carries.</li>
</ol>

<h2>Seven nights</h2>
<p>Nothing happened, in the way in which nothing happens in a wood. The lens, as tall as a wardrobe, went round on its bath of oil without a sound. Every fifteen seconds it laid a white road over the water and took it up again. By the second night I had stopped counting, and by the third I could tell the wind from the way that the panes hummed.</p>
<table>
<caption>From the visitor’s log</caption>
<thead><tr><th scope="col">Night</th><th scope="col">Weather</th><th scope="col">Ships</th><th scope="col">Also seen</th></tr></thead>
<tbody>
<tr><td>Monday</td><td>clear</td><td>4</td><td>a hedgehog, very sure of itself</td></tr>
<tr><td>Wednesday</td><td>rain</td><td>1</td><td>my own face in the glass</td></tr>
<tr><td>Friday</td><td>fog</td><td>0</td><td>the beam, whole, like a plank</td></tr>
<tr><td>Sunday</td><td>clear</td><td>6</td><td>the ferry, late, with music on it</td></tr>
</tbody>
</table>
<p>On Friday the fog came in so thick that the beam had edges. A moth flew along it, outward, for as long as I could see. I wrote that down, and then could not think of anything to add.</p>
<blockquote>
<p>Visitors ask whether one is lonely. One is looked for by every ship within eighteen miles.</p>
<footer>From the last keeper’s journal</footer>
</blockquote>

<h2>Handing over</h2>
<p>On the last morning I swept the stairs, from the top, as one should, and left my matches in the second place. At the brass plate I noticed that it can be read on the way down as well, and that it is still true: from there it is nearly over.</p>
<p>The lamp room can be visited on the first Sunday of each month. The <a href="/2026/night-ferry">late boat</a> does not call there, but its skipper will sound the horn for anybody who waves.</p>
`;

export const lampRoom: SampleArticle = {
  path: "/2026/lamp-room",
  title: "A week in the lamp room at Gannet Head",
  standfirst: "The light has looked after itself since 1991. Our reporter looked after it anyway, for seven nights.",
  author: AUTHORS.tobias,
  section: SECTIONS.fieldNotes,
  published: "2026-07-22T08:15:00+01:00",
  modified: "2026-07-22T08:15:00+01:00",
  tags: ["Lighthouse", "Night"],
  language: "en-GB",
  encoding: "utf-8",
  metadata: "microdata",
  free: true,
  lead: {
    picture: PICTURES.lighthouse,
    caption: "Gannet Head on a clear night. The beam comes round every fifteen seconds.",
    credit: "Drawing: Pim Oakum",
  },
  body,
};
