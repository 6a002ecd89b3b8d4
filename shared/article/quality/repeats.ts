/** Owns finding like parts in one place: teasers of other pages, and posts of people. Pure. */

/** What a part of the page holds, all that is inside it included. */
export interface Part {
  letters: number;
  /** Of the letters, those in links. */
  linked: number;
  links: number;
  /** Headings and pictures that are links, hold one, or stand in one. */
  linkedSigns: number;
  dates: number;
  people: number;
  /** Parts of one place with one key are alike: the element's name and first class. */
  key: string;
  /** True of a paragraph of running text. */
  isProse: boolean;
}

export function emptyPart(): Part {
  return { letters: 0, linked: 0, links: 0, linkedSigns: 0, dates: 0, people: 0, key: "", isProse: false };
}

/** Adds what an inner part holds to the part around it. */
export function addPart(whole: Part, inner: Part): void {
  whole.letters += inner.letters;
  whole.linked += inner.linked;
  whole.links += inner.links;
  whole.linkedSigns += inner.linkedSigns;
  whole.dates += inner.dates;
  whole.people += inner.people;
}

export interface Repeats {
  readonly count: number;
  readonly letters: number;
}

/** A teaser says something, and less than an article does. */
const TEASER_LETTERS = { min: 15, max: 600 } as const;
/** A teaser without a linked heading or picture: so many letters, and this share of them in links. */
const PLAIN_TEASER = { letters: 60, linkedShare: 1 / 3 } as const;
/** A post says at least so much that is no link. */
const MIN_POST_LETTERS = 60;

/** The largest group of teasers and the largest group of posts among parts that stand in one place. */
export function countRepeats(parts: readonly Part[]): { readonly cards: Repeats; readonly posts: Repeats } {
  return { cards: largestGroup(parts, isCard), posts: largestGroup(parts, isPost) };
}

function isCard({ letters, links, linkedSigns, linked }: Part): boolean {
  if (links === 0 || letters < TEASER_LETTERS.min || letters > TEASER_LETTERS.max) return false;
  return linkedSigns > 0 || (letters >= PLAIN_TEASER.letters && linked >= letters * PLAIN_TEASER.linkedShare);
}

function isPost({ letters, linked, dates, people }: Part): boolean {
  return dates > 0 && people > 0 && letters - linked >= MIN_POST_LETTERS;
}

function largestGroup(parts: readonly Part[], belongs: (part: Part) => boolean): Repeats {
  const groups = new Map<string, Repeats>();
  let best: Repeats = { count: 0, letters: 0 };
  for (const part of parts) {
    if (!belongs(part)) continue;
    const { count, letters } = groups.get(part.key) ?? { count: 0, letters: 0 };
    const group = { count: count + 1, letters: letters + part.letters };
    groups.set(part.key, group);
    if (group.count > best.count) best = group;
  }
  return best;
}
