/** Owns finding like parts in one place: teasers of other pages. Pure. */

/** What a part of the page holds, all that is inside it included. */
export interface Part {
  letters: number;
  /** Of the letters, those in links. */
  linked: number;
  links: number;
  /** Headings and pictures that are links, hold one, or stand in one. */
  linkedSigns: number;
  /** Parts of one place with one key are alike: the element's name and first class. */
  key: string;
  /** True of a paragraph of running text. */
  isProse: boolean;
}

export function emptyPart(): Part {
  return { letters: 0, linked: 0, links: 0, linkedSigns: 0, key: "", isProse: false };
}

/** Adds what an inner part holds to the part around it. */
export function addPart(whole: Part, inner: Part): void {
  whole.letters += inner.letters;
  whole.linked += inner.linked;
  whole.links += inner.links;
  whole.linkedSigns += inner.linkedSigns;
}

/** A teaser says something, and less than an article does. */
const TEASER_LETTERS = { min: 15, max: 600 } as const;
/** A teaser without a linked heading or picture: so many letters, and this share of them in links. */
const PLAIN_TEASER = { letters: 60, linkedShare: 1 / 3 } as const;

/** How many teasers the largest group of like ones has, among parts that stand in one place. */
export function countCards(parts: readonly Part[]): number {
  const groups = new Map<string, number>();
  let most = 0;
  for (const part of parts) {
    if (!isCard(part)) continue;
    const count = (groups.get(part.key) ?? 0) + 1;
    groups.set(part.key, count);
    most = Math.max(most, count);
  }
  return most;
}

function isCard({ letters, links, linkedSigns, linked }: Part): boolean {
  if (links === 0 || letters < TEASER_LETTERS.min || letters > TEASER_LETTERS.max) return false;
  return linkedSigns > 0 || (letters >= PLAIN_TEASER.letters && linked >= letters * PLAIN_TEASER.linkedShare);
}
