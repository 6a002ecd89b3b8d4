/** Owns one article's text: German, and served in windows-1252, so every character must exist there. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>Um halb sieben in der Früh, als über Quermöhren noch der Nebel lag, standen zweiunddreißig Menschen um eine Glocke herum und wussten nicht, wo man sie anfasst. „Unten“, sagte schließlich die Bürgermeisterin Käthe Süderdüker, „denn oben gehört sie dem Wind.“</p>
<p>Die Sielglocke — 340 Kilo Bronze, gegossen für ein Schiff, das nie gebaut wurde — hing seit Menschengedenken am alten Schöpfwerk. Sie läutete, wenn das Wasser stieg. Weil das Schöpfwerk abgerissen wird, musste sie umziehen: vierhundert Meter weit, quer über den Deich, in ein neues Häuschen neben der Schule.</p>

<h2>Warum kein Kran kam</h2>
<p>Ein Kran hätte 1.900 € gekostet und den Deich um drei Zentimeter eingedrückt. Beides war den Quermöhrenern zu viel. Also bauten sie ein Gestell aus Eschenstangen, wie man es auf einem Foto ihrer Urgroßeltern sieht, und übten eine Woche lang mit einem Fass voll Regenwasser.</p>
<p>Für den Weg galten vier Regeln:</p>
<ol>
<li>Niemand läuft rückwärts.</li>
<li>Wer niesen muss, ruft vorher.</li>
<li>Alle fünfzig Schritte wird abgesetzt und Tee getrunken.</li>
<li>Die Glocke bleibt stumm: Der Klöppel trägt einen Wollsocken.</li>
</ol>

<h2>Zwölf Pausen, ein Ton</h2>
<p>Auf der Wiese ging es leicht. Am Deich wurde dann doch alle zwanzig Schritte Tee getrunken.</p>
<table>
<caption>Der Weg der Glocke</caption>
<thead><tr><th scope="col">Abschnitt</th><th scope="col">Schritte</th><th scope="col">Pausen</th></tr></thead>
<tbody>
<tr><td>Vom Schöpfwerk zum Deich</td><td>180</td><td>3</td></tr>
<tr><td>Hinauf auf die Krone</td><td>90</td><td>4</td></tr>
<tr><td>Hinüber und hinab</td><td>70</td><td>2</td></tr>
<tr><td>Bis zur Schule</td><td>160</td><td>3</td></tr>
</tbody>
</table>
<p>Gegen Mittag, auf der Deichkrone, rutschte der Socken vom Klöppel. „Da war er, der Ton“, erzählt der Küster Björn Großkötter, „ganz leise, wie wenn jemand ‚Moin‘ sagt und es auch so meint.“ Auf der Weide hoben sämtliche Schafe den Kopf.</p>
<blockquote>
<p>Wir haben die Glocke nicht über den Deich getragen. Wir haben uns an ihr festgehalten.</p>
<footer>Käthe Süderdüker, Bürgermeisterin</footer>
</blockquote>
<p>Um Viertel nach zwei hing sie. Danach gab es Krapfen, eine Schubkarre voll, und eine Rede, die zum Glück kürzer war als der Weg. Das erste Läuten ist für die Herbstflut vorgesehen — oder früher, „falls das Wasser sich nicht an den Kalender hält …“, wie die Bürgermeisterin sagt.</p>
<p>Quermöhren und Saltmarsh Quay sind seit vielen Jahren befreundet. Im nächsten Sommer bringt der Ruderklub ein Geschenk herüber: eine Abschrift der Bleistiftrechnung aus der <a href="/2026/tide-clock">Gezeitenuhr</a>, gerahmt in Treibholz.</p>
`;

export const briefAusQuermoehren: SampleArticle = {
  path: "/2026/brief-aus-quermoehren",
  title: "Ein Dorf trägt seine Glocke über den Deich",
  standfirst: "Post aus Quermöhren: Die alte Sielglocke ist umgezogen — mit 64 Händen, zwölf Pausen und ohne Kran.",
  author: AUTHORS.joerdis,
  section: SECTIONS.neighbours,
  published: "2026-09-14T10:45:00+02:00",
  modified: "2026-09-15T08:30:00+02:00",
  tags: ["Glocken", "Deich", "Gemeinsinn"],
  language: "de",
  encoding: "windows-1252",
  metadata: "dublin-core",
  free: true,
  lead: {
    picture: PICTURES.bell,
    caption: "Auf der Deichkrone, kurz bevor der Socken rutschte.",
    credit: "Zeichnung: Pim Oakum",
  },
  body,
};
