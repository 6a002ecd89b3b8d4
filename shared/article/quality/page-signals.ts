/** Owns counting on a page the few things that tell an article from an index page. It decides nothing; quality.ts does. */
import {
  attributeOf,
  childrenOf,
  isElement,
  nameOf,
  type PageElement,
  type PageNode,
  textOf,
} from "../page/page-tree.ts";

export interface PageSignals {
  /** Share of the page's letters that stand in links, 0 to 1, navigation included. */
  readonly linkShare: number;
  /** Headings (h1 to h4) that are links, hold one, or stand in one: teasers of other pages. */
  readonly linkedHeadings: number;
  readonly articleElements: number;
}

interface Counts {
  letters: number;
  linkedLetters: number;
  linkedHeadings: number;
  articleElements: number;
}

/** Counts what {@link PageSignals} names. */
export function collectPageSignals(tree: PageNode): PageSignals {
  const counts: Counts = { letters: 0, linkedLetters: 0, linkedHeadings: 0, articleElements: 0 };
  count(tree, { inLink: false, inHeading: false }, counts);
  const { letters, linkedLetters, linkedHeadings, articleElements } = counts;
  return { linkShare: letters === 0 ? 0 : linkedLetters / letters, linkedHeadings, articleElements };
}

function count(parent: PageNode, place: { inLink: boolean; inHeading: boolean }, counts: Counts): void {
  for (const child of childrenOf(parent)) {
    const text = textOf(child);
    if (text !== null) {
      const letters = text.trim().length;
      counts.letters += letters;
      if (place.inLink) counts.linkedLetters += letters;
    } else if (isElement(child) && nameOf(child) !== "script" && nameOf(child) !== "head") {
      const isLink = nameOf(child) === "a" && attributeOf(child, "href") !== null;
      const isHeading = isHeadingName(child);
      if ((isLink && place.inHeading) || (isHeading && place.inLink)) counts.linkedHeadings += 1;
      if (nameOf(child) === "article") counts.articleElements += 1;
      count(child, { inLink: place.inLink || isLink, inHeading: place.inHeading || isHeading }, counts);
    }
  }
}

function isHeadingName(element: PageElement): boolean {
  return /^h[1-4]$/.test(nameOf(element));
}
