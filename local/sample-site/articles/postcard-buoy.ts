/** Owns one article's text. It links to the one page that is missing, and to one that has moved. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>Every hour, on the hour, a yellow buoy two miles off Saltmarsh Quay sends a postcard. It has five lines, it fits on the screen of the oldest telephone in the fleet, and since this week it is read aloud on the harbour’s loudspeaker at breakfast.</p>
<p>The buoy belongs to the radio club of Staithe Road School. The club has eleven members, an attic and a soldering iron that it shares with the art room. It bought the hull for the price of carrying it away, after <a href="/2026/lost-page">the January storm</a> had thrown it on the beach.</p>

<h2>Five lines and a mood</h2>
<p>Other buoys send long rows of numbers. This one was built by people who had asked the crews what they wanted to know before putting on their boots. The answer was: not much, but quickly.</p>
<pre><code>LANTERN BUOY     27 AUG 05:00
wave    0.8 m    every 5 s
wind    south-west 4
water   16.2 C
mood    gentle</code></pre>
<p>The last line caused the longest debate in the history of the club. In the end it was decided by a table, which hangs on the attic door:</p>
<table>
<caption>How the buoy feels</caption>
<thead><tr><th scope="col">Waves up to</th><th scope="col">Mood</th><th scope="col">Advice of the club</th></tr></thead>
<tbody>
<tr><td>0.5 m</td><td>glassy</td><td>take a book</td></tr>
<tr><td>1 m</td><td>gentle</td><td>take a friend</td></tr>
<tr><td>2 m</td><td>busy</td><td>take care</td></tr>
<tr><td>more</td><td>stay home</td><td>take the bus</td></tr>
</tbody>
</table>

<h2>What went wrong first</h2>
<p>The first version worked for nine days. The second was eaten, in part, by a seal. What they learned is written in the club’s book under three headings:</p>
<ul>
<li>Salt water finds every hole, and then a few more.</li>
<li>A cormorant weighs exactly as much as the mast can bear.</li>
<li>If a message can be misread, it will be misread by somebody’s uncle.</li>
</ul>
<blockquote>
<p>We could have sent forty numbers. But nobody has ever changed their mind about going to sea because of the thirty-first.</p>
<footer>Nell Arkwater, 14, who wrote the software</footer>
</blockquote>

<h2>Next: the tide</h2>
<p>A sixth line is being tried out in the attic. It takes its figures from the wheel of <a href="/old/tide-clock">the tide clock</a>, whose keeper has lent the club her pencilled sum, and it will say how long the bar can still be crossed. The harbour office wants to compare it with the printed tables through one whole winter before it goes on the air.</p>
<p>Until then, the postcard is free to anybody with a receiver. The club asks for one thing in return: if you pass the buoy, please do not feed the cormorant.</p>
`;

export const postcardBuoy: SampleArticle = {
  path: "/2026/postcard-buoy",
  title: "The buoy that sends postcards",
  standfirst: "A school’s radio club has taught an old weather buoy to say what the sea is like, in words.",
  author: AUTHORS.jem,
  section: SECTIONS.harbour,
  published: "2026-08-27T09:00:00+01:00",
  modified: "2026-08-27T09:00:00+01:00",
  tags: ["Weather", "Schools", "Tides"],
  language: "en-GB",
  encoding: "utf-8",
  metadata: "plain",
  free: true,
  lead: {
    picture: PICTURES.buoy,
    caption: "Two miles out, and in a gentle mood.",
    credit: "Drawing: Pim Oakum",
  },
  body,
};
