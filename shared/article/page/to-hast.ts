/** Owns the way from a parsed page to hast, the tree that content is chosen, trimmed, sanitised and rendered on. Pure. */
import type { Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";

export function toHast(tree: DefaultTreeAdapterTypes.Document | DefaultTreeAdapterTypes.DocumentFragment): Root {
  const root = fromParse5(tree);
  return root.type === "root" ? root : { type: "root", children: [] };
}

/** Parses a piece of a page, as `<body>` would. */
export function parseToHast(html: string): Root {
  return toHast(parseFragment(html, { scriptingEnabled: false }));
}
