/** Owns the text of a tool that gives HTML: as Pressmark renders its own content, so that only the content differs. Pure. */

import { parseToHast } from "../../shared/article/page/to-hast.ts";
import { readBlocks } from "../../shared/article/render/read-blocks.ts";
import { sanitiseTree } from "../../shared/article/render/sanitise.ts";
import { renderText } from "../../shared/article/render/text.ts";

/** Captions are left out, as Pressmark's own are: that is to the tools' advantage. */
export function renderHtml(html: string, url: string): string {
  return renderText(readBlocks(sanitiseTree(parseToHast(html), url)));
}
