/** Owns how the sample newspaper writes HTML: what is put into a template is escaped, unless it is markup already. Pure. */

/** A piece of finished HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, lists are joined, `null` leaves nothing behind. */
export type Slot = Markup | string | number | null | readonly Slot[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text made safe inside elements and double-quoted attributes, of HTML and of XML. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** The template tag of all pages. */
export function html(strings: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  return new Markup(strings.map((text, at) => text + fill(slots[at] ?? null)).join(""));
}

/** A data block for machines. `<` is written as an escape, so that no text can close the script element. */
export function jsonScript(data: unknown): Markup {
  return new Markup(
    `<script type="application/ld+json">${JSON.stringify(data, null, 1).replaceAll("<", "\\u003c")}</script>`,
  );
}

function fill(slot: Slot): string {
  if (slot === null) return "";
  if (slot instanceof Markup) return slot.text;
  if (typeof slot === "string" || typeof slot === "number") return escapeText(String(slot));
  return slot.map(fill).join("");
}
