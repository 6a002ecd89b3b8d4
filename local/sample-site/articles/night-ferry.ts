/** Owns one article's text. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>The shortest line in the new ferry timetable is the one that took longest to agree. Under Saturdays, in the last column, where a time ought to be, it says: <em>after the last tune</em>.</p>
<p>For as long as there has been dancing in the net loft, the ten o’clock boat to Far Staithe has taken home whoever was willing to leave before the end. The others walked: four miles round by the causeway, in the dark, in their good shoes, with the tide on both sides.</p>

<h2>A petition in waltz time</h2>
<p>The band, who play as the Slack Water Five and are usually six, wrote to the ferry company in March. There was no reply, so they set the letter to music and performed it on the pontoon at ten to ten, five Saturdays running. On the sixth the skipper, Mabry Toddle, left her engine off and listened to the end.</p>
<blockquote>
<p>I had always thought that they were waving me off. It turned out that they were waving me back.</p>
<footer>Mabry Toddle, skipper</footer>
</blockquote>

<h2>What changes</h2>
<ul>
<li>The last boat on Saturdays leaves ten minutes after the last tune, and never later than half past eleven.</li>
<li>The band hangs a green lamp in the loft window when it begins that tune, so that the skipper can warm the engine.</li>
<li>A return ticket bought before the dance is good for the late boat.</li>
<li>Dogs travel free, as before. So, from now on, do double basses.</li>
</ul>
<table>
<caption>Boats from Saltmarsh Quay, from 20 June</caption>
<thead><tr><th scope="col">Day</th><th scope="col">First boat</th><th scope="col">Then every</th><th scope="col">Last boat</th></tr></thead>
<tbody>
<tr><td>Monday to Thursday</td><td>6.40 am</td><td>hour</td><td>9.40 pm</td></tr>
<tr><td>Friday</td><td>6.40 am</td><td>hour</td><td>10 pm</td></tr>
<tr><td>Saturday</td><td>7.40 am</td><td>hour</td><td>after the last tune</td></tr>
<tr><td>Sunday</td><td>8.40 am</td><td>two hours</td><td>6.40 pm</td></tr>
</tbody>
</table>

<h2>One objection</h2>
<p>The harbour board received a single complaint. It came from the keeper of the causeway tearoom, who for twenty years has sold cocoa through a hatch to the walkers until one in the morning. The ferry company has offered her the counter on board. She has accepted, and is bringing the hatch.</p>
<p>The first late boat goes on Saturday 20 June. By <a href="/2026/tide-clock">the tide clock</a> the water will be high shortly before eleven, so that nobody need step over the mud, and the skipper has asked the band, as a favour, to end on something slow.</p>
<p>The walk round by the causeway stays open to those who have grown fond of it. The parish will go on putting out the white stones at the bend, and whoever is last across is still asked to bring back the lantern.</p>
`;

export const nightFerry: SampleArticle = {
  path: "/2026/night-ferry",
  title: "The last ferry will wait for the band",
  standfirst:
    "From midsummer the Saturday boat to Far Staithe leaves when the music stops, and the timetable says so in print.",
  author: AUTHORS.wenna,
  section: SECTIONS.town,
  published: "2026-06-09T06:00:00+01:00",
  modified: "2026-06-11T12:20:00+01:00",
  tags: ["Ferry", "Music", "Tides"],
  language: "en-GB",
  encoding: "utf-8",
  metadata: "open-graph",
  free: true,
  lead: {
    picture: PICTURES.dusk,
    caption: "The ten o’clock boat, on one of the evenings when it left at ten.",
    credit: "Picture: Sukey Marl",
  },
  body,
};
