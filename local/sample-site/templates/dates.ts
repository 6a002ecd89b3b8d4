/** Owns how the sample newspaper prints dates. Pure: the zone is the article's own, never the machine's. */
import { html, type Markup } from "../markup.ts";

/** A `<time>` with the exact moment for machines and the day for people, such as "18 May 2026". */
export function day(iso: string, language: string, attributes: Markup | null = null): Markup {
  return html`<time datetime="${iso}"${attributes}>${dayText(iso, language)}</time>`;
}

function dayText(iso: string, language: string): string {
  // The date as written is the paper's own day; shifting it into any zone could move it to the next.
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date);
}
