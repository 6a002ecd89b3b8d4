/** Owns one article's text: its opening, which is all that readers get who have not subscribed. */
import type { SampleArticle } from "../article.ts";
import { html } from "../markup.ts";
import { AUTHORS, SECTIONS } from "../newsroom.ts";
import { PICTURES } from "../pictures.ts";

const body = html`
<p>The ledger was in a biscuit tin, the tin was in a wall, and the wall was in the way of the new post office counter. It has ninety-six pages in a round and careful hand, and it answers, on page eleven, a question over which three families of Saltmarsh Quay have not spoken to each other at weddings since before the railway came: to whom do the oyster beds below the hulks belong?</p>
`;

export const oysterLedger: SampleArticle = {
  path: "/2026/oyster-ledger",
  title: "Who owns the oyster beds? A biscuit tin has the answer",
  standfirst: "A ledger found in a wall of the post office may end the town’s longest silence.",
  author: AUTHORS.corin,
  section: SECTIONS.town,
  published: "2026-10-05T05:50:00+01:00",
  modified: "2026-10-06T09:10:00+01:00",
  tags: ["Oysters", "Archives"],
  language: "en-GB",
  encoding: "utf-8",
  metadata: "json-ld",
  free: false,
  lead: {
    picture: PICTURES.boats,
    caption: "Low water over the beds that are in dispute.",
    credit: "Drawing: Pim Oakum",
  },
  body,
};
