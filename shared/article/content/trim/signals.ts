/** Owns reading what an element is called: its class, id, role and the like, as plain lower-case words. Pure. */
import type { Element } from "hast";

/** A class list that says something is short. */
const MAX_TOKENS = 40;
const MAX_TOKEN_CHARS = 80;

/** Read of one page's names in all: each is held against a dozen patterns. Of 474 real pages none has over 62,000. */
const MAX_PAGE_CHARS = 500_000;

/** What was read of a page's names: the words of each, as names repeat, and how much there was. */
export interface NamesRead {
  readonly words: Map<string, string>;
  chars: number;
}

/** Elements that say by their kind what they are for. */
const NAMING_TAGS: ReadonlySet<string> = new Set(["nav", "form"]);

/** Data attributes that name a component. */
const NAMING_DATA = ["dataComponent", "dataTestid", "dataTestId", "dataModule", "dataBlock", "dataWidget", "dataType"];

/** "has-related", "no-share": says what stands inside or is missing, not what the element is. */
const ABOUT_OTHERS = /^(?:(?:has|no|not|without|with|hide|is|js)[-_]|(?:tag|category|cat)-(?!links?$|list|cloud|box))/;

/**
 * The words of an element's names, each between blanks: `class="ArticleBody__relatedPosts js-x"` gives
 * " article body related posts ".
 *
 * @param read - What was read of the page before; it grows.
 */
export function signalsOf({ tagName, properties }: Element, read: NamesRead): string {
  if (read.chars > MAX_PAGE_CHARS) return "";
  const { id, className, role, ariaLabel, itemProp } = properties;
  const names: unknown[] = [NAMING_TAGS.has(tagName) ? tagName : undefined, className, role, ariaLabel, itemProp];
  if (typeof id === "string" && !/^h\d$/.test(tagName) && !isSlug(id)) names.push(id);
  for (const name of NAMING_DATA) if (properties[name] !== undefined) names.push(properties[name]);
  let words = "";
  let tokens = 0;
  for (const name of names) {
    for (const token of Array.isArray(name) ? name : typeof name === "string" ? name.split(/\s+/, MAX_TOKENS) : []) {
      tokens += 1;
      if (tokens > MAX_TOKENS) break;
      const text = String(token);
      if (text.length <= MAX_TOKEN_CHARS && !ABOUT_OTHERS.test(text)) words += wordsIn(text, read.words);
    }
  }
  read.chars += words.length;
  return words === "" ? "" : `${words} `;
}

/** The id of a heading or a chapter is its title, such as "which-is-the-best-newsletter", and says nothing of its purpose. */
function isSlug(id: string): boolean {
  return id.split(/[-_]/, 5).length === 5;
}

/** Of the names of hostile pages no more are kept. */
const MAX_KNOWN = 5_000;

function wordsIn(token: string, known: Map<string, string>): string {
  const before = known.get(token);
  if (before !== undefined) return before;
  const words = token
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  const result = words === "" ? "" : ` ${words}`;
  if (known.size < MAX_KNOWN) known.set(token, result);
  return result;
}
