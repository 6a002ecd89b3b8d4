/**
 * Owns making extracted HTML safe to show: an allow list of elements and attributes, and of the schemes of addresses.
 * It must not decide what belongs to the article.
 */
import type { Root } from "hast";
import { type Schema, sanitize } from "hast-util-sanitize";
import { ALLOWED, DROPPED } from "./element-names.ts";
import { settleTree } from "./settle-tree.ts";

/**
 * What may stay. Unknown elements are replaced by their content; `strip` ones go with all they hold.
 *
 * No `id` or `name`: they would clobber the names of the page that shows the article. No `data:` pictures: most are
 * placeholders or pixels, and the real ones are kept, whole, in the capture's WARC record.
 */
const SCHEMA: Schema = {
  tagNames: [...ALLOWED],
  attributes: {
    a: ["href", "hrefLang"],
    abbr: ["title"],
    blockquote: ["cite"],
    code: [["className", /^lang(?:uage)?-[\w+#-]{1,32}$/]],
    col: ["span"],
    colgroup: ["span"],
    del: ["cite", "dateTime"],
    dfn: ["title"],
    img: ["src", "srcSet", "alt", "title", "width", "height"],
    ins: ["cite", "dateTime"],
    li: ["value"],
    ol: ["start", "reversed", "type"],
    q: ["cite"],
    td: ["colSpan", "rowSpan", "headers"],
    th: ["colSpan", "rowSpan", "scope", "abbr"],
    time: ["dateTime"],
    "*": ["lang", "dir"],
  },
  ancestors: Object.fromEntries(
    ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"].map((name) => [name, ["table"]]),
  ),
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["http", "https"], cite: ["http", "https"] },
  required: {},
  strip: [...DROPPED],
  allowComments: false,
  allowDoctypes: false,
};

/**
 * Sanitises a tree.
 *
 * @param root - Untrusted, nested no deeper than parse-html.ts allows; it is changed on the way.
 * @param baseUrl - Absolute URL against which addresses are resolved.
 * @returns A tree that holds nothing but what the allow list names; addresses are absolute http(s), mailto or tel.
 */
export function sanitiseTree(root: Root, baseUrl: string): Root {
  const safe = sanitize(settleTree(root, baseUrl), SCHEMA);
  return safe.type === "root" ? safe : { type: "root", children: safe.type === "doctype" ? [] : [safe] };
}
