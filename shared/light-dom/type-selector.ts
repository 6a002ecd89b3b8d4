/** Owns the one kind of selector that is asked for: names of elements, parted by commas. */

export interface TypeSelector {
  /** The only name, where it is one in lower case: nearly every question is of this kind. */
  readonly only: string | null;
  /** For HTML elements, whose names are compared in lower case. */
  readonly lower: ReadonlySet<string>;
  /** For all others, as written. */
  readonly exact: ReadonlySet<string>;
}

const known = new Map<string, TypeSelector>();
/** Callers ask with constants, some sixty; whoever makes up more pays for each. */
const MAX_KNOWN = 500;

/** @throws SyntaxError for anything but names. */
export function compileTypeSelector(text: string): TypeSelector {
  let selector = known.get(text);
  if (selector === undefined) {
    const names = text.split(",").map((name) => name.trim());
    if (names.some((name) => !/^[\w-]+$/.test(name))) throw new SyntaxError(`light DOM: no support for ${text}`);
    const [first = ""] = names;
    const only = names.length === 1 && first === first.toLowerCase() ? first : null;
    selector = { only, lower: new Set(names.map((name) => name.toLowerCase())), exact: new Set(names) };
    if (known.size < MAX_KNOWN) known.set(text, selector);
  }
  return selector;
}

export function matchesType({ only, lower, exact }: TypeSelector, localName: string, isHtml: boolean): boolean {
  return only === null ? (isHtml ? lower : exact).has(localName) : localName === only;
}
