/** Owns turning the sanitised tree into Markdown (GFM: tables and strikethrough besides CommonMark). Pure. */
import type { Root } from "hast";
import { toMdast } from "hast-util-to-mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";

/** Markdown with ATX headings, fenced code, "-" bullets and one blank line between blocks; ends with a line break. */
export function renderMarkdown(root: Root): string {
  return toMarkdown(toMdast(root, { newlines: false }), {
    bullet: "-",
    emphasis: "*",
    fences: true,
    listItemIndent: "one",
    resourceLink: true,
    rule: "-",
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  }).toWellFormed();
}
