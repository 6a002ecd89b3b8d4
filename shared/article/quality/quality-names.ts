/** The names of what a page can turn out to be. Pure: schemas, events and the extractor import it. */
import * as z from "zod";

/** Each name with what it means, as the API says it. */
export const QUALITY_MEANINGS = {
  article: "One written piece with a text of its own: news, essay, review, recipe, interview, blog post",
  listing: "A page of links to others: front page, section, search results, shelf of a shop",
  forum: "Questions, answers or messages of several people on one topic",
  product: "One thing for sale, with its price or its place in a cart",
  documentation: "One page of a manual or reference, filed beside its neighbours",
  service: "What an organisation offers or asks people to take up: programme, plan, tool, appointment",
  other: "Enough text, and none of the other kinds is likely",
  thin: "Too little text to be anything: form, login, empty shell that waits for scripts",
  paywall: "An article of which only the beginning was given",
  "consent-wall": "A question about cookies and consent in place of the page",
  "bot-wall": "A check whether a person is asking, in place of the page",
  "soft-404": "A page that says that nothing is there, under a status that says something is",
  error: "A failed status, or a page that says that the site failed",
} as const;

export type Quality = keyof typeof QUALITY_MEANINGS;

export const QUALITIES = Object.keys(QUALITY_MEANINGS) as [Quality, ...Quality[]];

export const qualitySchema = z.enum(QUALITIES).meta({
  id: "Quality",
  description: `What the captured page turned out to be. ${Object.entries(QUALITY_MEANINGS)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}.`)
    .join(" ")}`,
});
