/** Owns the lists of HTML elements that more than one part of the rendering asks for. */

/** A set of names that are written in one line. */
export function names(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Begin and end a line of their own; table rows and cells where they stand outside their table, as in broken pages. */
export const BLOCKS = names(
  "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li " +
    "main ol p pre section summary table tbody td tfoot th thead tr ul",
);
