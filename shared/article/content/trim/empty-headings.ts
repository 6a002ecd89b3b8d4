/** Owns finding headings that head nothing. Pure. */
import type { Element } from "hast";
import { isHeading, type Part } from "./parts.ts";

/** A heading that holds more holds a page with broken tags. */
const MAX_HEADING_LETTERS = 300;

/**
 * Headings followed by another of the same rank or a higher one, or by nothing.
 *
 * @param gone - Elements that are to be taken out, and count as nothing.
 * @returns Each with whether it is the content's last.
 */
export function emptyHeadings(parts: readonly Part[], gone: ReadonlyMap<Element, unknown>): Map<Element, boolean> {
  const empty = new Map<Element, boolean>();
  let above: Element | null = null;
  const visit = ({ element, letters, pictures, holdsBlocks, parts: inner }: Part): void => {
    if (gone.has(element)) return;
    if (isHeading(element) && letters <= MAX_HEADING_LETTERS) {
      if (above !== null && element.tagName <= above.tagName) empty.set(above, false);
      above = element;
    } else if (holdsBlocks) inner.forEach(visit);
    else if (letters > 0 || pictures > 0) above = null;
  };
  parts.forEach(visit);
  if (above !== null) empty.set(above, true);
  return empty;
}
