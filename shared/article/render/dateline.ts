/** Owns telling the line that only says when an article appeared from the article's own text. Pure. */
import type { Element } from "hast";

/** Where such a line stands; a list item or a table cell that is a date is content. */
const LINES = new Set(["p", "div", "header", "footer", "section", "address"]);

/** A dateline has a date or two, each with a word: more nodes are something else. */
const MAX_NODES = 16;

/** What may stand beside the dates, apart from punctuation. */
const WORDS = new Set([
  ...["published", "posted", "updated", "modified", "created", "first", "last", "on", "at", "and", "date"],
  ...["veröffentlicht", "aktualisiert", "stand", "am", "um", "publié", "mis", "mise", "à", "jour", "le"],
  ...["publicado", "actualizado", "atualizado", "pubblicato", "aggiornato", "gepubliceerd", "bijgewerkt", "op", "el"],
]);

/** True for a block with at least one `<time>` in which all other words only say that it is a date. */
export function isDateline(block: Element): boolean {
  if (!LINES.has(block.tagName)) return false;
  const rest: string[] = [];
  const open: Element[] = [block];
  let times = 0;
  let nodes = 0;
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    nodes += element.children.length;
    if (nodes > MAX_NODES) return false;
    for (const child of element.children) {
      if (child.type === "text") rest.push(child.value.slice(0, 100));
      else if (child.type !== "element") continue;
      else if (child.tagName !== "time") open.push(child);
      else if (isDate(child)) times += 1;
      else return false;
    }
  }
  const words =
    rest
      .join(" ")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return times > 0 && words.every((word) => WORDS.has(word));
}

/**
 * A date is one short text; some pages put a whole teaser into `<time>`. A time of day alone heads an entry of a live
 * report, and belongs to it.
 */
function isDate({ children }: Element): boolean {
  const texts = children.map((child) => (child.type === "text" ? child.value.trim() : ""));
  return children.length <= 3 && texts.every((text) => text.length <= 60) && !CLOCK.test(texts.join(""));
}

const CLOCK = /^\d{1,2}(?:[:.h]\d{2}){0,2}\s?(?:[ap]\.?m\.?)?$/i;
