/** Owns one article's text: the one that a first try archives. */
import { figure, type SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>At twenty-two minutes past six on Saturday evening the only hand of the tide clock on Saltmarsh Quay moved by the width of a pencil line, and about two hundred people who had been pretending to look at the boats began to clap.</p>
<p>The clock has stood in the gable of the harbour office since the year the breakwater was finished. It does not tell the time. Its hand goes round once in twelve hours and twenty-five minutes, the usual wait from one high water to the next, so that anyone who can see the gable can see the tide: in fog, in a hurry, or from the window of the chandler’s.</p>

<h2>Eleven years at half ebb</h2>
<p>It stopped in the gales of 2015. The harbour board paid for a ladder, an opinion and a second opinion, and then the money was gone. Visitors photographed it. Gulls sat on it. Children learned to say that somebody was “as late as the tide clock”, and grew up, and went on saying it.</p>
<p>Dorrit Vane, who mended church clocks along the coast until she retired, asked for the key last October. “I can see it from my kitchen,” she said. “You cannot look at a stopped clock over breakfast for eleven years and stay polite.”</p>

<h2>What was in the case</h2>
<p>She and three volunteers from the rowing club carried the movement down in a fish crate and took it apart on the table in the net loft. Nothing large was broken. The trouble was made of small things:</p>
<ul>
<li>a tooth missing from the smallest wheel, worn away on one side only;</li>
<li>eleven summers of starlings’ nests, packed as hard as felt;</li>
<li>a weight that somebody had once shortened, to stop it from knocking on the stairs;</li>
<li>and a folded paper with a sum in pencil, for the number of teeth that the moon’s wheel ought to have.</li>
</ul>
<p>The paper is not signed. The sum, Mrs Vane says, is better than the one in her textbook, and she cut the new wheel by it.</p>
<blockquote>
<p>A clock for hours is a promise that people make to each other. A clock for tides only watches. I find it the more restful machine.</p>
<footer>Dorrit Vane, clock mender</footer>
</blockquote>
${figure({
  picture: PICTURES.harbour,
  caption: "The quay on the morning after. The harbour office is the third gable from the left.",
  credit: "Drawing: Pim Oakum",
})}
<h2>How to read the dial</h2>
<p>Four marks are painted on the face. The harbour office asks everybody to remember that wind and rain move the water too, and that the tables on the notice board come first.</p>
<table>
<caption>The four marks</caption>
<thead><tr><th scope="col">The hand points</th><th scope="col">The water is</th><th scope="col">On the quay</th></tr></thead>
<tbody>
<tr><td>up</td><td>high</td><td>nine steps are covered</td></tr>
<tr><td>right</td><td>half ebb</td><td>the ferry uses the inner pontoon</td></tr>
<tr><td>down</td><td>low</td><td>the path to the hulks is dry for an hour</td></tr>
<tr><td>left</td><td>half flood</td><td>small boats can cross the bar again</td></tr>
</tbody>
</table>
<p>Winding takes eighty turns, on Mondays and Fridays. The rowing club has put up a rota. By the end of the evening there were nineteen names on it, two of them in crayon.</p>
<p>The last word belonged to <a href="/2026/night-ferry">the ferry</a>, which came over the bar at eighteen minutes to seven, exactly when the hand said that it could.</p>
`;

export const tideClock: SampleArticle = {
  path: "/2026/tide-clock",
  title: "The tide clock at Saltmarsh Quay runs again",
  standfirst:
    "It stood at half ebb for eleven years. Now the old clock on the harbour office keeps the moon’s time once more.",
  author: AUTHORS.ines,
  section: SECTIONS.harbour,
  published: "2026-05-18T07:30:00+01:00",
  modified: "2026-05-19T16:05:00+01:00",
  tags: ["Clocks", "Tides", "Volunteers"],
  language: "en-GB",
  encoding: "utf-8",
  metadata: "json-ld-graph",
  free: true,
  lead: {
    picture: PICTURES.tideClock,
    caption: "The dial has one hand. It points at the water, not at the hour.",
    credit: "Drawing: Pim Oakum",
  },
  body,
};
