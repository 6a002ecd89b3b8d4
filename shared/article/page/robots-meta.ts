/** Owns whether a page's robots meta elements ask not to be archived. Whether that binds is its caller's to decide. Pure. */
import { isRobotsMetaName, readArchiveDirectives } from "../../robots/archive-directives.ts";
import { PRODUCT_TOKEN } from "../../robots/product-token.ts";
import { attributeOf, childrenOf, isElement, nameOf, type PageNode } from "./page-tree.ts";

/** Anywhere on the page: browsers and crawlers read misplaced ones too. */
export function asksNotToBeArchived(tree: PageNode): boolean {
  const contents: string[] = [];
  const stack: PageNode[] = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (
      isElement(node) &&
      nameOf(node) === "meta" &&
      isRobotsMetaName(attributeOf(node, "name") ?? "", PRODUCT_TOKEN)
    ) {
      contents.push(attributeOf(node, "content") ?? "");
    }
    // One by one: a call takes fewer arguments than a node may have children.
    for (const child of childrenOf(node)) stack.push(child);
  }
  return readArchiveDirectives([], contents, PRODUCT_TOKEN).noarchive;
}
