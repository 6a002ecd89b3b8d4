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

/** Elements that the article's HTML may hold; others are replaced by what is in them, or go with it. */
export const ALLOWED = names(
  "h1 h2 h3 h4 h5 h6 p div section article header footer main aside hr blockquote pre ul ol li dl dt dd figure figcaption " +
    "details summary address table caption colgroup col thead tbody tfoot tr th td a abbr b bdi bdo br cite code del dfn " +
    "em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr img",
);

/** Elements that go with all they hold: programs, controls, and what only a browser can show. */
export const DROPPED = names(
  "script style template noscript iframe object embed applet frame frameset svg button input select option optgroup " +
    "textarea datalist label progress meter canvas audio video map dialog head title meta link base noembed noframes xmp " +
    "plaintext annotation annotation-xml",
);
